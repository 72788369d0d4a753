"""Times as an iCalendar file (RFC 5545) that calendars can subscribe to: repeating as the rule says, on the clock of the place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur

from assetmap.services.times.spans import DAY, Hours, Terms, Times

PRODUCER = "-//Assetmap//Times//EN"
FARTHEST = 400  # days that a first one is looked for; and so many dates at most are listed one by one
LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True)
class Entry:
    """What stands in a calendar of one entry: only what its page shows everybody. `key` is the same for ever, such as `asset-12`."""

    key: str
    name: str
    url: str
    place: str
    changed: datetime
    times: Sequence[Times]


def calendar(title: str, host: str, entries: Iterable[Entry], terms: Terms, zone: str) -> bytes:
    """The file of some entries; `host` makes the names of their events the site's own."""
    made = Calendar()
    made.add("prodid", PRODUCER)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", title)
    made.add("x-wr-timezone", zone)
    for entry in entries:
        for number, times in enumerate(entry.times):
            for uid, facts in _events(times, terms, ZoneInfo(zone)):
                made.add_component(_event(entry, times, f"{entry.key}-{number}{uid}@{host}", facts))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(entry: Entry, times: Times, uid: str, facts: dict[str, Any]) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", entry.changed)
    event.add("summary", f"{times.title} ({entry.name})" if times.title else entry.name)
    for name, value in facts.items():
        event.add(name, value)
    if times.note:
        event.add("description", times.note)
    if entry.place:
        event.add("location", entry.place)
    event.add("url", entry.url)
    return event


def _events(times: Times, terms: Terms, zone: ZoneInfo) -> Iterator[tuple[str, dict[str, Any]]]:
    """The events of a schedule: its usual ones as one, and each day with other hours as its own."""
    usual = _listed(times, terms, zone) if times.term_time else _repeating(times, zone)
    if usual:
        yield "", usual
    for day, hours in sorted(times.changed.items()):
        if hours is not None:
            yield f"-{day:%Y%m%d}", _on(day, hours, zone)


def _repeating(times: Times, zone: ZoneInfo) -> dict[str, Any]:
    """One event that repeats by its rule; the days that are different are left out of it."""
    first = next(iter(_days(times, (), times.starts_on + FARTHEST * DAY)), None)
    if first is None or (times.rule is None and first in times.changed):
        return {}
    facts = _on(first, (times.opens, times.closes), zone)
    if times.rule is not None:
        facts["rrule"] = recur = vRecur.from_ical(str(times.rule))
        if times.until:
            recur["UNTIL"] = [datetime.combine(times.until, LAST_SECOND, tzinfo=zone).astimezone(UTC)]
    left_out = [day for day in sorted(times.changed) if times.rule and times.falls_on(day, ())]
    if left_out:
        facts["exdate"] = [_at(day, times.opens, zone) for day in left_out]
    return facts


def _listed(times: Times, terms: Terms, zone: ZoneInfo) -> dict[str, Any]:
    """One event with each of its dates, where it is only on in terms."""
    last = max((last for _first, last in terms), default=times.starts_on)
    days = [day for day in _days(times, terms, last) if day not in times.changed][:FARTHEST]
    if not days:
        return {}
    facts = _on(days[0], (times.opens, times.closes), zone)
    if days[1:]:
        facts["rdate"] = [_at(day, times.opens, zone) for day in days[1:]]
    return facts


def _days(times: Times, terms: Terms, last: date) -> Iterator[date]:
    """The days of a schedule up to a last one."""
    known = times if terms or not times.term_time else None
    day = max(times.starts_on, min((first for first, _last in terms), default=times.starts_on))
    while known is not None and day <= last:
        if known.falls_on(day, terms):
            yield day
        day += DAY


def _on(day: date, hours: Hours, zone: ZoneInfo) -> dict[str, Any]:
    opens, closes = hours
    return {"dtstart": _at(day, opens, zone), "dtend": _at(day + timedelta(closes <= opens), closes, zone)}


def _at(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone)
