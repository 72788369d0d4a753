"""What is known about people is forgotten after a while: one table says what, how, and after how many months unless a setting says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dateutil.relativedelta import relativedelta
from sqlalchemy import ColumnElement, Table, delete, false, func, or_, select, update
from sqlalchemy.orm import Session

from assetmap.db import Base
from assetmap.models import (
    Claim,
    Departure,
    Keeper,
    Letter,
    Photo,
    PrivateVersion,
    Reminder,
    Report,
    Sender,
    Shortlist,
    Status,
    Subject,
    Submission,
    SubmissionNote,
    Ticket,
    User,
    Version,
)
from assetmap.models.columns import now
from assetmap.services import departures, keepers, mine
from assetmap.services.accounts import ADMINISTRATORS, with_roles
from assetmap.services.consents import FIELDS
from assetmap.services.precision import PLACE

Condition = ColumnElement[bool]
Verb = Callable[[Session, datetime, bool], int]
# By kind: when it was made, and what is still open. Of that the marks stay: how many different people said so still counts.
SOURCED: dict[type[Base], tuple[str, Condition]] = {
    Submission: ("submitted_at", Submission.status == Status.waiting),
    Report: ("made_at", Report.settled_at.is_(None)),
    Photo: ("made_at", false()),
}
FORGOTTEN = "Declined long ago and forgotten"
# Words of this site, which say nothing of anybody and which pages look up.
PLAIN = ("category", "holder", "cost", "kind", "precision", "shape")
PEOPLE = ("keepers", "asks", "claims")


@dataclass(frozen=True)
class Kind:
    """One kind of thing that is forgotten: its name (of the setting, too), what it is in words, and how. The verb is given the moment
    before which it is old, and whether to do it; it says how many there are."""

    name: str
    words: str
    forget: Verb


def forget(session: Session, months: dict[str, int], do: bool) -> dict[str, int]:
    """Forget what is older than so many months, by kind; how many of each there were. Without `do`, only count."""
    return {kind.name: kind.forget(session, now() - relativedelta(months=months[kind.name]), do) for kind in KINDS}


def _rows(session: Session, model: type[Base], do: bool, *conditions: Condition) -> int:
    count = session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0
    if do and count:
        session.execute(delete(model).where(*conditions).execution_options(synchronize_session=False))
        session.expire_all()
    return count


def _senders(session: Session, before: datetime, do: bool) -> int:
    long_ago = before - relativedelta(months=12)
    old = select(Submission.id).where(or_(Submission.decided_at < before, Submission.submitted_at < long_ago))
    return _rows(session, Sender, do, Sender.submission_id.in_(old)) + _senders_of_photos(session, long_ago, do)


def _senders_of_photos(session: Session, before: datetime, do: bool) -> int:
    """Of photos nobody decided on, the address to answer to; once they are, it goes with the answer."""
    old = Photo.email != "", Photo.made_at < before
    count = session.scalar(select(func.count()).select_from(Photo).where(*old)) or 0
    if do and count:
        session.execute(update(Photo).where(*old).values(email="").execution_options(synchronize_session=False))
        session.expire_all()
    return count


def _sources(session: Session, before: datetime, do: bool) -> int:
    count = 0
    for model, (made, is_open) in SOURCED.items():
        own: Table = model.__table__  # type: ignore[assignment]
        marked = own.c[made] < before, own.c.source != "", ~is_open
        count += session.scalar(select(func.count()).select_from(own).where(*marked)) or 0
        if do:
            session.execute(update(own).where(*marked).values(source=""))
    session.expire_all()
    return count


def _tickets(session: Session, before: datetime, do: bool) -> int:
    return _rows(session, Ticket, do, or_(Ticket.used_at < before, Ticket.expires_at < before))


def _letters(session: Session, before: datetime, do: bool) -> int:
    return _rows(session, Letter, do, Letter.made_at < before)


def _reports(session: Session, before: datetime, do: bool) -> int:
    return _rows(session, Report, do, Report.settled_at < before)


def _declined(session: Session, before: datetime, do: bool) -> int:
    photos = _rows(
        session, Photo, do, Photo.status == Status.declined, Photo.decided_at < before
    )  # their files went when they were declined
    old = select(Submission).where(Submission.status == Status.declined, Submission.decided_at < before)
    rows = [row for row in session.scalars(old) if row.content.get("name") != FORGOTTEN]
    for row in rows if do else ():
        _empty(session, row)
    return photos + len(rows)


def _empty(session: Session, row: Submission) -> None:
    """Keep only that something was declined: its number is never given again, and its paper stays a paper that was typed in."""
    gone = {key: "" if isinstance(value, str) else [] for key, value in row.content.items() if isinstance(value, str | list)}
    numbers = {key: None for key, value in row.content.items() if isinstance(value, float)}
    row.content = row.content | gone | numbers | {key: row.content[key] for key in PLAIN if key in row.content} | {"name": FORGOTTEN}
    row.message, row.reason, row.source, row.held = "", FORGOTTEN, "", []
    _rows(session, Sender, True, Sender.submission_id == row.id)
    _rows(session, SubmissionNote, True, SubmissionNote.submission_id == row.id)
    _rows(session, Ticket, True, Ticket.content["submission"].as_integer() == row.id)
    session.flush()


def _approved(session: Session, before: datetime, do: bool) -> int:
    """Of entries approved long ago, what was said about them in private, and the places and contacts they were sent with."""
    old = select(Submission).where(Submission.status == Status.approved, Submission.decided_at < before, Submission.subject != Subject.area)
    rows = [row for row in session.scalars(old) if any(row.content.get(name) for name in (*PLACE, *FIELDS))]
    noted = select(Submission.id).where(Submission.status == Status.approved, Submission.decided_at < before)
    notes = _rows(session, SubmissionNote, do, SubmissionNote.submission_id.in_(noted))
    for row in rows if do else ():
        row.content = row.content | {"lon": None, "lat": None} | dict.fromkeys(("address", "postcode", *FIELDS), "")
        row.held = []  # it quotes new contacts
    session.flush()
    return len(rows) + notes


def _departed(session: Session, before: datetime, do: bool) -> int:
    """Of entries that have gone, who answered for them and where they really were."""
    gone = session.scalars(select(Departure).where(Departure.made_at < before)).all()
    count = 0
    for each in gone:
        people = each.subject == Subject.group and any(each.rows.get(name) for name in PEOPLE)
        places = departures.exact_places_of(session, each.subject, each.entry_id)
        count += int(people) + len(places)
        if do and people:
            departures.forget_people(session, each)
        for place in places if do else ():
            session.delete(place)
    session.flush()
    return count


def _places(session: Session, before: datetime, do: bool) -> int:
    """Exact places in versions that were followed by others long ago."""
    newer = select(Version.id).where(Version.subject == Subject.asset).group_by(Version.entry_id).with_only_columns(func.max(Version.id))
    old = select(Version.id).where(Version.made_at < before, Version.id.not_in(newer), Version.subject == Subject.asset)
    return _rows(session, PrivateVersion, do, PrivateVersion.version_id.in_(old))


def _shortlists(session: Session, before: datetime, do: bool) -> int:
    return _rows(session, Shortlist, do, Shortlist.seen_at < before)


def _keepers(session: Session, before: datetime, do: bool) -> int:
    if do:
        return keepers.forget_silent(session, before)
    return session.scalar(select(func.count()).select_from(Keeper).where(keepers.silent_since(before))) or 0


def _claims(session: Session, before: datetime, do: bool) -> int:
    """What was said for and against a claim that was decided on; that it was, and how, stays."""
    old = Claim.decided_at < before, or_(Claim.words != "", Claim.reason != "")
    count = session.scalar(select(func.count()).select_from(Claim).where(*old)) or 0
    if do and count:
        session.execute(update(Claim).where(*old).values(words="", reason="").execution_options(synchronize_session=False))
        session.expire_all()
    return count


def _reminders(session: Session, before: datetime, do: bool) -> int:
    """That an address was reminded; a wish not to be lasts."""
    return _rows(session, Reminder, do, Reminder.sent_at < before, Reminder.stopped_at.is_(None))


def _accounts(session: Session, before: datetime, do: bool) -> int:
    """Accounts that nobody signed in with; of administrators, the one who did last stays where there would be none."""
    own: Table = User.__table__  # type: ignore[assignment]
    seen = func.coalesce(own.c.last_login_at, own.c.create_datetime)
    silent = list(session.scalars(select(User).where(seen < before.replace(tzinfo=None)).order_by(seen, own.c.id)))
    admins = {user.id for user in with_roles(session, ADMINISTRATORS)}
    if admins <= {user.id for user in silent}:
        spared = next((user for user in reversed(silent) if user.id in admins), None)
        silent = [user for user in silent if user is not spared]
    numbers = [user.id for user in silent]
    for number in numbers if do else ():
        mine.let_go(session, session.get_one(User, number))
    return len(numbers)


KINDS = (
    Kind("senders", "names and addresses of people who sent an entry that was decided on, or a photo long ago", _senders),
    Kind("sources", "marks that tell senders of one day apart, of what was dealt with", _sources),
    Kind("tickets", "links for one use that were used or have run out", _tickets),
    Kind("letters", "letters that could not be sent", _letters),
    Kind("reports", "reports that were dealt with", _reports),
    Kind("declined", "entries and photos that were declined", _declined),
    Kind("approved", "places, contacts and notes that approved entries were sent with", _approved),
    Kind("departed", "people and exact places of entries that have closed", _departed),
    Kind("places", "exact places in old versions", _places),
    Kind("shortlists", "shortlists that nobody looked at", _shortlists),
    Kind("keepers", "people who answer for a group that has not answered", _keepers),
    Kind("claims", "words for and against claims that were decided on", _claims),
    Kind("reminders", "when an address was last reminded", _reminders),
    Kind("accounts", "accounts that nobody signed in with", _accounts),
)
