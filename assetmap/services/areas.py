"""Areas and geographies: found, nested, drawn."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from assetmap.errors import NotFound
from assetmap.geo.boundaries import as_geojson, inside_point, thin
from assetmap.geo.frames import area_frame
from assetmap.models import Area, AreaLookup, Geography, PatchArea
from assetmap.services import places
from assetmap.services.remember import remembered, remembered_of_place

MOSTLY = 0.5  # of a small area: from here on it is listed as lying in a larger one


def geographies(session: Session, with_shapes: bool = True) -> list[Geography]:
    """The geographies, the largest areas first; only those that can be drawn, unless asked for all."""
    query = select(Geography).order_by(Geography.level, Geography.key)
    if with_shapes:
        query = query.where(Geography.areas.any(Area.shape.is_not(None)))
    return list(session.scalars(query))


def geography(session: Session, key: str) -> Geography:
    """The geography with this key; NotFound where there is none."""
    found = session.scalar(select(Geography).where(Geography.key == key))
    if found is None:
        raise NotFound(f"There is no geography called '{key}'.")
    return found


def in_geography(session: Session, key: str) -> list[Area]:
    """The areas of a geography, by name."""
    query = select(Area).join(Area.geography).where(Geography.key == key).options(joinedload(Area.geography))
    return list(session.scalars(query.order_by(Area.name, Area.code)))


def neighbourhoods(session: Session) -> list[Area]:
    """The areas residents recognise, by name."""
    return in_geography(session, places.current(session).neighbourhood_geography)


def names(session: Session) -> list[tuple[int, str, str]]:
    """The id, the code and the title of each neighbourhood, by name."""

    def find() -> list[tuple[int, str, str]]:
        return [(area.id, area.code, area.title) for area in neighbourhoods(session)]

    return remembered_of_place(session, "names of neighbourhoods", find)


def titles_of_patches(session: Session) -> dict[int, str]:
    """The title of the neighbourhood that each patch (id) is in."""

    def find() -> dict[int, str]:
        titles = {number: title for number, _code, title in names(session)}
        rows = session.execute(select(PatchArea.patch_id, PatchArea.area_id).where(PatchArea.area_id.in_(titles)))
        return {patch: titles[area] for patch, area in rows}

    return remembered(session, "titles of patches", find)


def whole(session: Session) -> Area:
    """The area that stands for the whole place."""
    return in_geography(session, places.current(session).whole_geography)[0]


def get(session: Session, address: str) -> Area:
    """The area at this address that can be drawn; NotFound where there is none.

    An address is a code. Vintages share codes: a bare one means the area of the largest geography, and of equals the one that was
    here first, so that an address never changes its meaning; the others are "geography:code" (see `address`).
    """
    number = id_at(session, address)
    area = session.scalar(select(Area).where(Area.id == number).options(joinedload(Area.geography))) if number else None
    if area is None:
        raise NotFound("There is no neighbourhood with this code here.")
    return area


def by_id(session: Session, area_id: int) -> Area | None:
    """The area with this id, or none."""
    return session.get(Area, area_id)


def id_at(session: Session, address: str) -> int | None:
    """The id of the area at an address, or none."""
    return remembered_of_place(session, ("area at", address), lambda: _id_at(session, address))


def _id_at(session: Session, address: str) -> int | None:
    query = select(Area.id).join(Area.geography).where(Area.shape.is_not(None)).order_by(Geography.level, Geography.id).limit(1)
    key, _colon, code = address.partition(":")
    return session.scalar(query.where(Area.code == address)) or session.scalar(query.where(Geography.key == key, Area.code == code))


def address(session: Session, area: Area) -> str:
    """The address of an area: its code, with its geography before it where the code alone means another area."""
    return _address(session, area.geography_id, area.code)


def _address(session: Session, geography_id: int, code: str) -> str:
    key = remembered_of_place(session, "areas whose code means another", lambda: _shadowed(session)).get((geography_id, code))
    return f"{key}:{code}" if key else code


def _shadowed(session: Session) -> dict[tuple[int, str], str]:
    """The key of the geography of each area (geography id, code) whose code alone means another area."""
    twice = select(Area.code).where(Area.shape.is_not(None)).group_by(Area.code).having(func.count() > 1)
    query = select(Area.code, Geography.id, Geography.key).join(Area.geography).where(Area.shape.is_not(None), Area.code.in_(twice))
    seen: set[str] = set()
    found = {}
    for code, number, key in session.execute(query.order_by(Geography.level, Geography.id)):
        if code in seen:
            found[number, code] = key
        seen.add(code)
    return found


def namesakes(session: Session, area: Area) -> list[Area]:
    """The areas of other geographies that have the same code."""
    query = select(Area).join(Area.geography).where(Area.code == area.code, Area.id != area.id, Area.shape.is_not(None))
    return list(session.scalars(query.options(joinedload(Area.geography)).order_by(Geography.level, Geography.id)))


def of_geography(session: Session, key: str, code: str) -> Area:
    """The area of a geography with this code; NotFound where there is none."""
    query = select(Area).join(Area.geography).where(Geography.key == key, Area.code == code).options(joinedload(Area.geography))
    area = session.scalar(query)
    if area is None:
        raise NotFound(f"The geography '{key}' has no area with the code '{code}'.")
    return area


def exists(session: Session, address: str) -> bool:
    """Whether there is an area at this address that can be drawn."""
    return id_at(session, address) is not None


def larger(session: Session, area: Area) -> list[Area]:
    """The areas that at least half of an area lies in, the largest first; not those of its own size, such as another vintage."""
    query = select(Area).join(AreaLookup, AreaLookup.parent_id == Area.id).join(Area.geography)
    query = query.where(AreaLookup.child_id == area.id, AreaLookup.share >= MOSTLY, Geography.level < area.geography.level)
    return list(session.scalars(query.options(joinedload(Area.geography)).order_by(Geography.level)))


def smaller(session: Session, area: Area) -> list[tuple[Geography, list[Area]]]:
    """The areas of which at least half lies in an area, by geography; not those of its own size, such as another vintage."""
    query = select(Area).join(AreaLookup, AreaLookup.child_id == Area.id).join(Area.geography)
    query = query.where(AreaLookup.parent_id == area.id, AreaLookup.share >= MOSTLY, Geography.level > area.geography.level)
    found: dict[int, tuple[Geography, list[Area]]] = {}
    for each in session.scalars(query.options(joinedload(Area.geography)).order_by(Geography.level, Area.name)):
        found.setdefault(each.geography_id, (each.geography, []))[1].append(each)
    return list(found.values())


def drawn(session: Session, key: str, properties: str) -> str:
    """A geography's areas, thinned for the screen, as GeoJSON text; `properties` is the address pattern of an area's page."""
    return remembered_of_place(session, ("drawn", key, properties), lambda: _draw(session, key, properties))


def _draw(session: Session, key: str, pattern: str) -> str:
    owner = geography(session, key)
    shapes = frame(session, owner.id)
    titles = {area.code: area.title for area in in_geography(session, key)}
    thinned = shapes if owner.overlapping or not len(shapes) else thin(shapes, places.current(session).metric_epsg)
    thinned["name"] = thinned["code"].map(titles)
    thinned["url"] = [pattern.replace("CODE", _address(session, owner.id, code)) for code in thinned["code"]]
    return as_geojson(thinned[["code", "name", "url", "geometry"]])


def frame(session: Session, geography_id: int) -> Any:
    """The areas of a geography that have a shape, as `geo` takes them: in code order, in EPSG:4326."""
    query = select(Area.id, Area.geography_id, Area.code, func.ST_AsBinary(Area.shape))
    rows = session.execute(query.where(Area.geography_id == geography_id, Area.shape.is_not(None)))
    return area_frame((number, owner, code, bytes(shape)) for number, owner, code, shape in rows)


def outline(session: Session, area: Area) -> bytes:
    """An area's shape as WKB in degrees."""
    return bytes(session.scalars(select(func.ST_AsBinary(Area.shape)).where(Area.id == area.id)).one())


def middle(session: Session, area: Area) -> tuple[float, float]:
    """A point in degrees that lies inside an area and can stand for all of it."""
    shape = session.scalar(select(func.ST_AsBinary(Area.shape)).where(Area.id == area.id))
    if shape is None:
        raise NotFound("This area has no boundary.")
    return inside_point(bytes(shape))


def bounds(session: Session, area: Area) -> tuple[float, float, float, float]:
    """West, south, east, north of an area in degrees."""
    envelope = func.ST_Envelope(Area.shape)
    corners = func.ST_ExteriorRing(envelope)
    low, high = func.ST_PointN(corners, 1), func.ST_PointN(corners, 3)
    query = select(func.ST_X(low), func.ST_Y(low), func.ST_X(high), func.ST_Y(high)).where(Area.id == area.id)
    west, south, east, north = session.execute(query).one()
    return min(west, east), min(south, north), max(west, east), max(south, north)
