"""Walks worked out by hand: a town of three areas, six postcodes and two assets, all in metres."""

import math

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from assetmap.geo import cells, reach
from assetmap.geo.rates import poisson
from assetmap.geo.reach import Members, People

EPSG = 27700
# Two areas side by side and a third beyond; 1 has four postcodes, 2 has two, 3 has none.
POSTCODES = np.array([[0.0, 0], [0, 100], [0, 200], [0, 300], [1000, 0], [1000, 400]])
ASSETS = np.array([[0.0, 0], [1000, 1000]])
AREA = np.array([0, 0, 0, 0, 1, 1])


def town(number: list[float]) -> People:
    nothing = np.zeros(6)
    return People(nothing, nothing, POSTCODES[:, 0], POSTCODES[:, 1], np.array(number), AREA.astype(np.int64), np.zeros(6, bool))


MEMBERS = Members(np.arange(6), AREA.astype(np.int64))


def test_the_walk_is_the_straight_line_to_the_nearest_asset_times_the_detour():
    assert reach.nearest(POSTCODES, ASSETS, detour=1.3).tolist() == pytest.approx([0, 130, 260, 390, 1300, 780])


def test_without_assets_every_walk_is_endless_and_nothing_is_within_reach():
    assert np.isinf(reach.nearest(POSTCODES, np.empty((0, 2)))).all()
    assert reach.reachable(POSTCODES, np.empty((0, 2)), 1000).tolist() == [0] * 6


def test_assets_within_reach_are_counted_with_the_detour():
    assert reach.reachable(POSTCODES, ASSETS, 390, detour=1.3).tolist() == [1, 1, 1, 1, 0, 0]
    assert reach.reachable(POSTCODES, ASSETS, 780, detour=1.3).tolist() == [1, 1, 1, 1, 0, 1]


def test_shares_of_areas_are_of_people_and_not_of_postcodes():
    people = town([100, 100, 100, 100, 30, 10])
    gap = (reach.nearest(POSTCODES, ASSETS) > 300).astype(float)
    assert reach.by_area(people, MEMBERS, 3, gap).tolist() == [100, 40, 0]
    assert reach.by_area(people, MEMBERS, 3, np.ones(6)).tolist() == [400, 40, 0]


def test_half_of_the_people_need_at_most_the_median_walk():
    walk = reach.nearest(POSTCODES, ASSETS)
    assert reach.median_by_area(town([1, 1, 1, 1, 30, 10]), MEMBERS, 3, walk)[:2].tolist() == pytest.approx([130, 1300])
    assert reach.median_by_area(town([1, 1, 1, 9, 10, 30]), MEMBERS, 3, walk)[:2].tolist() == pytest.approx([390, 780])
    assert math.isnan(reach.median_by_area(town([1] * 6), MEMBERS, 3, walk)[2])


@given(st.lists(st.floats(0, 5000), min_size=6, max_size=6), st.floats(0, 3000))
def test_people_with_and_without_access_make_all_people(number, limit):
    people = town(number)
    gap = (reach.nearest(POSTCODES, ASSETS) > limit).astype(float)
    both = reach.by_area(people, MEMBERS, 3, gap) + reach.by_area(people, MEMBERS, 3, 1 - gap)
    assert both == pytest.approx([sum(number[:4]), sum(number[4:]), 0], rel=1e-9, abs=1e-9)


def areas() -> gpd.GeoDataFrame:
    shapes = [box(530_000, 180_000, 531_000, 181_000), box(531_000, 180_000, 532_000, 181_000), box(532_000, 180_000, 533_000, 181_000)]
    return gpd.GeoDataFrame({"area_id": [7, 8, 9], "code": ["A", "B", "C"]}, geometry=shapes, crs=EPSG).to_crs(4326)


def degrees(points: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    found = gpd.GeoSeries.from_xy(*zip(*points, strict=True), crs=EPSG).to_crs(4326)
    return found.x.to_numpy(), found.y.to_numpy()


def test_people_are_shared_out_equally_and_an_area_without_postcodes_keeps_its_own():
    lon, lat = degrees(
        [(530_100, 180_100), (530_200, 180_100), (530_300, 180_100), (530_400, 180_100), (531_100, 180_500), (531_900, 180_500)]
    )
    people = reach.settle(lon, lat, areas(), {7: 400.0, 8: 50.0, 9: 33.0}, 100.0, EPSG)
    assert people.number.tolist() == [100, 100, 100, 100, 25, 25, 33]
    assert people.stand_in.tolist() == [False] * 6 + [True]
    assert people.number.sum() == pytest.approx(483, rel=1e-9)
    assert 532_000 < people.x[-1] < 533_000
    assert people.x[0] == pytest.approx(530_100, abs=0.01)


def test_an_area_whose_people_nobody_knows_has_none_instead_of_a_guess():
    lon, lat = degrees([(530_100, 180_100), (531_100, 180_500)])
    people = reach.settle(lon, lat, areas(), {7: 400.0}, 100.0, EPSG)
    assert people.area_id.tolist() == [7]


def test_a_point_in_two_areas_that_overlap_counts_in_both():
    lon, lat = degrees([(530_500, 180_500)])
    people = reach.settle(lon, lat, areas().iloc[:1], {7: 10.0}, 0.0, EPSG)
    twice = gpd.GeoDataFrame({"area_id": [1, 2], "code": ["X", "Y"]}, geometry=[areas().geometry[0]] * 2, crs=4326)
    assert reach.by_area(people, reach.members(people, twice, True, 0.0, EPSG), 2, np.ones(1)).tolist() == [10, 10]
    assert reach.by_area(people, reach.members(people, twice, False, 0.0, EPSG), 2, np.ones(1)).tolist() == [10, 0]


@given(st.integers(0, 2**24 - 1), st.integers(0, 2**24 - 1))
def test_a_cell_gives_back_the_position_it_was_woven_from(x, y):
    found = cells.unweave(np.array([cells.weave(x, y)]))
    assert (int(found[0][0]), int(found[1][0])) == (x, y)
    lon, lat = cells.all_degrees(np.array([x]), np.array([y]))
    assert (round(float(lon[0]), 6), round(float(lat[0]), 6)) == cells.degrees(x, y)


@pytest.mark.parametrize(("count", "lower", "upper"), [(0, 0.0, 3.689), (1, 0.025, 5.572), (10, 4.795, 18.390), (100, 81.364, 121.627)])
def test_intervals_of_counts_are_the_published_exact_ones(count, lower, upper):
    assert [float(each) for each in poisson(count)] == pytest.approx([lower, upper], abs=6e-4)
