"""One indicator over time: the whole place beside those it is compared with."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assetmap.models import Area, Geography
from assetmap.services import areas, figures
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
        asked = [areas.whole(session), *compared(session)]
        return [each for each in (of_area(session, row, area) for area in asked) if each.figures]

    return remembered_of_place(session, ("trend of place", row.indicator.key), find)


def compared(session: Session) -> list[Area]:
    """The areas that are known by name only: a region, a country; the smallest first."""
    query = select(Area).join(Area.geography).where(Area.shape.is_(None)).options(joinedload(Area.geography))
    return list(session.scalars(query.order_by(Geography.level.desc(), Area.id)))


def of_area(session: Session, row: IndicatorRow, area: Area) -> Series:
    """The indicator over its periods for one area."""
    periods = sorted(row.periods)[-MOST_PERIODS:]
    found = [figures.of_geography(session, row, area.geography, period).get(area.id) for period in periods]
    return Series(area, [each for each in found if each is not None and each.value is not None])
