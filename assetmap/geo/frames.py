"""From rows to frames: the only way plain values become geometry here."""

from collections.abc import Iterable, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

DEGREES = "EPSG:4326"


def area_frame(rows: Iterable[Sequence[object]]) -> gpd.GeoDataFrame:
    """Areas from rows of (id, geography_id, code, WKB bytes), in code order, in EPSG:4326."""
    frame = pd.DataFrame(list(rows), columns=["area_id", "geography_id", "code", "wkb"])
    shapes = shapely.from_wkb(frame.pop("wkb").to_numpy(dtype=object))
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=DEGREES).sort_values("code", ignore_index=True)


def point_frame(ids: Sequence[int], lon: Sequence[float], lat: Sequence[float]) -> gpd.GeoDataFrame:
    """Points from ids and degrees, in EPSG:4326."""
    points = shapely.points(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    return gpd.GeoDataFrame({"asset_id": list(ids)}, geometry=points, crs=DEGREES)


def point_wkb(lon: float, lat: float) -> bytes:
    """A point in degrees as WKB."""
    return bytes(shapely.to_wkb(shapely.Point(lon, lat)))


def lon_lat(wkb: bytes) -> tuple[float, float]:
    """The degrees of a WKB point."""
    (lon, lat), *_ = shapely.get_coordinates(shapely.from_wkb(wkb)).tolist()
    return lon, lat
