"""A blurred point tells the square a place is in, and nothing more by comparing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from assetmap.geo.blur import blurred

EARTH = Geod(ellps="WGS84")
METRIC = 27700
LONDON = {"lon": st.floats(-0.08, 0.01), "lat": st.floats(51.48, 51.55)}
RADII = (250, 500, 1000)


def apart(one, other) -> float:
    return EARTH.inv(*one, *other)[2]


@given(**LONDON, radius=st.sampled_from(RADII))
def test_a_blurred_point_is_at_most_the_radius_away(lon, lat, radius):
    assert apart((lon, lat), blurred(lon, lat, radius, METRIC)) <= radius


@given(**LONDON)
def test_the_wider_point_follows_from_the_narrower_one(lon, lat):
    narrow = blurred(lon, lat, 250, METRIC)
    assert blurred(*narrow, 500, METRIC) == blurred(lon, lat, 500, METRIC)
    assert blurred(*narrow, 1000, METRIC) == blurred(lon, lat, 1000, METRIC)


@pytest.mark.parametrize(("radius", "side"), [(250, 350), (500, 700), (1000, 1400)])
def test_many_spots_of_one_square_have_one_point(radius, side):
    middle = blurred(-0.05, 51.52, radius, METRIC)
    inside = [EARTH.fwd(*middle, bearing, 0.45 * side)[:2] for bearing in range(0, 360, 15)]
    assert {blurred(lon, lat, radius, METRIC) for lon, lat in inside} == {middle}
