"""Moving a point so that it no longer tells where something is, only roughly."""

from math import sqrt

from pyproj import Geod

EARTH = Geod(ellps="WGS84")
HALF = 2**32


def blurred(lon: float, lat: float, radius_m: float, chance: bytes) -> tuple[float, float]:
    """A point (degrees, EPSG:4326) anywhere within a radius of another, every spot as likely: `chance` (8 bytes or more) decides.

    The same bytes always give the same spot, so that seeing it again tells no more.
    """
    bearing = 360 * int.from_bytes(chance[:4], "big") / HALF
    share = sqrt(int.from_bytes(chance[4:8], "big") / HALF)  # of the radius; the root, since a ring is larger the farther out it is
    east, north, _back = EARTH.fwd(lon, lat, bearing, radius_m * share)
    return round(float(east), 6), round(float(north), 6)
