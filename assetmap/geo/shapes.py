"""Shapes that people draw or send: read from GeoJSON or KML, checked with every fault in plain words, joined from others.

A `Shape` is a GeoJSON geometry in degrees (EPSG:4326); sizes are measured in the metres of a flat system.
"""

import json
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from assetmap.errors import Fault, Faulty
from assetmap.geo.boundaries import as_multipolygon
from assetmap.geo.frames import DEGREES

Shape = dict[str, Any]

MOST_CORNERS = 2000
MOST_CHARACTERS = 120_000
DIGITS = 6  # of a degree: about ten centimetres
SMALLEST_M2 = 10_000.0
LARGEST_SHARE = 0.5  # of the whole place
LEAST_INSIDE = 0.75  # of the shape must lie in the place; river banks are drawn roughly
RING_M = 75.0
SMOOTH_M = 1.0
WHERE = re.compile(r"\[(-?[\d.]+) (-?[\d.]+)")


def read_shape(text: str) -> Shape:
    """The polygons in a text of GeoJSON or KML as one shape; Faulty where there are none or it cannot be read."""
    if len(text) > MOST_CHARACTERS:
        raise Faulty([Fault(f"This has {len(text):,} characters. Send a simpler shape, of at most {MOST_CHARACTERS:,}.", field="shape")])
    try:
        found = _kml(text) if text.lstrip("\ufeff \t\r\n").startswith("<") else _geojson(json.loads(text.lstrip("\ufeff")))
        polygons = [part for each in found for part in shapely.get_parts(shapely.force_2d(each))]
    except (
        ValueError,
        TypeError,
        KeyError,
        RecursionError,
        shapely.errors.ShapelyError,
        ElementTree.ParseError,
        expat.ExpatError,
    ) as error:
        raise Faulty([Fault("This cannot be read as a shape. Send GeoJSON or KML with a polygon in degrees.", field="shape")]) from error
    polygons = [part for part in polygons if isinstance(part, shapely.Polygon) and not part.is_empty]
    if not polygons:
        raise Faulty([Fault("There is no polygon in this. Draw at least three corners.", field="shape")])
    joined = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    if len(polygons) > 1 and not joined.is_valid and all(each.is_valid for each in polygons):
        joined = shapely.union_all(polygons)
    return _as_shape(joined)


def _geojson(value: Any) -> list[BaseGeometry]:
    if value["type"] == "FeatureCollection":
        return [found for each in value["features"] for found in _geojson(each)]
    if value["type"] == "Feature":
        return _geojson(value["geometry"]) if value["geometry"] else []
    if value["type"] == "GeometryCollection":
        return [found for each in value["geometries"] for found in _geojson(each)]
    return [shapely.from_geojson(json.dumps(value, allow_nan=False))]


def _kml(text: str) -> list[BaseGeometry]:
    _refuse_declarations(text)
    root = ElementTree.fromstring(text)  # noqa: S314  declarations, the only danger, are refused above
    return [_kml_polygon(each) for each in root.iter() if _tag(each) == "Polygon"]


def _refuse_declarations(text: str) -> None:
    """ValueError where XML declares anything of its own; the parser itself tells, since a search can be led astray."""

    def refuse(*_declared: object) -> None:
        raise ValueError("a file may not declare words of its own")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.Parse(text, True)


def _kml_polygon(element: ElementTree.Element) -> shapely.Polygon:
    rings: dict[str, list[Any]] = {"outerBoundaryIs": [], "innerBoundaryIs": []}
    for side in element:
        if _tag(side) in rings:
            rings[_tag(side)] += [_corners(each.text or "") for each in side.iter() if _tag(each) == "coordinates"]
    return shapely.Polygon(rings["outerBoundaryIs"][0] if rings["outerBoundaryIs"] else [], rings["innerBoundaryIs"])


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _corners(text: str) -> list[tuple[float, float]]:
    pairs = [part.split(",")[:2] for part in text.split()]
    return [(float(lon), float(lat)) for lon, lat in pairs]


def _as_shape(geometry: BaseGeometry) -> Shape:
    rounded = shapely.set_precision(geometry, 10.0**-DIGITS, mode="pointwise")
    return dict(json.loads(shapely.to_geojson(rounded)))


def as_wkb(shape: Shape) -> bytes:
    """A shape as WKB of a multipolygon."""
    return bytes(shapely.to_wkb(as_multipolygon(_geometry(shape))))


def from_wkb(wkb: bytes) -> Shape:
    """A shape from WKB; a multipolygon of one part as a polygon."""
    geometry = shapely.from_wkb(wkb)
    parts = shapely.get_parts(geometry)
    return _as_shape(parts[0] if len(parts) == 1 else geometry)


def box_of(wkb: bytes) -> tuple[float, float, float, float]:
    """West, south, east, north of a shape (WKB, degrees)."""
    west, south, east, north = shapely.from_wkb(wkb).bounds
    return float(west), float(south), float(east), float(north)


def _geometry(shape: Shape) -> BaseGeometry:
    return shapely.from_geojson(json.dumps(shape))


def shape_faults(shape: Shape, whole: bytes, metric_epsg: int, title: str) -> list[str]:
    """Everything wrong with a shape as sentences; `whole` is the place's outline (WKB, degrees), `title` what it is called."""
    geometry = _geometry(shape)
    corners = shapely.get_coordinates(geometry)
    if not all(math.isfinite(number) for number in corners.flat) or abs(corners[:, 0]).max() > 180 or abs(corners[:, 1]).max() > 90:
        return ["The corners are not degrees of longitude and latitude."]
    if len(corners) > MOST_CORNERS:
        return [f"This has {len(corners):,} corners. Draw it with at most {MOST_CORNERS:,}."]
    if not geometry.is_valid:
        return [_crossing(geometry)]
    return _size_faults(geometry, whole, metric_epsg, title)


def _crossing(geometry: BaseGeometry) -> str:
    found = WHERE.search(shapely.is_valid_reason(geometry))
    words = "The border crosses or touches itself"
    if found:
        words += f" near longitude {float(found[1]):.4f}, latitude {float(found[2]):.4f}"
    return f"{words}. Move or delete a corner there."


def _size_faults(geometry: BaseGeometry, whole: bytes, metric_epsg: int, title: str) -> list[str]:
    shape, place = _metres([geometry, shapely.from_wkb(whole)], metric_epsg)
    faults = []
    if shape.area < SMALLEST_M2:
        faults.append("This is smaller than a hectare, which is about a football pitch and a half. Draw it larger.")
    if shape.area > place.area * LARGEST_SHARE:
        faults.append(f"This is more than half of {title}. A neighbourhood is smaller than that.")
    inside = shape.intersection(place).area / shape.area if shape.area else 0.0
    if inside < LEAST_INSIDE:
        faults.append(f"Only {inside:.0%} of this lies in {title}. Keep to this side of its border.")
    return faults


def _metres(geometries: Sequence[BaseGeometry], metric_epsg: int) -> list[BaseGeometry]:
    return list(gpd.GeoSeries(list(geometries), crs=DEGREES).to_crs(metric_epsg))


def square_metres(shape: Shape, metric_epsg: int) -> float:
    """How large a shape is, in square metres."""
    return float(_metres([_geometry(shape)], metric_epsg)[0].area)


def joined(areas: Iterable[bytes], metric_epsg: int) -> Shape:
    """The one shape that some areas (WKB, degrees) make together, with corners closer than a metre to a straight line left out."""
    metres = gpd.GeoSeries(shapely.from_wkb(list(areas)), crs=DEGREES).to_crs(metric_epsg)
    together = gpd.GeoSeries([metres.union_all().simplify(SMOOTH_M)], crs=metric_epsg)
    return _as_shape(together.to_crs(DEGREES).iloc[0])


def around(points: Sequence[tuple[float, float]], metric_epsg: int) -> Shape:
    """The smallest shape without dents that holds 75 metres round each point (longitude, latitude in degrees)."""
    metres = gpd.GeoSeries([shapely.Point(*point) for point in points], crs=DEGREES).to_crs(metric_epsg)
    hull = gpd.GeoSeries([metres.buffer(RING_M, quad_segs=4).union_all().convex_hull], crs=metric_epsg)
    return _as_shape(hull.to_crs(DEGREES).iloc[0])


def shared_ground(shape: Shape, areas: gpd.GeoDataFrame, metric_epsg: int) -> pd.DataFrame:
    """The ground a shape shares with areas (EPSG:4326): `area_id`, `of_area` and `of_shape` (parts from 0 to 1), the largest first."""
    own = _metres([_geometry(shape)], metric_epsg)[0]
    near = areas.iloc[areas.sindex.query(_geometry(shape), predicate="intersects")].to_crs(metric_epsg)
    shared = near.geometry.intersection(own).area
    table = pd.DataFrame({"area_id": near["area_id"], "of_area": shared / near.geometry.area, "of_shape": shared / own.area})
    return table[table["of_shape"] > 0.0005].sort_values("of_shape", ascending=False, ignore_index=True)
