"""Distances on the ground, against published and hand-worked ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.geo.distance import around, metres


def test_a_degree_of_latitude_at_the_equator_is_that_of_the_ellipsoid():
    assert metres(0, 0, [0], [1])[0] == pytest.approx(110_574.4, abs=0.5)


def test_a_degree_of_longitude_at_the_equator_is_that_of_the_ellipsoid():
    assert metres(0, 0, [1], [0])[0] == pytest.approx(111_319.5, abs=0.5)


def test_one_point_is_compared_with_each_of_many():
    found = metres(-0.06, 51.51, [-0.06, -0.06], [51.51, 51.511])
    assert found[0] == 0
    assert found[1] == pytest.approx(111.3, abs=0.1)


@given(st.floats(-0.2, 0.2), st.floats(51, 52), st.floats(1, 5000), st.floats(-1, 1), st.floats(-1, 1))
def test_the_square_round_a_point_holds_everything_within_the_radius(lon, lat, radius, across, up):
    west, south, east, north = around(lon, lat, radius)
    other = lon + across * (east - west), lat + up * (north - south)
    if metres(lon, lat, [other[0]], [other[1]])[0] <= radius * 0.999:
        assert west <= other[0] <= east
        assert south <= other[1] <= north
