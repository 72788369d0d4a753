"""The ground of a shape: made from small areas or postcodes, and what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty, UnknownPostcode
from assetmap.geo.frames import area_frame, point_frame
from assetmap.geo.patches import link_overlapping
from assetmap.geo.shapes import Shape, around, as_wkb, box_of, joined, shared_ground, square_metres
from assetmap.models import Area, AreaLookup, Asset, Geography
from assetmap.services import areas, crosswalks, drawn, figures, indicators, locate, places
from assetmap.services.filters import box_condition
from assetmap.services.remember import remembered_of_place

MOST_POSTCODES = 200
MOST_SMALL = 1500  # boxes to tick on one page
SLIGHT = 0.01  # of a shape; less is only two ways of drawing one border


@dataclass(frozen=True)
class Overlap:
    """An area that shares ground with a shape: which part of the shape, and which part of the area (0 to 1)."""

    area: Area
    of_shape: float
    of_area: float


@dataclass(frozen=True)
class Ground:
    """What a shape holds. `people` is an estimate by where homes are (see geo/crosswalks.py)."""

    square_km: float
    assets: int
    people: float | None
    people_from: str
    neighbourhoods: list[Overlap]
    drawn: list[Overlap]


def held(session: Session, shape: Shape, but: str = "") -> Ground:
    """What a shape holds and which areas it shares ground with, without the drawn area with the code `but`."""
    place = places.current(session)
    people, source = _people(session, shape)
    return Ground(
        square_km=square_metres(shape, place.metric_epsg) / 1e6,
        assets=_assets(session, shape),
        people=people,
        people_from=source,
        neighbourhoods=_overlaps(session, shape, place.neighbourhood_geography),
        drawn=[each for each in _overlaps(session, shape, drawn.KEY) if each.area.code != but],
    )


def _assets(session: Session, shape: Shape) -> int:
    wkb = as_wkb(shape)
    columns = (Asset.id, func.ST_X(Asset.point), func.ST_Y(Asset.point))
    rows = session.execute(select(*columns).where(Asset.approximate.is_(False), box_condition(box_of(wkb)))).all()
    if not rows:
        return 0
    return len(link_overlapping(point_frame(*zip(*rows, strict=True)), area_frame([(0, 0, "", wkb)])))


def _overlaps(session: Session, shape: Shape, key: str) -> list[Overlap]:
    shared = _shared(session, shape, key)
    found = {area.id: area for area in areas.in_geography(session, key)}
    rows = zip(shared["area_id"], shared["of_shape"], shared["of_area"], strict=True)
    return [Overlap(found[number], float(mine), float(theirs)) for number, mine, theirs in rows if max(mine, theirs) > SLIGHT]


def _shared(session: Session, shape: Shape, key: str) -> pd.DataFrame:
    """The ground a shape shares with the areas of a geography, as `shared_ground` gives it."""
    query = select(Area.id, Area.geography_id, Area.code, func.ST_AsBinary(Area.shape)).join(Area.geography)
    rows = session.execute(query.where(Geography.key == key, Area.shape.is_not(None))).all()
    frame = area_frame((number, owner, code, bytes(wkb)) for number, owner, code, wkb in rows)
    return shared_ground(shape, frame, places.current(session).metric_epsg)


def _people(session: Session, shape: Shape) -> tuple[float | None, str]:
    """About how many people live in a shape, and from what that is worked out."""
    row = indicators.population(session)
    if row is None or not row.periods or not row.geographies:
        return None, ""
    source = row.geographies[-1]
    known = figures.of_geography(session, row, source, row.periods[0])
    shares = crosswalks.parts_in(session, source, as_wkb(shape))
    parts = [(known[number].value, part) for number, part in shares.items() if number in known]
    if not parts or any(value is None for value, _part in parts):
        return None, ""
    return sum(float(value or 0) * float(part) for value, part in parts), f"{row.indicator.title}, {row.periods[0]}, {source.plural}"


def small_geography(session: Session) -> str:
    """The key of the geography whose areas can be put together: the smallest with shapes for which people are counted.

    Where these are too many for one page, the neighbourhoods.
    """
    row = indicators.population(session)
    with_shapes = {each.key for each in areas.geographies(session)}
    keys = [each.key for each in (row.geographies if row else []) if each.key in with_shapes]
    count = select(func.count()).select_from(Area).join(Area.geography)
    few = [key for key in keys if (session.scalar(count.where(Geography.key == key)) or 0) <= MOST_SMALL]
    return few[-1] if few else places.current(session).neighbourhood_geography


def small_areas(session: Session) -> list[tuple[str, list[tuple[str, str]]]]:
    """The small areas (code, name) in each neighbourhood (title) that holds most of them; those in none come last, under no title."""
    return remembered_of_place(session, "small areas of neighbourhoods", lambda: _small_areas(session))


def _small_areas(session: Session) -> list[tuple[str, list[tuple[str, str]]]]:
    titles = {number: title for number, _code, title in areas.names(session)}
    query = select(AreaLookup.child_id, AreaLookup.parent_id).where(AreaLookup.parent_id.in_(titles))
    homes = {row.child_id: row.parent_id for row in session.execute(query.order_by(AreaLookup.share, AreaLookup.parent_id.desc()))}
    found: dict[str, list[tuple[str, str]]] = {title: [] for title in (*titles.values(), "")}
    for area in areas.in_geography(session, small_geography(session)):
        found[titles.get(homes.get(area.id, 0), "")].append((area.code, area.title))
    return [(title, own) for title, own in found.items() if own]


def from_areas(session: Session, codes: Sequence[str]) -> Shape:
    """The shape that small areas make together; Faulty where one of the codes is not known, or none is given."""
    query = select(Area.code, func.ST_AsBinary(Area.shape)).join(Area.geography)
    rows = session.execute(query.where(Geography.key == small_geography(session), Area.code.in_(codes), Area.shape.is_not(None))).all()
    if not rows or {code for code, _shape in rows} != set(codes):
        raise Faulty([Fault("Choose at least one small area from the list.", field="areas")])
    return joined([bytes(shape) for _code, shape in rows], places.current(session).metric_epsg)


def from_postcodes(session: Session, text: str) -> Shape:
    """The smallest shape without dents that holds 75 metres round each postcode, one a line; Faulty with every one that is not known."""
    lines = [part.strip() for line in text.splitlines() for part in line.replace(";", ",").split(",") if part.strip()]
    if not lines or len(lines) > MOST_POSTCODES:
        raise Faulty([Fault(f"Type the postcodes, one on a line, at most {MOST_POSTCODES}.", field="postcodes")])
    points, unknown = [], []
    for line in lines:
        try:
            found = locate.postcode(session, line)
            points.append((found.lon, found.lat))
        except UnknownPostcode:
            unknown.append(line[:12])
    if unknown:
        raise Faulty([Fault(f"We do not know: {', '.join(unknown[:10])}. Check these, or leave them out.", field="postcodes")])
    return around(points, places.current(session).metric_epsg)
