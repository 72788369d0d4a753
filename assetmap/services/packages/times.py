"""When a package's assets and groups are open: the column `schedules` of their tables, a JSON list of times as the API checks them."""

import json
from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import Fault
from assetmap.models import Schedule, Subject
from assetmap.services import schedules
from assetmap.services.packages.package import Package
from assetmap.services.times.check import check

COLUMN = "schedules"
NOT_A_LIST = 'give a JSON list of times, such as [{"rule": "FREQ=WEEKLY;BYDAY=TU", "starts_on": "2026-01-06", ...}].'


def faults(package: Package) -> list[Fault]:
    """Every cell that is no list of times, and every fault in those that are."""
    return [
        Fault(message, f"{name}.csv", int(str(row)), COLUMN)
        for name in ("groups", "assets")
        for row, text in package.table(name)[COLUMN].items()
        for message in (_faults(str(text)) if text else ())
    ]


def write(session: Session, subject: Subject, rows: list[dict[str, Any]], numbers: Mapping[Hashable, int]) -> None:
    """Put the times of these rows in the place of those their entries had; an empty cell means none."""
    owner = Schedule.asset_id if subject == Subject.asset else Schedule.group_id
    timed = set(session.scalars(select(owner).where(owner.is_not(None))))
    for row in rows:
        number = numbers[row["key"]]
        if row[COLUMN] or number in timed:
            schedules.write(session, subject, number, read(row[COLUMN]))


def read(text: str) -> list[dict[str, Any]]:
    """The checked times of a cell; none where it is empty."""
    return check(json.loads(text), date.min)[0] if text else []


def _faults(text: str) -> list[str]:
    try:
        given = json.loads(text)
    except ValueError:
        return [NOT_A_LIST]
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        return [NOT_A_LIST]
    late = [f"time {number}, starts_on: this is missing." for number, each in enumerate(given, 1) if not each.get("starts_on")]
    return late + [f"{_where(fault.field)}{fault.message}" for fault in check(given, date.min)[1]]


def _where(field: str) -> str:
    """Which of the times is at fault, and which part of it: `schedules-0-opens` is that of the first."""
    _name, *place = field.split("-")
    return f"time {int(place[0]) + 1}, {place[1]}: " if len(place) == 2 else ""
