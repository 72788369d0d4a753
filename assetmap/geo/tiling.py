"""A pyramid of map tiles for geographies with too many areas for one file.

A tile of a level serves every zoom up to the next level. Each level is the next finer one with fewer corners, and borders
that neighbours share stay shared. Coordinates are whole numbers of the tile's own grid, so neighbouring tiles agree too.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from assetmap.geo import shorthand
from assetmap.geo.cells import LATITUDE_LIMIT

STEP = 2  # zooms from one level to the next
FIRST_WIDTH = 2.0  # the first level is where all areas together are up to this many tiles wide and high
DEEPEST = 16
EXTENT, FINEST_EXTENT = 1024, 4096  # of a tile's grid; a pixel of the closest zoom a level serves is two units wide
TOLERANCE, FINEST_TOLERANCE = 1.3, 1.0  # units of that grid, about half a pixel (a finer one would weigh more than it shows)
BUFFER = 8  # units around a tile that belong to it too, so that no border shows where tiles meet
TINY = 2  # units: what is smaller both ways is a mark, without a shape
SMALLEST = 3.0  # square units: smaller parts and holes are left out
AT_ONCE = 20_000  # pairs of an area and a tile that are cut at once, which bounds the memory
Shapes = NDArray[np.object_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Tile:
    """One tile: the JSON list of its areas' codes, and in the same order their shapes, as JSON {"extent", "outlines"}."""

    z: int
    x: int
    y: int
    codes: str
    shapes: str


@dataclass(frozen=True)
class Rings:
    """Rings of many tiles: the corners [corner, (x, y)] in each tile's grid, and for each ring its length, tile and area."""

    corners: Ints
    lengths: Ints
    tiles: Ints
    areas: Ints


def levels(areas: gpd.GeoDataFrame) -> list[int]:
    """The zooms that tiles are made for: from where all areas fit into a few tiles, as long as there are more areas than tiles."""
    west, south, east, north = shapely.total_bounds(_world(areas)).tolist()
    widest = max(east - west, north - south, 2.0**-DEEPEST)
    first = min(DEEPEST, max(0, math.floor(math.log2(FIRST_WIDTH / widest))))
    ground = max((east - west) * (north - south), 0.0)
    return [z for z in range(first, DEEPEST + 1, STEP) if z == first or ground * 4.0**z <= len(areas)]


def pyramid(areas: gpd.GeoDataFrame) -> Iterator[Tile]:
    """Every tile of areas with a `code`, in EPSG:4326 and in code order; the finest level comes first."""
    shapes, codes = _world(areas), areas["code"].to_numpy()
    wanted = levels(areas)
    for z in reversed(wanted):
        finest = z == wanted[-1]
        extent = FINEST_EXTENT if finest else EXTENT
        side = float(extent << z)
        grid = shapely.coverage_simplify(_scaled(shapes, side), FINEST_TOLERANCE if finest else TOLERANCE)
        yield from _level(grid, codes, z, extent)
        shapes = _scaled(grid, 1 / side)


def _world(areas: gpd.GeoDataFrame) -> Shapes:
    """The shapes in Web Mercator, the world being the unit square: x east, y south."""

    def project(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        sine = np.sin(np.radians(np.clip(corners[:, 1], -LATITUDE_LIMIT, LATITUDE_LIMIT)))
        return np.column_stack([(corners[:, 0] + 180.0) / 360.0, 0.5 - np.arctanh(sine) / (2 * math.pi)])

    found: Shapes = shapely.transform(areas.geometry.to_numpy(), project)
    return found


def _scaled(shapes: Shapes, times: float) -> Shapes:
    found: Shapes = shapely.transform(shapes, lambda corners: corners * times)
    return found


def _level(grid: Shapes, codes: NDArray[np.object_], z: int, extent: int) -> Iterator[Tile]:
    """The tiles of one level, from shapes in the grid of the whole level."""
    bounds = shapely.bounds(grid)
    tiny = ((bounds[:, 2:] - bounds[:, :2]) < TINY).all(axis=1)
    area, tile = _pairs(bounds, np.flatnonzero(~tiny), z, extent)
    found = [_cut(grid, area[part], tile[part], z, extent) for part in _portions(len(area))]
    shapeless = np.setdiff1d(np.arange(len(grid)), np.concatenate([each.areas for each in found] or [np.zeros(0, np.int64)]))
    rings = _in_order([*found, _marks(bounds, shapeless, z, extent)])
    texts = shorthand.write(rings.corners, rings.lengths, rings.tiles, rings.areas)
    once = np.unique(np.column_stack([rings.tiles, rings.areas]), axis=0)
    tiles, starts = np.unique(once[:, 0], return_index=True)
    for key, own, text in zip(tiles.tolist(), np.split(once[:, 1], starts[1:]), texts, strict=True):
        shapes = f'{{"extent":{extent},"outlines":"{text}"}}'
        yield Tile(z, key & ((1 << z) - 1), key >> z, json.dumps(codes[own].tolist(), separators=(",", ":")), shapes)


def _pairs(bounds: NDArray[np.float64], areas: Ints, z: int, extent: int) -> tuple[Ints, Ints]:
    """Every pair of an area and a tile (its key) that the area's box touches, in order of tile and area."""
    last = (1 << z) - 1
    low = np.clip(np.floor((bounds[areas, :2] - BUFFER) / extent), 0, last).astype(np.int64)
    high = np.clip(np.floor((bounds[areas, 2:] + BUFFER) / extent), 0, last).astype(np.int64)
    across, down = (high - low + 1).T
    many = across * down
    area = np.repeat(areas, many)
    number = np.arange(len(area)) - np.repeat(np.cumsum(many) - many, many)
    wide = np.repeat(across, many)
    tile = ((np.repeat(low[:, 1], many) + number // wide) << z) + np.repeat(low[:, 0], many) + number % wide
    order = np.lexsort([area, tile])
    return area[order], tile[order]


def _portions(count: int) -> Iterator[slice]:
    return (slice(start, start + AT_ONCE) for start in range(0, count, AT_ONCE))


def _cut(grid: Shapes, area: Ints, tile: Ints, z: int, extent: int) -> Rings:
    """The rings of each area within each tile. All are moved to one and the same place first, so that one cut does for all."""
    corner = np.column_stack([tile & ((1 << z) - 1), tile >> z]) * extent
    shapes = grid[area]
    many = shapely.get_num_coordinates(shapes)
    moved = shapely.transform(shapes, lambda corners: corners - np.repeat(corner, many, axis=0))
    cut = shapely.clip_by_rect(moved, -BUFFER, -BUFFER, extent + BUFFER, extent + BUFFER)
    parts, pair = shapely.get_parts(cut, return_index=True)
    polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, pair = shapely.orient_polygons(parts[polygons]), pair[polygons]
    rings, part = shapely.get_rings(parts, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    return _rounded(corners, ring, area[pair[part]], tile[pair[part]])


def _rounded(corners: NDArray[np.float64], ring: Ints, area: Ints, tile: Ints) -> Rings:
    """Rings in whole numbers, without corners that became one and without rings that became too small to see."""
    whole = np.rint(corners).astype(np.int64)
    first = np.append(True, ring[1:] != ring[:-1]) if len(ring) else np.zeros(0, bool)
    kept = first | np.append(True, (whole[1:] != whole[:-1]).any(axis=1))[: len(ring)]
    whole, ring = whole[kept], ring[kept]
    last = np.append(ring[1:] != ring[:-1], True)[: len(ring)]  # the same corner as the first one
    whole, ring = whole[~last], ring[~last]
    lengths = np.bincount(ring, minlength=len(area))
    large = _sizes(whole, lengths) >= SMALLEST
    return Rings(whole[large[ring]], lengths[large], tile[large], area[large])


def _sizes(corners: Ints, lengths: Ints) -> NDArray[np.float64]:
    """The area of each ring in square units."""
    ends = np.cumsum(lengths)
    following = np.arange(1, len(corners) + 1)
    some = lengths > 0
    following[ends[some] - 1] = (ends - lengths)[some]
    x, y = corners.T
    doubled = np.append(0, np.cumsum(x * y[following] - x[following] * y))
    found: NDArray[np.float64] = np.abs(doubled[ends] - doubled[ends - lengths]) / 2
    return found


def _marks(bounds: NDArray[np.float64], areas: Ints, z: int, extent: int) -> Rings:
    """A ring of one corner for each area too small for a shape, in the tile that its middle is in."""
    middle = np.floor((bounds[areas, :2] + bounds[areas, 2:]) / 2).astype(np.int64)
    middle = np.clip(middle, 0, (extent << z) - 1)
    tile = ((middle[:, 1] // extent) << z) + middle[:, 0] // extent
    return Rings(middle % extent, np.ones(len(areas), np.int64), tile, areas)


def _in_order(found: list[Rings]) -> Rings:
    """All rings in order of tile and area; those of one area in one tile stay in the order they were in."""
    corners = np.concatenate([each.corners for each in found])
    lengths, tiles, areas = (np.concatenate([getattr(each, name) for each in found]) for name in ("lengths", "tiles", "areas"))
    order = np.lexsort([areas, tiles])
    starts = (np.cumsum(lengths) - lengths)[order]
    lengths = lengths[order]
    places = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths) + np.arange(len(corners))
    return Rings(corners[places], lengths, tiles[order], areas[order])
