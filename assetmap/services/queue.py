"""What waits for a steward, in one order of urgency: the same for the list, its counts, the number in the menu and the weekly letter."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.models import NoteKind, Report, Status, Subject, Submission, SubmissionNote, User, Wish
from assetmap.models.columns import now
from assetmap.services import areas, places, remits, reports
from assetmap.services.reports import Reported

NOWHERE = 0  # the area of what lies in no neighbourhood
Entry = tuple[Subject, int]


class Urgency(IntEnum):
    """What comes first: what two people said independently, a trusted person's held entry, one whose sender has answered, the rest by
    age, and last what cannot go on before its sender answers."""

    reported = 0
    held = 1
    answered = 2
    waiting = 3
    asked = 4


@dataclass(frozen=True)
class Item:
    """One thing to do: a submission to decide on, or a published entry (`entry_id`) that people say is not right any more.

    `kind` is asset, group or area (new ones), change, close or report. `waited` leaves out the time its sender was asked something.
    `areas` are the neighbourhoods (ids) it lies in, or NOWHERE; `people` is how many said so independently, in `reports`.
    """

    kind: str
    subject: Subject
    name: str
    urgency: Urgency
    since: datetime
    waited: timedelta
    submission: Submission | None = None
    entry_id: int | None = None
    areas: frozenset[int] = frozenset()
    people: int = 0
    reports: Sequence[Report] = ()


@dataclass(frozen=True)
class Wanted:
    """Which of what waits: the neighbourhood (id) and the kind, where one was chosen."""

    area: int | None = None
    kind: str = ""


@dataclass(frozen=True)
class Queue:
    """One page of what waits. `total` counts all pages, `all` what waits without any filter; the counts beside each filter are of what
    choosing it would show."""

    items: list[Item]
    total: int
    all: int
    page: int
    pages: int
    longest: timedelta
    areas: list[tuple[int, str, int]] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)


def count(session: Session, user: User) -> int:
    """How much waits for a steward: the number of the list without filters."""
    if remits.limits(session, user):
        return len(everything(session, user))
    query = select(func.count()).select_from(Submission).where(Submission.status == Status.waiting)
    return (session.scalar(query) or 0) + len(reports.pressing(session))


def page_of(session: Session, user: User, wanted: Wanted, page: int = 1, size: int = 25) -> Queue:
    """A page of what waits for a steward; a page that does not exist is the last one."""
    found = everything(session, user)
    shown = [item for item in found if _by_area(wanted)(item) and _by_kind(wanted)(item)]
    pages = max(1, -(-len(shown) // size))
    page = min(max(1, page), pages)
    here = Counter(area for item in found if _by_kind(wanted)(item) for area in item.areas)
    named = [*((number, title) for number, _code, title in areas.names(session)), (NOWHERE, "")]
    return Queue(
        items=shown[(page - 1) * size : page * size],
        total=len(shown),
        all=len(found),
        page=page,
        pages=pages,
        longest=max((item.waited for item in shown), default=timedelta()),
        areas=[(number, title, here[number]) for number, title in named if here[number] or number == wanted.area],
        kinds=dict(Counter(item.kind for item in found if _by_area(wanted)(item))),
    )


def _by_area(wanted: Wanted) -> Callable[[Item], bool]:
    return lambda item: wanted.area is None or wanted.area in item.areas


def _by_kind(wanted: Wanted) -> Callable[[Item], bool]:
    return lambda item: not wanted.kind or item.kind == wanted.kind


def everything(session: Session, user: User) -> list[Item]:
    """All that waits for a steward, within what they look after: the most urgent first, then what has waited the longest."""
    pressing = reports.pressing(session)
    waiting = list(session.scalars(select(Submission).where(Submission.status == Status.waiting).order_by(Submission.id)))
    twice = {(each.subject, each.entry_id) for each in pressing}
    own, here = remits.limits(session, user), areas.geography(session, places.current(session).neighbourhood_geography).id
    facts = remits.facts_of(session, [*waiting, *((each.subject, each.entry_id) for each in pressing)], remits.geographies_of(own) | {here})
    items = [*_submitted(session, waiting, twice), *map(_reported, pressing)]
    known = {number for number, _code, _title in areas.names(session)}
    pairs = zip(items, facts, strict=True)
    mine = [replace(item, areas=frozenset(each.areas & known or {NOWHERE})) for item, each in pairs if remits.within(own, each)]
    return sorted(mine, key=lambda item: (item.urgency, -item.waited, item.since))


def _reported(found: Reported) -> Item:
    item = Item("report", found.subject, found.name, Urgency.reported, found.since, now() - found.since, entry_id=found.entry_id)
    return replace(item, reports=found.reports, people=found.sources)


def _submitted(session: Session, waiting: Sequence[Submission], twice: Collection[Entry]) -> list[Item]:
    answered = paused(session)
    return [_item(each, answered.get(each.id), (each.subject, each.target_id or 0) in twice) for each in waiting]


def _item(submission: Submission, pause: timedelta | None, reported: bool) -> Item:
    until = submission.asked_at or now()
    waited = until - submission.submitted_at - (pause or timedelta())
    return Item(
        kind=submission.subject.value if submission.wish == Wish.add else submission.wish.value,
        subject=submission.subject,
        name=str(submission.content.get("name") or ""),
        urgency=_urgency(submission, pause is not None, reported),
        since=submission.submitted_at,
        waited=max(waited, timedelta()),
        submission=submission,
    )


def _urgency(submission: Submission, answered: bool, reported: bool) -> Urgency:
    if reported:
        return Urgency.reported
    if submission.asked_at is not None:
        return Urgency.asked
    if submission.held and submission.user_id is not None:
        return Urgency.held
    return Urgency.answered if answered else Urgency.waiting


def paused(session: Session) -> dict[int, timedelta]:
    """For each waiting submission (id) whose sender has answered: how long it stood still until then."""
    query = select(SubmissionNote.submission_id, SubmissionNote.kind, SubmissionNote.made_at)
    where = (SubmissionNote.kind != NoteKind.note, Submission.status == Status.waiting)
    rows = session.execute(query.join(Submission, Submission.id == SubmissionNote.submission_id).where(*where).order_by(SubmissionNote.id))
    total: dict[int, timedelta] = {}
    asked: dict[int, datetime] = {}
    for number, kind, made_at in rows:
        if kind == NoteKind.question:
            asked.setdefault(number, made_at)
        else:
            total[number] = total.get(number, timedelta()) + (made_at - asked.pop(number, made_at))
    return total
