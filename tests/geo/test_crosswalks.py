"""Sharing small areas out among larger ones, against shares worked out by hand."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from assetmap.geo.crosswalks import BY_GROUND, BY_HOMES, crosswalk
from assetmap.geo.figures import combine

METRIC = 27700
ORIGIN = (535_000.0, 181_000.0)


def areas(boxes: list[tuple[float, float, float, float]], first: int) -> gpd.GeoDataFrame:
    """Areas from boxes in metres from a corner of Tower Hamlets, as EPSG:4326."""
    shapes = [shapely.box(*(value + ORIGIN[n % 2] for n, value in enumerate(box))) for box in boxes]
    ids = list(range(first, first + len(boxes)))
    frame = gpd.GeoDataFrame({"area_id": ids, "code": [f"A{number:04}" for number in ids]}, geometry=shapes, crs=METRIC)
    return frame.to_crs(4326)


def homes(points: list[tuple[float, float]]) -> gpd.GeoDataFrame:
    placed = gpd.points_from_xy([x + ORIGIN[0] for x, _ in points], [y + ORIGIN[1] for _, y in points], crs=METRIC)
    return gpd.GeoDataFrame({"asset_id": range(len(points))}, geometry=placed).to_crs(4326)


def shares(found: pd.DataFrame) -> dict[tuple[int, int], float]:
    return {(row.child_id, row.parent_id): row.share for row in found.itertuples()}


SMALL = areas([(0, 0, 1000, 1000), (1000, 0, 2000, 1000)], 1)
LARGE = areas([(0, 0, 1500, 1000), (1500, 0, 2000, 1000)], 11)


def test_homes_decide_and_not_the_ground():
    # Of the second area half the ground is in each large area, but four homes of five are in the second.
    found = crosswalk(
        SMALL, LARGE, homes([(1100, 500), *[(1600 + n, 500) for n in range(4)], *[(n, 10) for n in range(1, 6)]]), METRIC, 150
    )
    assert shares(found) == pytest.approx({(1, 11): 1.0, (2, 11): 0.2, (2, 12): 0.8})
    assert set(found["method"]) == {BY_HOMES}


def test_where_too_few_homes_are_known_the_ground_decides():
    found = crosswalk(SMALL, LARGE, homes([(1100, 500)]), METRIC, 150)
    assert shares(found) == pytest.approx({(1, 11): 1.0, (2, 11): 0.5, (2, 12): 0.5}, abs=1e-6)
    assert set(found["method"]) == {BY_GROUND}


def test_no_homes_at_all_is_no_fault():
    assert shares(crosswalk(SMALL, LARGE, homes([]), METRIC, 150)) == pytest.approx({(1, 11): 1, (2, 11): 0.5, (2, 12): 0.5}, abs=1e-6)


def test_drawn_areas_hold_only_what_lies_in_them_and_may_lie_on_one_another():
    drawn = areas([(0, 0, 500, 1000), (260, 0, 740, 1000)], 21)
    found = crosswalk(SMALL, drawn, homes([(100 * n + 50, 500) for n in range(10)]), METRIC, 150, overlapping=True)
    assert shares(found) == pytest.approx({(1, 21): 0.5, (1, 22): 0.4})  # homes at 50, 150, ... 950


def test_of_an_area_that_only_reaches_in_no_more_counts_than_what_lies_inside():
    neighbour = areas([(1900, 0, 2900, 1000)], 3)  # a tenth of its ground lies in the town; its homes lie beside the border
    assert shares(crosswalk(neighbour, LARGE, homes([]), METRIC, 150)) == pytest.approx({(3, 12): 0.1}, abs=1e-6)
    beside = homes([(1950, 500), *[(2010 + 10 * n, 500) for n in range(9)]])
    assert shares(crosswalk(neighbour, LARGE, beside, METRIC, 150)) == pytest.approx({(3, 12): 0.1})


def test_where_two_maps_of_a_border_differ_nobody_is_lost():
    ragged = areas([(0, 0, 1500, 1000), (1500, 0, 1950, 1000)], 11)
    spots = homes([(1100, 500), (1300, 500), (1600, 500), (1800, 500), (1990, 500)])
    assert shares(crosswalk(SMALL, ragged, spots, METRIC, 150)) == pytest.approx({(1, 11): 1.0, (2, 11): 0.4, (2, 12): 0.6})
    assert shares(crosswalk(SMALL, ragged, homes([]), METRIC, 150)) == pytest.approx(
        {(1, 11): 1, (2, 11): 10 / 19, (2, 12): 9 / 19}, abs=1e-6
    )


def test_nothing_comes_of_nothing():
    assert len(crosswalk(SMALL, LARGE.iloc[:0], homes([]), METRIC, 150)) == 0


@st.composite
def towns(draw):
    """A town cut into columns twice, each time otherwise, with homes strewn over it."""
    width = 4000
    cuts = st.lists(st.integers(100, width - 100), max_size=6, unique=True).map(lambda found: [0, *sorted(found), width])
    small, large = draw(cuts), draw(cuts)
    spots = draw(st.lists(st.tuples(st.integers(0, width), st.integers(0, 1000)), max_size=60))
    return small, large, spots


@given(towns())
def test_totals_are_kept(town):
    small, large, spots = town
    pieces = [areas([(a, 0, b, 1000) for a, b in zip(cuts, cuts[1:], strict=False)], first) for cuts, first in ((small, 1), (large, 101))]
    found = crosswalk(*pieces, homes(spots), METRIC, 150)
    people = pd.Series(np.arange(1, len(small)) * 137.0, index=range(1, len(small)))
    parts = found.rename(columns={"parent_id": "area_id"}).assign(
        indicator_id=1, period="2022", measure="count", people=np.nan, value=found["child_id"].map(people)
    )
    assert combine(parts)["value"].sum() == pytest.approx(people.sum(), rel=1e-9)
    assert set(found["child_id"]) == set(people.index)
    assert ((found["share"] > 0) & (found["share"] <= 1)).all()
