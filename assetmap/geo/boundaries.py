"""Boundary files: read and checked at the door, thinned out for the screen, written as GeoJSON."""

import json
from pathlib import Path

import geopandas as gpd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from assetmap.errors import Fault
from assetmap.geo.frames import DEGREES

SCREEN_TOLERANCE_M = 4.0


def read_boundaries(path: Path, crs: str) -> tuple[gpd.GeoDataFrame, list[Fault]]:
    """A boundary file as `code`, `name`, `other_name` and multipolygons in EPSG:4326, with every fault found in it.

    `crs` is the coordinate system the data package declares; a file that says otherwise is at fault.
    """
    try:
        frame = gpd.read_file(path)
    except Exception as error:  # pyogrio and GDAL raise many kinds
        return _empty(), [Fault(f"this file cannot be read as boundaries ({error}).", path.name)]
    faults = _crs_faults(frame, crs, path.name) + _column_faults(frame, path.name)
    if faults:
        return _empty(), faults
    faults = shape_faults(frame, path.name) + _code_faults(frame, path.name)
    frame = frame.to_crs(DEGREES)
    if "other_name" not in frame:
        frame["other_name"] = ""
    frame["other_name"] = frame["other_name"].fillna("")
    frame.geometry = [as_multipolygon(shape) for shape in frame.geometry]
    return frame[["code", "name", "other_name", "geometry"]], faults


def _empty() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": [], "name": [], "other_name": []}, geometry=[], crs=DEGREES)


def _crs_faults(frame: gpd.GeoDataFrame, crs: str, source: str) -> list[Fault]:
    try:
        declared = CRS.from_user_input(crs)
    except CRSError:
        return [Fault(f"the coordinate system '{crs}' is not known; give one such as EPSG:4326.", source)]
    if frame.crs is None:
        return [Fault("the file does not say its coordinate system.", source)]
    same = declared.to_epsg() == frame.crs.to_epsg() or {declared.to_epsg(), str(frame.crs)} <= {4326, "OGC:CRS84"}
    return [] if same else [Fault(f"the package says {crs}, the file says {frame.crs.name}.", source)]


def measures_metres(epsg: object) -> bool:
    """Whether this is the EPSG number of a flat coordinate system in metres."""
    try:
        crs = CRS.from_epsg(int(str(epsg)))
    except (CRSError, ValueError):
        return False
    return crs.is_projected and {axis.unit_name for axis in crs.axis_info} == {"metre"}


def _column_faults(frame: gpd.GeoDataFrame, source: str) -> list[Fault]:
    return [Fault(f"the property '{name}' is missing.", source) for name in ("code", "name") if name not in frame]


def shape_faults(frame: gpd.GeoDataFrame, source: str, valid: bool = True) -> list[Fault]:
    """What is no shape of an area, by row; shapes that are not `valid` are let pass where they can still be mended."""
    faults = []
    for row, shape in enumerate(frame.geometry, start=1):
        if shape is None or shape.is_empty:
            faults.append(Fault("this area has no shape.", source, row, "geometry"))
        elif shape.geom_type not in ("Polygon", "MultiPolygon"):
            faults.append(Fault(f"an area must be a polygon, this is a {shape.geom_type}.", source, row, "geometry"))
        elif valid and not shape.is_valid:
            faults.append(Fault(f"the shape is not valid: {shapely.is_valid_reason(shape)}.", source, row, "geometry"))
    return faults


def _code_faults(frame: gpd.GeoDataFrame, source: str) -> list[Fault]:
    faults = []
    seen: dict[str, int] = {}
    for row, code in enumerate(frame["code"].fillna("").astype(str), start=1):
        if not code:
            faults.append(Fault("the code is empty.", source, row, "code"))
        elif code in seen:
            faults.append(Fault(f"the code {code} stands already in row {seen[code]}.", source, row, "code"))
        seen.setdefault(code, row)
    return faults


def as_multipolygon(shape: shapely.Geometry) -> shapely.Geometry:
    """The same polygon as a multipolygon; anything else as it is."""
    return shapely.MultiPolygon([shape]) if isinstance(shape, shapely.Polygon) else shape


def thin(areas: gpd.GeoDataFrame, metric_epsg: int, tolerance_m: float = SCREEN_TOLERANCE_M) -> gpd.GeoDataFrame:
    """The same areas with fewer corners; borders that neighbours share stay shared (EPSG:4326 in and out)."""
    metres = areas.to_crs(metric_epsg)
    metres.geometry = metres.geometry.simplify_coverage(tolerance_m)
    return metres.to_crs(DEGREES)


def bounds(areas: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    """West, south, east, north of all areas, in degrees (EPSG:4326)."""
    west, south, east, north = areas.to_crs(DEGREES).total_bounds
    return float(west), float(south), float(east), float(north)


def inside_point(wkb: bytes) -> tuple[float, float]:
    """A point that surely lies inside an area (degrees), for when its middle stands for all of it."""
    point = shapely.from_wkb(wkb).representative_point()
    return float(point.x), float(point.y)


def as_geojson(areas: gpd.GeoDataFrame, digits: int = 5) -> str:
    """A frame in EPSG:4326 as compact GeoJSON text; five digits are about a metre."""
    features = []
    shapes = shapely.set_precision(areas.geometry.to_numpy(), 10.0**-digits, mode="pointwise")
    texts = shapely.to_geojson(shapes)
    for row, text in zip(areas.drop(columns="geometry").to_dict("records"), texts, strict=True):
        features.append(f'{{"type":"Feature","id":{json.dumps(row["code"])},"properties":{json.dumps(row)},"geometry":{text}}}')
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
