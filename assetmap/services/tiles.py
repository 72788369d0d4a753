"""Map tiles of geographies that have too many areas for one file: made when boundaries are loaded, shaded when they are asked for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import islice

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from assetmap.errors import NotFound
from assetmap.geo import tiling
from assetmap.models import Area, AreaTile, Geography
from assetmap.services import areas
from assetmap.services.remember import remembered_of_place

MOST_AT_ONCE = 1500  # areas in one file
AT_ONCE = 500  # tiles written at once
NO_TILE = "[]", '{"extent":1,"outlines":""}'


@dataclass(frozen=True)
class Pyramid:
    """The zooms that tiles of a geography are made for, and the first column and row and the last ones at the first of them."""

    levels: tuple[int, ...]
    box: tuple[int, int, int, int]


def build(session: Session, geography_id: int) -> int:
    """Make the tiles of a geography anew, or none where one file can hold its areas; gives how many there are."""
    session.execute(delete(AreaTile).where(AreaTile.geography_id == geography_id))
    here = Area.geography_id == geography_id, Area.shape.is_not(None)
    if (session.scalar(select(func.count()).where(*here)) or 0) <= MOST_AT_ONCE:
        return 0
    frame = areas.frame(session, geography_id)
    tiles = ({"geography_id": geography_id, **asdict(tile)} for tile in tiling.pyramid(frame))
    made = 0
    while portion := list(islice(tiles, AT_ONCE)):
        session.execute(insert(AreaTile), portion)
        made += len(portion)
    return made


def pyramids(session: Session) -> Mapping[str, Pyramid]:
    """The geographies (keys) that are drawn by tiles, each with its levels."""
    return remembered_of_place(session, "pyramids", lambda: _pyramids(session))


def _pyramids(session: Session) -> dict[str, Pyramid]:
    corners = func.min(AreaTile.x), func.min(AreaTile.y), func.max(AreaTile.x), func.max(AreaTile.y)
    query = select(Geography.key, AreaTile.z, *corners).join(Geography, Geography.id == AreaTile.geography_id)
    found: dict[str, Pyramid] = {}
    for key, z, *box in session.execute(query.group_by(Geography.key, AreaTile.z).order_by(Geography.key, AreaTile.z)):
        first = found.setdefault(key, Pyramid((), (box[0], box[1], box[2], box[3])))
        found[key] = Pyramid((*first.levels, z), first.box)
    return found


def outlines(session: Session, geography: Geography, z: int, x: int, y: int) -> tuple[str, str]:
    """The codes and the shapes of one tile, as JSON; both empty where no area is. NotFound where there can be no such tile."""
    pyramid = pyramids(session).get(geography.key)
    if pyramid is None:
        raise NotFound(f"'{geography.key}' has few enough areas for one file, and so no tiles.")
    if z not in pyramid.levels or max(x, y) >= 1 << z:
        raise NotFound(f"There is no such tile. The zooms of the tiles of '{geography.key}' are {', '.join(map(str, pyramid.levels))}.")
    key = AreaTile.geography_id == geography.id, AreaTile.z == z, AreaTile.x == x, AreaTile.y == y
    row = session.execute(select(AreaTile.codes, AreaTile.shapes).where(*key)).one_or_none()
    return NO_TILE if row is None else (row.codes, row.shapes)
