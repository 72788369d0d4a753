"""From schedules to the moments at which something begins and ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from assetmap.services.times import rules
from assetmap.services.times.rules import Rule

DAY = timedelta(1)
Terms = tuple[tuple[date, date], ...]
Hours = tuple[time, time]


@dataclass(frozen=True)
class Times:
    """One schedule, ready to be asked. `changed` has the days that are not as the rule says: their other hours, or none where closed."""

    kind: str
    starts_on: date
    opens: time
    closes: time
    until: date | None = None
    rule: Rule | None = None
    term_time: bool = False
    changed: Mapping[date, Hours | None] = field(default_factory=dict)
    title: str = ""
    note: str = ""

    def hours_on(self, day: date, terms: Terms) -> Hours | None:
        """When it begins and ends on a day of its calendar, or none where it is not on."""
        if day in self.changed:
            return self.changed[day]
        return (self.opens, self.closes) if self.falls_on(day, terms) else None

    def falls_on(self, day: date, terms: Terms) -> bool:
        """Whether the rule alone has it on this day. In terms only: of days outside every known term nobody can say so."""
        if day < self.starts_on or (self.until is not None and day > self.until):
            return False
        on = self.rule.falls_on(day, self.starts_on) if self.rule else day == self.starts_on
        return on and (not self.term_time or any(first <= day <= last for first, last in terms))


@dataclass(frozen=True, order=True)
class Span:
    """From one moment (UTC) up to another; `day` is the day on the calendar of the place on which it begins."""

    begins: datetime
    ends: datetime
    day: date
    opens: time
    closes: time
    kind: str = "hours"
    title: str = ""
    note: str = ""


def from_content(content: Mapping[str, Any]) -> Times:
    """A checked schedule of an entry's content."""
    return Times(
        kind=content.get("kind") or "hours",
        starts_on=date.fromisoformat(content["starts_on"]),
        opens=time.fromisoformat(content["starts_at"]),
        closes=time.fromisoformat(content["ends_at"]),
        until=date.fromisoformat(content["until"]) if content.get("until") else None,
        rule=rules.read(content["rule"]) if content.get("rule") else None,
        term_time=bool(content.get("term_time")),
        changed=dict(_changed(each) for each in content.get("exceptions") or ()),
        title=content.get("title") or "",
        note=content.get("note") or "",
    )


def _changed(exception: Mapping[str, Any]) -> tuple[date, Hours | None]:
    day = date.fromisoformat(exception["date"])
    if exception.get("closed"):
        return day, None
    return day, (time.fromisoformat(exception["opens"]), time.fromisoformat(exception["closes"]))


def spans(schedules: Iterable[Times], terms: Terms, zone: str, first: date, last: date) -> list[Span]:
    """What begins on the days from `first` to `last`, in order."""
    days = [first + number * DAY for number in range((last - first).days + 1)]
    found = [span(each, day, hours, zone) for each in schedules for day in days if (hours := each.hours_on(day, terms)) is not None]
    return sorted(found)


def span(times: Times, day: date, hours: Hours, zone: str) -> Span:
    """What a schedule has on one day; hours that end before they begin end on the next day."""
    opens, closes = hours
    begins, ends = moment(day, opens, zone), moment(day + DAY if closes <= opens else day, closes, zone)
    return Span(begins, ends, day, opens, closes, times.kind, times.title, times.note)


@lru_cache(maxsize=4096)
def moment(day: date, at: time, zone: str) -> datetime:
    """When a wall clock shows this time (UTC). The first time, where it does so twice; where it never does, the moment that it jumps.

    So a later time on the wall never comes before an earlier one, and what ends as another begins leaves no gap between them.
    """
    clock, wall = ZoneInfo(zone), datetime.combine(day, at)
    found = wall.replace(tzinfo=clock).astimezone(UTC)
    if found.astimezone(clock).replace(tzinfo=None) == wall:
        return found
    return _jump(found - timedelta(hours=4), found, clock)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment between two (to the second) at which the clock of a zone jumps."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
