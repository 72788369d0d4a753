"""When entries are open and what happens there: rows from content, content from rows."""

import json
from collections import defaultdict
from collections.abc import Hashable, Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from assetmap.models import Salt, Schedule, Subject
from assetmap.models.places import new_version
from assetmap.services.remember import remembered

VERSION = "version of schedules"
Content = dict[str, Any]
TEXTS = ("kind", "title", "note", "rule", "weekdays", "term_time", "exceptions")


def of_entry(session: Session, subject: Subject, entry_id: int) -> list[Schedule]:
    """The schedules of an asset or a group, in their order."""
    return list(session.scalars(select(Schedule).where(_owner(subject, entry_id)).order_by(Schedule.position, Schedule.id)))


def content_of(session: Session, subject: Subject, entry_id: int) -> list[Content]:
    """The schedules of an entry as its content has them: days and times as ISO text."""
    return [_content(row) for row in of_entry(session, subject, entry_id)]


def as_texts(session: Session, subject: Subject, ids: Sequence[int]) -> dict[int, str]:
    """The schedules of entries (by id) as a package's column `schedules` has them: JSON, without what is empty or follows from the rest.
    Entries without any are not there."""
    owner, found = Schedule.asset_id if subject == Subject.asset else Schedule.group_id, defaultdict(list)
    for row in session.scalars(select(Schedule).where(owner.in_(ids)).order_by(owner, Schedule.position, Schedule.id)):
        said = {name: value for name, value in _content(row).items() if value and name != "weekdays"}
        found[row.asset_id if subject == Subject.asset else row.group_id].append(said)
    return {number: json.dumps(each, ensure_ascii=False) for number, each in found.items() if number is not None}


def write(session: Session, subject: Subject, entry_id: int, content: list[Content]) -> None:
    """Put checked schedules in the place of an entry's own; where they are the same, nothing is written. `places.changed` comes first,
    so that two never write at once."""
    there = of_entry(session, subject, entry_id)
    if len(there) == len(content) and all(_says(row, each) for row, each in zip(there, content, strict=True)):
        return
    session.merge(Salt(name=VERSION, value=new_version()))
    session.execute(delete(Schedule).where(_owner(subject, entry_id)))
    owner = {"asset_id" if subject == Subject.asset else "group_id": entry_id}
    session.add_all(Schedule(position=number, **owner, **_columns(each)) for number, each in enumerate(content))
    session.flush()


def version(session: Session) -> Hashable:
    """What stays the same as long as no schedule is written or goes. An operator may have written some by hand, so they are counted
    besides."""

    def read() -> Hashable:
        newest = select(func.count(), func.max(Schedule.id))
        return session.scalar(select(Salt.value).where(Salt.name == VERSION)), *session.execute(newest).one()

    return remembered(session, VERSION, read)


def _says(row: Schedule, content: Content) -> bool:
    """Whether a row says all that content does, which has every key."""
    columns = _columns(content)
    return set(TEXTS) <= set(columns) and all(getattr(row, name) == value for name, value in columns.items())


def _owner(subject: Subject, entry_id: int) -> ColumnElement[bool]:
    return (Schedule.asset_id if subject == Subject.asset else Schedule.group_id) == entry_id


def _content(row: Schedule) -> Content:
    days = {name: day.isoformat() if (day := getattr(row, name)) else "" for name in ("starts_on", "until")}
    times = {name: f"{at:%H:%M}" if (at := getattr(row, name)) else "" for name in ("starts_at", "ends_at")}
    return {name: getattr(row, name) for name in TEXTS} | days | times | {"kind": row.kind.value}


def _columns(content: Content) -> dict[str, Any]:
    days = {name: date.fromisoformat(content[name]) if content.get(name) else None for name in ("starts_on", "until")}
    times = {name: time.fromisoformat(content[name]) if content.get(name) else None for name in ("starts_at", "ends_at")}
    return {name: content[name] for name in TEXTS if name in content} | days | times
