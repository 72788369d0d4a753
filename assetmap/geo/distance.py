"""How far things are from each other, in metres along the earth's surface."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

EARTH = Geod(ellps="WGS84")


def metres(lon: float, lat: float, lons: ArrayLike, lats: ArrayLike) -> NDArray[np.float64]:
    """The distance in metres from one point to each of many, all in degrees (WGS 84 ellipsoid)."""
    lons, lats = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
    _, _, distance = EARTH.inv(np.full(lons.shape, lon), np.full(lats.shape, lat), lons, lats)
    return np.asarray(distance, dtype=float)


def around(lon: float, lat: float, radius_m: float) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees of a square that holds a circle round a point."""
    lons, lats, _ = EARTH.fwd([lon] * 4, [lat] * 4, [270, 180, 90, 0], [radius_m] * 4)
    return float(lons[0]), float(lats[1]), float(lons[2]), float(lats[3])
