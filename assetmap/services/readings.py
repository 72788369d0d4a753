"""What every indicator says about one area: its newest figure, what to hold it against, and how it moved."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from assetmap.models import Area, Measure, Polarity
from assetmap.services import comparisons, figures, indicators
from assetmap.services.comparisons import MIDDLE, Comparison
from assetmap.services.figures import NONE, Figure
from assetmap.services.remember import remembered_of_place

FIFTH = 5
FEWEST_TO_STAND_OUT = 10


@dataclass(frozen=True)
class Reading:
    """One indicator for one area. `trend` has the known values of the same area, the oldest first, where there are several."""

    figure: Figure
    comparisons: list[Comparison]
    trend: list[Figure]

    @property
    def is_known(self) -> bool:
        """Whether there is a figure."""
        return self.figure.kind != NONE

    @property
    def is_lesser(self) -> bool:
        """Whether it only ranks what another figure says, so that it can stand further down."""
        return self.figure.indicator.measure in (Measure.rank, Measure.decile)

    @property
    def middle(self) -> float | None:
        """The value of the middle one of the peers."""
        return next((each.value for each in self.comparisons if each.kind == MIDDLE), None)

    @property
    def stands(self) -> str:
        """Whether it is in the `worst` or the `best` fifth of its peers, where one way is better and the peers are enough."""
        figure = self.figure
        if figure.rank is None or figure.peers < FEWEST_TO_STAND_OUT or figure.indicator.polarity == Polarity.none:
            return ""
        if figure.rank <= figure.peers / FIFTH:
            return "worst"
        return "best" if figure.rank > figure.peers * (1 - 1 / FIFTH) else ""


def of_area(session: Session, area: Area) -> list[Reading]:
    """The newest figure of every indicator that is known for such areas, in the order of the indicators."""
    return remembered_of_place(session, ("readings", area.id), lambda: _of_area(session, area))


def _of_area(session: Session, area: Area) -> list[Reading]:
    found = []
    for row in indicators.listed(session):
        if period := figures.newest(session, row, area.geography):
            figure = figures.of_geography(session, row, area.geography, period)[area.id]
            trend = [each for each in figures.trend(session, row, area) if each.value is not None]
            found.append(Reading(figure, comparisons.of_area(session, row, area, period), trend if len(trend) > 1 else []))
    return found
