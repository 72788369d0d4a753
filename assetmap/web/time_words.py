"""Times in words: "Tuesdays 10:00 to 12:00, in school terms", "Open now, until 16:00"."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import LazyString, format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from assetmap.services.times import clock
from assetmap.services.times.asked import WEEKDAYS, When
from assetmap.services.times.rules import Rule
from assetmap.services.times.spans import Hours, Span, Times, from_content
from assetmap.services.times.state import State
from assetmap.web.sessions import session

NAMES: list[LazyString] = [_l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday")]
PLURALS: list[LazyString] = [
    *(_l("Mondays"), _l("Tuesdays"), _l("Wednesdays"), _l("Thursdays"), _l("Fridays"), _l("Saturdays"), _l("Sundays")),
]
NTHS: dict[int, LazyString] = {1: _l("First"), 2: _l("Second"), 3: _l("Third"), 4: _l("Fourth"), -1: _l("Last")}
HOW_OFTEN: list[tuple[str, LazyString]] = [
    ("1", _l("Every week")),
    ("2", _l("Every second week")),
    ("3", _l("Every third week")),
    ("4", _l("Every fourth week")),
    ("month1", _l("The first such day of the month")),
    ("month2", _l("The second such day of the month")),
    ("month3", _l("The third such day of the month")),
    ("month4", _l("The fourth such day of the month")),
    ("month-1", _l("The last such day of the month")),
]
EVERY: dict[int, LazyString] = {2: _l("Every second week"), 3: _l("Every third week"), 4: _l("Every fourth week")}
WHEN: dict[str, LazyString] = {
    "now": _l("Open now"),
    "today": _l("Today"),
    "tomorrow": _l("Tomorrow"),
    "weekend": _l("This weekend"),
    "weekdays": _l("On a weekday in the next five weeks"),
    "evenings": _l("On a weekday evening (18:00 to 22:00) in the next five weeks"),
    **{word: _l("On a %(day)s in the next five weeks", day=name) for word, name in zip(WEEKDAYS, NAMES, strict=True)},
}
MIDNIGHT = time(0)
SEVERAL_DAYS = 3


def register(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters.update({word.__name__: word for word in (schedule_words, hours_words, long_day, schedules_words)})
    app.jinja_env.globals.update(
        weekday_names=NAMES, how_often=HOW_OFTEN, when_words=WHEN, state_words=state_words, change_words=change_words, local_time=local_time
    )


def schedule_words(times: Times) -> str:
    """A schedule as a neighbour would say it."""
    if times.rule is None:
        said = _("%(day)s, %(hours)s", day=long_day(times.starts_on), hours=hours_words(times.opens, times.closes))
    else:
        said = _("%(days)s %(hours)s", days=rule_words(times.rule), hours=hours_words(times.opens, times.closes))
    more = [_("in school terms")] if times.term_time else []
    if times.rule and (times.starts_on > clock.today(session()) or times.rule.interval > 1):
        more.append(_("from %(day)s", day=short_day(times.starts_on)))
    if times.until and times.rule:
        more.append(_("until %(day)s", day=short_day(times.until)))
    whole = ", ".join([said, *more])
    return f"{times.title}: {whole}" if times.title else whole


def rule_words(rule: Rule) -> str:
    """On which days."""
    if rule.nth:
        days = join([str(NAMES[day]) for day in rule.days])
        return _("%(nth)s %(days)s of the month", nth=NTHS[rule.nth], days=days)
    days = rule_days(rule.days)
    return days if rule.interval == 1 else _("%(every)s, %(days)s", every=EVERY[rule.interval], days=days)


def rule_days(days: Sequence[int]) -> str:
    """The days of a week: "Every day", "Monday to Friday", "Tuesdays and Thursdays"."""
    if len(days) == len(NAMES):
        return _("Every day")
    if len(days) >= SEVERAL_DAYS and days[-1] - days[0] == len(days) - 1:
        return _("%(first)s to %(last)s", first=NAMES[days[0]], last=NAMES[days[-1]])
    return join([str(PLURALS[day]) for day in days])


def join(words: Sequence[str]) -> str:
    """Words in a sentence."""
    if len(words) == 1:
        return words[0]
    return _("%(words)s and %(last)s", words=", ".join(words[:-1]), last=words[-1])


def hours_words(opens: time, closes: time) -> str:
    """From when to when."""
    if opens == closes == MIDNIGHT:
        return _("all day")
    said = _("%(opens)s to %(closes)s", opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}")
    return _("%(hours)s the next day", hours=said) if MIDNIGHT < closes <= opens else said


def change_words(schedules: Sequence[Times]) -> list[str]:
    """The days from today on that are different, of all schedules together."""
    today = clock.today(session())
    closed: set[date] = set()
    other: set[tuple[date, Hours]] = set()
    for times in schedules:
        for day, hours in times.changed.items():
            if day >= today and hours is None:
                closed.add(day)
            elif day >= today and hours is not None:
                other.add((day, hours))
    found = [(day, _("Closed on %(day)s", day=short_day(day))) for day in closed - {day for day, _hours in other}]
    found += [(day, _("On %(day)s %(hours)s", day=short_day(day), hours=hours_words(*hours))) for day, hours in other]
    return [words for _day, words in sorted(found)]


def schedules_words(content: Sequence[dict[str, object]]) -> list[str]:
    """The schedules of an entry's content in words, for whoever compares two versions."""
    own = [from_content(each) for each in content if each.get("starts_at") and each.get("ends_at")]
    return [schedule_words(each) for each in own] + change_words(own)


def state_words(state: State, gathering: bool = False) -> str:
    """How it stands: "Open now, until 16:00", "Closed now, opens Tuesday 24 November at 10:00"; a `gathering` is on, not open."""
    if state.changes is None:
        return _("Nothing on in the next weeks") if gathering else _("Closed now")
    at = local(state.changes)
    until = f"{at:%H:%M}" if at.date() == clock.today(session()) else _("%(day)s at %(time)s", day=long_day(at.date()), time=f"{at:%H:%M}")
    if state.open:
        return _("On now, until %(until)s", until=until) if gathering else _("Open now, until %(until)s", until=until)
    if at.date() == clock.today(session()):
        until = _("today at %(time)s", time=f"{at:%H:%M}")
    return _("Next: %(until)s", until=until) if gathering else _("Closed now, opens %(until)s", until=until)


def when_label(asked: When) -> str:
    """What of time was asked for."""
    if asked.word in WHEN:
        return str(WHEN[asked.word])
    return _("On %(day)s", day=long_day(asked.days[0]))


def within(word: str) -> str:
    """A time as it stands inside a sentence."""
    said = str(WHEN[word])
    return said[:1].lower() + said[1:]


def local(at: datetime) -> datetime:
    """A moment on the clock of the place."""
    return at.astimezone(ZoneInfo(clock.zone(session())))


def local_time(found: Span) -> str:
    """When something begins and ends: the day, and the hours as they were said."""
    return _("%(day)s, %(hours)s", day=long_day(found.day), hours=hours_words(found.opens, found.closes))


def long_day(day: date) -> str:
    """A day with its weekday."""
    return str(format_date(day, "EEEE d MMMM yyyy"))


def short_day(day: date) -> str:
    """A day."""
    return str(format_date(day, "d MMMM yyyy"))
