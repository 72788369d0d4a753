"""The rows in which people say when something is open or happens: no word of recurrence, only days, times and "every week"."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from wtforms import Field

from assetmap.errors import Fault
from assetmap.services.times import rules
from assetmap.services.times.check import MOST, MOST_CHANGES, outside
from assetmap.services.times.rules import Rule

Row = dict[str, Any]
NAME = re.compile(r"(schedules|exceptions)-([0-9]{1,3})-([a-z_]{1,12})", re.ASCII)
TYPED_TIME = re.compile(r"([01]?[0-9]|2[0-4])(?:[:.]?([0-5][0-9]))?\s*([ap])?\.?m?\.?", re.ASCII | re.IGNORECASE)
TEXTS = ("starts_at", "ends_at", "starts_on", "until", "title")
DIFFERENT = ("date", "opens", "closes")
NOON = 12


class TimesField(Field):
    """Rows of regular times and of events, and the days that are different; `data` is what an entry's content says of them.

    Each row's number is the place of its schedule in the content, so that a fault found later finds its row. `more` says that
    somebody asked for another row, and sent nothing yet.
    """

    rows: list[Row]
    changes: list[Row]
    faults: list[Fault]
    more: str

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the rows of a form that was sent, or those of an entry."""
        self.errors: list[str] = []
        self.faults, self.more = [], ""
        if formdata is not None:
            given = collected(formdata)
            rows = [row for _number, row in sorted(given["schedules"].items()) if said(row)][: MOST + 1]
            self.rows = [row for row in rows if row["kind"] != "event"] + [row for row in rows if row["kind"] == "event"]
            self.changes = [row for _number, row in sorted(given["exceptions"].items()) if any(row.get(name) for name in DIFFERENT)]
            self.changes = self.changes[: MOST_CHANGES + 1]
            self.more = formdata.get("more", "")
            self.data = self.to_content()
        else:
            known: list[Row] = data if isinstance(data, list) else []
            own = sorted(known, key=lambda each: each.get("kind") == "event")
            self.rows, self.changes = [row_of(each) for each in own], changes_of(own)
            self.data = own

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """What is wrong is said in `faults` and by the services, each at its row."""
        return True

    def __call__(self, **kwargs: object) -> str:
        """The rows are drawn by templates/times/_fields.html."""
        return ""

    @property
    def regular(self) -> list[tuple[int, Row]]:
        """The rows of regular times with their numbers, and an empty one after them."""
        return [(number, row) for number, row in enumerate(self.rows) if row["kind"] != "event"] + [(len(self.rows), {"kind": "hours"})]

    @property
    def events(self) -> list[tuple[int, Row]]:
        """The rows of events with their numbers, and an empty one after them."""
        return [(number, row) for number, row in enumerate(self.rows) if row["kind"] == "event"] + [(len(self.rows) + 1, {"kind": "event"})]

    @property
    def different(self) -> list[tuple[int, Row]]:
        """The days that are different with their numbers, and an empty one after them."""
        return [*enumerate(self.changes), (len(self.changes), {})]

    def to_content(self) -> list[Row]:
        """The rows as schedules; what is wrong with the days that are different is said in `faults`."""
        schedules = [schedule_of(row) for row in self.rows]
        hours = [each for each in schedules if each["kind"] == "hours"]
        used: dict[str, int] = {}
        for number, change in enumerate(self.changes):
            if fault := put(change, hours, used):
                self.faults.append(Fault(fault, field=f"exceptions-{number}-date"))
        return schedules


def collected(formdata: Any) -> dict[str, dict[int, Row]]:
    """The rows of a form by their numbers."""
    found: dict[str, dict[int, Row]] = {"schedules": {}, "exceptions": {}}
    for key in formdata:
        match = NAME.fullmatch(key)
        if match:
            row = found[match[1]].setdefault(int(match[2]), {"kind": "hours"} if match[1] == "schedules" else {})
            row[match[3]] = formdata.getlist(key) if match[3] == "days" else str(formdata.get(key) or "").strip()
    return found


def said(row: Row) -> bool:
    """Whether anything was said in a row: how often alone says nothing."""
    return bool(row.get("days")) or any(row.get(name) for name in TEXTS)


def schedule_of(row: Row) -> Row:
    """A row as a schedule; times as people type them become those of a clock."""
    event = row["kind"] == "event"
    return {
        "kind": "event" if event else "hours",
        "rule": "" if event else rule_of(row),
        "starts_at": time_of(row.get("starts_at", "")),
        "ends_at": time_of(row.get("ends_at", "")),
        "starts_on": row.get("starts_on", ""),
        "until": "" if event else row.get("until", ""),
        "title": row.get("title", ""),
        "note": row.get("note", ""),
        "term_time": not event and bool(row.get("term_time")),
        "exceptions": [],
    }


def rule_of(row: Row) -> str:
    """The days that were ticked and how often, as a rule; empty where no day was."""
    days = tuple(sorted({int(day) for day in row.get("days") or () if day in {"0", "1", "2", "3", "4", "5", "6"}}))
    every = row.get("every") or "1"
    if not days:
        return ""
    if every.startswith("month") and every[5:] in {str(nth) for nth in rules.NTHS}:
        return str(Rule(days, nth=int(every[5:])))
    return str(Rule(days, interval=int(every) if every in {"1", "2", "3", "4"} else 1))


def time_of(text: str) -> str:
    """`9.30`, `9:30 am`, `4pm` and `24:00` as 09:30, 16:00 and 00:00; what is none of these stays as it is."""
    match = TYPED_TIME.fullmatch(text.strip())
    if match is None:
        return text
    hour, minute, half = int(match[1]), match[2] or "00", (match[3] or "").lower()
    if half and hour <= NOON:
        hour = hour % NOON + (NOON if half == "p" else 0)
    return f"{hour % 24:02}:{minute}"


def put(change: Row, hours: list[Row], used: dict[str, int]) -> str:
    """Write a day that is different into the schedules it changes; gives what is wrong with it."""
    day, closed = change.get("date", ""), change.get("how") != "hours"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII):
        return _("Give the day, such as 2026-12-25.")
    within = [each for each in hours if not (each["starts_on"] and outside(day, each))]
    if not within:
        return _("Say above when it is usually open; this day lies outside of that.")
    place = used.get(day, 0)
    if place >= len(within) or (place and closed):
        return _("Give each day once.")
    used[day] = len(within) if closed else place + 1
    times = {"opens": time_of(change.get("opens", "")), "closes": time_of(change.get("closes", ""))}
    if not closed and not all(re.fullmatch(r"\d\d:\d\d", each, re.ASCII) for each in times.values()):
        return _("Give the times of this day, such as 10:00 and 12:00.")
    for number, each in enumerate(within):
        if closed or number >= place:
            kept = [other for other in each["exceptions"] if other["date"] != day]
            own = {"date": day, **times} if not closed and number == place else {"date": day, "closed": True}
            each["exceptions"] = [*kept, own]
    return ""


def row_of(content: Mapping[str, Any]) -> Row:
    """A schedule as a row of the form."""
    rule = rules.read(content["rule"]) if content.get("rule") else None
    every = "" if rule is None else f"month{rule.nth}" if rule.nth else str(rule.interval)
    known = {name: content.get(name) or "" for name in (*TEXTS, "note", "kind", "term_time")}
    return known | {"days": [str(day) for day in rule.days] if rule else [], "every": every}


def changes_of(content: list[Row]) -> list[Row]:
    """The days that are different of all regular times together: each once where closed, else once for each of its hours."""
    closed: set[str] = set()
    hours: list[tuple[str, str, str]] = []
    for each in content:
        for change in each.get("exceptions") or () if each.get("kind") != "event" else ():
            if change.get("closed"):
                closed.add(change["date"])
            else:
                hours.append((change["date"], change["opens"], change["closes"]))
    closed -= {day for day, _opens, _closes in hours}
    rows = [{"date": day, "how": "closed", "opens": "", "closes": ""} for day in closed]
    rows += [{"date": day, "how": "hours", "opens": opens, "closes": closes} for day, opens, closes in hours]
    return sorted(rows, key=lambda row: (row["date"], row["opens"]))
