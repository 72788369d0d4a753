"""Which area a point belongs to: the four rules of geo/patches.py, on grids, on random polygons and on real river banks."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.geo.frames import DEGREES, point_frame
from assetmap.geo.patches import link
from assetmap.paths import PLACES
from tests.conftest import TOLERANCE_M

METRIC = 27700
WEST, SOUTH, STEP, SIDE = -0.05, 51.5, 0.01, 4
MARGIN = 0.004  # in degrees: some 280 m east or west, 440 m north or south

offsets = st.one_of(st.integers(0, SIDE).map(float), st.floats(-MARGIN / STEP, SIDE + MARGIN / STEP))
spots = st.lists(st.tuples(offsets, offsets), min_size=1, max_size=25)
orders = st.permutations(range(SIDE * SIDE))


def grid(order: list[int] | range = range(SIDE * SIDE)) -> gpd.GeoDataFrame:
    """Sixteen squares with the codes A00 to A15, row by row from the south west, in this order."""
    rows = [(number, f"A{number:02}", square(number)) for number in order]
    frame = pd.DataFrame({"area_id": [100 + row[0] for row in rows], "code": [row[1] for row in rows]})
    return gpd.GeoDataFrame(frame, geometry=[row[2] for row in rows], crs=DEGREES)


def square(number: int) -> shapely.Polygon:
    west, south = WEST + number % SIDE * STEP, SOUTH + number // SIDE * STEP
    return shapely.box(west, south, WEST + (number % SIDE + 1) * STEP, SOUTH + (number // SIDE + 1) * STEP)


def points(places: list[tuple[float, float]]) -> gpd.GeoDataFrame:
    """Points at these offsets from the grid's south west corner, in steps."""
    return point_frame(range(len(places)), [WEST + x * STEP for x, _ in places], [SOUTH + y * STEP for _, y in places])


def areas_of(places: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, tolerance_m: float = TOLERANCE_M) -> dict[int, tuple[int, float]]:
    linked = link(places, areas, tolerance_m, METRIC)
    assert linked["asset_id"].is_unique
    return {row.asset_id: (row.area_id, row.distance_m) for row in linked.itertuples()}


@given(spots)
def test_a_point_inside_belongs_to_the_first_area_in_code_order_that_holds_it(places):
    frame, areas = points(places), grid()
    found = areas_of(frame, areas)
    for number, point in enumerate(frame.geometry):
        holding = [area for area, shape in zip(areas["area_id"], areas.geometry, strict=True) if shape.intersects(point)]
        if holding:
            assert found[number] == (holding[0], 0.0)


@given(spots)
def test_a_point_outside_belongs_to_the_nearest_area_within_the_tolerance_or_to_none(places):
    frame, areas = points(places), grid()
    found = areas_of(frame, areas)
    metric_points, metric_areas = frame.to_crs(METRIC).geometry, areas.to_crs(METRIC).geometry
    for number, point in enumerate(frame.geometry):
        if areas.intersects(point).any():
            continue
        metres = metric_areas.distance(metric_points.iloc[number])
        if metres.min() <= TOLERANCE_M:
            area, distance = found[number]
            assert metres[area - 100] == pytest.approx(metres.min(), abs=1e-6)
            assert distance == pytest.approx(metres.min(), abs=0.051)
        else:
            assert number not in found


@given(spots, orders, st.randoms(use_true_random=False))
def test_the_order_of_areas_and_of_points_changes_nothing(places, order, random):
    shuffled = points(places).sample(frac=1, random_state=random.randrange(2**32))
    assert areas_of(shuffled, grid(order)) == areas_of(points(places), grid())


@given(spots)
def test_a_point_alone_is_linked_as_among_many(places):
    frame, areas = points(places), grid()
    together = areas_of(frame, areas)
    alone = {number: areas_of(frame.iloc[[number]], areas).get(number) for number in range(len(frame))}
    assert {number: found for number, found in alone.items() if found} == together


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 97), st.integers(0, 101)), min_size=4, max_size=12, unique=True), spots)
def test_on_random_polygons_that_touch_every_point_inside_has_one_area(seeds, places):
    cells = shapely.voronoi_polygons(shapely.MultiPoint([(WEST + x * 0.0004, SOUTH + y * 0.0004) for x, y in seeds]), extend_to=square(15))
    shapes = [cell for cell in cells.geoms if cell.is_valid and not cell.is_empty]
    areas = gpd.GeoDataFrame(
        {"area_id": range(len(shapes)), "code": [f"V{n:02}" for n in range(len(shapes))]}, geometry=shapes, crs=DEGREES
    )
    frame = points(places)
    found = areas_of(frame, areas, tolerance_m=0)
    for number, point in enumerate(frame.geometry):
        holding = [n for n, shape in enumerate(shapes) if shape.intersects(point)]
        assert found.get(number) == ((holding[0], 0.0) if holding else None)


def test_a_corner_of_four_areas_belongs_to_the_first_code():
    assert areas_of(points([(2.0, 2.0)]), grid(range(15, -1, -1))) == {0: (105, 0.0)}


def test_the_distance_of_a_point_outside_is_that_worked_out_by_hand():
    # One degree of latitude at 51.5 degrees north is 111,249 m (WGS 84), so 0.001 of it is 111.2 m; the National Grid
    # stretches lengths here by less than four parts in ten thousand.
    _area, distance = areas_of(points([(1.5, -0.1)]), grid())[0]
    assert distance == pytest.approx(111.2, abs=0.1)


def test_two_areas_equally_near_give_the_first_code():
    halves = [shapely.box(530000, 180000, 530100, 180100), shapely.box(530120, 180000, 530220, 180100)]
    areas = gpd.GeoDataFrame({"area_id": [1, 2], "code": ["B", "A"]}, geometry=halves, crs=METRIC).to_crs(DEGREES)
    between = gpd.GeoDataFrame({"asset_id": [7]}, geometry=[shapely.Point(530110, 180150)], crs=METRIC).to_crs(DEGREES)
    near = link(between, areas, TOLERANCE_M, METRIC)
    ways = areas.to_crs(METRIC).distance(between.to_crs(METRIC).geometry.iloc[0])
    assert ways[0] == pytest.approx(ways[1], abs=0.01)
    assert near["area_id"].tolist() == [2]


def test_without_a_tolerance_only_what_lies_inside_is_linked():
    assert areas_of(points([(1.5, -0.01), (1.5, 0.5)]), grid(), tolerance_m=0) == {1: (101, 0.0)}


def test_nothing_is_linked_to_no_areas_and_no_points_to_anything():
    assert link(points([(1.0, 1.0)]), grid().iloc[:0], TOLERANCE_M, METRIC).empty
    assert link(points([(1.0, 1.0)]).iloc[:0], grid(), TOLERANCE_M, METRIC).empty


def wards() -> gpd.GeoDataFrame:
    frame = gpd.read_file(PLACES / "tower-hamlets" / "wards.geojson").sort_values("code", ignore_index=True)
    return frame.assign(area_id=np.arange(len(frame)))[["area_id", "code", "geometry"]]


def test_every_asset_of_the_place_finds_its_ward():
    table = pd.read_csv(PLACES / "tower-hamlets" / "assets.csv").dropna(subset=["lon"])
    frame = point_frame(range(len(table)), table["lon"].tolist(), table["lat"].tolist())
    assert len(areas_of(frame, wards())) == len(table)


def test_riverside_venues_outside_the_generalised_banks_find_the_ward_their_publisher_says(shared):
    tables = [pd.read_csv(path) for path in sorted((shared / "data" / "assets").glob("gla_cim_2022_*.csv"))]
    venues = pd.concat(tables, ignore_index=True)
    found = link(point_frame(range(len(venues)), venues["longitude"], venues["latitude"]), wards(), TOLERANCE_M, METRIC)
    outside = found[found["distance_m"] > 0]
    assert len(found) == len(venues) == 319
    assert len(outside) == 10
    assert outside["distance_m"].max() < TOLERANCE_M
    assert wards()["code"].iloc[outside["area_id"]].tolist() == venues["ward_2018_code"].iloc[outside["asset_id"]].tolist()
