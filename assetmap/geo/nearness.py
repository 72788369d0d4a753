"""Which of many points are near each other, without measuring every pair."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from assetmap.geo.distance import EARTH

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def near_pairs(lons: Floats, lats: Floats, radius_m: float) -> Ints:
    """The pairs (rows of two positions, the smaller first) of points in degrees at most so many metres apart.

    A place is a few dozen kilometres across, so metres on the plane that touches its middle do: there the fault is below one in
    a thousand. `apart` measures what is found. Points that are not numbers are near nothing.
    """
    known = np.flatnonzero(np.isfinite(lons) & np.isfinite(lats))
    if known.size < 2:
        return np.empty((0, 2), dtype=np.int64)
    middle = float(np.median(lats[known]))
    metres_lon, metres_lat = degree_m(float(np.median(lons[known])), middle)
    tree = cKDTree(np.column_stack([lons[known] * metres_lon, lats[known] * metres_lat]))
    found = tree.query_pairs(radius_m, output_type="ndarray")
    return np.sort(known[found.astype(np.int64)], axis=1)


def degree_m(lon: float, lat: float) -> tuple[float, float]:
    """How many metres a degree of longitude and one of latitude are at a point in degrees (WGS 84 ellipsoid)."""
    tiny = 0.001
    _, _, (east, north) = EARTH.inv([lon, lon], [lat, lat], [lon + tiny, lon], [lat, lat + tiny])
    return float(east) / tiny, float(north) / tiny


def apart(lons: Floats, lats: Floats, pairs: Ints) -> Floats:
    """How many metres the two points of each pair are apart; NaN where one of them is not known."""
    first, second = pairs[:, 0], pairs[:, 1]
    _, _, distance = EARTH.inv(lons[first], lats[first], lons[second], lats[second])
    return np.where(np.isfinite(lons[first] + lons[second]), distance, np.nan)
