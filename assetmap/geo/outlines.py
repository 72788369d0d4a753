"""The outlines of areas as the paths of a picture: flat, to scale, with no more corners than the eye can see."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

CORNER_PX = 0.4
"""How far, in units of the picture, an outline may lie from the true one."""


@dataclass(frozen=True)
class Outlines:
    """A picture's size, and the SVG path of each area by its code; x goes right and y down, from 0."""

    width: float
    height: float
    paths: dict[str, str]


def outlines(areas: gpd.GeoDataFrame, metric_epsg: int, width: float, height: float, nested: bool = True) -> Outlines:
    """Areas (`code`, EPSG:4326) drawn as large as a box allows, in a flat coordinate system in metres.

    Borders that neighbours share stay shared; say `nested=False` for areas that overlap.
    """
    if not len(areas):
        return Outlines(width, 0.0, {})
    metres = areas.to_crs(metric_epsg)
    west, south, east, north = metres.total_bounds
    scale = min(width / max(east - west, 1.0), height / max(north - south, 1.0))
    shapes = metres.geometry.to_numpy()
    thin = shapely.coverage_simplify if nested else shapely.simplify
    thinned = shapely.transform(thin(shapes, CORNER_PX / scale), lambda at: (at - [west, north]) * [scale, -scale])
    size = round((east - west) * scale, 1), round((north - south) * scale, 1)
    return Outlines(*size, {code: path(shape) for code, shape in zip(areas["code"], thinned, strict=True)})


def path(shape: shapely.Geometry) -> str:
    """The SVG path of a polygon or multipolygon, holes included, to a tenth of a unit."""
    rings = [ring for part in shapely.get_parts(shape) for ring in shapely.get_rings(part)]
    return "".join(_ring(shapely.get_coordinates(ring)) for ring in rings)


def _ring(corners: np.ndarray) -> str:
    return "M" + "L".join(f"{round(x, 1):g} {round(y, 1):g}" for x, y in corners[:-1].tolist()) + "Z"
