"""Classes of a shaded map: those mapclassify would make, and each value in exactly one."""

import mapclassify
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assetmap.geo.classes import PALETTE, class_of, classify

values = st.lists(st.floats(-1e6, 1e6).map(lambda value: round(value, 3)), min_size=1, max_size=80)


@given(st.lists(st.integers(-1000, 1000).map(float), min_size=6, max_size=60, unique=True))
def test_breaks_are_the_quantiles_of_mapclassify(found):
    quantiles = mapclassify.Quantiles(np.array(found), k=5)
    assume(quantiles.k == 5 and quantiles.counts.all())
    assert [each.upper for each in classify(found)] == quantiles.bins.tolist()


def test_many_equal_values_leave_fewer_classes_and_no_empty_one():
    classes = classify([0.0] * 50 + [1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    assert [(each.upper, each.count) for each in classes] == [(0.0, 50), (6.0, 6)]


@given(values)
def test_every_value_is_in_exactly_one_class(found):
    classes = classify(found)
    for value in found:
        holding = [
            number
            for number, each in enumerate(classes)
            if (each.lower <= value if number == 0 else each.lower < value) and value <= each.upper
        ]
        assert holding == [class_of(value, classes)]


@given(values)
def test_counts_add_up_to_the_values(found):
    classes = classify(found)
    assert sum(each.count for each in classes) == len(found)
    for number, each in enumerate(classes):
        assert each.count == sum(class_of(value, classes) == number for value in found)


@given(values)
def test_no_class_is_empty_and_none_has_another_s_colour(found):
    classes = classify(found)
    assert all(each.count for each in classes)
    assert len({each.colour for each in classes}) == len(classes) <= len(PALETTE)


@given(st.lists(st.integers(1, 10).map(float), min_size=1, max_size=60))
def test_deciles_go_in_pairs_whatever_the_values_are(found):
    classes = classify(found, deciles=True)
    assert [(each.lower, each.upper) for each in classes] == [(1, 2), (2, 4), (4, 6), (6, 8), (8, 10)]
    assert [each.count for each in classes] == [sum(value in (high - 1, high) for value in found) for high in (2, 4, 6, 8, 10)]


def test_five_or_fewer_distinct_values_each_have_their_class():
    classes = classify([3.0, 1.0, 1.0, 2.0])
    assert [(each.upper, each.count) for each in classes] == [(1.0, 2), (2.0, 1), (3.0, 1)]


def test_darker_means_worse_whichever_way_is_better():
    assert [each.colour for each in classify(range(10), darker_is_higher=True)] == list(PALETTE)
    assert [each.colour for each in classify(range(10), darker_is_higher=False)] == list(reversed(PALETTE))


def test_what_is_not_known_has_no_class():
    classes = classify([1.0, float("nan"), None, 2.0, float("inf")])
    assert sum(each.count for each in classes) == 2
    assert class_of(None, classes) is None


@pytest.mark.parametrize("nothing", [[], [None], [float("nan")]])
def test_no_values_give_no_classes(nothing):
    assert classify(nothing) == []
    assert class_of(1.0, []) is None
