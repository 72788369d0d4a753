"""Tables of an indicator: classes as asked for, what intervals say, the same colours over time."""

import pytest
from sqlalchemy import select

from assetmap.errors import BadQuery
from assetmap.geo.classes import EQUAL, OWN
from assetmap.models import Indicator, Observation
from assetmap.services import comparators, comparisons, indicators, places, tables
from assetmap.services.indicators import IndicatorRow
from assetmap.services.tables import Choice
from tests import surveys


@pytest.fixture
def survey(session) -> IndicatorRow:
    surveys.hold(session)
    return indicators.get(session, surveys.KEY)


def test_the_whole_place_a_country_and_the_middle_can_be_compared_with(session, survey):
    table = tables.table(session, survey, "ward25")
    assert [(each.key, each.value) for each in table.comparators] == [("borough", 30.0), ("england", 24.0), ("middle", 30.0)]


def test_what_the_colours_diverge_around_is_a_border(session, survey):
    table = tables.table(session, survey, "ward25", choice=Choice(around="england"))
    assert [each.side for each in table.classes] == [-1, -1, 1, 1]
    assert table.classes[1].upper == 24.0
    assert all((each.figure.value > 24) == (table.classes[each.number].side > 0) for each in table.rows if each.number is not None)


def test_an_area_is_unclear_where_its_interval_holds_the_comparison(session, survey):
    beside_place = tables.table(session, survey, "ward25")
    assert sorted(each.figure.value for each in beside_place.rows if each.unclear) == [27, 28, 29, 30, 31, 32, 33]
    beside_england = tables.table(session, survey, "ward25", choice=Choice(around="england"))
    assert sorted(each.figure.value for each in beside_england.rows if each.unclear) == [21, 22, 23, 24, 25, 26, 27]
    assert beside_england.unclear == 7


def test_without_an_interval_nothing_is_said_about_clear_differences(session):
    surveys.hold(session, intervals=False)
    table = tables.table(session, indicators.get(session, surveys.KEY), "ward25")
    assert (table.unclear, table.with_interval) == (0, 0)
    assert {each.unclear for each in table.rows} == {None}


def test_what_is_not_known_is_neither_clear_nor_unclear(session, survey):
    (unknown,) = [each for each in tables.table(session, survey, "ward25").rows if each.figure.value is None]
    assert (unknown.number, unknown.unclear) == (None, None)


def test_a_comparison_that_is_not_there_is_refused_and_what_there_is_is_named(session, survey):
    with pytest.raises(BadQuery, match="borough, england, middle"):
        tables.table(session, survey, "ward25", choice=Choice(around="mars"))


@pytest.mark.parametrize("key", ["iod25_imd_decile", "iod25_imd_rank"])
def test_ranks_and_deciles_are_compared_with_nothing(session, key):
    row = indicators.get(session, key)
    assert comparators.listed(session, row, row.geographies[-1], row.periods[0]) == []


def test_a_number_of_people_is_not_compared_with_that_of_a_larger_place(session):
    row = indicators.get(session, "pop_mid2022")
    assert [each.key for each in tables.table(session, row, "ward25").comparators] == ["middle"]


def test_ones_own_limits_are_per_cent_where_the_figure_is_a_share(session):
    row = indicators.get(session, "iod25_income_rate")
    table = tables.table(session, row, "lsoa21", choice=Choice(OWN, breaks=(10.0, 20.0)))
    assert [each.upper for each in table.classes[:2]] == [0.1, 0.2]


def test_over_time_all_periods_have_the_same_classes_and_each_counts_its_own(session, survey):
    found = tables.over_time(session, survey, tables.table(session, survey, "ward25").geography, Choice(EQUAL, 4))
    assert [each.period for each in found] == list(surveys.PERIODS)
    limits = [[(one.lower, one.upper, one.colour) for one in each.classes] for each in found]
    assert limits[0] == limits[1] == limits[2]
    assert [sum(one.count for one in each.classes) for each in found] == [20, 20, 19]
    assert limits[0][0][0] == 18.0
    assert limits[0][-1][1] == 39.0


def test_over_time_every_table_is_compared_with_the_figure_at_which_the_colours_turn(session, survey):
    geography = tables.table(session, survey, "ward25").geography
    found = tables.over_time(session, survey, geography, Choice(EQUAL, 4, around="middle"))
    newest = comparators.find(session, survey, geography, "2024", "middle")
    assert [each.comparator for each in found] == [newest] * 3
    assert (newest.period, newest.value) == ("2024", 30.0)
    assert all(each.beside == newest for each in found)
    for each in found:
        assert newest.value in [one.upper for one in each.classes if one.side < 0] + [one.lower for one in each.classes if one.side > 0]


def test_over_time_no_more_than_twelve_periods_are_shown_and_they_are_the_newest(session):
    surveys.hold(session, tuple(str(year) for year in range(2005, 2020)))
    row = indicators.get(session, surveys.KEY)
    found = tables.over_time(session, row, tables.table(session, row, "ward25").geography)
    assert [each.period for each in found] == [str(year) for year in range(2008, 2020)]


def test_the_middle_of_an_even_number_of_deciles_is_one_of_them_and_no_average(session):
    indicator = session.scalars(select(Indicator).where(Indicator.key == "iod25_imd_decile")).one()
    observed = session.scalars(select(Observation).where(Observation.indicator_id == indicator.id)).all()
    session.delete(observed[0])
    for number, each in enumerate(observed[1:]):
        each.value = 3 if number < len(observed) // 2 else 6
    places.figures_changed(session)
    row = indicators.get(session, indicator.key)
    table = tables.table(session, row, "lsoa21")
    assert table.known == 168
    middle = comparisons.of_area(session, row, table.rows[0].area, table.period)[0]
    assert (middle.kind, middle.value) == (comparisons.MIDDLE, 3)
