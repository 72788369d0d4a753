"""Outlines for pictures: to scale, the right way up, and with borders that stay shared."""

import geopandas as gpd
import pytest
import shapely

from assetmap.geo.outlines import outlines, path

# Two squares of a kilometre side by side, the western one with a hole (British National Grid).
WEST = shapely.box(530_000, 180_000, 531_000, 181_000) - shapely.box(530_400, 180_400, 530_600, 180_600)
EAST = shapely.box(531_000, 180_000, 532_000, 181_000)


@pytest.fixture
def areas() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": ["west", "east"]}, geometry=[WEST, EAST], crs="EPSG:27700").to_crs("EPSG:4326")


def test_areas_fill_the_box_and_keep_their_shape(areas):
    found = outlines(areas, 27700, 400, 400)
    assert (found.width, found.height) == (400, 200)
    assert list(found.paths) == ["west", "east"]


def test_north_is_up_and_west_is_left(areas):
    found = outlines(areas, 27700, 400, 400)
    corners = {tuple(map(float, pair.split())) for pair in found.paths["east"].strip("MZ").split("L")}
    assert {(round(x), round(y)) for x, y in corners} == {(200, 0), (400, 0), (400, 200), (200, 200)}


def test_a_hole_is_a_ring_of_its_own(areas):
    assert outlines(areas, 27700, 400, 400).paths["west"].count("Z") == 2


def test_overlapping_areas_are_drawn_each_for_itself(areas):
    areas.geometry = [areas.geometry[1], areas.geometry[1]]
    found = outlines(areas, 27700, 100, 100, nested=False)
    assert found.paths["west"] == found.paths["east"]


def test_no_areas_make_an_empty_picture(areas):
    assert outlines(areas[:0], 27700, 100, 100).paths == {}


def test_a_path_names_each_corner_once():
    assert path(shapely.box(0, 0, 1.25, 2)) == "M1.2 0L1.2 2L0 2L0 0Z"
