"""Which of many points are near each other, without measuring every pair."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from assetmap.geo.distance import EARTH

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def near_pairs(lons: Floats, lats: Floats, radius_m: float) -> Ints:
    """The pairs (rows of two positions, the smaller first) of points in degrees at most so many metres apart.

    Points that are not numbers are near nothing.
    """
    known = np.flatnonzero(np.isfinite(lons) & np.isfinite(lats))
    if known.size < 2:
        return np.empty((0, 2), dtype=np.int64)
    tree = cKDTree(on_plane(lons, lats)[known])
    found = tree.query_pairs(radius_m, output_type="ndarray")
    return np.sort(known[found.astype(np.int64)], axis=1)


def apart(lons: Floats, lats: Floats, pairs: Ints) -> Floats:
    """How many metres the two points of each pair are apart; NaN where one of them is not known."""
    if not len(pairs):
        return np.empty(0)
    points = on_plane(lons, lats)
    return np.asarray(np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T))


def on_plane(lons: Floats, lats: Floats) -> Floats:
    """Points in degrees as metres east and north, on the plane that touches the earth (WGS 84) at their middle.

    A place is a few dozen kilometres across: over the kilometre that matters here the fault is below one in a hundred.
    """
    if not np.isfinite(lons + lats).any():
        return np.full((len(lons), 2), np.nan)
    lon, lat, tiny = float(np.nanmedian(lons)), float(np.nanmedian(lats)), 0.001
    _, _, (east, north) = EARTH.inv([lon, lon], [lat, lat], [lon + tiny, lon], [lat, lat + tiny])
    return np.column_stack([(lons - lon) * east / tiny, (lats - lat) * north / tiny])
