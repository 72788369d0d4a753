"""Tiles of areas: none is lost, neighbours stay neighbours, and shapes stay what they are as far as the eye can see."""

import json
from collections import defaultdict
from functools import cache

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from assetmap.geo import tiling
from assetmap.geo.tiling import BUFFER, Tile
from assetmap.paths import PLACES
from tests import country
from tests.geo.outlined import Ring, read

SMALL = (-0.5, 51.3, 0.3, 51.7)
LEVEL_PX = 256
FAR_PX, MEAN_PX = 2.0, 0.5  # how far, in pixels of the closest zoom a level serves, an outline may lie from the true one


@cache
def areas(name: str) -> gpd.GeoDataFrame:
    """Real small areas, or a made-up country."""
    if name == "real":
        return gpd.read_file(PLACES / "tower-hamlets" / "lsoas.geojson").sort_values("code", ignore_index=True)
    return country.country(14, 11, SMALL)


@cache
def pyramid(name: str) -> tuple[Tile, ...]:
    return tuple(tiling.pyramid(areas(name)))


@cache
def levels(name: str) -> list[int]:
    return tiling.levels(areas(name))


def decoded(tile: Tile) -> tuple[int, dict[str, list[Ring]]]:
    """The extent of a tile, and the rings of each of its areas by code."""
    shapes = json.loads(tile.shapes)
    return shapes["extent"], dict(zip(json.loads(tile.codes), read(shapes["outlines"]), strict=True))


def polygon(rings: list[Ring]) -> shapely.Geometry:
    """The ground of some rings; where an odd number of them holds a point, it is inside."""
    ground = shapely.MultiPolygon()
    for ring in rings:
        if len(ring) > 2:
            ground = ground.symmetric_difference(shapely.make_valid(shapely.Polygon(ring)))
    return ground


def in_grid(name: str, z: int, extent: int) -> dict[str, shapely.Geometry]:
    """The true shapes by code, in the grid of a whole level."""
    shapes = tiling._scaled(tiling._world(areas(name)), float(extent << z))
    return dict(zip(areas(name)["code"], shapes, strict=True))


@pytest.mark.parametrize("name", ["real", "made up"])
def test_every_area_is_in_some_tile_of_every_level(name):
    found = defaultdict(set)
    for tile in pyramid(name):
        found[tile.z] |= set(json.loads(tile.codes))
    assert sorted(found) == levels(name)
    assert all(codes == set(areas(name)["code"]) for codes in found.values())


@pytest.mark.parametrize("name", ["real", "made up"])
def test_each_tile_has_each_of_its_areas_once_in_code_order_with_a_shape_for_each(name):
    keys = [(tile.z, tile.x, tile.y) for tile in pyramid(name)]
    assert len(set(keys)) == len(keys)
    for tile in pyramid(name):
        codes = json.loads(tile.codes)
        assert codes == sorted(set(codes))
        extent, shapes = decoded(tile)
        corners = np.array([corner for rings in shapes.values() for ring in rings for corner in ring])
        assert corners.min() >= -BUFFER
        assert corners.max() <= extent + BUFFER


@pytest.mark.parametrize("name", ["real", "made up"])
def test_where_tiles_meet_both_have_the_same_corners(name):
    tiles = {(tile.z, tile.x, tile.y): decoded(tile) for tile in pyramid(name)}
    compared = 0
    for (z, x, y), (extent, west) in tiles.items():
        if (z, x + 1, y) not in tiles:
            continue
        _extent, east = tiles[z, x + 1, y]
        for code in set(west) & set(east):
            one = near_edge(west[code], extent, 0)
            other = near_edge(east[code], extent, extent)
            if one and other:  # a piece too small to see may be left out of one of them
                assert one == other, (z, x, y, code)
                compared += len(one)
    assert compared > 20


def near_edge(rings: list[Ring], extent: int, moved: int) -> set[tuple[int, int]]:
    """The corners close to the edge between two tiles, counted from the western one."""
    corners = {(x + moved, y) for ring in rings for x, y in ring}
    return {(x, y) for x, y in corners if abs(x - extent) < BUFFER - 1 and 0 < y < extent}


@pytest.mark.parametrize("name", ["real", "made up"])
def test_neighbours_share_their_borders_without_gap_or_overlap(name):
    for tile in pyramid(name):
        extent, shapes = decoded(tile)
        grounds = [polygon(rings) for rings in shapes.values()]
        together = shapely.union_all(grounds).area
        assert sum(each.area for each in grounds) == pytest.approx(together, abs=extent * 0.25)
        holes = [shapely.Polygon(ring).area for part in shapely.get_parts(shapely.union_all(grounds)) for ring in part.interiors]
        true = shapely.union_all(list(in_grid(name, tile.z, extent).values()))
        real_holes = sum(len(part.interiors) for part in shapely.get_parts(true))
        assert sum(size > 2 * extent / LEVEL_PX for size in holes) <= real_holes


@pytest.mark.parametrize("name", ["real", "made up"])
def test_shapes_lie_where_the_true_ones_do(name):
    far = []
    for tile in pyramid(name):
        extent, shapes = decoded(tile)
        true = in_grid(name, tile.z, extent)
        pixel = extent / LEVEL_PX / 2  # of the closest zoom that this level serves
        for code, rings in shapes.items():
            moved = shapely.transform(true[code], lambda at, tile=tile, extent=extent: at - [tile.x * extent, tile.y * extent])
            if shapely.box(0, 0, extent, extent).contains(moved) and len(rings[0]) > 2:
                ground = polygon(rings)
                assert ground.symmetric_difference(moved).area <= MEAN_PX * pixel * moved.length, (tile.z, code)
                far.append(shapely.hausdorff_distance(ground, moved) > FAR_PX * pixel)
    assert len(far) > 50
    assert np.mean(far) < 0.05  # those with spits and islets that are too thin to see


def test_an_area_too_small_to_see_is_a_mark_where_it_is():
    shapes = [shapely.box(0, 50, 8, 56), shapely.box(-1e-5, 53, 0, 53.00001)]
    frame = gpd.GeoDataFrame({"code": ["LAND", "ROCK"]}, geometry=shapes, crs="EPSG:4326")
    first = tiling.levels(frame)[0]
    found = [(tile, decoded(tile)) for tile in tiling.pyramid(frame) if tile.z == first]
    ((tile, (extent, shapes)),) = [each for each in found if "ROCK" in each[1][1]]
    ((mark,),) = shapes["ROCK"]
    world = np.array(mark) / extent + [tile.x, tile.y]
    assert world[0] / 2**first * 360 - 180 == pytest.approx(0, abs=0.1)


@given(
    st.lists(
        st.tuples(st.floats(-179, 179), st.floats(-80, 80), st.floats(1e-7, 2), st.floats(1e-7, 2)), min_size=1, max_size=8, unique=True
    )
)
def test_whatever_the_areas_are_none_is_lost_and_nothing_breaks(boxes):
    shapes = [shapely.box(x, y, min(180, x + width), min(84, y + height)) for x, y, width, height in boxes]
    frame = gpd.GeoDataFrame({"code": [f"A{number}" for number in range(len(shapes))]}, geometry=shapes, crs="EPSG:4326")
    found = defaultdict(set)
    for tile in tiling.pyramid(frame):
        found[tile.z] |= set(decoded(tile)[1])
    assert set(found) == set(tiling.levels(frame))
    assert all(codes == set(frame["code"]) for codes in found.values())


def test_a_large_country_begins_far_out_and_ends_before_there_are_more_tiles_than_areas():
    corners = [shapely.box(country.WEST, country.SOUTH, country.WEST + 0.1, country.SOUTH + 0.1)]
    corners += [shapely.box(country.EAST - 0.1, country.NORTH - 0.1, country.EAST, country.NORTH)]
    few = gpd.GeoDataFrame({"code": ["A", "B"]}, geometry=corners, crs="EPSG:4326")
    many = gpd.GeoDataFrame({"code": range(35_000)}, geometry=corners * 17_500, crs="EPSG:4326")
    assert tiling.levels(few) == [6]
    assert tiling.levels(many) == [6, 8, 10, 12]
