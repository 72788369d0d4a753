"""One whole number for a place on earth, so that a map tile is a range of numbers.

A cell is the Morton (bit-interleaved) code of a Web-Mercator position at zoom 24: 24 bits of x woven with 24 bits of y.
Every tile of every zoom up to 24 is one unbroken range of cells.
"""

import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

ZOOM = 24
SIDE = 1 << ZOOM
CLUSTER_BITS = 3  # a tile shows clusters on a grid of 8 by 8
LATITUDE_LIMIT = 85.0511287798066
Ints = NDArray[np.int64]
Woven = TypeVar("Woven", int, Ints)
Bounds = tuple[float, float, float, float]
_MASKS = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


def positions(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[Ints, Ints]:
    """The Web-Mercator grid position (x east, y south, 0 to 2**24 - 1) of points in degrees (EPSG:4326)."""
    sine = np.sin(np.radians(np.clip(lat, -LATITUDE_LIMIT, LATITUDE_LIMIT)))
    x = (np.asarray(lon) + 180.0) / 360.0
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return _grid(x), _grid(y)


def _grid(share: NDArray[np.float64]) -> Ints:
    return np.clip(np.floor(share * SIDE), 0, SIDE - 1).astype(np.int64)


def degrees(x: float, y: float) -> tuple[float, float]:
    """The longitude and latitude (EPSG:4326) of the middle of a grid position."""
    lon = (x + 0.5) / SIDE * 360.0 - 180.0
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + 0.5) / SIDE))))
    return round(lon, 6), round(lat, 6)


def all_degrees(x: Ints | NDArray[np.float64], y: Ints | NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same for many grid positions at once, not rounded."""
    lat = np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * (y + 0.5) / SIDE))))
    return (x + 0.5) / SIDE * 360.0 - 180.0, lat


def weave(x: Woven, y: Woven) -> Woven:
    """The Morton codes of grid positions, or of one."""
    return _spread(x) | (_spread(y) << 1)


def unweave(cell: Ints) -> tuple[Ints, Ints]:
    """The grid positions that Morton codes were woven from."""
    return _gather(cell), _gather(cell >> 1)


def _gather(value: Ints) -> Ints:
    masks = [mask for _shift, mask in reversed(_MASKS)]
    value = value & masks[0]
    for (shift, _mask), mask in zip(reversed(_MASKS), [*masks[1:], 0x00000000FFFFFFFF], strict=True):
        value = (value | (value >> shift)) & mask
    return value


def _spread(value: Woven) -> Woven:
    for shift, mask in _MASKS:
        value = (value | (value << shift)) & mask
    return value


def place(lon: float, lat: float) -> tuple[int, int, int]:
    """The `x`, `y` and `cell` of one point in degrees (EPSG:4326)."""
    x, y = positions(np.array([lon]), np.array([lat]))
    return int(x[0]), int(y[0]), weave(int(x[0]), int(y[0]))


def tile_range(z: int, x: int, y: int) -> tuple[int, int]:
    """The first and the last cell of a map tile."""
    shift = 2 * (ZOOM - z)
    first = weave(x, y) << shift
    return first, first + (1 << shift) - 1


def cluster_shift(z: int) -> int:
    """How many bits of a cell to drop so that those of one cluster of a zoom `z` tile become equal."""
    return max(0, 2 * (ZOOM - z - CLUSTER_BITS))


def box(bounds: Bounds) -> tuple[int, int, int, int]:
    """The grid box (left, top, right, bottom, all inclusive) of west, south, east, north in degrees."""
    west, south, east, north = bounds
    x, y = positions(np.array([west, east]), np.array([north, south]))
    return int(x[0]), int(y[0]), int(x[1]), int(y[1])


def stretch(grid_box: tuple[int, int, int, int]) -> tuple[int, int]:
    """The shortest range of cells that holds a grid box (and much of its surroundings)."""
    left, top, right, bottom = grid_box
    return weave(left, top), weave(right, bottom)


def ranges(grid_box: tuple[int, int, int, int], most: int = 24) -> list[tuple[int, int]]:
    """At most `most` ranges of cells that together cover a grid box (and some of its surroundings)."""
    # Tiles as (zoom, x, y): from the few that hold the box, refine the coarsest until the budget is spent.
    found = _holding(grid_box, most)
    for zoom in range(found[0][0] + 1, ZOOM + 1):
        finer = [child for tile in found for child in _children(tile, zoom, grid_box)]
        if len(_joined(finer)) > most:
            break
        found = finer
    return _joined(found)


def _holding(grid_box: tuple[int, int, int, int], most: int) -> list[tuple[int, int, int]]:
    """At most four tiles that hold a grid box, of the closest zoom where they make no more than `most` ranges."""
    left, top, right, bottom = grid_box
    shift = max(right - left, bottom - top).bit_length()
    while True:
        tiles = [(ZOOM - shift, x, y) for y in {top >> shift, bottom >> shift} for x in {left >> shift, right >> shift}]
        if len(_joined(tiles)) <= most:
            return tiles
        shift += 1


def _children(tile: tuple[int, int, int], zoom: int, grid_box: tuple[int, int, int, int]) -> list[tuple[int, int, int]]:
    z, x, y = tile
    if z < zoom - 1 or _within(tile, grid_box):
        return [tile]
    return [(zoom, cx, cy) for cy in (2 * y, 2 * y + 1) for cx in (2 * x, 2 * x + 1) if _touches((zoom, cx, cy), grid_box)]


def _corners(tile: tuple[int, int, int]) -> tuple[int, int, int, int]:
    z, x, y = tile
    size = 1 << (ZOOM - z)
    return x * size, y * size, (x + 1) * size - 1, (y + 1) * size - 1


def _touches(tile: tuple[int, int, int], grid_box: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = _corners(tile)
    return left <= grid_box[2] and right >= grid_box[0] and top <= grid_box[3] and bottom >= grid_box[1]


def _within(tile: tuple[int, int, int], grid_box: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = _corners(tile)
    return left >= grid_box[0] and right <= grid_box[2] and top >= grid_box[1] and bottom <= grid_box[3]


def _joined(tiles: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(tile_range(*tile) for tile in tiles):
        if joined and joined[-1][1] + 1 == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
