"""What every indicator says about one area: its newest figure, what to hold beside it, and how it moved."""

from dataclasses import dataclass
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Area, Geography, Measure
from assetmap.services import areas, figures, indicators, places
from assetmap.services.figures import NONE, Figure
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered_of_place

MIDDLE, WHOLE, ABOVE = "middle", "whole", "above"
FEWEST_PEERS = 3


@dataclass(frozen=True)
class Beside:
    """A figure to compare with: of the `middle` one of the peers, of the `whole` place, or of an area `above` that."""

    kind: str
    title: str
    figure: Figure


@dataclass(frozen=True)
class Reading:
    """One indicator for one area. `trend` has the known figures of the same area, the oldest first."""

    figure: Figure
    beside: list[Beside]
    trend: list[Figure]

    @property
    def is_known(self) -> bool:
        """Whether there is a figure for the area itself."""
        return self.figure.kind != NONE

    @property
    def is_lesser(self) -> bool:
        """Whether it only ranks what another figure says, so that it can stand further down."""
        return self.figure.indicator.measure in (Measure.rank, Measure.decile)

    @property
    def whole(self) -> Figure | None:
        """The whole place's figure."""
        return next((each.figure for each in self.beside if each.kind == WHOLE), None)

    @property
    def middle(self) -> Figure | None:
        """The figure of the middle one of the peers."""
        return next((each.figure for each in self.beside if each.kind == MIDDLE), None)


def of_area(session: Session, area: Area) -> list[Reading]:
    """Every indicator's newest figure for an area, in the order of the indicators."""
    return remembered_of_place(session, ("readings", area.id), lambda: _of_area(session, area))


def _of_area(session: Session, area: Area) -> list[Reading]:
    whole = areas.whole(session)
    found = []
    for row in indicators.listed(session):
        if row.periods and not _known_nowhere(session, row, area.geography, whole.geography):
            found.append(_reading(session, row, area, whole))
    return found


def _known_nowhere(session: Session, row: IndicatorRow, geography: Geography, whole: Geography) -> bool:
    return figures.source_of(session, row, geography) is None and figures.source_of(session, row, whole) is None


def _reading(session: Session, row: IndicatorRow, area: Area, whole: Area) -> Reading:
    peers = figures.of_geography(session, row, area.geography, row.periods[0])
    figure = peers[area.id]
    beside = []
    if (middle := _middle(figure, [each.value for each in peers.values() if each.value is not None])) is not None:
        beside.append(Beside(MIDDLE, area.geography.plural, middle))
    if area.id != whole.id and (everywhere := _figure(session, row, whole)) is not None:
        beside.append(Beside(WHOLE, whole.title, everywhere))
    for larger in above(session):
        if larger.id != area.id and (there := _figure(session, row, larger)) is not None:
            beside.append(Beside(ABOVE, larger.title, there))
    return Reading(figure, beside, trend(session, row, area))


def _middle(figure: Figure, values: list[float]) -> Figure | None:
    """The middle one of the peers' values as a figure, where there are peers enough for one."""
    if figure.value is None or len(values) < FEWEST_PEERS:
        return None
    return Figure(figure.indicator, 0, figure.period, figure.kind, median(values), source_geography=figure.source_geography)


def _figure(session: Session, row: IndicatorRow, area: Area) -> Figure | None:
    found = figures.of_geography(session, row, area.geography, row.periods[0]).get(area.id)
    return found if found is not None and found.kind != NONE else None


def trend(session: Session, row: IndicatorRow, area: Area) -> list[Figure]:
    """The known figures of an area, the oldest first; none where only one period is known."""
    if len(row.periods) < 2 or figures.source_of(session, row, area.geography) is None:
        return []
    everyone = [figures.of_geography(session, row, area.geography, period).get(area.id) for period in reversed(row.periods)]
    known = [each for each in everyone if each is not None and each.value is not None]
    return known if len(known) > 1 else []


def above(session: Session) -> list[Area]:
    """The areas larger than the place, such as its region and its country, the smallest first."""

    def find() -> list[Area]:
        level = areas.whole(session).geography.level
        query = select(Area).join(Area.geography).where(Geography.level < level).order_by(Geography.level.desc(), Area.name)
        found = list(session.scalars(query))
        for each in found:
            session.refresh(each, ["geography"])
        return found

    whole = places.current(session).whole_geography
    return remembered_of_place(session, ("areas above", whole), find)
