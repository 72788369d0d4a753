"""Reports: anyone can say that an entry has changed or closed. They hide nothing; two independent ones put it before the stewards first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty
from assetmap.models import Report, ReportKind, Salt, Subject, User
from assetmap.models.columns import now
from assetmap.models.reports import WORDS_LIMIT
from assetmap.services import remits, salts
from assetmap.services.whereabouts import MODELS, absent
from assetmap.services.words import typed

INDEPENDENT = 2
"""From so many independent reports on, an entry comes first."""
PURPOSE = "report"


@dataclass(frozen=True)
class Reported:
    """An entry with open reports, the newest first, from how many independent sources, and since when."""

    subject: Subject
    entry_id: int
    name: str
    sources: int
    since: datetime
    reports: list[Report]

    @property
    def presses(self) -> bool:
        """Whether it comes before everything else."""
        return self.sources >= INDEPENDENT


def source_of(session: Session, address: str, subject: Subject, entry_id: int) -> str:
    """What tells whoever reports one entry apart from others who report the same, on any day, without saying who they are: at each
    entry somebody has another one, so that nobody can be followed from entry to entry."""
    return salts.keyed(session, PURPOSE, f"{subject.value} {entry_id} {salts.connection(address)}").hex()


def add(session: Session, about: tuple[Subject, int], says: str, words: str, source: str) -> Report:
    """Keep what somebody says of a published entry. Who says more about the same entry before it was looked at says it in the same
    report. Faulty where it cannot be kept; NotFound where there is no such entry (Departed where it has gone)."""
    subject, entry_id = about
    if session.get(MODELS[subject], entry_id) is None:
        raise absent(session, subject, entry_id)
    text, faults = typed(words, "words", WORDS_LIMIT, lines=True)
    if says not in list(ReportKind):
        faults.insert(0, Fault("Say what is not right any more.", field="says"))
    if faults:
        raise Faulty(faults)
    session.execute(select(Salt).where(Salt.name == PURPOSE).with_for_update())  # one at a time: a button may be pressed twice
    mine = Report.subject == subject, Report.entry_id == entry_id, Report.source == source, Report.settled_at.is_(None)
    report = session.scalar(select(Report).where(*mine).limit(1))
    if report is None:
        report = Report(subject=subject, entry_id=entry_id, source=source)
        session.add(report)
    report.says, report.words = ReportKind(says), text or report.words or ""
    session.flush()
    return report


def open_of(session: Session, subject: Subject, entry_id: int) -> Reported | None:
    """The open reports of one entry, or none."""
    here = Report.subject == subject, Report.entry_id == entry_id
    return next(iter(_found(session, *here)), None)


def pressing(session: Session, user: User | None = None) -> list[Reported]:
    """The entries with two independent reports or more, those with the most first; for a steward, only their own."""
    return [each for each in waiting(session, user) if each.presses]


def waiting(session: Session, user: User | None = None) -> list[Reported]:
    """Every entry with an open report, those with the most independent ones first, then those that have waited longest."""
    found = _found(session)
    if user is not None and remits.limits(session, user):
        found = [each for each in found if remits.covers_entry(session, user, each.subject, each.entry_id)]
    return sorted(found, key=lambda each: (-each.sources, each.since, each.subject, each.entry_id))


def settle(session: Session, subject: Subject, entry_id: int, by: User) -> int:
    """Say that the open reports of an entry have been looked at; how many they were (none the second time)."""
    mine = Report.subject == subject, Report.entry_id == entry_id, Report.settled_at.is_(None)
    found = list(session.scalars(select(Report.id).where(*mine).with_for_update()))
    if found:
        session.execute(update(Report).where(Report.id.in_(found)).values(settled_at=now(), settled_by_id=by.id))
        session.expire_all()
    return len(found)


def forget(session: Session, before: timedelta) -> int:
    """Forget the words and sources of reports settled so long ago; how many they were."""
    old = Report.settled_at < now() - before, (Report.words != "") | (Report.source != "")
    count = session.scalar(select(func.count()).where(*old)) or 0
    session.execute(update(Report).where(*old).values(words="", source=""))
    return count


def _found(session: Session, *conditions: object) -> list[Reported]:
    """The published entries with open reports under some conditions."""
    query = select(Report).where(Report.settled_at.is_(None), *conditions).order_by(Report.id.desc())  # type: ignore[arg-type]
    of: dict[tuple[Subject, int], list[Report]] = {}
    for report in session.scalars(query):
        of.setdefault((report.subject, report.entry_id), []).append(report)
    names = {subject: _names(session, subject, [number for kind, number in of if kind == subject]) for subject in MODELS}
    return [
        Reported(subject, number, names[subject][number], len({each.source for each in found}), found[-1].made_at, found)
        for (subject, number), found in of.items()
        if number in names.get(subject, {})
    ]


def _names(session: Session, subject: Subject, ids: Sequence[int]) -> dict[int, str]:
    model = MODELS[subject]
    return {row.id: row.name for row in session.execute(select(model.id, model.name).where(model.id.in_(ids)))} if ids else {}
