"""Times on the wall clock and the moments they are: hand-worked days, and laws over both changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given
from hypothesis import strategies as st

from assetmap.services.times import rules
from assetmap.services.times.rules import NTHS, Rule
from assetmap.services.times.spans import DAY, Times, from_content, moment, spans
from assetmap.services.times.state import State, state

LONDON, NEW_YORK = "Europe/London", "America/New_York"
CHANGES = {LONDON: (date(2026, 3, 29), date(2026, 10, 25)), NEW_YORK: (date(2026, 3, 8), date(2026, 11, 1))}
TUESDAYS = Times("hours", date(2026, 1, 6), time(10), time(12), rule=Rule((1,)))

zones = st.sampled_from((LONDON, NEW_YORK))
times_of_day = st.builds(time, st.integers(0, 23), st.integers(0, 59))
weekdays = st.lists(st.integers(0, 6), min_size=1, unique=True).map(lambda days: tuple(sorted(days)))
weekly = st.builds(Rule, weekdays, st.integers(1, 4))
monthly = st.builds(Rule, weekdays, st.just(1), st.sampled_from(NTHS))
any_rule = st.one_of(weekly, monthly)


@st.composite
def near_a_change(draw):
    zone = draw(zones)
    return zone, draw(st.sampled_from(CHANGES[zone])) + draw(st.integers(-2, 2)) * DAY


@given(any_rule)
def test_a_rule_is_read_as_it_was_written(rule):
    assert rules.read(str(rule)) == rule


@given(any_rule, st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_a_rule_falls_on_the_days_that_dateutil_finds(rule, start):
    theirs = rrulestr(str(rule), dtstart=datetime.combine(start, time()))
    last = start + 120 * DAY
    found = [day for number in range(121) if rule.falls_on(day := start + number * DAY, start)]
    assert found == [each.date() for each in theirs.between(datetime.combine(start, time()), datetime.combine(last, time()), inc=True)]


@pytest.mark.parametrize(
    "text", ["", "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY;BYDAY=1TU,2TU", "FREQ=WEEKLY;BYDAY=TU;COUNT=3", "FREQ=WEEKLY;BYDAY=XX"]
)
def test_what_no_form_can_say_is_no_rule(text):
    with pytest.raises(ValueError, match=r"rule"):
        rules.read(text)


@given(near_a_change(), times_of_day, times_of_day)
def test_a_later_time_on_the_wall_is_never_an_earlier_moment(where, one, other):
    zone, day = where
    first, last = sorted((one, other))
    assert moment(day, first, zone) <= moment(day, last, zone)


@given(near_a_change(), times_of_day)
def test_a_moment_shows_the_time_it_was_made_of_unless_no_clock_ever_does(where, at):
    zone, day = where
    shown = moment(day, at, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    skipped = at.hour == (1 if zone == LONDON else 2) and day == CHANGES[zone][0]
    assert shown == (datetime.combine(day, time(at.hour + 1)) if skipped else datetime.combine(day, at))


@given(near_a_change(), st.lists(times_of_day, min_size=2, max_size=6, unique=True))
@example((LONDON, date(2026, 3, 29)), [time(0, 30), time(1, 30), time(2, 30)])
@example((LONDON, date(2026, 10, 25)), [time(0, 30), time(1, 30), time(2, 30)])
def test_what_follows_on_without_a_gap_fills_the_day_without_gap_or_overlap(where, cuts):
    zone, day = where
    cuts = sorted(cuts)
    every_day = Rule(tuple(range(7)))
    own = [Times("hours", day - 9 * DAY, a, b, rule=every_day) for a, b in zip(cuts, [*cuts[1:], cuts[0]], strict=True)]
    found = spans(own, (), zone, day - 2 * DAY, day + 2 * DAY)
    assert all(each.begins <= each.ends for each in found)
    assert all(earlier.ends == later.begins for earlier, later in zip(found, found[1:], strict=False))
    last = found[-1].ends
    assert state(found, found[0].begins) == State(True, last)


@given(any_rule, zones, times_of_day, times_of_day)
def test_across_a_year_every_beginning_shows_the_same_time_on_the_wall(rule, zone, opens, closes):
    own = Times("hours", date(2026, 1, 1), opens, closes, rule=rule)
    for each in spans([own], (), zone, date(2026, 1, 1), date(2026, 12, 31)):
        if each.day not in CHANGES[zone]:
            assert each.begins.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(each.day, opens)


def test_ten_in_the_morning_is_ten_in_winter_and_nine_in_summer():
    found = spans([TUESDAYS], (), LONDON, date(2026, 3, 24), date(2026, 3, 31))
    assert [each.begins for each in found] == [datetime(2026, 3, 24, 10, tzinfo=UTC), datetime(2026, 3, 31, 9, tzinfo=UTC)]


def test_a_night_that_the_clocks_go_back_is_an_hour_longer():
    night = Times("event", date(2026, 10, 24), time(22), time(6))
    (found,) = spans([night], (), LONDON, date(2026, 10, 24), date(2026, 10, 25))
    assert found.ends - found.begins == timedelta(hours=9)


def test_a_closed_day_is_left_out_another_has_other_hours_and_one_is_added():
    content = {
        **{"kind": "hours", "starts_on": "2026-12-01", "starts_at": "10:00", "ends_at": "12:00", "rule": "FREQ=WEEKLY;BYDAY=FR"},
        "exceptions": [
            {"date": "2026-12-25", "closed": True},
            {"date": "2026-12-18", "opens": "14:00", "closes": "16:00"},
            {"date": "2026-12-23", "opens": "09:00", "closes": "10:00"},
        ],
    }
    found = spans([from_content(content)], (), LONDON, date(2026, 12, 14), date(2027, 1, 1))
    said = [(each.day.day, each.opens.hour) for each in found]
    assert said == [(18, 14), (23, 9), (1, 10)]


def test_in_terms_only_is_never_on_in_holidays_nor_where_no_term_is_known():
    own = Times("hours", date(2026, 9, 1), time(10), time(12), rule=Rule((1,)), term_time=True)
    terms = ((date(2026, 9, 1), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)))
    days = [each.day for each in spans([own], terms, LONDON, date(2026, 10, 13), date(2027, 1, 31))]
    assert date(2026, 10, 20) in days
    assert date(2026, 10, 27) not in days
    assert days[-1] == date(2026, 12, 15)
    assert spans([own], (), LONDON, date(2026, 10, 13), date(2027, 1, 31)) == []


def test_closed_says_when_it_opens_next_and_open_until_when():
    found = spans([TUESDAYS], (), LONDON, date(2026, 11, 20), date(2026, 12, 20))
    assert state(found, datetime(2026, 11, 24, 11, tzinfo=UTC)) == State(True, datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert state(found, datetime(2026, 11, 24, 12, tzinfo=UTC)) == State(False, datetime(2026, 12, 1, 10, tzinfo=UTC))
    assert state([], datetime(2026, 11, 24, 12, tzinfo=UTC)) == State(False, None)
