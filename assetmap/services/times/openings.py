"""Which assets are open, and which groups meet: worked out once for a day or a minute, kept until schedules change, and given to the
database as ids."""

from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, ColumnElement, Integer, String, any_, case, cast, func, literal, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from assetmap.db import is_sqlite
from assetmap.models import Asset, Group, Schedule, Subject
from assetmap.services import schedules
from assetmap.services.remember import remembered_of_place
from assetmap.services.times import clock, rules
from assetmap.services.times.asked import When
from assetmap.services.times.spans import DAY, Times, from_content, moment, span
from assetmap.services.times.terms import terms

T = TypeVar("T")
Owner = InstrumentedAttribute[int | None]
Stretch = tuple[datetime, datetime, str]
ENTRIES: dict[Subject, InstrumentedAttribute[int]] = {Subject.asset: Asset.id, Subject.group: Group.id}
OWNERS: dict[Subject, Owner] = {Subject.asset: Schedule.asset_id, Subject.group: Schedule.group_id}
TIMES = (
    *(Schedule.kind, Schedule.starts_on, Schedule.until, Schedule.starts_at, Schedule.ends_at, Schedule.rule, Schedule.term_time),
    *(Schedule.exceptions, Schedule.title, Schedule.note),
)


def condition(session: Session, asked: When, subject: Subject = Subject.asset) -> ColumnElement[bool]:
    """The assets, or groups, that are open, or where something happens, when it is asked for."""
    found = _kept(session, ("open", asked, subject), lambda: _ids(session, asked, subject))
    if is_sqlite(session):
        return ENTRIES[subject].in_(select(func.json_each(f"[{found}]").table_valued("value").c.value))
    return ENTRIES[subject] == any_(cast(literal("{" + found + "}", String), ARRAY(Integer)))


def silent(session: Session, subject: Subject = Subject.asset) -> ColumnElement[bool]:
    """The assets, or groups, of which nobody has said when they are open, so that no day can be asked about; times in terms that are
    not known say nothing either."""
    owner = OWNERS[subject]
    says = select(owner).where(owner.is_not(None))
    if not terms(session):
        says = says.where(~Schedule.term_time)
    return ENTRIES[subject].not_in(says)


def _ids(session: Session, asked: When, subject: Subject) -> str:
    """The ids of those that are open when it is asked for, each once, as a text with commas between."""
    found = dict.fromkeys(numbers for _begins, _ends, numbers in _stretches(session, asked, subject))  # of many days most are the same text
    return ",".join(dict.fromkeys(number for numbers in found for number in numbers.split(",")))


def _stretches(session: Session, asked: When, subject: Subject) -> Iterable[Stretch]:
    """What is on when it is asked for: on its days, at its minute, or at any time of its hours. What began the day before may last."""
    zone = clock.zone(session)
    if asked.minute is not None:
        today = asked.minute.astimezone(ZoneInfo(zone)).date()
        return [each for day in (today - DAY, today) for each in _on(session, day, subject) if each[0] <= asked.minute < each[1]]
    if asked.hours is None:
        return [each for day in asked.days for each in _on(session, day, subject)]
    found = []
    for day in asked.days:
        first, last = (moment(day, at, zone) for at in asked.hours)
        found += [each for on in (day - DAY, day) for each in _on(session, on, subject) if each[0] < last and first < each[1]]
    return found


def _on(session: Session, day: date, subject: Subject = Subject.asset) -> list[Stretch]:
    """What begins on a day: from when to when (UTC), and the ids of the entries, as a text."""
    owner = OWNERS[subject]
    return _kept(session, ("open on", day, subject), lambda: [*_usual(session, day, owner), *_different(session, day, owner)])


def _kept(session: Session, question: Hashable, answer: Callable[[], T]) -> T:
    """The answer to a question about schedules, kept through changes of the register that are none of them, of the terms, or of the
    clock. An asset that has gone may be in it: who asks finds only those that are there, and no number is given twice."""
    resting_on = schedules.version(session), terms(session), clock.zone(session)
    return remembered_of_place(session, (question, resting_on), answer)


def _usual(session: Session, day: date, owner: Owner) -> Iterable[Stretch]:
    """By their rule alone: the database puts together what says the same, since a thousand entries have a dozen rules."""
    known, zone = terms(session), clock.zone(session)
    start = case((or_(Schedule.rule == "", Schedule.rule.contains("INTERVAL")), Schedule.starts_on))
    same = (Schedule.rule, start, Schedule.starts_at, Schedule.ends_at, Schedule.term_time)
    numbers = func.aggregate_strings(cast(owner, String), ",")
    query = select(*same, numbers).where(owner.is_not(None), *_may_be_on(day), not_(_names(day))).group_by(*same)
    for rule, starts_on, opens, closes, term_time, found in session.execute(query):
        times = Times("hours", starts_on or day, opens, closes, None, rules.read(rule) if rule else None, term_time)
        if times.falls_on(day, known):
            whole = span(times, day, (opens, closes), zone)
            yield whole.begins, whole.ends, found


def _different(session: Session, day: date, owner: Owner) -> Iterable[Stretch]:
    """What names this day as one that is different, one by one."""
    for row in session.execute(select(owner.label("owner"), *TIMES).where(owner.is_not(None), *_may_be_on(day), _names(day))):
        times = times_of(row)
        hours = times.hours_on(day, terms(session))
        if hours is not None:
            found = span(times, day, hours, clock.zone(session))
            yield found.begins, found.ends, str(row.owner)


def _names(day: date) -> ColumnElement[bool]:
    return cast(Schedule.exceptions, String).contains(day.isoformat())


def _may_be_on(day: date) -> tuple[ColumnElement[bool], ...]:
    """What the database can say: the day of the week, and between which days."""
    return (
        Schedule.starts_at.is_not(None),
        Schedule.ends_at.is_not(None),
        Schedule.weekdays.op("&")(1 << day.weekday()) != 0,
        Schedule.starts_on <= day,
        or_(Schedule.until.is_(None), Schedule.until >= day),
    )


def times_of(row: Any) -> Times:
    """A row of the columns `TIMES`, ready to be asked."""
    if row.exceptions:
        days = {"starts_on": row.starts_on.isoformat(), "until": row.until.isoformat() if row.until else ""}
        times = {"starts_at": row.starts_at.isoformat(), "ends_at": row.ends_at.isoformat()}
        return from_content({**row._asdict(), **days, **times})
    rule = rules.read(row.rule) if row.rule else None
    return Times(row.kind, row.starts_on, row.starts_at, row.ends_at, row.until, rule, row.term_time, {}, row.title, row.note)
