"""Which areas each asset belongs to: each is on a patch, and the patch is in the areas. The definition is in geo/patches.py."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.orm import Session

from assetmap.geo.frames import area_frame, point_frame
from assetmap.geo.patches import link, link_overlapping
from assetmap.geo.shapes import box_of
from assetmap.models import Area, Asset, Geography, Patch, PatchArea, Place
from assetmap.models.areas import PATCH_LIMIT
from assetmap.services import areas, places
from assetmap.services.filters import box_condition

CHUNK = 200_000
MOST_IN_A_STATEMENT = 5_000
MOST_BLUR_M = 1000.0  # see services/entries.RADII
Ints = NDArray[np.int64]


def link_everything(session: Session, tolerance_m: float, progress: Callable[[int], None] = lambda count: None) -> int:
    """Link every asset to the areas of every geography; gives how many links there are. `progress` is told each step."""
    places.changed(session)  # first, so that an approval waits for this, or this for the approval
    total = last = 0
    while rows := _points(session, last):
        total += _settle(session, rows, tolerance_m)
        last = rows[-1].id
        progress(len(rows))
    session.execute(update(Asset).where(Asset.cell.is_(None), Asset.patch_id.is_not(None)).values(_moved(None)))
    forget_empty(session)
    return total


def link_one(session: Session, asset_id: int, tolerance_m: float) -> int:
    """Link one asset anew, as when it is approved or moves; gives how many areas it is in."""
    rows = _points(session, asset_id - 1, only=asset_id)
    if not rows:
        session.execute(update(Asset).where(Asset.id == asset_id).values(_moved(None)))
    return _settle(session, rows, tolerance_m) if rows else 0


def add_area(session: Session, area: Area) -> int:
    """Link what lies in one more area of an overlapping geography: only assets in its box are looked at. Gives how many it has."""
    shape = bytes(session.scalars(select(func.ST_AsBinary(Area.shape)).where(Area.id == area.id)).one())
    rows = _within(session, shape)
    frame = area_frame([(area.id, area.geography_id, area.code, shape)])
    if not rows:
        return 0
    points = point_frame([row.id for row in rows], [row.lon for row in rows], [row.lat for row in rows])
    inside = set(link_overlapping(points, frame)["asset_id"].tolist())
    before = {row.id: row.patch_id or 0 for row in rows if row.id in inside}
    after = _with(session, set(before.values()), area.id)
    ids = np.array(sorted(before), np.int64)
    _move(session, ids, np.array([after[before[number]] for number in ids.tolist()], np.int64))
    forget_empty(session)
    return len(before)


def _within(session: Session, shape: bytes) -> list[Row[Any]]:
    """The assets in the box of a shape whose exact place is public."""
    columns = (Asset.id, func.ST_X(Asset.point).label("lon"), func.ST_Y(Asset.point).label("lat"), Asset.patch_id)
    query = select(*columns).where(Asset.approximate.is_(False), box_condition(box_of(shape)))
    return list(session.execute(query.order_by(Asset.id)))


def _with(session: Session, patches: Collection[int], area_id: int) -> dict[int, int]:
    """For each patch (0 is none) the patch that lies in one area more."""
    held: dict[int, set[int]] = {patch: {area_id} for patch in patches}
    for patch, number in session.execute(select(PatchArea.patch_id, PatchArea.area_id).where(PatchArea.patch_id.in_(patches))):
        held[patch].add(number)
    return dict(zip(held, patches_of(session, list(held.values())), strict=True))


def remove_area(session: Session, area: Area) -> None:
    """Let go of an area: its assets stay in all their others."""
    own = list(session.scalars(select(PatchArea.patch_id).where(PatchArea.area_id == area.id)))
    held: dict[int, set[int]] = {patch: set() for patch in own}
    rows = session.execute(select(PatchArea.patch_id, PatchArea.area_id).where(PatchArea.patch_id.in_(own), PatchArea.area_id != area.id))
    for patch, number in rows:
        held[patch].add(number)
    for before, after in zip(held, patches_of(session, list(held.values())), strict=True):
        session.execute(update(Asset).where(Asset.patch_id == before).values(_moved(after or None)))
    forget_empty(session)


def forget_empty(session: Session) -> None:
    """Forget the patches nobody is on."""
    session.execute(delete(Patch).where(~select(Asset.id).where(Asset.patch_id == Patch.id).exists()))


def areas_of_point(session: Session, lon: float, lat: float, tolerance_m: float) -> dict[int, int]:
    """The area (id) of each geography (id) that a point in degrees belongs to; areas that may overlap are left out."""
    frame = _linked(session, point_frame([0], [lon], [lat]), np.zeros(1, bool), tolerance_m)
    return {geography.id: int(links["area_id"].iloc[0]) for geography, links in frame if len(links) and not geography.overlapping}


def areas_of_points(
    session: Session, points: Sequence[tuple[float, float]], tolerance_m: float, geographies: Collection[int]
) -> list[set[int]]:
    """For each point in degrees the ids of the areas it belongs to, of some geographies (ids) only, overlapping ones among them."""
    found: list[set[int]] = [set() for _point in points]
    if not points or not geographies:
        return found
    lon, lat = zip(*points, strict=True)
    frame, epsg = point_frame(range(len(points)), lon, lat), places.current(session).metric_epsg
    for geography in session.scalars(select(Geography).where(Geography.id.in_(geographies))):
        shapes = areas.frame(session, geography.id)
        links = link_overlapping(frame, shapes) if geography.overlapping else link(frame, shapes, tolerance_m, epsg)
        for row, number in zip(links["asset_id"].tolist(), links["area_id"].tolist(), strict=True):
            found[row].add(number)
    return found


def _points(session: Session, after: int, only: int | None = None) -> list[Row[Any]]:
    """The next assets that have a place, in order of their id."""
    columns = (Asset.id, func.ST_X(Asset.point).label("lon"), func.ST_Y(Asset.point).label("lat"), Asset.approximate, Asset.patch_id)
    query = select(*columns).where(Asset.cell.is_not(None), Asset.id > after).order_by(Asset.id).limit(CHUNK)
    return list(session.execute(query if only is None else query.where(Asset.id == only)))


def _settle(session: Session, rows: list[Row[Any]], tolerance_m: float) -> int:
    """Put assets on the patch their areas make; gives how many links that are."""
    ids, lon, lat, rough, before = zip(*rows, strict=True)
    linked = _linked(session, point_frame(ids, lon, lat), np.array(rough, bool), tolerance_m)
    columns = [column for _, links in linked for column in _columns(np.array(ids), links)]
    areas = np.column_stack(columns) if columns else np.zeros((len(ids), 0), np.int64)
    patches = _patches(session, areas)
    moved = np.flatnonzero(patches != np.array([number or 0 for number in before]))
    _move(session, np.array(ids)[moved], patches[moved])
    return int(np.count_nonzero(areas))


def _move(session: Session, ids: Ints, patches: Ints) -> None:
    """Put each asset on its patch; 0 is none."""
    order = np.argsort(patches, kind="stable")
    for patch, own in pd.Series(ids[order]).groupby(patches[order]):
        for start in range(0, len(own), MOST_IN_A_STATEMENT):
            some = own.iloc[start : start + MOST_IN_A_STATEMENT].tolist()
            session.execute(update(Asset).where(Asset.id.in_(some)).values(_moved(int(patch) or None)))  # type: ignore[call-overload]


def _moved(patch: int | None) -> dict[str, Any]:
    """The columns of an asset put on a patch; it was not edited, so its date stays."""
    return {"patch_id": patch, "updated_at": Asset.updated_at}


def _columns(ids: Ints, links: pd.DataFrame) -> Iterator[Ints]:
    """The areas of each asset (ids in ascending order), 0 where it is in none: a second column where one is in two, and so on."""
    turn = links.groupby("asset_id").cumcount()
    for _, own in links.groupby(turn):
        column = np.zeros(len(ids), np.int64)
        column[np.searchsorted(ids, own["asset_id"].to_numpy())] = own["area_id"].to_numpy()
        yield column


def _patches(session: Session, areas: Ints) -> Ints:
    """The patch of each row of areas, 0 where a row has none; those not seen before are made."""
    distinct, which = np.unique(np.sort(areas, axis=1), axis=0, return_inverse=True)
    numbers = patches_of(session, [[number for number in row if number] for row in distinct.tolist()])
    return np.array(numbers, np.int64)[which.reshape(-1)]


def patches_of(session: Session, sets: Iterable[Collection[int]]) -> list[int]:
    """The patch of each set of areas (ids), 0 for an empty one; those not seen before are made."""
    keys = [(key_of(held), held) for held in sets]
    held = {key: own for key, own in keys if own}
    known = _known(session, list(held))
    new = [key for key in held if key not in known]
    if new:
        session.execute(insert(Patch), [{"key": key} for key in new])
        known |= _known(session, new)
        session.execute(insert(PatchArea), [{"patch_id": known[key], "area_id": number} for key in new for number in held[key]])
    return [known.get(key, 0) for key, _own in keys]


def key_of(areas: Iterable[int]) -> str:
    """What a set of areas (ids) is known by: the ids in order, or their digest where these are too many for the column."""
    text = " ".join(str(number) for number in sorted(areas))
    return text if len(text) <= PATCH_LIMIT else f"sha256 {hashlib.sha256(text.encode()).hexdigest()}"


def _known(session: Session, keys: list[str]) -> dict[str, int]:
    query = select(Patch.key, Patch.id)
    if len(keys) <= MOST_IN_A_STATEMENT:
        query = query.where(Patch.key.in_(keys))
    return {row.key: row.id for row in session.execute(query)}


def _linked(session: Session, points: Any, rough: NDArray[np.bool_], tolerance_m: float) -> Iterator[tuple[Geography, pd.DataFrame]]:
    """The links of each geography. An asset shown only roughly belongs to its neighbourhood and larger areas, to none smaller."""
    place, neighbourhood = places.current(session), _level(session)
    for geography in session.scalars(select(Geography).order_by(Geography.level, Geography.key)):
        shapes = session.execute(
            select(Area.id, Area.geography_id, Area.code, func.ST_AsBinary(Area.shape))
            .where(Area.geography_id == geography.id, Area.shape.is_not(None))
            .order_by(Area.code)
        )
        areas = area_frame((number, owner, code, bytes(shape)) for number, owner, code, shape in shapes)
        public = points[~rough] if _tells_more(geography, place, neighbourhood) else points
        if len(areas) and len(public):
            if geography.overlapping:
                yield geography, link_overlapping(public, areas)
            else:
                yield geography, _nearest(public, rough if len(public) == len(points) else None, areas, tolerance_m, place)


def _nearest(points: Any, rough: NDArray[np.bool_] | None, areas: Any, tolerance_m: float, place: Place) -> pd.DataFrame:
    """The links of points to areas; the pin of a blurred asset may stand farther outside every area than the asset does."""
    exact = link(points if rough is None else points[~rough], areas, tolerance_m, place.metric_epsg)
    if rough is None or not rough.any():
        return exact
    return pd.concat([exact, link(points[rough], areas, tolerance_m + MOST_BLUR_M, place.metric_epsg)], ignore_index=True)


def only_exact(session: Session, geography: Geography) -> bool:
    """Whether areas of this geography hold only what is shown exactly, so that nothing shown roughly may be counted beside them."""
    return _tells_more(geography, places.current(session), _level(session))


def _level(session: Session) -> int:
    """The level of the neighbourhoods."""
    key = places.current(session).neighbourhood_geography
    return session.scalar(select(Geography.level).where(Geography.key == key)) or 0


def _tells_more(geography: Geography, place: Place, neighbourhood: int) -> bool:
    """Whether areas of this geography could tell more than the neighbourhood does.

    Smaller ones do, others of its level, and any that overlap: of these nobody knows how small one is.
    """
    if geography.key == place.neighbourhood_geography:
        return False
    return geography.overlapping or geography.level >= neighbourhood
