"""What the words for a time mean, on the calendar of the place."""

from datetime import UTC, date, datetime, time

import pytest

from assetmap.services.times.asked import when

SUNDAY_NIGHT = datetime(2026, 7, 12, 23, 30, 5, tzinfo=UTC)  # it is Monday in London already


@pytest.mark.parametrize(
    ("word", "days"),
    [
        ("today", [13]),
        ("tomorrow", [14]),
        ("weekend", [18, 19]),
        ("2026-07-31", [31]),
        ("monday", [13, 20, 27, 3, 10]),
        ("sunday", [19, 26, 2, 9, 16]),
    ],
)
def test_a_word_means_these_days(word, days):
    assert [day.day for day in when(word, SUNDAY_NIGHT, "Europe/London").days] == days


def test_on_a_sunday_the_weekend_is_what_is_left_of_it():
    assert when("weekend", datetime(2026, 7, 12, 12, tzinfo=UTC), "Europe/London").days == (date(2026, 7, 12),)
    assert len(when("weekend", datetime(2026, 7, 11, 12, tzinfo=UTC), "Europe/London").days) == 2


def test_evenings_are_those_of_mondays_to_fridays_of_five_weeks():
    asked = when("evenings", SUNDAY_NIGHT, "Europe/London")
    assert asked.hours == (time(18), time(22)) and len(asked.days) == 25
    assert (asked.days[0], asked.days[-1]) == (date(2026, 7, 13), date(2026, 8, 14))
    assert {day.weekday() for day in asked.days} == set(range(5))
    weekdays = when("weekdays", SUNDAY_NIGHT, "Europe/London")
    assert weekdays.days == asked.days and weekdays.hours is None


def test_now_is_the_minute_so_that_answers_can_be_kept():
    assert when("now", SUNDAY_NIGHT, "Europe/London").minute == datetime(2026, 7, 12, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("word", ["", "soon", "2026-13-01", "20260731", "1999-01-01", "2026-W31-5", "tuesday "])
def test_what_is_no_time_is_none(word):
    assert when(word, SUNDAY_NIGHT, "Europe/London") is None
