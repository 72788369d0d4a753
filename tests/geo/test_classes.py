"""Classes of a shaded map: those mapclassify would make, and each value in exactly one."""

import warnings

import mapclassify
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assetmap.geo import palettes
from assetmap.geo.classes import DEVIATIONS, EQUAL, MULTIPLES, NATURAL, OWN, PALETTE, QUANTILES, Shading, class_of, classify

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


many = st.lists(st.integers(-1000, 1000).map(float), min_size=8, max_size=60, unique=True)
shadings = st.builds(
    Shading,
    method=st.sampled_from([QUANTILES, NATURAL, EQUAL, DEVIATIONS, OWN]),
    number=st.integers(3, 7),
    breaks=st.lists(st.integers(-1000, 1000).map(float), min_size=1, max_size=6, unique=True).map(lambda found: tuple(sorted(found))),
    middle=st.none() | st.floats(-2e3, 2e3).map(lambda value: round(value, 2)),
)


def ends(found: list[float], **asked: object) -> list[float]:
    return [each.upper for each in classify(found, shading=Shading(**asked))]


@given(many, st.integers(3, 7))
def test_natural_breaks_are_those_of_fisher_and_jenks(found, number):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        assert ends(found, method=NATURAL, number=number) == mapclassify.FisherJenks(np.array(found), k=number).bins.tolist()


@given(many, st.integers(3, 7))
def test_equal_steps_are_those_of_mapclassify(found, number):
    assert ends(found, method=EQUAL, number=number) == pytest.approx(mapclassify.EqualInterval(np.array(found), k=number).bins.tolist())


@given(many, st.integers(3, 7))
def test_deviations_end_where_those_of_mapclassify_do_but_none_beyond_the_values(found, number):
    theirs = mapclassify.StdMean(np.array(found), multiples=list(MULTIPLES[number])).bins
    mine = ends(found, method=DEVIATIONS, number=number)
    first = int(np.searchsorted(theirs, min(found)))
    assert mine == pytest.approx(theirs.tolist()[first : first + len(mine)])
    assert mine[-1] >= max(found)
    assert all(upper < max(found) for upper in mine[:-1])


@given(many, st.integers(3, 7))
def test_any_number_of_quantiles_ends_where_mapclassify_says(found, number):
    quantiles = mapclassify.Quantiles(np.array(found), k=number)
    assume(quantiles.k == number and quantiles.counts.all())
    assert ends(found, method=QUANTILES, number=number) == quantiles.bins.tolist()


@given(many, st.lists(st.integers(-1000, 1000).map(float), min_size=1, max_size=6, unique=True))
def test_ones_own_breaks_are_those_of_mapclassify(found, breaks):
    theirs = mapclassify.UserDefined(np.array(found), sorted(breaks))
    mine = classify(found, shading=Shading(method=OWN, breaks=tuple(sorted(breaks))))
    assert [each.upper for each in mine] == theirs.bins.tolist()
    assert [each.count for each in mine] == theirs.counts.tolist()


@given(values, shadings, st.booleans())
def test_however_shaded_every_value_is_in_exactly_one_class(found, shading, darker):
    classes = classify(found, darker_is_higher=darker, shading=shading)
    assert sum(each.count for each in classes) == len(found)
    assert len({each.colour for each in classes}) == len(classes)
    for number, each in enumerate(classes):
        low = each.lower if number else min(each.lower, *found)
        inside = [value for value in found if (low <= value if number == 0 else low < value) and value <= each.upper]
        assert each.count == len(inside)
        assert all(class_of(value, classes) == number for value in inside)


@given(values, shadings)
def test_the_comparison_is_always_a_border(found, shading):
    assume(shading.middle is not None)
    classes = classify(found, shading=shading)
    below, above = [each for each in classes if each.side < 0], [each for each in classes if each.side > 0]
    assert below + above == classes
    assert sum(each.count for each in below) == sum(value <= shading.middle for value in found)
    assert not below or below[-1].upper <= shading.middle
    assert not above or above[0].lower >= shading.middle
    if below and above:
        assert below[-1].upper == above[0].lower == shading.middle


@pytest.mark.parametrize("method", [QUANTILES, NATURAL, EQUAL])
@pytest.mark.parametrize(("number", "each"), [(3, 1), (4, 2), (5, 2), (6, 3), (7, 3)])
def test_both_sides_of_the_comparison_have_as_many_classes(method, number, each):
    sides = [one.side for one in classify([float(n) for n in range(30)], shading=Shading(method, number, middle=20.5))]
    assert sides == [-1] * each + [1] * each


def test_natural_breaks_of_very_many_values_are_the_same_each_time_and_reach_both_ends():
    found = np.random.default_rng(3).normal(size=9000).tolist()
    first, second = (classify(found, shading=Shading(NATURAL)) for _ in range(2))
    assert first == second
    assert (first[0].lower, first[-1].upper, sum(each.count for each in first)) == (min(found), max(found), 9000)


def test_of_one_value_there_is_one_class_whatever_is_asked():
    for method in (QUANTILES, NATURAL, EQUAL, DEVIATIONS):
        assert [(each.lower, each.upper, each.count) for each in classify([4.0, 4.0], shading=Shading(method))] == [(4.0, 4.0, 2)]


def test_deciles_keep_their_pairs_whatever_is_asked():
    asked = Shading(EQUAL, 3, middle=5.0)
    assert classify([1.0, 7.0], deciles=True, shading=asked) == classify([1.0, 7.0], deciles=True)


class TestPalettes:
    """Colours in the order of their lightness, since grey paper keeps nothing else."""

    @pytest.mark.parametrize("count", range(2, 9))
    def test_a_sequential_palette_grows_darker_step_by_step(self, count):
        light = [palettes.luminance(colour) for colour in palettes.sequential(count)]
        assert all(one > other + 0.01 for one, other in zip(light, light[1:], strict=False))

    @pytest.mark.parametrize("stops", [palettes.ORANGE, palettes.PURPLE])
    @pytest.mark.parametrize("count", range(2, 8))
    def test_a_side_of_a_diverging_palette_grows_darker_away_from_the_middle(self, stops, count):
        light = [palettes.luminance(colour) for colour in palettes.side(count, stops)]
        assert light == sorted(light, reverse=True)
        assert len(set(light)) == count

    def test_orange_is_the_worse_side_whichever_way_is_better(self):
        low_is_better = classify([1.0, 9.0], shading=Shading(middle=5.0))
        high_is_better = classify([1.0, 9.0], darker_is_higher=False, shading=Shading(middle=5.0))
        assert (low_is_better[1].colour, high_is_better[0].colour) == (palettes.ORANGE[2],) * 2

    def test_a_map_of_two_measures_grows_darker_with_both(self):
        light = [[palettes.luminance(colour) for colour in row] for row in palettes.CROSSED]
        for line in [*light, *zip(*light, strict=True)]:
            assert line[0] > line[1] > line[2]
