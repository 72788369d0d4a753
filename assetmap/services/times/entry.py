"""The times of one entry: its schedules, what comes next, and how it stands at a moment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from assetmap.models import Subject
from assetmap.services import schedules
from assetmap.services.remember import remembered
from assetmap.services.times import clock
from assetmap.services.times.spans import DAY, Span, Terms, Times, from_content, spans
from assetmap.services.times.state import State
from assetmap.services.times.state import state as state_of
from assetmap.services.times.terms import terms

AHEAD = timedelta(days=62)
NEXT = 6


@dataclass(frozen=True)
class EntryTimes:
    """What is known of an entry's times: each schedule, the next that begins from a moment on, and how it stands then.

    `unknown_terms` says that some are only in school terms, of which none is known from then on.
    """

    schedules: list[Times]
    coming: list[Span]
    state: State
    unknown_terms: bool


def of_entry(session: Session, subject: Subject, entry_id: int, at: datetime) -> EntryTimes | None:
    """The times of an asset or a group as they stand at a moment; none where nobody has said any."""
    own = known(session, subject, entry_id)
    if not own:
        return None
    found = _ahead(session, subject, entry_id, _day(session, at))
    coming = [each for each in found if each.ends > at][:NEXT]
    unknown = any(each.term_time for each in own) and not _terms_from(terms(session), _day(session, at))
    return EntryTimes(own, coming, state_of(found, at), unknown)


def state(session: Session, subject: Subject, entry_id: int, at: datetime) -> object:
    """What of the clock a page of the entry shows: equal as long as it shows the same."""
    found = of_entry(session, subject, entry_id, at)
    return (found.state, tuple(found.coming)) if found else None


def known(session: Session, subject: Subject, entry_id: int) -> list[Times]:
    """The schedules of an entry, ready to be asked."""

    def read() -> list[Times]:
        rows = schedules.content_of(session, subject, entry_id)
        return [from_content(row) for row in rows if row["starts_at"] and row["ends_at"]]

    return remembered(session, ("times", subject, entry_id), read)


def _ahead(session: Session, subject: Subject, entry_id: int, today: date) -> list[Span]:
    def find() -> list[Span]:
        own = known(session, subject, entry_id)
        far = max([today + AHEAD, *(each.starts_on for each in own if each.starts_on <= today + 6 * AHEAD)])
        return spans(own, terms(session), clock.zone(session), today - DAY, far)

    return remembered(session, ("times ahead", subject, entry_id, today), find)


def _day(session: Session, at: datetime) -> date:
    return at.astimezone(ZoneInfo(clock.zone(session))).date()


def _terms_from(found: Terms, today: date) -> bool:
    return any(last >= today for _first, last in found)
