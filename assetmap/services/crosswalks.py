"""The lookups between geographies that nobody stated: worked out from where people live. The method is in geo/crosswalks.py."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, aliased

from assetmap.geo.crosswalks import BY_GROUND, BY_HOMES, crosswalk
from assetmap.geo.frames import area_frame, point_frame
from assetmap.models import Area, AreaLookup, Geography, Postcode
from assetmap.services import areas, places

COMPUTED = (BY_HOMES, BY_GROUND)
TOLERANCE_M = 150.0  # as far as generalised river banks lie from the homes on them


def refresh(session: Session, key: str) -> int:
    """Work out anew the lookups between one geography and every other; gives how many there are."""
    return _refresh(session, [pair for pair in _pairs(session) if key in (pair[0].key, pair[1].key)])


def refresh_all(session: Session) -> int:
    """Work out anew the lookups between all geographies; gives how many there are."""
    return _refresh(session, _pairs(session))


def _pairs(session: Session) -> list[tuple[Geography, Geography]]:
    """The pairs of a small and a large geography that figures may move between, without those a package states lookups for.

    From small areas to larger ones, and of one size from one vintage to another; to what residents draw only from smaller ones,
    since it may be a part of any other. What is known for a large area only is never spread over its parts.
    """
    query = select(Geography).where(Geography.areas.any(Area.shape.is_not(None))).order_by(Geography.level, Geography.key)
    drawable = list(session.scalars(query))
    stated = _stated(session)
    pairs = [
        (small, large)
        for small in drawable
        for large in drawable
        if not small.overlapping and small.id != large.id and small.level >= large.level + large.overlapping
    ]
    return [(small, large) for small, large in pairs if (small.id, large.id) not in stated]


def _stated(session: Session) -> set[tuple[int, int]]:
    """The pairs of geographies (ids) that a package states lookups for."""
    child, parent = aliased(Area), aliased(Area)
    query = select(child.geography_id, parent.geography_id).select_from(AreaLookup).distinct().where(AreaLookup.method.not_in(COMPUTED))
    rows = session.execute(query.join(child, child.id == AreaLookup.child_id).join(parent, parent.id == AreaLookup.parent_id))
    return {(int(small), int(large)) for small, large in rows}


def _refresh(session: Session, pairs: Iterable[tuple[Geography, Geography]]) -> int:
    homes = _homes(session)
    epsg = places.current(session).metric_epsg
    total = 0
    for small, large in pairs:
        _forget(session, small, large)
        found = crosswalk(areas.frame(session, small.id), areas.frame(session, large.id), homes, epsg, TOLERANCE_M, large.overlapping)
        if len(found):
            session.execute(insert(AreaLookup), [{str(name): value for name, value in row.items()} for row in found.to_dict("records")])
        total += len(found)
    return total


def parts_in(session: Session, small: Geography, shape: bytes) -> dict[int, float]:
    """The part (0 to 1) of each small area (id) that counts towards a shape (WKB, degrees), as for an area that overlaps others."""
    large = area_frame([(0, 0, "", shape)])
    epsg = places.current(session).metric_epsg
    found = crosswalk(areas.frame(session, small.id), large, _homes(session), epsg, TOLERANCE_M, overlapping=True)
    return dict(zip(found["child_id"].astype(int), found["share"].astype(float), strict=True))


def _homes(session: Session) -> Any:
    """The points of the postcodes that people live at."""
    rows = session.execute(select(Postcode.lon, Postcode.lat).where(Postcode.large_user.is_(False)).order_by(Postcode.code)).all()
    return point_frame(range(len(rows)), [row.lon for row in rows], [row.lat for row in rows])


def _forget(session: Session, small: Geography, large: Geography) -> None:
    ids = {each.id: select(Area.id).where(Area.geography_id == each.id) for each in (small, large)}
    mine = (AreaLookup.child_id.in_(ids[small.id]), AreaLookup.parent_id.in_(ids[large.id]), AreaLookup.method.in_(COMPUTED))
    session.execute(delete(AreaLookup).where(*mine))
