"""Boundary files as they come: every real one is read, its columns guessed right; every fault is said at once; shapes are mended."""

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from assetmap.geo.boundary_files import lie_of_the_land, read_boundary_file
from assetmap.geo.frames import DEGREES

METRIC = 27700
REAL = {
    "boundaries/th_lsoa21_bgc.geojson": (169, "LSOA21CD", "LSOA21NM"),
    "boundaries/th_lsoa11_bgc.geojson": (144, "LSOA11CD", "LSOA11NM"),
    "boundaries/th_msoa21_bgc.geojson": (34, "MSOA21CD", "MSOA21NM"),
    "boundaries/th_msoa11_bgc.geojson": (32, "MSOA11CD", "MSOA11NM"),
    "boundaries/th_ward_may2025_bgc.geojson": (20, "WD25CD", "WD25NM"),
    "boundaries/th_ward_dec2022_bfc.topo.json": (20, "wardcode", "name"),
    "boundaries/th_ward2013_17old_bgc.geojson": (17, "WD13CD", "WD13NM"),
    "boundaries/th_oa11_bgc.topo.json": (748, "OA11CD", "OA11CD"),
    "boundaries/th_oa21.topo.json": (913, "OA21CD", "OA21CD"),
    "boundaries/th_borough_lad22_gen20.geojson": (1, "LAD22CD", "LAD22NM"),
    "importer_samples/london_lad22_gen20_shapefile_epsg27700.zip": (33, "LAD22CD", "LAD22NM"),
}
BOW_TIE = shapely.Polygon([(0, 0), (0.01, 0.01), (0.01, 0), (0, 0.01)])


@pytest.mark.parametrize("name", REAL)
def test_every_real_file_is_read_and_its_columns_are_guessed(shared, name):
    count, code, label = REAL[name]
    found = read_boundary_file(shared / "data" / name)
    assert found.faults == []
    assert found.notes == []
    assert (len(found.frame), found.code_field, found.name_field) == (count, code, label)
    assert found.frame.crs == DEGREES
    assert set(found.frame.geom_type) == {"MultiPolygon"}
    west, south, east, north = found.frame.total_bounds
    assert -0.6 < west < east < 0.4
    assert 51.2 < south < north < 51.8


def test_the_real_full_extent_wards_are_as_large_as_they_say(shared):
    found = read_boundary_file(shared / "data" / "boundaries/th_ward_dec2022_bfc.topo.json")
    assert found.frame.to_crs(METRIC).area.sum() / 1e6 == pytest.approx(21.575, abs=0.01)


def write(folder: Path, codes: list[str], shapes: list, crs: str | None = DEGREES, **more: list) -> Path:
    frame = gpd.GeoDataFrame({"ward_code": codes, "ward_name": [f"Ward {code}" for code in codes], **more}, geometry=shapes, crs=crs)
    frame.to_file(folder / "areas.gpkg")
    return folder / "areas.gpkg"


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp.zip"])
def test_metres_that_a_file_declares_become_degrees(tmp_path, ending):
    frame = gpd.GeoDataFrame({"code": ["A"], "name": ["Tower"]}, geometry=[shapely.box(651410, 313177, 651510, 313277)], crs="EPSG:27700")
    path = tmp_path / f"areas.{ending}"
    if ending == "shp.zip":
        (tmp_path / "shp").mkdir()
        frame.to_file(tmp_path / "shp" / "areas.shp")
        with zipfile.ZipFile(path, "w") as packed:
            for part in (tmp_path / "shp").iterdir():
                packed.write(part, part.name)
    else:
        frame.to_file(path)
    found = read_boundary_file(path)
    assert found.faults == []
    # Caister water tower in the Ordnance Survey's guide to coordinate systems: 52° 39' 28.8" north, 1° 42' 57.9" east.
    assert found.frame.total_bounds[:2] == pytest.approx((1.71607, 52.65801), abs=0.0001)


def test_a_file_that_does_not_say_where_it_is_must_be_told_unless_its_numbers_are_degrees(tmp_path):
    metres = shapely.box(535000, 181000, 536000, 182000)
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        path = write(tmp_path, ["A"], [metres], crs=None)
    assert "give it with --crs" in str(read_boundary_file(path).faults[0])
    assert read_boundary_file(path, crs="EPSG:27700").frame.total_bounds[1] == pytest.approx(51.51, abs=0.01)
    assert "is not known" in str(read_boundary_file(path, crs="EPSG:nothing").faults[0])


def test_a_file_that_says_otherwise_than_the_person_is_a_fault(tmp_path):
    found = read_boundary_file(write(tmp_path, ["A"], [shapely.box(0, 0, 1, 1)]), crs="EPSG:27700")
    assert "the file says WGS 84, --crs says OSGB36" in str(found.faults[0])


def test_every_fault_is_said_at_once_with_its_row(tmp_path):
    box = shapely.box(0, 0, 0.01, 0.01)
    shapes = [box, box, box, shapely.Point(0, 0), None, box]
    found = read_boundary_file(write(tmp_path, ["A", "A", "", "D", "E", "a/b"], shapes), code_field="ward_code")
    said = [str(fault) for fault in found.faults]
    assert [each.split(": ")[0] for each in said] == [
        *(f"areas.gpkg, row {row}, code" for row in (2, 3, 6)),
        *(f"areas.gpkg, row {row}, geometry" for row in (4, 5)),
    ]


def test_columns_that_are_not_there_or_cannot_be_guessed_are_named(tmp_path):
    path = write(tmp_path, ["A"], [shapely.box(0, 0, 1, 1)])
    assert "there is no column 'nope'; there are ward_code, ward_name" in str(read_boundary_file(path, code_field="nope").faults[0])
    gpd.GeoDataFrame({"size": [1.5]}, geometry=[shapely.box(0, 0, 1, 1)], crs=DEGREES).to_file(tmp_path / "bare.gpkg")
    assert "name it with --code-field: size" in str(read_boundary_file(tmp_path / "bare.gpkg").faults[0])


def test_a_shape_that_crosses_itself_can_be_mended_and_is_named(tmp_path):
    found = read_boundary_file(write(tmp_path, ["A", "B"], [BOW_TIE, shapely.box(1, 1, 1.01, 1.01)]))
    assert found.faults == []
    assert len(found.notes) == 1
    assert found.notes[0].startswith("row 1 (A) is not valid: Self-intersection")
    assert found.frame.is_valid.all()
    assert found.frame.geometry.iloc[0].area == pytest.approx(0.00005)


def test_a_file_that_is_no_boundaries_is_a_fault(tmp_path):
    (tmp_path / "areas.geojson").write_text("not at all")
    assert "cannot be read as boundaries" in str(read_boundary_file(tmp_path / "areas.geojson").faults[0])
    (tmp_path / "none.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    assert read_boundary_file(tmp_path / "none.geojson").faults


def lie(shapes: list, overlapping: bool = False, whole=None) -> tuple[list[str], list[str]]:
    frame = gpd.GeoDataFrame({"code": [f"A{number}" for number in range(len(shapes))]}, geometry=shapes, crs=METRIC).to_crs(DEGREES)
    place = gpd.GeoSeries([whole or shapely.box(530000, 180000, 534000, 184000)], crs=METRIC).to_crs(DEGREES).to_wkb().iloc[0]
    notes, faults = lie_of_the_land(frame, place, METRIC, "areas.gpkg", overlapping)
    return notes, [str(fault) for fault in faults]


def metres(west: float, south: float, east: float, north: float):
    return shapely.box(530000 + west, 180000 + south, 530000 + east, 180000 + north)


def test_areas_that_only_touch_are_said_nothing_about():
    assert lie([metres(0, 0, 100, 100), metres(100, 0, 200, 100)]) == ([], [])


def test_much_common_ground_is_a_fault_and_a_little_a_note_each_with_its_size():
    assert lie([metres(0, 0, 100, 100), metres(50, 0, 150, 100)])[1] == [
        "areas.gpkg, row 2, geometry: A0 and A1 overlap by 5,000 m²; if that is meant, say --overlapping."
    ]
    assert lie([metres(0, 0, 100, 100), metres(99.5, 0, 200, 100)])[0] == ["1 pairs of areas overlap a little: A0 and A1 by 50 m²."]
    assert lie([metres(0, 0, 100, 100), metres(50, 0, 150, 100)], overlapping=True) == ([], [])


def test_gaps_between_areas_are_measured():
    ring = metres(0, 0, 300, 300).difference(metres(100, 100, 200, 200))
    assert lie([ring])[0] == ["1 gaps lie between the areas, 10,000 m² in all, the largest 10,000 m²."]
    assert lie([ring, metres(100, 100, 200, 200)]) == ([], [])


def test_areas_outside_the_place_are_named_and_all_of_them_outside_is_a_fault():
    assert lie([metres(0, 0, 100, 100), metres(9000, 0, 9100, 100)])[0] == ["1 of 2 areas lie outside the place: A1."]
    assert "none of these areas lies in the place" in lie([metres(9000, 0, 9100, 100)])[1][0]
