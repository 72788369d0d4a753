"""Where the place's people are: each small area's people, shared out over its postcodes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import NotFound
from assetmap.geo import reach
from assetmap.geo.reach import Ints, Members, People
from assetmap.models import Area, Geography, Postcode
from assetmap.services import areas, figures, indicators, places
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered_of_place

TOLERANCE_M = 500.0  # generalised river banks lie up to 130 m inland of the postcodes on them


@dataclass(frozen=True)
class Residents:
    """Who lives where in the place: the points, whose figure it is, and for how many of its small areas nobody knows it."""

    people: People
    row: IndicatorRow
    geography: Geography
    period: str
    unknown_areas: int

    def __len__(self) -> int:
        """How many points there are, by which kept answers are weighed."""
        return len(self.people.number)


@dataclass(frozen=True)
class Settled:
    """The areas of a geography that have a shape (ids, in order of their code), and which points are in each."""

    area_ids: Ints
    members: Members

    def __len__(self) -> int:
        """How many points there are, by which kept answers are weighed."""
        return len(self.members.point)


def residents(session: Session) -> Residents:
    """Where people are; NotFound where the place does not say how many live in its areas."""
    return remembered_of_place(session, "residents", lambda: _residents(session))


def _residents(session: Session) -> Residents:
    place = places.current(session)
    row = next((row for row in indicators.listed(session) if row.indicator.key == place.population_indicator and row.periods), None)
    drawn = [each for each in row.geographies if _has_shapes(session, each)] if row else []
    if row is None or not drawn:
        raise NotFound("This place has no figures of how many people live in its areas, so nobody can say how many a gap concerns.")
    small = max(drawn, key=lambda each: each.level)
    period = row.known[small.id][0]
    numbers = {area: figure.value for area, figure in figures.of_geography(session, row, small, period).items() if figure.value is not None}
    codes = session.execute(select(Postcode.lon, Postcode.lat).where(Postcode.large_user.is_(False)).order_by(Postcode.code)).all()
    lon, lat = np.array([code.lon for code in codes], float), np.array([code.lat for code in codes], float)
    frame = areas.frame(session, small.id)
    people = reach.settle(lon, lat, frame, numbers, TOLERANCE_M, place.metric_epsg)
    whole = _whole(session)
    own = reach.inside(frame, whole, place.metric_epsg)
    here = reach.living_in(people, whole, own, TOLERANCE_M, place.metric_epsg)
    return Residents(here, row, small, period, len(set(own.tolist()) - set(numbers)))


def settled(session: Session, geography: Geography) -> Settled:
    """Which of those points are in which areas of a geography."""

    def find() -> Settled:
        frame = areas.frame(session, geography.id)
        epsg = places.current(session).metric_epsg
        members = reach.members(residents(session).people, frame, geography.overlapping, TOLERANCE_M, epsg)
        return Settled(frame["area_id"].to_numpy(np.int64), members)

    return remembered_of_place(session, ("settled", geography.key), find)


def _whole(session: Session) -> Any:
    """The whole place as a frame of one area, since figures and boundaries of a whole country may be loaded."""
    frame = areas.frame(session, areas.geography(session, places.current(session).whole_geography).id)
    return frame[frame["area_id"] == areas.whole(session).id]


def _has_shapes(session: Session, geography: Geography) -> bool:
    return session.scalar(select(Area.id).where(Area.geography_id == geography.id, Area.shape.is_not(None)).limit(1)) is not None
