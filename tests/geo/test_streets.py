"""Walks along streets worked out by hand, and files that are no streets."""

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import LineString, Point

from assetmap.errors import Faulty
from assetmap.geo import reach, streets

EPSG = 27700
WEST, SOUTH = 530_000, 180_000


def line(*corners: tuple[float, float]) -> LineString:
    return LineString([(WEST + x, SOUTH + y) for x, y in corners])


def at(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, float) + [WEST, SOUTH]


@pytest.fixture
def square(tmp_path):
    """Three sides of a square of 100 m: the way from one open end to the other is 300 m, the straight line 100 m."""
    path = tmp_path / "streets.geojson"
    sides = [line((0, 0), (0, 100)), line((0, 100), (100, 100)), line((100, 100), (100, 0)), line((5000, 5000), (5100, 5000))]
    gpd.GeoDataFrame({"name": list("abcd")}, geometry=sides, crs=EPSG).to_crs(4326).to_file(path, driver="GeoJSON")
    return path


def test_a_walk_goes_round_where_the_street_does(square):
    graph = streets.read_streets(square, EPSG)
    found = streets.walk(graph, at((0, 0), (0, 100), (100, 0)), at((100, 0)))
    assert found.metres.tolist() == pytest.approx([300, 200, 0], abs=3)
    assert reach.nearest(at((0, 0)), at((100, 0)), detour=1.3).tolist() == pytest.approx([130])


def test_the_way_to_the_street_and_from_it_counts(square):
    graph = streets.read_streets(square, EPSG)
    found = streets.walk(graph, at((-30, 0)), at((140, 0)))
    assert found.metres.tolist() == pytest.approx([30 + 300 + 40], abs=3)


def test_what_is_on_no_street_is_reached_by_straight_line_and_counted(square):
    graph = streets.read_streets(square, EPSG)
    found = streets.walk(graph, at((0, 0), (0, -1000)), at((100, 0), (0, -2000)))
    assert (found.points_off, found.targets_off) == (1, 1)
    assert found.metres[1] == pytest.approx(1300)
    assert found.metres[0] == pytest.approx(300, abs=3)


def test_without_assets_every_walk_is_endless(square):
    assert np.isinf(streets.walk(streets.read_streets(square, EPSG), at((0, 0)), np.empty((0, 2))).metres).all()


def test_loose_pieces_are_left_out_and_counted(square):
    graph = streets.read_streets(square, EPSG)
    assert (len(graph.nodes), len(graph.edges), graph.dropped) == (4, 3, 1)


def test_a_graph_is_the_same_after_packing(square):
    graph = streets.read_streets(square, EPSG)
    again = streets.unpack(streets.pack(graph))
    assert (again.epsg, again.dropped) == (EPSG, 1)
    assert np.allclose(again.nodes, graph.nodes, atol=0.05)
    assert np.array_equal(again.edges, graph.edges)
    assert np.allclose(again.metres, graph.metres, atol=0.01)


def test_a_table_of_edges_says_its_own_lengths(tmp_path):
    path = tmp_path / "edges.csv"
    path.write_text("from_lon,from_lat,to_lon,to_lat,metres\n-0.05,51.51,-0.05,51.52,5000\n-0.05,51.52,-0.04,51.52,20\n")
    graph = streets.read_streets(path, EPSG)
    ends = reach.in_metres(np.array([-0.05, -0.04]), np.array([51.51, 51.52]), EPSG)
    assert streets.walk(graph, ends[:1], ends[1:]).metres.tolist() == pytest.approx([5020], abs=2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from_lon,from_lat,to_lon\n1,2,3\n", "to_lat: this column is missing"),
        ("from_lon,from_lat,to_lon,to_lat\n-0.05,51.51,-0.05,951\n", "row 2"),
        ("from_lon,from_lat,to_lon,to_lat,metres\n-0.05,51.51,-0.05,51.52,-4\n", "row 2"),
        ("from_lon,from_lat,to_lon,to_lat\n", "there is no street"),
    ],
)
def test_a_table_that_holds_no_streets_is_refused_with_its_rows(tmp_path, text, said):
    path = tmp_path / "edges.csv"
    path.write_text(text)
    with pytest.raises(Faulty, match=said):
        streets.read_streets(path, EPSG)


def test_points_are_no_streets(tmp_path):
    path = tmp_path / "points.geojson"
    gpd.GeoDataFrame({"name": ["a"]}, geometry=[Point(0, 51)], crs=4326).to_file(path, driver="GeoJSON")
    with pytest.raises(Faulty, match="streets must be lines; this file holds Point"):
        streets.read_streets(path, EPSG)


def test_a_file_that_is_nothing_is_refused(tmp_path):
    path = tmp_path / "nothing.geojson"
    path.write_text("not a map")
    with pytest.raises(Faulty, match="cannot be read as lines"):
        streets.read_streets(path, EPSG)
