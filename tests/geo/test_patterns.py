"""Do areas resemble their neighbours: a chessboard, a slope, one hot corner, all of them known by hand."""

import geopandas as gpd
import numpy as np
import pytest
import scipy.stats
import shapely
from hypothesis import given
from hypothesis import strategies as st

from assetmap.geo.patterns import HIGH_HIGH, LOW_LOW, UNCLEAR, benjamini_hochberg, clusters, neighbours, resemblance, two_sided

SIDE = 8


def board(side: int = SIDE, lonely: bool = False) -> gpd.GeoDataFrame:
    """Squares beside each other, numbered by row; `lonely` adds one far away."""
    cells = [shapely.box(x, y, x + 1, y + 1) for y in range(side) for x in range(side)]
    if lonely:
        cells.append(shapely.box(50, 50, 51, 51))
    return gpd.GeoDataFrame({"area_id": range(100, 100 + len(cells))}, geometry=cells, crs="EPSG:27700")


def on_board(value, side: int = SIDE) -> dict[int, float]:
    return {100 + y * side + x: float(value(x, y)) for y in range(side) for x in range(side)}


def test_neighbours_touch_at_a_side_or_a_corner():
    touching = neighbours(board(3))
    assert sorted(touching[104]) == [100, 101, 102, 103, 105, 106, 107, 108]
    assert sorted(touching[100]) == [101, 103, 104]


def test_an_area_apart_has_no_neighbour_and_is_counted():
    touching = neighbours(board(4, lonely=True))
    assert touching[116] == ()
    values = on_board(lambda x, y: x, 4) | {116: 9.0}
    found = resemblance(values, touching)
    assert (found.number, found.alone) == (16, 1)
    assert 116 not in clusters(values, touching)


def test_a_row_of_areas_worked_by_hand():
    # Values 1 to 8 in a row, z from -3.5 to 3.5. Between the ends the mean of both neighbours is z itself, so z squared counts:
    # 2 * (6.25 + 2.25 + 0.25) = 17.5. Each end has one neighbour: 2 * 3.5 * 2.5 = 17.5. Over the sum of z squared: 35 / 42.
    touching = {n: [m for m in (n - 1, n + 1) if 0 <= m < 8] for n in range(8)}
    z = np.arange(8) - 3.5
    lag = np.array([np.mean(z[others]) for others in touching.values()])
    found = resemblance({n: float(n + 1) for n in range(8)}, touching)
    assert found.value == pytest.approx(float(z @ lag) / float(z @ z), abs=1e-12) == pytest.approx(35 / 42, abs=1e-12)
    assert found.expected == pytest.approx(-1 / 7)


def test_a_chessboard_is_unlike_its_neighbours_and_a_slope_is_like_them():
    sides = {number: [other for other in others if abs(number - other) in (1, SIDE)] for number, others in neighbours(board()).items()}
    chess = resemblance(on_board(lambda x, y: (x + y) % 2), sides)
    slope = resemblance(on_board(lambda x, y: x + y), neighbours(board()))
    assert chess.value == pytest.approx(-1.0)
    assert chess.p < 0.001
    assert slope.value > 0.7
    assert slope.p == pytest.approx(2 / 10_000)


def test_values_without_order_resemble_their_neighbours_no_more_than_by_chance():
    dice = np.random.default_rng(4)
    found = resemblance(on_board(lambda x, y: dice.normal()), neighbours(board()))
    assert abs(found.value - found.expected) < 0.2
    assert found.p > 0.05


def test_the_same_question_gets_the_same_answer_and_the_process_keeps_its_dice():
    values, touching = on_board(lambda x, y: x * y % 5), neighbours(board())
    np.random.seed(1)  # noqa: NPY002
    first = clusters(values, touching)
    rolled = np.random.random()  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    assert rolled == np.random.random()  # noqa: NPY002
    assert first == clusters(values, touching)
    assert resemblance(values, touching) == resemblance(values, touching)


def test_a_hot_corner_and_a_cold_one_are_found_and_the_middle_is_not():
    dice = np.random.default_rng(2)
    values = on_board(lambda x, y: (10 if x + y < 5 else -10 if x + y > 9 else 0) + dice.normal())
    found = clusters(values, neighbours(board()))
    assert found[100].kind == HIGH_HIGH
    assert found[100 + SIDE * SIDE - 1].kind == LOW_LOW
    assert found[100 + SIDE * SIDE // 2 + SIDE // 2].kind == UNCLEAR
    assert all(each.corrected >= each.p for each in found.values())


def test_noise_makes_no_clusters_once_corrected():
    dice = np.random.default_rng(3)
    found = clusters(on_board(lambda x, y: dice.normal()), neighbours(board()))
    assert any(each.p < 0.05 for each in found.values())
    assert {each.kind for each in found.values()} == {UNCLEAR}


@pytest.mark.parametrize("values", [on_board(lambda x, y: 1.0), {100: 1.0, 101: 2.0}])
def test_nothing_is_said_where_there_is_nothing_to_tell(values):
    assert resemblance(values, neighbours(board())) is None
    assert clusters(values, neighbours(board())) == {}


def test_benjamini_and_hochberg_by_hand():
    # 0.01 * 4 / 1, 0.02 * 4 / 2, 0.03 * 4 / 3, 0.5 * 4 / 4; none may be larger than the next.
    assert benjamini_hochberg(np.array([0.5, 0.01, 0.03, 0.02])) == pytest.approx([0.5, 0.04, 0.04, 0.04])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_it_is_that_of_scipy(p):
    assert benjamini_hochberg(np.array(p)) == pytest.approx(scipy.stats.false_discovery_control(p))


def test_a_p_is_two_sided_and_never_nothing():
    chance = np.array([[0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 2.0, 3.0], [5.0, 5.0, 5.0, 5.0]])
    assert two_sided(np.array([9.0, 0.0, 5.0]), chance).tolist() == [2 / 5, 4 / 5, 1.0]
