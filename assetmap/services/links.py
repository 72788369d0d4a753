"""Which areas each asset belongs to, kept as rows. The definition is in geo/links.py."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from assetmap.geo.frames import area_frame, point_frame
from assetmap.geo.links import link
from assetmap.models import Area, Asset, AssetArea, Geography
from assetmap.services import places

CHUNK = 200_000


def link_everything(session: Session, tolerance_m: float, progress: Callable[[int], None] = lambda count: None) -> int:
    """Link every asset to the areas of every geography; gives how many links there are. `progress` is told each step."""
    session.execute(delete(AssetArea))
    total = 0
    last = 0
    while rows := _points(session, last):
        total += _write(session, rows, tolerance_m)
        last = rows[-1][0]
        progress(len(rows))
    places.changed(session)
    return total


def link_one(session: Session, asset_id: int, tolerance_m: float) -> int:
    """Link one asset anew, as when it is approved or moves; gives how many areas it is in."""
    session.execute(delete(AssetArea).where(AssetArea.asset_id == asset_id))
    rows = _points(session, asset_id - 1, only=asset_id)
    return _write(session, rows, tolerance_m) if rows else 0


def areas_of_point(session: Session, lon: float, lat: float, tolerance_m: float) -> dict[int, int]:
    """The area (id) of each geography (id) that a point in degrees belongs to."""
    frame = _linked(session, [(0, lon, lat, False)], tolerance_m)
    return {geography: int(links["area_id"].iloc[0]) for geography, links in frame if len(links)}


def _points(session: Session, after: int, only: int | None = None) -> list[tuple[int, float, float, bool]]:
    query = (
        select(Asset.id, func.ST_X(Asset.point), func.ST_Y(Asset.point), Asset.approximate)
        .where(Asset.cell.is_not(None), Asset.id > after)
        .order_by(Asset.id)
        .limit(CHUNK)
    )
    if only is not None:
        query = query.where(Asset.id == only)
    return [tuple(row) for row in session.execute(query)]


def _write(session: Session, rows: list[tuple[int, float, float, bool]], tolerance_m: float) -> int:
    total = 0
    for _, links in _linked(session, rows, tolerance_m):
        if len(links):
            rows_made: list[dict[str, Any]] = links[["area_id", "asset_id", "distance_m"]].to_dict("records")  # type: ignore[assignment]
            session.execute(insert(AssetArea), rows_made)
        total += len(links)
    return total


def _linked(session: Session, rows: list[tuple[int, float, float, bool]], tolerance_m: float) -> Iterator[tuple[int, pd.DataFrame]]:
    """The links of each geography. An asset shown only roughly belongs to its neighbourhood and larger areas, to none smaller."""
    place = places.current(session)
    ids, lon, lat, rough = zip(*rows, strict=True)
    points = point_frame(ids, lon, lat)
    exact = points[[not each for each in rough]]
    neighbourhood = session.scalar(select(Geography.level).where(Geography.key == place.neighbourhood_geography)) or 0
    for geography in session.scalars(select(Geography).order_by(Geography.level, Geography.key)):
        shapes = session.execute(
            select(Area.id, Area.geography_id, Area.code, func.ST_AsBinary(Area.shape))
            .where(Area.geography_id == geography.id, Area.shape.is_not(None))
            .order_by(Area.code)
        )
        areas = area_frame((number, owner, code, bytes(shape)) for number, owner, code, shape in shapes)
        if not len(areas):
            continue
        public = exact if geography.level > neighbourhood or _between(geography, place.neighbourhood_geography, neighbourhood) else points
        if len(public):
            yield geography.id, link(public, areas, tolerance_m, place.metric_epsg)


def _between(geography: Geography, neighbourhood: str, level: int) -> bool:
    """Whether areas of this geography could tell more than the neighbourhood does: those of its level that are not it."""
    return geography.level == level and geography.key != neighbourhood
