"""Boundary files at the door: every fault at once, with its row; and thinned so that neighbours still touch."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from assetmap.geo.boundaries import as_geojson, bounds, inside_point, read_boundaries, thin
from assetmap.geo.frames import DEGREES
from assetmap.paths import PLACES

SQUARE = [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]
BOW_TIE = [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]
METRIC = 27700


def write(folder: Path, *features: dict, **more: object) -> Path:
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features), **more}), encoding="utf-8")
    return path


def area(code: str | None, coordinates: object = SQUARE, kind: str = "Polygon", **more: str) -> dict:
    geometry = {"type": kind, "coordinates": coordinates} if coordinates else None
    return {"type": "Feature", "properties": {"code": code, "name": f"Area {code}", **more}, "geometry": geometry}


def said(path: Path, crs: str = "EPSG:4326") -> list[str]:
    return [str(fault) for fault in read_boundaries(path, crs)[1]]


def test_a_sound_file_has_no_faults_and_becomes_multipolygons(tmp_path):
    frame, faults = read_boundaries(write(tmp_path, area("A", other_name="Up the hill"), area("B")), "EPSG:4326")
    assert faults == []
    assert frame.crs == DEGREES
    assert set(frame.geom_type) == {"MultiPolygon"}
    assert frame[["code", "name", "other_name"]].to_numpy().tolist() == [["A", "Area A", "Up the hill"], ["B", "Area B", ""]]


def test_every_fault_is_reported_at_once_with_its_row(tmp_path):
    path = write(
        tmp_path,
        area("A"),
        area("A"),
        area(None),
        area("D", BOW_TIE),
        area("E", None),
        area("F", [0.5, 0.5], "Point"),
    )
    faults = said(path)
    assert [fault.split(": ")[0] for fault in faults] == [
        "areas.geojson, row 4, geometry",
        "areas.geojson, row 5, geometry",
        "areas.geojson, row 6, geometry",
        "areas.geojson, row 2, code",
        "areas.geojson, row 3, code",
    ]
    for part in ("not valid: Self-intersection", "has no shape", "this is a Point", "stands already in row 1", "is empty"):
        assert any(part in fault for fault in faults)


def test_missing_properties_are_named(tmp_path):
    feature = {"type": "Feature", "properties": {"id": 1}, "geometry": {"type": "Polygon", "coordinates": SQUARE}}
    assert said(write(tmp_path, feature)) == [
        "areas.geojson: the property 'code' is missing.",
        "areas.geojson: the property 'name' is missing.",
    ]


def test_another_coordinate_system_than_the_declared_one_is_a_fault(tmp_path):
    grid = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    assert "the package says EPSG:4326, the file says OSGB36" in said(write(tmp_path, area("A"), crs=grid))[0]


def test_metres_that_are_declared_become_degrees(tmp_path):
    grid = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    tower = [[[651410, 313177], [651410, 313277], [651510, 313277], [651510, 313177], [651410, 313177]]]
    frame, faults = read_boundaries(write(tmp_path, area("A", tower), crs=grid), "EPSG:27700")
    assert faults == []
    # Caister water tower in the Ordnance Survey's guide to coordinate systems: 52° 39' 28.8" north, 1° 42' 57.9" east.
    assert bounds(frame)[:2] == pytest.approx((1.71607, 52.65801), abs=0.0001)


@pytest.mark.parametrize("crs", ["", "EPSG:0", "degrees"])
def test_an_unknown_coordinate_system_is_a_fault(tmp_path, crs):
    assert "is not known" in said(write(tmp_path, area("A")), crs)[0]


def test_a_file_that_is_no_boundaries_is_a_fault(tmp_path):
    path = tmp_path / "areas.geojson"
    path.write_text("not at all", encoding="utf-8")
    frame, faults = read_boundaries(path, "EPSG:4326")
    assert frame.empty
    assert "cannot be read as boundaries" in str(faults[0])


@pytest.mark.parametrize("name", ["wards", "msoas", "lsoas"])
def test_thinned_neighbours_still_share_their_borders(name):
    areas = gpd.read_file(PLACES / "tower-hamlets" / f"{name}.geojson")[["code", "geometry"]]
    thinned = thin(areas, METRIC).to_crs(METRIC)
    before = areas.to_crs(METRIC)
    assert thinned.is_valid.all()
    assert shapely.get_num_coordinates(thinned.geometry.to_numpy()).sum() < shapely.get_num_coordinates(before.geometry.to_numpy()).sum()
    alone, together = thinned.area.sum(), thinned.union_all().area
    assert alone - together == pytest.approx(before.area.sum() - before.union_all().area, abs=1.0)  # square metres: no overlaps
    holes = sum(len(part.interiors) for part in getattr(thinned.union_all(), "geoms", [thinned.union_all()]))
    assert holes == sum(len(part.interiors) for part in getattr(before.union_all(), "geoms", [before.union_all()]))  # no gaps


def test_a_place_inside_an_area_is_inside_even_where_the_middle_is_not():
    horseshoe = shapely.Polygon([(0, 0), (0, 9), (9, 9), (9, 8), (1, 8), (1, 1), (9, 1), (9, 0)])
    assert horseshoe.contains(shapely.Point(inside_point(shapely.to_wkb(horseshoe))))
    assert not horseshoe.contains(horseshoe.centroid)


def test_geojson_keeps_properties_as_data():
    frame = gpd.GeoDataFrame({"code": ["A"], "name": ['"</script>']}, geometry=[shapely.box(0, 0, 1.123456789, 1)], crs=DEGREES)
    read = json.loads(as_geojson(frame))
    assert read["features"][0]["properties"] == {"code": "A", "name": '"</script>'}
    assert read["features"][0]["id"] == "A"
    assert "1.12346" in as_geojson(frame)
