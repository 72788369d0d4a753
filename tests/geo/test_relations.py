"""Rank correlation: worked by hand, exact where the order is perfect, and not surer of itself than neighbours allow."""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from assetmap.geo.relations import correlate, distance_classes, effective_number, interval, likeness, spearman

GRID = np.array([(x, y) for x in range(10) for y in range(10)], dtype=float)


def test_a_rank_correlation_worked_by_hand():
    # Ranks 1 2 3 4 5 against 2 1 4 3 5: the differences squared add up to 4, so 1 - 6 * 4 / (5 * 24) = 0.8.
    assert spearman([10, 20, 30, 40, 50], [2.5, 1.0, 9.0, 7.0, 11.0]) == pytest.approx(0.8, abs=1e-15)


def test_equal_values_share_the_mean_of_their_ranks():
    # Ranks 1, 2.5, 2.5, 4 against 1 2 3 4: covariance 4.5, squares 4.5 and 5.
    assert spearman([1, 2, 2, 3], [1, 2, 3, 4]) == pytest.approx(4.5 / math.sqrt(4.5 * 5), abs=1e-15)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=60))
def test_it_is_that_of_scipy(pairs):
    x, y = zip(*pairs, strict=True)
    found = spearman(x, y)
    if found is None:
        assert len(set(x)) == 1 or len(set(y)) == 1
    else:
        assert found == pytest.approx(scipy.stats.spearmanr(x, y).statistic, abs=1e-12)


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=200, unique=True))
def test_a_perfect_order_is_exactly_one_or_minus_one(values):
    assert spearman(values, sorted(range(len(values)), key=lambda place: values[place])) is not None
    ranks = np.argsort(np.argsort(values)).tolist()
    assert spearman(values, ranks) == 1.0
    assert spearman(values, [-each for each in ranks]) == -1.0


def test_the_interval_is_fishers_with_the_variance_of_bonett_and_wright():
    # r = 0.6, n = 103: z = 0.693147, standard error sqrt(1.18 / 100) = 0.108628, half width 0.212907.
    assert interval(0.6, 103) == pytest.approx((math.tanh(0.693147 - 0.212907), math.tanh(0.693147 + 0.212907)), abs=1e-5)


def test_there_is_no_interval_where_there_is_no_telling():
    assert interval(0.5, 3) == (None, None)
    assert interval(1.0, 50) == (None, None)
    assert correlate([1, 2], [1, 2]) is None
    assert correlate([1, 1, 1, 1], [1, 2, 3, 4]) is None


def test_what_does_not_depend_on_place_is_worth_about_as_many_areas_as_there_are():
    dice = np.random.default_rng(1)
    worth = [effective_number(dice.normal(size=100), dice.normal(size=100), GRID) for _ in range(30)]
    assert 90 < np.median(worth) <= 100


def test_neighbours_that_resemble_each_other_are_worth_far_fewer():
    slope = GRID[:, 0] + GRID[:, 1] / 7
    assert effective_number(slope, slope**2 + np.sin(GRID[:, 1]), GRID) < 15


def smooth(dice: np.random.Generator) -> np.ndarray:
    """A field on the grid whose neighbours resemble each other."""
    distances = np.hypot(*(GRID[:, None, :] - GRID[None, :, :]).transpose(2, 0, 1))
    return np.linalg.cholesky(np.exp(-distances / 3) + np.eye(100) * 1e-9) @ dice.normal(size=100)


def test_the_corrected_interval_misses_the_truth_far_less_often_than_the_plain_one():
    dice, plain, corrected, tries = np.random.default_rng(7), 0, 0, 120
    for _ in range(tries):
        found = correlate(smooth(dice), smooth(dice), GRID)  # they have nothing to do with each other: the truth is 0
        plain += not found.lower < 0 < found.upper
        corrected += found.worth_lower is not None and not found.worth_lower < 0 < found.worth_upper
    assert plain / tries > 0.25
    assert corrected / tries < 0.12


def test_likeness_by_distance_worked_by_hand():
    # Three places in a row, values -2 0 2: covariance 8/3 with itself, 0 at distance 1, -4 at distance 2; then centred twice.
    places = np.array([(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)])
    classes = distance_classes(places)
    assert classes.tolist() == [[0, 7, 13], [7, 0, 7], [13, 7, 0]]
    raw = np.array([[8 / 3, 0, -4], [0, 8 / 3, 0], [-4, 0, 8 / 3]])
    middle = np.eye(3) - 1 / 3
    assert likeness(np.array([-2.0, 0.0, 2.0]), classes) == pytest.approx(middle @ raw @ middle)
