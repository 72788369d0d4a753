"""Cells as numbers: nothing that is not known ever becomes zero."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from assetmap.services.sheets import numbers
from assetmap.services.sheets.numbers import KNOWN, MISSING, SUPPRESSED


def one(text: str) -> tuple[float | None, int, bool]:
    read = numbers.read(np.array([text], dtype=object))
    value = None if np.isnan(read.values[0]) else float(read.values[0])
    return value, int(read.states[0]), bool(read.unreadable[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("0", 0), ("0.0", 0), ("1,234", 1234), ("1 234 567", 1234567), ("1\u00a0234", 1234), ("12.5%", 12.5), ("12.5 %", 12.5)),
        *(("-3", -3), ("−3.5", -3.5), ("£1,200.50", 1200.5), (" 7 ", 7), (".5", 0.5), ("1e3", 1000), ("12.3 [p]", 12.3), ("1,234 r", 1234)),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert one(text) == (value, KNOWN, False)


@pytest.mark.parametrize(
    "text", ["[c]", "c", "C", "*", "suppressed", "Suppressed", "<5", "< 10", "fewer than 10", "1-4", "1 to 4", "[low]"]
)
def test_what_was_held_back_is_suppressed(text):
    assert one(text) == (None, SUPPRESSED, False)


@pytest.mark.parametrize(
    "text", ["", " ", "..", ".", "-", "–", "[x]", "[z]", "na", "NA", "n/a", "N/A", ":", "#N/A", "null", "NaN", "x", "nil"]
)
def test_what_is_not_there_is_missing(text):
    assert one(text) == (None, MISSING, False)


@pytest.mark.parametrize("text", ["about 5", "E02000865", "12.3.4", "5?", "1,23,4", "#DIV/0!", "inf", "-inf", "1/2", "true", "1_000"])
def test_what_nobody_can_read_is_said_to_be_unreadable(text):
    assert one(text) == (None, MISSING, True)


def test_a_comma_is_the_decimal_sign_where_the_column_shows_it():
    read = numbers.read(np.array(["1.234,5", "0,75", "12", "[c]"], dtype=object))
    assert read.values[:3].tolist() == [1234.5, 0.75, 12]
    assert read.states.tolist() == [KNOWN, KNOWN, KNOWN, SUPPRESSED]


def test_one_odd_comma_among_thousands_is_unreadable_and_does_not_turn_them_into_fractions():
    read = numbers.read(np.array(["1,234", "12,345", "1,23", "56", "£1,234,567.5"], dtype=object))
    assert read.unreadable.tolist() == [False, False, True, False, False]
    assert read.values[~read.unreadable].tolist() == [1234, 12345, 56, 1234567.5]


def test_a_fraction_of_three_digits_below_one_is_no_thousand():
    assert numbers.read(np.array(["0,125", "0,75"], dtype=object)).values.tolist() == [0.125, 0.75]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_written_is_read_again(value):
    assert one(repr(value)) == (value, KNOWN, False)


@given(st.integers(-(10**12), 10**12))
def test_thousands_separators_change_nothing(value):
    assert one(f"{value:,}") == (value, KNOWN, False)
