"""Periods stand in the order of time, and the newest is the last in time and not in spelling."""

import pytest

from assetmap.services import figures, indicators, trends
from assetmap.services.periods import newest_first, oldest_first
from tests.services.loads.files import bring, ward_table, wards

IN_ORDER = [
    ["Dec 2021", "January 2022", "Mar 2023", "Jan 2024", "Feb 2024", "2024"],
    ["FY 2021-22", "FY 2022-23", "2023-24", "2024/25"],
    ["1998-00", "1999-02", "2011-13", "2012-2014", "2015"],
    ["2022 Q4", "2023 Q1", "Q2 2023", "2024 Q1"],
    ["2022-11", "2022-12", "2023-01", "2023-02-28", "2023-03-31"],
    ["Apr 2021 to Mar 2022", "Apr 2022 to Mar 2023"],
    ["mid-2019", "mid-2020", "Summary of 2021"],
    ["before the war", "1901"],
]


@pytest.mark.parametrize("known", IN_ORDER, ids=lambda known: known[0])
def test_periods_stand_in_the_order_of_time(known):
    assert oldest_first(reversed(known)) == known
    assert newest_first([*known, *known]) == known[::-1]


def test_the_newest_of_loaded_figures_is_the_last_in_time(session):
    bring(session, ward_table(session, "Ward code,Mar 2023,Jan 2024", "{n},{n}.5"), "cold.csv")
    row = indicators.get(session, "cold")
    assert row.periods == row.known[row.geographies[0].id] == ["Jan 2024", "Mar 2023"]
    assert figures.newest(session, row, row.geographies[0]) == "Jan 2024"
    assert [each.period for each in trends.of_area(session, row, wards(session)[0]).figures] == ["Mar 2023", "Jan 2024"]
