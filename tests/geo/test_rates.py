"""Rates against limits printed in tables of the Poisson distribution and worked by hand."""

from math import exp, factorial, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.geo.rates import ALIKE, FEWER, MORE, limits, rate

# Garwood 1936, table II; the same numbers stand in every table of exact Poisson limits since.
TABLE = {0: (0.0, 3.689), 1: (0.0253, 5.572), 2: (0.2422, 7.225), 5: (1.6235, 11.668), 10: (4.7954, 18.390), 20: (12.217, 30.888)}


def at_most(count: int, mean: float) -> float:
    return sum(exp(-mean) * mean**n / factorial(n) for n in range(count + 1))


@pytest.mark.parametrize(("count", "expected"), TABLE.items())
def test_the_limits_are_those_of_the_printed_table(count, expected):
    assert limits(count) == pytest.approx(expected, abs=0.0006)


@pytest.mark.parametrize("count", [1, 3, 9, 25, 60])
def test_each_limit_leaves_two_and_a_half_per_cent_outside(count):
    lower, upper = limits(count)
    assert at_most(count, upper) == pytest.approx(0.025, abs=1e-9)
    assert 1 - at_most(count - 1, lower) == pytest.approx(0.025, abs=1e-9)


def byar(count: int) -> tuple[float, float]:
    """Byar's approximation as the technical guide prints it."""
    upper = count + 1
    return count * (1 - 1 / (9 * count) - 1.96 / (3 * sqrt(count))) ** 3, upper * (1 - 1 / (9 * upper) + 1.96 / (3 * sqrt(upper))) ** 3


@pytest.mark.parametrize("count", [10, 65, 400, 12_000])
def test_byars_approximation_comes_to_the_same_for_larger_counts(count):
    assert limits(count) == pytest.approx(byar(count), rel=0.005)


def test_a_rate_is_for_every_thousand_people():
    found = rate(5, 20_000)
    assert (found.count, found.value) == (5, 0.25)
    assert found.lower == pytest.approx(1.6235 / 20, abs=0.0001)
    assert found.upper == pytest.approx(11.668 / 20, abs=0.0001)


def test_none_at_all_has_an_upper_limit_and_is_not_zero_for_sure():
    found = rate(0, 1000)
    assert (found.value, found.lower) == (0.0, 0.0)
    assert found.upper == pytest.approx(3.689, abs=0.001)


@pytest.mark.parametrize("people", [None, 0, -5])
def test_without_people_there_is_no_rate(people):
    assert rate(3, people) is None


@pytest.mark.parametrize(
    ("count", "people", "word"),
    # The whole has 75 among 323,854: 0.2316 for every 1,000.
    [(9, 15_000, MORE), (5, 15_000, ALIKE), (1, 15_000, ALIKE), (0, 15_000, ALIKE), (0, 16_100, FEWER), (1, 30_000, FEWER)],
)
def test_clearly_more_or_fewer_is_said_only_where_the_whole_lies_outside_the_interval(count, people, word):
    assert rate(count, people).beside(rate(75, 323_854)) == word


def test_beside_nothing_nothing_is_said():
    assert rate(3, 1000).beside(None) == ALIKE


@given(st.integers(0, 10_000_000), st.floats(1, 1e8))
def test_the_interval_always_holds_the_value(count, people):
    found = rate(count, people)
    assert 0 <= found.lower <= found.value <= found.upper
