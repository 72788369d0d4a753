"""Which contact details are public because somebody said that they may be: kept field by field, and taken back by a link.

A detail that nobody agreed to stays with what was sent, where stewards see that it is there. What a public office has published of
itself comes with a package and was never asked for here; it stays until somebody changes it.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import (
    Act,
    Asset,
    Channel,
    Consent,
    Group,
    PrivateVersion,
    Purpose,
    Step,
    Subject,
    Submission,
    Ticket,
    Version,
)
from assetmap.models.columns import now
from assetmap.services import places, salts, tickets
from assetmap.services.tickets import About
from assetmap.services.versions import Made
from assetmap.services.whereabouts import MODELS, connected

FIELDS = ("public_email", "public_phone")
HELD_AS = {"public_email": "email", "public_phone": "phone"}  # see services/holding
TICKET_DAYS = 3 * 365
# What a version said is put back as it was, without what was taken back since; of two entries a steward chooses what was public.
TRUSTED = {Act.restored, Act.merged}
Content = dict[str, Any]


def agreed(content: Content, checked: Content) -> list[str]:
    """The contact details that somebody agreed to, as far as they are given."""
    given = content.get("consents") or ()
    return [name for name in FIELDS if name in given and checked.get(name)]


def public_part(content: Content, made: Made, entry: Asset | Group | None = None) -> Content:
    """Content without the contact details that nobody agreed to. `entry` is what is public so far, which stays."""
    if made.act in TRUSTED:
        return content
    withheld = [name for name in FIELDS if content.get(name) and not _may_be_public(name, content, made, entry)]
    return content | dict.fromkeys(withheld, "")


def _may_be_public(name: str, content: Content, made: Made, entry: Asset | Group | None) -> bool:
    value, sent = content[name], made.submission.content if made.submission else {}
    if entry is not None and getattr(entry, name) == value:
        return True
    return name in (content.get("consents") or ()) or (name in (sent.get("consents") or ()) and sent.get(name) == value)


def record(session: Session, subject: Subject, entry_id: int, before: Content, made: Made) -> None:
    """Keep that somebody agreed to each contact detail that has become public; `before` is what was public until now."""
    entry = session.get_one(MODELS[subject], entry_id)
    sent = made.submission
    if made.act in TRUSTED:
        return
    for name in FIELDS:
        value = getattr(entry, name)
        if not value or value == before.get(name):
            continue
        by_hand = sent is None or sent.channel != Channel.web
        recorder = (sent.user_id if sent else None) or (made.by.id if made.by else None) if by_hand else None
        session.add(
            Consent(
                submission_id=sent.id if sent else None,
                subject=subject,
                entry_id=entry_id,
                field=name,
                digest=digest(session, value),
                channel=sent.channel if sent else Channel.web,
                recorded_by_id=recorder,
                given_at=sent.submitted_at if sent else now(),
            )
        )
    session.flush()


def standing(entry: Asset | Group) -> Content:
    """The contact details of an entry that are public now."""
    return {name: getattr(entry, name) for name in FIELDS}


def of_entry(session: Session, subject: Subject, entry_id: int) -> list[Consent]:
    """Every consent of an entry, the newest first."""
    query = select(Consent).where(Consent.subject == subject, Consent.entry_id == entry_id)
    return list(session.scalars(query.order_by(Consent.id.desc())))


def ticket(session: Session, secret: str, submission: Submission, email: str = "") -> str:
    """The text of an address by which what a submission made public can be taken back; empty where that is nothing."""
    given = select(Consent).where(Consent.submission_id == submission.id, Consent.withdrawn_at.is_(None), Consent.field.in_(FIELDS))
    consents = list(session.scalars(given))
    if not consents:
        return ""
    about = About(
        subject=submission.subject,
        entry_id=consents[0].entry_id,
        email=email,
        content={"submission": submission.id, "given": len(consents)},
    )
    return tickets.make(session, secret, Purpose.withdraw, about, TICKET_DAYS)


def open_ones(session: Session, asked: Ticket) -> list[Consent]:
    """What a ticket's holder can still take back."""
    mine = Consent.submission_id == asked.content.get("submission"), Consent.withdrawn_at.is_(None), Consent.field.in_(FIELDS)
    return list(session.scalars(select(Consent).where(*mine).order_by(Consent.id)))


def withdraw_by(session: Session, asked: Ticket, fields: set[str]) -> list[str]:
    """Take back these details by a ticket, which is used up once nothing is left; gives which they were."""
    taken = [consent for consent in open_ones(session, asked) if consent.field in fields]
    for consent in taken:
        withdraw(session, consent)
    if not open_ones(session, asked):
        tickets.use(session, asked)
    return [consent.field for consent in taken]


def withdraw(session: Session, consent: Consent) -> None:
    """Take one detail out of everything public, out of every version kept, and out of what was sent. Once done, nothing more happens."""
    if consent.withdrawn_at is not None or consent.entry_id is None:
        return
    places.changed(session)
    consent.withdrawn_at = now()
    for entry_id in sorted(connected(session, consent.subject, consent.entry_id)):
        _take_out(session, consent, entry_id)
    session.add(Step(act="consent withdrawn", subject=consent.subject, entry_id=consent.entry_id, words=consent.field))
    session.flush()


def digest(session: Session, value: str) -> str:
    """What is kept of a detail somebody agreed to, so that this very one can be found again without being kept."""
    return salts.keyed(session, "consent", value).hex()


def without_withdrawn(session: Session, subject: Subject, entry_id: int, content: Content) -> Content:
    """Content without the details that were taken back, of this entry or one it was part of, and that nobody agreed to since."""
    numbers = connected(session, subject, entry_id)
    given = list(session.scalars(select(Consent).where(Consent.subject == subject, Consent.entry_id.in_(numbers), Consent.digest != "")))
    standing_ones = {(each.field, each.digest) for each in given if each.withdrawn_at is None}
    taken = {(each.field, each.digest) for each in given if each.withdrawn_at is not None} - standing_ones
    gone = [name for name in FIELDS if taken and content.get(name) and (name, digest(session, content[name])) in taken]
    return content | dict.fromkeys(gone, "")


def _take_out(session: Session, consent: Consent, entry_id: int) -> None:
    subject, field = consent.subject, consent.field
    entry = session.get(MODELS[subject], entry_id)
    if entry is not None and _agreed_to(session, consent, getattr(entry, field)):
        setattr(entry, field, "")
    for version in session.scalars(select(Version).where(Version.subject == subject, Version.entry_id == entry_id)):
        _scrub(session, consent, version)
        private = session.get(PrivateVersion, version.id)
        if private is not None:
            _scrub(session, consent, private)
    about = (Submission.published_id == entry_id) | (Submission.target_id == entry_id)
    for submission in session.scalars(select(Submission).where(Submission.subject == subject, about)):
        _scrub(session, consent, submission)


def _agreed_to(session: Session, consent: Consent, value: Any) -> bool:
    """Whether a value is the one that somebody agreed to, and not another that stands in its place by now."""
    return bool(value) and consent.digest == digest(session, str(value))


def _scrub(session: Session, consent: Consent, row: Version | PrivateVersion | Submission) -> None:
    field = consent.field
    if _agreed_to(session, consent, row.content.get(field)):
        left = [name for name in row.content.get("consents") or () if name != field]
        row.content = row.content | {field: ""} | ({"consents": left} if "consents" in row.content else {})
    if isinstance(row, Submission):  # why it was held quotes what was new in it
        row.held = [reason for reason in row.held if reason.get("code") != HELD_AS[field]]
