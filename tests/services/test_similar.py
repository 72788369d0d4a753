"""Is it one of these? Names alike are found, wherever their words stand."""

import pytest

from assetmap.services.similar import alike, similar_assets, similar_groups


@pytest.mark.parametrize("typed", ["The Sundial Centre now", "The Sundial Centre xq", "Sundial Centre, The", "the sundial center"])
def test_an_asset_with_a_name_alike_is_offered(session, typed):
    assert [item.name for item in similar_assets(session, typed, None)] == ["The Sundial Centre"]


def test_near_a_point_only_what_is_near_is_offered(session):
    assert similar_assets(session, "The Sundial Centre", (-0.01, 51.50)) == []
    (found,) = similar_assets(session, "The Sundial Centre", (-0.0687, 51.5297))
    assert found.distance_m == pytest.approx(10, abs=10)


def test_a_name_that_shares_only_ordinary_words_is_not_offered(session):
    assert similar_assets(session, "Community Hub for Elderly Otters", None) == []


def test_a_group_with_a_name_alike_is_offered(session):
    assert "Poplar HARCA" in [group.name for group in similar_groups(session, "poplar harca")]


def test_alike_is_a_hundred_for_the_same_name_and_little_for_another():
    assert alike("Idea Store Bow", "bow idea store") == 100
    assert alike("Idea Store Bow", "Mudchute skate park") < 50
