"""Shapes that people draw or send: what is simple comes back as it went, what crosses itself is refused, whatever it looks like."""

import json
import math

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from assetmap.errors import Faulty
from assetmap.geo import shapes
from assetmap.geo.frames import DEGREES

METRIC = 27700
MIDDLE = (-0.035, 51.515)
WHOLE = bytes(shapely.to_wkb(shapely.box(-0.08, 51.48, 0.01, 51.55)))

angles = st.lists(st.integers(0, 359), min_size=4, max_size=24, unique=True).filter(
    lambda found: max((b - a) % 360 for a, b in zip(sorted(found), sorted(found)[1:] + sorted(found)[:1], strict=True)) < 170
)
lengths = st.lists(st.floats(0.002, 0.012), min_size=24, max_size=24)


def star(found: list[int], far: list[float]) -> list[tuple[float, float]]:
    """A ring round the middle whose every corner can be seen from there, so that it never crosses itself."""
    return [
        (MIDDLE[0] + length * math.cos(math.radians(angle)), MIDDLE[1] + length / 1.6 * math.sin(math.radians(angle)))
        for angle, length in zip(sorted(found), far, strict=False)
    ]


def text(ring, kind: str = "Polygon") -> str:
    return json.dumps({"type": kind, "coordinates": [[*ring, ring[0]]]})


def faults(ring) -> list[str]:
    return shapes.shape_faults(shapes.read_shape(text(ring)), WHOLE, METRIC, "the place")


@given(angles, lengths)
def test_any_simple_ring_is_accepted_and_comes_back_as_it_went(found, far):
    ring = star(found, far)
    shape = shapes.read_shape(text(ring))
    assert faults(ring) == []
    assert shapes.from_wkb(shapes.as_wkb(shape)) == shape
    assert shapes.read_shape(json.dumps(shape)) == shape
    for given_corner, kept in zip(ring, shape["coordinates"][0], strict=False):
        assert kept == pytest.approx(given_corner, abs=1e-6)


@given(angles, lengths, st.integers(0, 3))
def test_any_ring_of_which_two_far_corners_are_exchanged_is_refused_if_it_crosses_itself(found, far, first):
    ring = star(found, far)
    ring[first], ring[(first + 2) % len(ring)] = ring[(first + 2) % len(ring)], ring[first]
    crosses = not shapely.Polygon([[round(lon, 6), round(lat, 6)] for lon, lat in ring]).is_valid
    assert any("crosses or touches itself" in fault for fault in faults(ring)) == crosses


def test_a_bow_tie_is_refused_and_the_place_of_the_crossing_named():
    assert faults([(-0.06, 51.51), (-0.04, 51.53), (-0.04, 51.51), (-0.06, 51.53)]) == [
        "The border crosses or touches itself near longitude -0.0500, latitude 51.5200. Move or delete a corner there."
    ]


def test_every_fault_of_size_and_place_is_said():
    assert len(faults([(-0.2, 51.5), (-0.1999, 51.5), (-0.1999, 51.5001)])) == 2


def test_too_many_corners_are_counted():
    ring = [(MIDDLE[0] + 0.01 * math.cos(n / 400), MIDDLE[1] + 0.01 * math.sin(n / 400)) for n in range(2501)]
    assert "2,502 corners" in faults(ring)[0]


@pytest.mark.parametrize("coordinates", [[[0, 0], [0, 91], [1, 1]], [[181, 0], [0, 1], [1, 1]]])
def test_numbers_that_are_no_degrees_are_said_to_be_none(coordinates):
    assert faults(coordinates) == ["The corners are not degrees of longitude and latitude."]


KML = "<kml><Polygon><outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></outerBoundaryIs></Polygon></kml>"
BAD = ["", "[]", "5", "null", "{}", '{"type":"Polygon"}', '{"type":"Feature","geometry":null}', '{"type":"FeatureCollection","features":5}']
BAD += ['{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}', '{"type":"Point","coordinates":[0,0]}', "<kml", "<kml/>", "[" * 40_000]
BAD += ['{"type":"Polygon","coordinates":[[[NaN,0],[1,1],[2,2],[NaN,0]]]}', '{"type":"Polygon","coordinates":[[[1e999,0],[1,1],[2,2]]]}']
BAD += ["<!DOCTYPE kml [<!ENTITY a 'aaaa'>]><kml>&a;</kml>", "<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>"]
BAD += ["<?x <!-- ?><!DOCTYPE kml [<!ENTITY a '0,0 1,1 1,0 0,0'>]><?x --> ?>" + KML.format("&a;")]
BAD += ["<kml><Polygon><outerBoundaryIs><LinearRing><coordinates>here,there</coordinates></LinearRing></outerBoundaryIs></Polygon></kml>"]


@pytest.mark.parametrize("given_text", BAD, ids=range(len(BAD)))
def test_what_is_no_shape_is_refused_in_a_sentence(given_text):
    with pytest.raises(Faulty) as refused:
        shapes.read_shape(given_text)
    assert "shape" in str(refused.value) or "polygon" in str(refused.value)


def test_what_only_looks_like_a_declaration_is_read():
    given_text = "<?x <!DOCTYPE ?><!-- <!ENTITY a> -->" + KML.format("0,0 1,1 1,0 0,0")
    assert shapes.read_shape(given_text)["type"] == "Polygon"


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_or_refused(given_text):
    try:
        shapes.read_shape(given_text)
    except Faulty as refused:
        assert refused.faults


def test_too_long_a_text_is_refused_before_it_is_read():
    with pytest.raises(Faulty, match="Send a simpler shape"):
        shapes.read_shape(" " * (shapes.MOST_CHARACTERS + 1))


def test_several_polygons_become_one_shape_and_heights_are_left_out():
    parts = [[[[west, 51.5, 7], [west + 0.01, 51.5, 7], [west + 0.01, 51.51, 7], [west, 51.5, 7]]] for west in (-0.06, -0.03)]
    features = [{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": part}} for part in parts]
    shape = shapes.read_shape(json.dumps({"type": "FeatureCollection", "features": features}))
    assert (shape["type"], len(shape["coordinates"])) == ("MultiPolygon", 2)
    assert shape["coordinates"][0][0][0] == [-0.06, 51.5]


def test_neighbours_join_without_a_seam():
    boxes = [shapely.box(-0.06, 51.5, -0.05, 51.51), shapely.box(-0.05, 51.5, -0.04, 51.51)]
    shape = shapes.joined([bytes(shapely.to_wkb(box)) for box in boxes], METRIC)
    assert shape["type"] == "Polygon"
    assert len(shape["coordinates"][0]) == 5


def test_the_ground_round_points_is_75_metres_wide():
    one = shapes.around([MIDDLE], METRIC)
    assert shapes.square_metres(one, METRIC) == pytest.approx(math.pi * 75**2, rel=0.03)
    assert faults(one["coordinates"][0][:-1]) == []


def test_shared_ground_is_measured_from_both_sides():
    areas = gpd.GeoDataFrame(
        {"area_id": [1, 2]}, geometry=[shapely.box(-0.06, 51.5, -0.04, 51.51), shapely.box(0, 51.5, 0.01, 51.51)], crs=DEGREES
    )
    shape = json.loads(text([(-0.05, 51.5), (-0.03, 51.5), (-0.03, 51.51), (-0.05, 51.51)]))
    (row,) = shapes.shared_ground(shape, areas, METRIC).to_dict("records")
    assert (row["area_id"], row["of_area"], row["of_shape"]) == (1, pytest.approx(0.5, abs=0.001), pytest.approx(0.5, abs=0.001))
