"""Where the table is in a sheet, and what its columns are."""

import numpy as np
import pytest

from assetmap.services.sheets import Sheet, find, layouts
from assetmap.services.sheets.columns import MAIN, Role, guess
from assetmap.services.sheets.periods import is_period, normal, within, without
from assetmap.services.sheets.sheet import trimmed


def table(text: str, **more: int):
    return find(Sheet("Sheet", trimmed([line.split(";") for line in text.strip("\n").split("\n")])), (), **more)


def roles(text: str) -> list[tuple[str, str, str]]:
    return [(column.role.value, column.indicator, column.period) for column in guess(table(text))]


PREAMBLE = """
Table 2: Fuel poverty by area

Source: DESNZ

Code;Name;2020;2021
E01000001;A;1;2
E01000002;B;3;[c]
E01000003;C;..;6
;
Notes
[c];confidential
1. Figures are rounded.
"""


def test_the_heading_is_found_below_a_preamble_and_the_notes_are_cut_off():
    found = table(PREAMBLE)
    assert (found.header_row, found.header_rows) == (5, 1)
    assert found.headings == ["Code", "Name", "2020", "2021"]
    assert found.row_numbers.tolist() == [6, 7, 8]
    assert found.notes == ["Table 2: Fuel poverty by area", "Source: DESNZ", "Notes", "[c] confidential", "1. Figures are rounded."]


def test_two_heading_rows_are_joined():
    found = table("Area;;2021;;2022;\nCode;Name;Male;Female;Male;Female\nE01000001;A;1;2;3;4\nE01000002;B;1;2;3;4\n")
    assert found.headings == ["Area / Code", "Area / Name", "2021 / Male", "2021 / Female", "2022 / Male", "2022 / Female"]
    columns = guess(found)
    assert [(column.indicator, column.period) for column in columns[2:]] == [
        ("Male", "2021"),
        ("Female", "2021"),
        ("Male", "2022"),
        ("Female", "2022"),
    ]


def test_equal_headings_are_told_apart_and_empty_ones_named():
    found = table("Code;Value;Value;\nE01000001;1;2;3\nE01000002;1;2;3\n")
    assert found.headings == ["Code", "Value", "Value (2)", "Column D"]


def test_a_person_can_say_where_the_heading_is():
    found = table("Code;1;2\nE01000001;5;6\nReal;Code;Value\nx;E01000001;7\n", header_row=3, header_rows=1)
    assert (found.headings, found.row_numbers.tolist()) == (["Real", "Code", "Value"], [4])


def test_a_table_of_names_and_years_has_its_years_as_headings():
    text = "Ward;2011;2012\nBow East;12;14\nBow West;8;9\n"
    assert roles(text) == [("name", "", ""), ("value", "", "2011"), ("value", "", "2012")]


def test_the_smallest_areas_are_what_a_table_with_several_codes_is_about():
    rows = "".join(f"E0100000{n};E02000001;E09000030;{n}.5\n" for n in range(1, 6))
    assert [role for role, *_ in roles("LSOA11CD;MSOA11CD;LAD11CD;IMD_score\n" + rows)] == ["code", "ignore", "ignore", "value"]


def test_a_long_table_has_its_categories_found_and_totals_left_out():
    rows = "".join(f"E0100000{n};{kind};{n};100;0.{n}\n" for n in range(1, 5) for kind in ("Owned", "Rented"))
    assert roles("code;tenure;n;total_households;prop\n" + rows) == [
        *(("code", "", ""), ("indicator", "", ""), ("value", "n", "")),
        *(("ignore", "", ""), ("value", "prop", "")),
    ]


def test_limits_belong_to_the_value_before_them():
    columns = guess(table("Code;2021 rate;Lower CI;Upper CI;2022 rate;LCI;UCI\nE01000001;5;4;6;7;6;8\nE01000002;5;4;6;7;6;8\n"))
    assert [(column.role, column.of) for column in columns[1:]] == [
        *((Role.VALUE, None), (Role.LOWER, 1), (Role.UPPER, 1)),
        *((Role.VALUE, None), (Role.LOWER, 4), (Role.UPPER, 4)),
    ]


def test_fingertips_keeps_the_main_rows_of_each_indicator_only():
    head = "Indicator ID;Indicator Name;Area Code;Area Name;Sex;Age;Category Type;Category;Time period;Value;"
    head += "Lower CI 95.0 limit;Upper CI 95.0 limit"
    rows = "".join(f"1;Pain;E09000030;TH;{sex};18+;;;2022/23;5;4;6\n" for sex in ("Male", "Persons"))
    columns = layouts.known(table(f"{head}\n{rows}"))
    assert [(column.heading, column.only) for column in columns if column.role == Role.ONLY] == [
        *((heading, MAIN) for heading in ("Sex", "Age", "Category Type", "Category")),
    ]
    assert [column.of for column in columns[-2:]] == [9, 9]


@pytest.mark.parametrize("text", ["2011", "2020/21", "2020-21", "2019 - 21", "2021 Q3", "Mar 2021", "2021.0", "mid-2020", "2018 to 2020"])
def test_periods_are_known(text):
    assert is_period(text)


@pytest.mark.parametrize("text", ["0-15", "12", "20111", "1234.5", "E01002012", ""])
def test_what_is_no_period_is_not_taken_for_one(text):
    assert not is_period(text)


@pytest.mark.parametrize(
    ("heading", "period", "rest"),
    [
        *(("HHI_mean_2001", "2001", "HHI mean"), ("2021 / Male", "2021", "Male"), ("NO2-2019-min", "2019", "NO2 min")),
        *(("Rate 2020/21", "2020-21", "Rate"), ("Persons_0-15", "", "Persons 0-15"), ("2019 to 2021", "2019-2021", "")),
    ],
)
def test_a_period_is_taken_out_of_a_heading(heading, period, rest):
    assert within(heading) == (period, rest)


def test_next_years_headings_are_the_same_without_their_years():
    assert without("WD22CD") == without("WD23CD")
    assert without("Rate 2021/22") == without("Rate 2022/23") != without("Count 2022/23")
    assert normal("2020/21") == normal("2020–21") == normal("FY 2020/21") == normal("fy2020-21") == "2020-21"
    assert normal("FY 2021") == "FY 2021"


def test_rows_are_numbered_as_a_spreadsheet_does():
    found = table(PREAMBLE)
    assert found.sheet.cells[found.row_numbers[0] - 1, 0] == "E01000001"
    assert np.all(np.diff(found.row_numbers) == 1)
