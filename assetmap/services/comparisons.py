"""What a figure can be held against: the middle of its peers, the whole place, and the larger places it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, median_low

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assetmap.models import Area, Geography, Indicator, Measure, Observation
from assetmap.services import areas, figures
from assetmap.services.figures import Figure
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered_of_place

MIDDLE, WHOLE, LARGER = "middle", "whole", "larger"
FEWEST_PEERS = 3


@dataclass(frozen=True)
class Comparison:
    """A value to hold a figure against. `kind` says what it is: the `middle` of the peers, the `whole` place or a `larger` place.

    `title` is the peers' plural or the place's name; `figure` is none for the middle, which no publisher gives.
    """

    kind: str
    title: str
    value: float
    figure: Figure | None = None


def of_area(session: Session, row: IndicatorRow, area: Area, period: str) -> list[Comparison]:
    """What an area's figure of a period can be held against, the nearest first; nothing that is not known in that period."""
    found = [_middle(session, row, area, period), *_named(session, row, area, period)]
    return [each for each in found if each is not None]


def _middle(session: Session, row: IndicatorRow, area: Area, period: str) -> Comparison | None:
    """The middle of all areas of a geography, each counted once however many people it has."""
    peers = [each.value for each in figures.of_geography(session, row, area.geography, period).values() if each.value is not None]
    return Comparison(MIDDLE, area.geography.plural, middle_of(row.indicator, peers)) if len(peers) >= FEWEST_PEERS else None


def middle_of(indicator: Indicator, known: Sequence[float]) -> float:
    """The middle of some values. Of an even number of ranks or deciles it is the lower of the two, for those are never averaged."""
    return median_low(known) if indicator.measure in (Measure.rank, Measure.decile) else median(known)


def _named(session: Session, row: IndicatorRow, area: Area, period: str) -> list[Comparison | None]:
    everything = areas.whole(session)
    named = [(WHOLE, everything)] if area.id != everything.id else []
    named += [(LARGER, each) for each in larger_places(session) if each.id != area.id]
    return [_one(session, row, each, period, kind) for kind, each in named]


def _one(session: Session, row: IndicatorRow, area: Area, period: str, kind: str) -> Comparison | None:
    figure = figures.of_geography(session, row, area.geography, period).get(area.id)
    return Comparison(kind, area.title, figure.value, figure) if figure is not None and figure.value is not None else None


def larger_places(session: Session) -> list[Area]:
    """The areas known by name only, such as a region and a country: those with any figure, the smallest first."""

    def find() -> list[Area]:
        query = (
            select(Area)
            .join(Area.geography)
            .where(Area.shape.is_(None), select(Observation).where(Observation.area_id == Area.id).exists())
        )
        found = list(session.scalars(query.options(joinedload(Area.geography)).order_by(Geography.level.desc(), Area.code)))
        for each in found:
            session.expunge(each)
        return found

    return remembered_of_place(session, "larger places", find)
