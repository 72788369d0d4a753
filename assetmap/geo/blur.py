"""Moving a point so that it no longer tells where something is, only roughly.

The place is cut into squares, and whatever lies in one square is shown at its middle. So the same spot always has the same pin,
what lies side by side has the same pin, and a pin tells the square and nothing more, however many entries, versions or tries there
are to compare. The squares of a larger radius are made of four of the next smaller one, so two radii together tell what the smaller
one tells alone. (A pin moved by chance would tell more each time: two circles overlap in less than either.)
"""

import math
from functools import cache

from pyproj import Transformer

SIDE = 7, 5
"""The side of a square is 7/5 of the radius: its corners are then 0.99 radii from its middle."""


def blurred(lon: float, lat: float, radius_m: int, metric_epsg: int) -> tuple[float, float]:
    """The middle (degrees, EPSG:4326) of the square that holds a point in degrees: at most the radius away.

    Radii that double (250, 500, 1000) have squares that lie within each other. `metric_epsg` says which metres are meant.
    """
    there, back = _ways(metric_epsg)
    side = radius_m * SIDE[0] // SIDE[1]
    east, north = there.transform(lon, lat)
    middle = (side * (math.floor(value / side) + 0.5) for value in (east, north))
    east, north = back.transform(*middle)
    return round(float(east), 6), round(float(north), 6)


@cache
def _ways(metric_epsg: int) -> tuple[Transformer, Transformer]:
    degrees = "EPSG:4326"
    return (
        Transformer.from_crs(degrees, metric_epsg, always_xy=True),
        Transformer.from_crs(metric_epsg, degrees, always_xy=True),
    )
