"""Figures of larger areas from smaller ones, against values worked out by hand."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.geo.figures import combine, ranks


def parts(measure: str, rows: list[tuple[float | None, float | None]], share: float = 1.0) -> pd.DataFrame:
    """Small areas of one larger area, each with its value and how many people it is about."""
    frame = pd.DataFrame(rows, columns=["value", "people"], dtype=float)
    return frame.assign(indicator_id=1, period="2025", area_id=9, measure=measure, share=share)


def only(frame: pd.DataFrame) -> pd.Series:
    found = combine(frame)
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize("measure", ["score", "proportion", "percent", "mean"])
def test_an_average_is_weighted_by_the_people_it_is_about(measure):
    found = only(parts(measure, [(10, 100), (40, 200)]))
    assert found["value"] == pytest.approx(30.0)  # (10 x 100 + 40 x 200) / 300
    assert (found["lowest"], found["highest"], found["parts"], found["known"], found["covered"]) == (10, 40, 2, 2, 1.0)


def test_counts_are_added():
    assert only(parts("count", [(120, None), (80, None), (1, None)]))["value"] == 201


def test_a_sum_with_a_part_missing_is_not_given():
    found = only(parts("count", [(120, None), (None, None)]))
    assert math.isnan(found["value"])
    assert (found["parts"], found["known"]) == (2, 1)


def test_an_average_rests_on_the_parts_that_are_known_and_says_how_much_that_is():
    found = only(parts("score", [(10, 100), (None, 300)]))
    assert found["value"] == 10
    assert (found["covered"], found["known"], found["parts"]) == (0.25, 1, 2)


def test_missing_is_never_counted_as_zero():
    assert only(parts("percent", [(50, 100), (None, 100)]))["value"] == 50


@pytest.mark.parametrize("measure", ["rank", "decile"])
def test_ranks_and_deciles_are_never_averaged(measure):
    found = only(parts(measure, [(2, 100), (8, 100)]))
    assert math.isnan(found["value"])
    assert (found["lowest"], found["highest"]) == (2, 8)


def test_an_average_of_nobody_is_not_given():
    assert math.isnan(only(parts("score", [(10, None), (20, None)]))["value"])


def test_where_nothing_is_known_nothing_is_given():
    found = only(parts("score", [(None, 100), (None, 100)]))
    assert math.isnan(found["value"])
    assert (found["known"], found["covered"]) == (0, 0.0)


def test_half_of_an_area_counts_half():
    assert only(parts("count", [(100, None)], share=0.5))["value"] == 50


def test_areas_periods_and_indicators_are_kept_apart():
    one = parts("count", [(1, None)])
    frame = pd.concat([one, one.assign(area_id=8), one.assign(period="2019"), one.assign(indicator_id=2)], ignore_index=True)
    assert combine(frame)["value"].tolist() == [1, 1, 1, 1]


def test_an_average_counts_only_the_people_of_the_part():
    frame = parts("percent", [(10, 100), (40, 200)]).assign(share=[1.0, 0.25])
    found = only(frame)
    assert found["value"] == pytest.approx(20.0)  # (10 x 100 + 40 x 50) / 150
    assert (found["parts"], found["partly"]) == (2, 1)


def test_a_value_without_people_is_not_counted_as_known():
    found = only(parts("percent", [(10, 100), (90, None)]))
    assert found["value"] == 10
    assert (found["known"], found["parts"]) == (1, 2)


def test_a_rank_is_shared_by_equal_values():
    assert ranks([5.0, 3.0, 3.0, 1.0], highest_first=True) == [1, 2, 2, 4]
    assert ranks([5.0, 3.0, 3.0, 1.0], highest_first=False) == [4, 2, 2, 1]


@given(st.lists(st.integers(-5, 5).map(float), max_size=30), st.booleans())
def test_a_rank_is_one_more_than_how_many_are_ahead(values, highest_first):
    ahead = [1 + sum(other > value if highest_first else other < value for other in values) for value in values]
    assert ranks(values, highest_first) == ahead
