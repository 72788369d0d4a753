"""One whole number for a place: woven and taken apart again, and every tile one unbroken range."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from assetmap.geo import cells

grid_numbers = st.integers(0, cells.SIDE - 1)
longitudes = st.floats(-180, 179.9999)
latitudes = st.floats(-85, 85)


def woven(x: int, y: int) -> int:
    return int(cells.weave(np.array([x]), np.array([y]))[0])


def unwoven(cell: int) -> tuple[int, int]:
    """Bit by bit, as the definition says and not as the code does it."""
    return tuple(sum((cell >> 2 * bit + axis & 1) << bit for bit in range(cells.ZOOM)) for axis in (0, 1))  # type: ignore[return-value]


@st.composite
def tiles(draw, deepest: int = cells.ZOOM):
    z = draw(st.integers(0, deepest))
    return z, draw(st.integers(0, (1 << z) - 1)), draw(st.integers(0, (1 << z) - 1))


@given(grid_numbers, grid_numbers)
def test_weaving_can_be_undone(x, y):
    assert unwoven(woven(x, y)) == (x, y)


def test_x_takes_the_even_bits_and_y_the_odd_ones():
    assert [woven(*pair) for pair in ((1, 0), (0, 1), (2, 0), (0, 2), (3, 3))] == [1, 2, 4, 8, 15]


@given(grid_numbers, grid_numbers)
def test_the_middle_of_a_position_lies_in_that_position(x, y):
    lon, lat = cells.degrees(x, y)
    found_x, found_y, cell = cells.place(lon, lat)
    assert abs(found_x - x) <= 1  # six decimals are a tenth of a metre, a position is two metres wide
    assert abs(found_y - y) <= 1
    assert cell == woven(found_x, found_y)


@given(longitudes, latitudes)
def test_a_point_comes_back_within_a_position(lon, lat):
    x, y, _ = cells.place(lon, lat)
    back_lon, back_lat = cells.degrees(x, y)
    assert abs(back_lon - lon) <= 360 / cells.SIDE
    assert abs(back_lat - lat) <= 360 / cells.SIDE


@given(longitudes, latitudes)
def test_a_point_lies_in_the_range_of_the_tile_that_any_web_map_asks_for(lon, lat):
    x, y, cell = cells.place(lon, lat)
    for z in range(cells.ZOOM + 1):
        first, last = cells.tile_range(z, x >> (cells.ZOOM - z), y >> (cells.ZOOM - z))
        assert first <= cell <= last


def test_tile_numbers_are_those_of_web_maps():
    # The town hall in Whitechapel; numbers by the formula of the OpenStreetMap wiki ("Slippy map tilenames").
    x, y, _ = cells.place(-0.0595, 51.5184)
    assert (x >> (cells.ZOOM - 14), y >> (cells.ZOOM - 14)) == (8189, 5447)


@given(tiles(deepest=cells.ZOOM - 1))
def test_the_four_tiles_below_fill_a_tile_without_gap_or_overlap(tile):
    z, x, y = tile
    below = sorted(cells.tile_range(z + 1, 2 * x + dx, 2 * y + dy) for dx in (0, 1) for dy in (0, 1))
    first, last = cells.tile_range(z, x, y)
    assert (below[0][0], below[3][1]) == (first, last)
    assert all(one[1] + 1 == other[0] for one, other in zip(below, below[1:], strict=False))


@given(tiles())
def test_a_tile_has_at_most_sixty_four_clusters(tile):
    first, last = cells.tile_range(*tile)
    shift = cells.cluster_shift(tile[0])
    assert (last >> shift) - (first >> shift) + 1 <= 64


@st.composite
def boxes(draw):
    left, right = sorted((draw(grid_numbers), draw(grid_numbers)))
    top, bottom = sorted((draw(grid_numbers), draw(grid_numbers)))
    return left, top, right, bottom


def within(ranges: list[tuple[int, int]], cell: int) -> bool:
    return any(first <= cell <= last for first, last in ranges)


@given(boxes(), st.integers(1, 40), st.data())
def test_ranges_cover_their_box_and_are_few(box, most, data):
    left, top, right, bottom = box
    found = cells.ranges(box, most)
    assert 1 <= len(found) <= most
    inside = woven(data.draw(st.integers(left, right)), data.draw(st.integers(top, bottom)))
    corners = [woven(x, y) for x in (left, right) for y in (top, bottom)]
    assert all(within(found, cell) for cell in [inside, *corners])


@given(boxes())
def test_ranges_are_in_order_and_apart(box):
    found = cells.ranges(box)
    assert all(one[1] + 1 < other[0] for one, other in zip(found, found[1:], strict=False))


@given(tiles())
def test_the_ranges_of_a_tile_are_the_tile(tile):
    z, x, y = tile
    size = 1 << (cells.ZOOM - z)
    box = (x * size, y * size, (x + 1) * size - 1, (y + 1) * size - 1)
    assert cells.ranges(box) == [cells.tile_range(*tile)]


@given(longitudes, latitudes, longitudes, latitudes, st.floats(0, 1), st.floats(0, 1))
def test_a_box_in_degrees_holds_every_point_between_its_sides(lon, lat, other_lon, other_lat, across, up):
    west, east = sorted((lon, other_lon))
    south, north = sorted((lat, other_lat))
    assume(west < east and south < north)
    left, top, right, bottom = cells.box((west, south, east, north))
    x, y, _ = cells.place(min(east, west + across * (east - west)), min(north, south + up * (north - south)))
    assert left <= x <= right
    assert top <= y <= bottom


def test_the_poles_and_the_date_line_have_a_cell():
    for lon, lat in ((-180.0, 90.0), (180.0, -90.0), (180.0, 0.0)):
        x, y, cell = cells.place(lon, lat)
        assert 0 <= x < cells.SIDE
        assert 0 <= y < cells.SIDE
        assert 0 <= cell < 1 << 48
