"""The truth about schedules: what is checked on every way in, each fault at its field (`schedules-0-opens`)."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from assetmap.errors import Fault
from assetmap.models import ScheduleKind
from assetmap.models.schedules import NOTE_LIMIT, TITLE_LIMIT
from assetmap.services.times import rules
from assetmap.services.words import typed

MOST, MOST_CHANGES = 30, 60
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
Content = dict[str, Any]


def check(given: object, today: date) -> tuple[list[Content], list[Fault]]:
    """Schedules, cleaned, and every fault in them; one without a first day begins `today`."""
    rows = [each for each in given if isinstance(each, Mapping)] if isinstance(given, list | tuple) else []
    if len(rows) > MOST:
        return [], [Fault(f"These are {len(rows)} times; say it with at most {MOST}.", field="schedules")]
    checked: list[Content] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows):
        content, wrong = _one(row, today)
        checked.append(content)
        faults += [Fault(message, field=f"schedules-{number}-{name}") for name, message in wrong]
    return checked, faults


Wrong = list[tuple[str, str]]


def _one(row: Mapping[str, Any], today: date) -> tuple[Content, Wrong]:
    wrong: Wrong = []
    kind = str(row.get("kind") or ScheduleKind.hours)
    if kind not in list(ScheduleKind):
        wrong.append(("kind", "Say whether these are opening times or an event."))
    texts = {}
    for name, limit in (("title", TITLE_LIMIT), ("note", NOTE_LIMIT)):
        texts[name], faults = typed(str(row.get(name) or ""), name, limit)
        wrong += [(name, fault.message) for fault in faults]
    if kind == ScheduleKind.event and not texts["title"]:
        wrong.append(("title", "Say what happens."))
    found = _when(row, kind, today, wrong)
    exceptions = _exceptions(row.get("exceptions") or (), wrong)
    if any(not each.get("closed") and outside(each["date"], found) for each in exceptions):
        wrong.append(("exceptions", "A day with other hours lies before the first day or after the last."))
    bits = found.pop("bits") | _bits(each["date"] for each in exceptions if not each.get("closed"))
    return {"kind": kind, **texts, **found, "term_time": bool(row.get("term_time")), "exceptions": exceptions, "weekdays": bits}, wrong


def outside(day: str, content: Mapping[str, Any]) -> bool:
    """Whether an ISO day lies before the first day of a schedule or after its last."""
    return day < content["starts_on"] or bool(content["until"]) and day > content["until"]


def _when(row: Mapping[str, Any], kind: str, today: date, wrong: Wrong) -> Content:
    """The days and the times of the day."""
    event = kind == ScheduleKind.event and not row.get("rule")
    first = _day(row, "starts_on", wrong)
    until = _day(row, "until", wrong)
    rule = None if event else _rule(row, first, wrong)
    if event and first is None and not any(name == "starts_on" for name, _message in wrong):
        wrong.append(("starts_on", "Give the day it happens on."))
    first = first or today
    if until is not None and until < first:
        wrong.append(("until", "The last day comes before the first."))
    hours = {name: _time(row, name, wrong) for name in ("starts_at", "ends_at")}
    days = {"starts_on": first.isoformat(), "until": until.isoformat() if until else ""}
    return {"rule": str(rule or ""), **days, **hours, "bits": rule.bits if rule else 1 << first.weekday()}


def _rule(row: Mapping[str, Any], first: date | None, wrong: Wrong) -> rules.Rule | None:
    try:
        rule = rules.read(str(row.get("rule") or ""))
    except ValueError:
        wrong.append(("days", "Tick the days it is on."))
        return None
    if rule.interval > 1 and first is None and not any(name == "starts_on" for name, _message in wrong):
        wrong.append(("starts_on", "Give one day on which it happens, so that it is clear which weeks are meant."))
    return rule


def _day(row: Mapping[str, Any], name: str, wrong: Wrong) -> date | None:
    if not row.get(name):
        return None
    try:
        day = date.fromisoformat(str(row[name]))
        if EARLIEST <= day <= LATEST:
            return day
    except ValueError:
        pass
    wrong.append((name, "Give a day such as 2026-12-25."))
    return None


def _time(row: Mapping[str, Any], name: str, wrong: Wrong) -> str:
    try:
        return f"{time.fromisoformat(str(row.get(name) or '')).replace(tzinfo=None):%H:%M}"
    except ValueError:
        wrong.append((name, "Give a time such as 09:30."))
        return ""


def _exceptions(given: object, wrong: Wrong) -> list[Content]:
    rows = [each for each in given if isinstance(each, Mapping)] if isinstance(given, list | tuple) else []
    if len(rows) > MOST_CHANGES:
        wrong.append(("exceptions", f"These are {len(rows)} days that are different; give at most {MOST_CHANGES}."))
        return []
    found: dict[str, Content] = {}
    for row in rows:
        faults: Wrong = []
        day = _day(row, "date", faults)
        if day is None or day.isoformat() in found:
            faults.append(("date", "Give each day once."))
        times = {} if row.get("closed") else {name: _time(row, name, faults) for name in ("opens", "closes")}
        if faults:
            wrong.append(("exceptions", faults[0][1]))
        elif day is not None:
            found[day.isoformat()] = {"date": day.isoformat(), **(times or {"closed": True})}
    return [found[day] for day in sorted(found)]


def _bits(days: Iterable[str]) -> int:
    bits = 0
    for day in days:
        bits |= 1 << date.fromisoformat(day).weekday()
    return bits
