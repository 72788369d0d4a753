"""Need by assets: thirds of either, the cell of each area, and areas with high need and few assets first."""

import pytest
from sqlalchemy import select

from assetmap.geo.classes import class_of
from assetmap.models import Area, Asset, PatchArea, Polarity
from assetmap.services import crossings, indicators
from assetmap.services.crossings import Crossing
from assetmap.services.filters import Filters


@pytest.fixture
def loneliness(session) -> Crossing:
    return crossings.crossing(session, indicators.get(session, "loneliness_pct"), "ward25", "", Filters())


def test_every_ward_is_in_one_of_nine_cells(loneliness):
    assert len(loneliness.rows) == 20
    assert loneliness.missing == 0
    assert sum(loneliness.counts.values()) == 20
    assert all(need in range(3) and assets in range(3) for need, assets in loneliness.counts)


def test_the_cell_of_an_area_is_its_third_by_either_measure(loneliness):
    assert [len(each) for each in (loneliness.need, loneliness.assets)] == [3, 3]
    for row in loneliness.rows:
        assert row.cell == (class_of(row.figure.value, loneliness.need), class_of(row.per_1000, loneliness.assets))
        assert row.per_1000 == pytest.approx(row.assets / row.people.value * 1000)


def test_high_need_with_few_assets_comes_first(loneliness):
    order = [(-row.cell[0], row.cell[1]) for row in loneliness.rows]
    assert order == sorted(order)


def test_assets_are_those_that_lie_in_the_area_and_pass_the_filters(session):
    found = crossings.crossing(session, indicators.get(session, "loneliness_pct"), "ward25", "", Filters(category=("libraries",)))
    query = select(Area.code).join(PatchArea, PatchArea.area_id == Area.id).join(Asset, Asset.patch_id == PatchArea.patch_id)
    codes = list(session.scalars(query.where(Asset.category.has(slug="libraries"), Area.code.like("E05%"))))
    assert {row.area.code: row.assets for row in found.rows if row.assets} == {code: codes.count(code) for code in codes}
    assert found.total == len(codes) > 0


def test_where_higher_is_better_need_is_high_where_the_figure_is_low(session):
    row = indicators.get(session, "loneliness_pct")
    row.indicator.polarity = Polarity.high
    try:
        found = crossings.crossing(session, row, "ward25", "", Filters())
        low, high = (pick(found.rows, key=lambda each: each.figure.value) for pick in (min, max))
        assert (low.cell[0], high.cell[0]) == (2, 0)
    finally:
        row.indicator.polarity = Polarity.low


def test_a_kind_of_asset_that_nobody_registered_tells_no_area_from_another(session):
    found = crossings.crossing(session, indicators.get(session, "loneliness_pct"), "ward25", "", Filters(q="nothinglikethis"))
    assert {row.cell[1] for row in found.rows} == {1}
    assert found.total == 0
