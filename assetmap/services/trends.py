"""One indicator over time: the whole place beside those it is compared with."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from assetmap.models import Area
from assetmap.services import areas, comparisons, figures
from assetmap.services.figures import Figure
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered_of_place

MOST_PERIODS = 40


@dataclass(frozen=True)
class Series:
    """The figures of one area, the oldest first; those that are not known are left out."""

    area: Area
    figures: list[Figure]


def of_place(session: Session, row: IndicatorRow) -> list[Series]:
    """The indicator over its periods for the whole place, and for each area it is compared with that has figures."""

    def find() -> list[Series]:
        asked = [areas.whole(session), *comparisons.larger_places(session)]
        return [each for each in (of_area(session, row, area) for area in asked) if each.figures]

    return remembered_of_place(session, ("trend of place", row.indicator.key), find)


def of_area(session: Session, row: IndicatorRow, area: Area) -> Series:
    """The indicator over its periods for one area, as far as it is one number there."""
    known = [each for each in figures.trend(session, row, area) if each.value is not None]
    return Series(area, known[-MOST_PERIODS:])
