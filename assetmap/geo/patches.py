"""Which area an asset belongs to: one definition, for one new asset and for a million.

1. A point belongs to the area that holds it, its border included.
2. On a shared border it belongs to the first of those areas in code order.
3. Outside every area it belongs to the nearest one within the tolerance (generalised river banks lie up to 130 m inland),
   again the first in code order where several are equally near; `distance_m` says how far out it is.
4. Farther out it belongs to none.

Areas that may overlap, such as those that residents draw, follow one rule only: a point belongs to every one that holds it,
its border included, and to none that does not.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

NOWHERE = np.iinfo(np.int64).max


def link(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, tolerance_m: float, metric_epsg: int) -> pd.DataFrame:
    """Each point's area among the areas of one geography.

    `points` has `asset_id`, `areas` has `area_id` and `code`; both are in EPSG:4326. Gives rows of `asset_id`, `area_id`,
    `distance_m` (metres, 0 inside), in the points' order, without the points that belong to none.
    """
    areas = areas.sort_values("code", ignore_index=True)
    first = _holding(points, areas)
    distance = np.zeros(len(points))
    outside = np.flatnonzero(first == NOWHERE)
    if len(outside) and len(areas) and tolerance_m > 0:
        first[outside], distance[outside] = _nearest(points.iloc[outside], areas, tolerance_m, metric_epsg)
    linked = np.flatnonzero(first != NOWHERE)
    return pd.DataFrame(
        {
            "asset_id": points["asset_id"].to_numpy()[linked],
            "area_id": areas["area_id"].to_numpy()[first[linked]],
            "distance_m": np.round(distance[linked], 1),
        }
    )


def link_overlapping(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Every area that holds each point; columns and coordinate systems as in `link`, rows in the order of points and area ids."""
    point_rows, area_rows = areas.sindex.query(points.geometry, predicate="intersects")
    owner = areas["area_id"].to_numpy()[area_rows]
    order = np.lexsort((owner, point_rows))
    return pd.DataFrame({"asset_id": points["asset_id"].to_numpy()[point_rows[order]], "area_id": owner[order], "distance_m": 0.0})


def _holding(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """For each point the row of the first area that holds it, or NOWHERE."""
    point_rows, area_rows = areas.sindex.query(points.geometry, predicate="intersects")
    return _first(point_rows, area_rows, len(points))


def _nearest(
    points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, tolerance_m: float, metric_epsg: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For each point the row of the nearest area within the tolerance (or NOWHERE) and its distance in metres."""
    near_points, near_areas = points.to_crs(metric_epsg), areas.to_crs(metric_epsg)
    (point_rows, area_rows), metres = near_areas.sindex.nearest(
        near_points.geometry, return_all=True, max_distance=tolerance_m, return_distance=True
    )
    distance = np.zeros(len(points))
    distance[point_rows] = metres
    return _first(point_rows, area_rows, len(points)), distance


def _first(point_rows: NDArray[np.int64], area_rows: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    first = np.full(count, NOWHERE, dtype=np.int64)
    np.minimum.at(first, point_rows, area_rows)
    return first
