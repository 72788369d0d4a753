"""Which areas each asset belongs to: each is on a patch, and the patch is in the areas. The definition is in geo/links.py."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.orm import Session

from assetmap.geo.frames import area_frame, point_frame
from assetmap.geo.links import link
from assetmap.models import Area, Asset, Geography, Patch, PatchArea, Place
from assetmap.services import places

CHUNK = 200_000
MOST_IN_A_STATEMENT = 5_000
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
    session.execute(delete(Patch).where(~select(Asset.id).where(Asset.patch_id == Patch.id).exists()))
    return total


def link_one(session: Session, asset_id: int, tolerance_m: float) -> int:
    """Link one asset anew, as when it is approved or moves; gives how many areas it is in."""
    rows = _points(session, asset_id - 1, only=asset_id)
    if not rows:
        session.execute(update(Asset).where(Asset.id == asset_id).values(_moved(None)))
    return _settle(session, rows, tolerance_m) if rows else 0


def areas_of_point(session: Session, lon: float, lat: float, tolerance_m: float) -> dict[int, int]:
    """The area (id) of each geography (id) that a point in degrees belongs to."""
    frame = _linked(session, point_frame([0], [lon], [lat]), np.zeros(1, bool), tolerance_m)
    return {geography: int(links["area_id"].iloc[0]) for geography, links in frame if len(links)}


def _points(session: Session, after: int, only: int | None = None) -> list[Row[Any]]:
    """The next assets that have a place, in order of their id."""
    columns = (Asset.id, func.ST_X(Asset.point).label("lon"), func.ST_Y(Asset.point).label("lat"), Asset.approximate, Asset.patch_id)
    query = select(*columns).where(Asset.cell.is_not(None), Asset.id > after).order_by(Asset.id).limit(CHUNK)
    return list(session.execute(query if only is None else query.where(Asset.id == only)))


def _settle(session: Session, rows: list[Row[Any]], tolerance_m: float) -> int:
    """Put assets on the patch their areas make; gives how many links that are."""
    ids, lon, lat, rough, before = zip(*rows, strict=True)
    linked = _linked(session, point_frame(ids, lon, lat), np.array(rough, bool), tolerance_m)
    columns = [_column(np.array(ids), links) for _, links in linked]
    areas = np.column_stack(columns) if columns else np.zeros((len(ids), 0), np.int64)
    patches = _patches(session, areas)
    moved = np.flatnonzero(patches != np.array([number or 0 for number in before]))
    order = moved[np.argsort(patches[moved], kind="stable")]
    for patch, own in pd.Series(np.array(ids)[order]).groupby(patches[order]):
        for start in range(0, len(own), MOST_IN_A_STATEMENT):
            some = own.iloc[start : start + MOST_IN_A_STATEMENT].tolist()
            session.execute(update(Asset).where(Asset.id.in_(some)).values(_moved(int(patch) or None)))  # type: ignore[call-overload]
    return int(np.count_nonzero(areas))


def _moved(patch: int | None) -> dict[str, Any]:
    """The columns of an asset put on a patch; it was not edited, so its date stays."""
    return {"patch_id": patch, "updated_at": Asset.updated_at}


def _column(ids: Ints, links: pd.DataFrame) -> Ints:
    """The area of each asset (ids in ascending order), 0 where it is in none."""
    column = np.zeros(len(ids), np.int64)
    column[np.searchsorted(ids, links["asset_id"].to_numpy())] = links["area_id"].to_numpy()
    return column


def _patches(session: Session, areas: Ints) -> Ints:
    """The patch of each row of areas, 0 where a row has none; those not seen before are made."""
    distinct, which = np.unique(areas, axis=0, return_inverse=True)
    held = {" ".join(str(number) for number in row if number): [number for number in row if number] for row in distinct.tolist()}
    known = _known(session, list(held))
    new = [key for key in held if key and key not in known]
    if new:
        session.execute(insert(Patch), [{"key": key} for key in new])
        known |= _known(session, new)
        session.execute(insert(PatchArea), [{"patch_id": known[key], "area_id": number} for key in new for number in held[key]])
    return np.array([known.get(key, 0) for key in held], np.int64)[which.reshape(-1)]


def _known(session: Session, keys: list[str]) -> dict[str, int]:
    query = select(Patch.key, Patch.id)
    if len(keys) <= MOST_IN_A_STATEMENT:
        query = query.where(Patch.key.in_(keys))
    return {row.key: row.id for row in session.execute(query)}


def _linked(session: Session, points: Any, rough: NDArray[np.bool_], tolerance_m: float) -> Iterator[tuple[int, pd.DataFrame]]:
    """The links of each geography. An asset shown only roughly belongs to its neighbourhood and larger areas, to none smaller."""
    place = places.current(session)
    neighbourhood = session.scalar(select(Geography.level).where(Geography.key == place.neighbourhood_geography)) or 0
    for geography in session.scalars(select(Geography).order_by(Geography.level, Geography.key)):
        shapes = session.execute(
            select(Area.id, Area.geography_id, Area.code, func.ST_AsBinary(Area.shape))
            .where(Area.geography_id == geography.id, Area.shape.is_not(None))
            .order_by(Area.code)
        )
        areas = area_frame((number, owner, code, bytes(shape)) for number, owner, code, shape in shapes)
        public = points[~rough] if _tells_more(geography, place, neighbourhood) else points
        if len(areas) and len(public):
            yield geography.id, link(public, areas, tolerance_m, place.metric_epsg)


def _tells_more(geography: Geography, place: Place, neighbourhood: int) -> bool:
    """Whether areas of this geography could tell more than the neighbourhood does: smaller ones, and others of its level."""
    same_level = geography.level == neighbourhood and geography.key != place.neighbourhood_geography
    return geography.level > neighbourhood or same_level
