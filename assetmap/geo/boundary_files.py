"""Boundary files as they come, of any kind GDAL reads and in any coordinate system: read, guessed at, mended, checked at once."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from assetmap.errors import Fault
from assetmap.geo.boundaries import as_multipolygon, shape_faults
from assetmap.geo.frames import DEGREES

OFFICIAL = re.compile(r"[A-Z]\d{8}")  # a code of the Office for National Statistics
CODE_NAMES = ((re.compile(r"^[A-Z]+\d*CD$", re.I), 3), (re.compile(r"^(\w*_)?(code|geogcode)$", re.I), 3), (re.compile("code", re.I), 2))
NAME_NAMES = ((re.compile(r"^[A-Z]+\d*NM$", re.I), 3), (re.compile(r"^(\w*_)?name$", re.I), 3), (re.compile("name", re.I), 1))
NUMBERING = re.compile(r"^(fid|objectid\w*|globalid|gid|ogc_fid)$", re.I)
ADDRESSED = re.compile(r"[\w .()&'’-]+")  # what a code may hold, since it stands in addresses
SLIVER_M2 = 1.0
TOLERATED = 0.01  # of the smaller area: more ground in common than that is no way of drawing one border
MOST_NAMED = 8


@dataclass
class BoundaryFile:
    """Areas as `code`, `name`, `other_name` and multipolygons (EPSG:4326), how they were read, what to know, and every fault.

    `notes` are sentences a person should agree to before the areas are kept; `faults` are reasons they cannot be.
    """

    frame: gpd.GeoDataFrame
    code_field: str = ""
    name_field: str = ""
    crs: str = ""
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_boundary_file(path: Path, crs: str = "", code_field: str = "", name_field: str = "") -> BoundaryFile:
    """Read and check a file; `crs` is only needed where the file does not say, the fields where they cannot be guessed."""
    source = path.name
    try:
        raw = gpd.read_file(path).reset_index(drop=True)
    except Exception as error:  # pyogrio and GDAL raise many kinds
        return BoundaryFile(gpd.GeoDataFrame(), faults=[Fault(f"this file cannot be read as boundaries ({error}).", source)])
    if not isinstance(raw, gpd.GeoDataFrame) or not len(raw):
        return BoundaryFile(gpd.GeoDataFrame(), faults=[Fault("there are no shapes in this file.", source)])
    found = BoundaryFile(raw)
    _place(found, crs, source)
    _name(found, code_field, name_field, source)
    if found.faults:
        return found
    texts = {"code": _texts(raw[found.code_field]), "name": _texts(raw[found.name_field]), "other_name": ""}
    found.frame = gpd.GeoDataFrame(texts, geometry=raw.geometry.to_numpy(), crs=raw.crs)
    found.faults += _code_faults(found.frame, source) + shape_faults(found.frame, source, valid=False)
    if not found.faults:
        _mend(found, source)
        found.frame = found.frame.to_crs(DEGREES)
        found.frame.geometry = [as_multipolygon(shape) for shape in found.frame.geometry]
    return found


def _place(found: BoundaryFile, crs: str, source: str) -> None:
    """Settle the coordinate system: the file's own, the one asked for where it says none, degrees where all numbers look like them."""
    frame = found.frame
    try:
        asked = CRS.from_user_input(crs) if crs else None
    except CRSError:
        found.faults.append(Fault(f"the coordinate system '{crs}' is not known; give one such as EPSG:27700.", source))
        return
    if frame.crs is None and asked is None and not _looks_like_degrees(frame):
        found.faults.append(Fault("the file does not say its coordinate system; give it with --crs, such as EPSG:27700.", source))
    elif frame.crs is None:
        settled = asked or CRS.from_user_input(DEGREES)
        frame.set_crs(settled, inplace=True)
        found.crs = f"{settled.name} ({'as you say' if asked else 'the file does not say; its numbers look like degrees'})"
    elif asked and asked != frame.crs and asked.to_epsg() != frame.crs.to_epsg():
        found.faults.append(Fault(f"the file says {frame.crs.name}, --crs says {asked.name}.", source))
    else:
        found.crs = str(frame.crs.name)


def _looks_like_degrees(frame: gpd.GeoDataFrame) -> bool:
    west, south, east, north = frame.total_bounds
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)


def _texts(column: pd.Series) -> pd.Series:
    whole = pd.api.types.is_float_dtype(column) and bool((column.dropna() % 1 == 0).all())
    texts = column.astype("Int64").astype("string") if whole else column.astype("string")
    return texts.fillna("").str.strip().astype(object)


def _name(found: BoundaryFile, code_field: str, name_field: str, source: str) -> None:
    """Settle which columns hold codes and names: those asked for, else the likeliest."""
    columns = [str(name) for name in found.frame.columns if name != found.frame.geometry.name]
    for asked in filter(None, (code_field, name_field)):
        if asked not in columns:
            found.faults.append(Fault(f"there is no column '{asked}'; there are {', '.join(columns)}.", source))
    scores = {name: _likely_code(found.frame[name], name) for name in columns}
    found.code_field = code_field or max(scores, key=lambda name: scores[name], default="")
    if not code_field and scores.get(found.code_field, 0) <= 0:
        found.faults.append(
            Fault(f"no column looks like codes; name it with --code-field: {', '.join(columns) or 'there is none'}.", source)
        )
    likely = {name: _likely_name(found.frame[name], name) for name in columns if name != found.code_field}
    best = max(likely, key=lambda name: likely[name], default="")
    found.name_field = name_field or (best if likely.get(best, 0) > 0 else found.code_field)


def _likely_code(column: pd.Series, name: str) -> float:
    texts = _texts(column)
    score = max((points for pattern, points in CODE_NAMES if pattern.search(name)), default=0)
    score += 4 if texts.map(lambda text: bool(OFFICIAL.fullmatch(text))).mean() > 0.9 else 0
    distinct = texts.nunique() / len(texts)
    score -= (2 if (texts == "").any() else 0) + (4 if distinct < 0.5 else 1 if distinct < 1 else 0)
    return 0.0 if NUMBERING.match(name) else float(score)


def _likely_name(column: pd.Series, name: str) -> float:
    texts = _texts(column)
    if (texts == "").mean() > 0.5 or texts.map(lambda text: bool(OFFICIAL.fullmatch(text))).any():
        return 0.0
    return float(max((points for pattern, points in NAME_NAMES if pattern.search(name)), default=0))


def _code_faults(frame: gpd.GeoDataFrame, source: str) -> list[Fault]:
    faults, seen = [], dict[str, int]()
    for row, code in enumerate(frame["code"], start=1):
        if not code:
            faults.append(Fault("the code is empty.", source, row, "code"))
        elif code in seen:
            faults.append(Fault(f"the code {code} stands already in row {seen[code]}.", source, row, "code"))
        elif not ADDRESSED.fullmatch(code):
            faults.append(Fault(f"the code '{code}' has characters that cannot stand in an address.", source, row, "code"))
        seen.setdefault(code, row)
    return faults


def _mend(found: BoundaryFile, source: str) -> None:
    """Mend shapes that are not valid and say which; what is left of one may not be nothing."""
    shapes = shapely.force_2d(found.frame.geometry.to_numpy())
    for row in np.flatnonzero(~shapely.is_valid(shapes)):
        why, before = shapely.is_valid_reason(shapes[row]), shapes[row]
        parts = shapely.get_parts(shapely.make_valid(before))
        polygons = [each for part in parts for each in shapely.get_parts(part) if each.geom_type == "Polygon" and each.area > 0]
        if polygons:
            shapes[row] = shapely.union_all(polygons)
            found.notes.append(f"row {row + 1} ({found.frame['code'].iloc[row]}) is not valid: {why}. It can be mended.")
        else:
            found.faults.append(Fault(f"the shape is not valid and cannot be mended: {why}.", source, int(row) + 1, "geometry"))
    found.frame = found.frame.set_geometry(gpd.GeoSeries(shapes, index=found.frame.index, crs=found.frame.crs))


def lie_of_the_land(
    areas: gpd.GeoDataFrame, whole: bytes, metric_epsg: int, source: str, overlapping: bool
) -> tuple[list[str], list[Fault]]:
    """Notes and faults about where areas (EPSG:4326) lie: over one another, apart from one another, outside the place (WKB, degrees)."""
    metres = areas.to_crs(metric_epsg)
    place = gpd.GeoSeries([shapely.from_wkb(whole)], crs=DEGREES).to_crs(metric_epsg).iloc[0]
    inside = shapely.area(shapely.intersection(metres.geometry.to_numpy(), place)) / metres.area.to_numpy()
    outside = areas["code"][inside < TOLERATED].tolist()
    if len(outside) == len(areas):
        return [], [Fault("none of these areas lies in the place; is the coordinate system right?", source)]
    notes = [f"{len(outside)} of {len(areas)} areas lie outside the place: {_some(outside)}."] if outside else []
    if overlapping:
        return notes, []
    more, faults = _overlaps(metres, source)
    return notes + more + _gaps(metres), faults


def _overlaps(metres: gpd.GeoDataFrame, source: str) -> tuple[list[str], list[Fault]]:
    one, other = metres.sindex.query(metres.geometry, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shapes, codes = metres.geometry.to_numpy(), metres["code"].to_numpy()
    shared = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    smaller = np.minimum(shapely.area(shapes[one]), shapely.area(shapes[other]))
    slight, much = (shared > SLIVER_M2) & (shared <= TOLERATED * smaller), shared > TOLERATED * smaller
    faults = [
        Fault(f"{codes[a]} and {codes[b]} overlap by {size:,.0f} m²; if that is meant, say --overlapping.", source, int(b) + 1, "geometry")
        for a, b, size in zip(one[much], other[much], shared[much], strict=True)
    ]
    said = [f"{codes[a]} and {codes[b]} by {size:,.0f} m²" for a, b, size in zip(one[slight], other[slight], shared[slight], strict=True)]
    return ([f"{len(said)} pairs of areas overlap a little: {_some(said)}."] if said else []), faults


def _gaps(metres: gpd.GeoDataFrame) -> list[str]:
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(metres.union_all()) for ring in part.interiors]
    holes = [hole for hole in holes if hole.area > SLIVER_M2 and not metres.geometry.contains(hole.representative_point()).any()]
    if not holes:
        return []
    largest = max(hole.area for hole in holes)
    return [f"{len(holes)} gaps lie between the areas, {sum(hole.area for hole in holes):,.0f} m² in all, the largest {largest:,.0f} m²."]


def _some(named: list[str]) -> str:
    more = len(named) - MOST_NAMED
    return ", ".join(named[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
