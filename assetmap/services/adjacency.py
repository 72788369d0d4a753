"""How the areas of a geography lie: which touch, and where their middles are. Kept until boundaries change."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.geo.patterns import middles, neighbours
from assetmap.models import Area, Geography
from assetmap.services import areas, places
from assetmap.services.remember import remembered_of_place

MOST_AREAS = 5000


@dataclass(frozen=True)
class Adjacency:
    """For each area (id) those it touches, and its middle in the place's metres."""

    touching: Mapping[int, tuple[int, ...]]
    middles: Mapping[int, tuple[float, float]]

    def __len__(self) -> int:
        """How much it takes to keep."""
        return 8 * len(self.touching)


def of_geography(session: Session, geography: Geography) -> Adjacency | None:
    """How a geography's areas lie; none where they overlap, are too many to look at each pair, or have no boundaries."""
    return remembered_of_place(session, ("adjacency", geography.key), lambda: _of_geography(session, geography))


def can_be_told(session: Session, geography: Geography) -> bool:
    """Whether there is such an answer for a geography."""
    return not geography.overlapping and few_enough(session, geography)


def few_enough(session: Session, geography: Geography) -> bool:
    """Whether a geography has areas with boundaries, and not more than one page and one chart can hold."""

    def find() -> bool:
        count = session.scalar(select(func.count()).where(Area.geography_id == geography.id, Area.shape.is_not(None))) or 0
        return 0 < count <= MOST_AREAS

    return remembered_of_place(session, ("few enough areas", geography.key), find)


def _of_geography(session: Session, geography: Geography) -> Adjacency | None:
    if not can_be_told(session, geography):
        return None
    frame = areas.frame(session, geography.id)
    return Adjacency(neighbours(frame), middles(frame, places.current(session).metric_epsg))
