"""From a stranger's suggestion to a public entry: sent, looked at, approved or declined with a reason."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.errors import AlreadyDecided, Fault, Faulty, NotFound
from assetmap.models import Act, Channel, Sender, Status, Subject, Submission, User, Wish
from assetmap.models.columns import now
from assetmap.models.submissions import REASON_LIMIT
from assetmap.services import departures, drawn, entries, holding, publish
from assetmap.services.entries import Content
from assetmap.services.holding import Rules
from assetmap.services.versions import Made
from assetmap.services.words import clean, unsafe

CHECKS = {Subject.asset: entries.check_asset, Subject.group: entries.check_group, Subject.area: drawn.check}


@dataclass(frozen=True)
class Sent:
    """What comes with an entry: what is wanted of which published one and why, who sent it, and by which way it came.

    `source` tells senders apart for a day (see services/salts). Name, e-mail and telephone are kept where only stewards read them.
    `rules` are what is looked for in it: what they notice is kept as `Submission.held`, and keeps even a trusted person's for review.
    """

    wish: Wish = Wish.add
    target_id: int | None = None
    base: int = 0
    message: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    channel: Channel = Channel.web
    source: str = ""
    user: User | None = None
    rules: Rules = field(default_factory=Rules)


def send(session: Session, subject: Subject, content: Content, tolerance_m: float, sent: Sent | None = None) -> Submission:
    """Keep an entry, or a change to one, until a steward has looked at it; Faulty where it cannot be accepted."""
    sent = sent or Sent()
    checked = CHECKS[subject](session, content, tolerance_m)
    submission = Submission(
        reference=secrets.token_urlsafe(18),
        subject=subject,
        content=checked,
        status=Status.waiting,
        wish=sent.wish,
        target_id=sent.target_id,
        base=sent.base,
        message=sent.message,
        channel=sent.channel,
        source=sent.source,
        user_id=sent.user.id if sent.user else None,
    )
    session.add(submission)
    session.flush()
    submission.held = holding.of_submission(session, submission, sent.rules)
    if sent.name or sent.email or sent.phone:
        session.add(Sender(submission_id=submission.id, name=sent.name, email=sent.email, phone=sent.phone))
    session.flush()
    return submission


def by_reference(session: Session, reference: str) -> Submission:
    """The entry with this reference; NotFound where there is none."""
    found = session.scalar(select(Submission).where(Submission.reference == reference))
    if found is None:
        raise NotFound("There is no entry with this reference. Check the address you kept.")
    return found


def get(session: Session, submission_id: int) -> Submission:
    """One entry, for a steward; NotFound where there is none."""
    found = session.get(Submission, submission_id)
    if found is None:
        raise NotFound("There is no such entry.")
    return found


def listed(session: Session, status: Status, most: int = 200) -> list[Submission]:
    """The entries of one status: what waits the longest first, what was decided the newest first."""
    order = Submission.submitted_at if status == Status.waiting else Submission.decided_at.desc()
    return list(session.scalars(select(Submission).where(Submission.status == status).order_by(order, Submission.id).limit(most)))


def counts(session: Session) -> dict[str, int]:
    """How many entries each status has."""
    rows = session.execute(select(Submission.status, func.count()).group_by(Submission.status))
    found = {status.value: count for status, count in rows}
    return {status.value: found.get(status.value, 0) for status in Status}


def waiting(session: Session) -> int:
    """How many entries wait."""
    return session.scalar(select(func.count()).select_from(Submission).where(Submission.status == Status.waiting)) or 0


def seal(submission: Submission) -> str:
    """A short text that is another when the entry's content is: it says which content a steward has seen."""
    return hashlib.sha256(json.dumps(submission.content, sort_keys=True).encode()).hexdigest()[:16]


def change(session: Session, submission: Submission, content: Content, seen: str, tolerance_m: float) -> None:
    """Change a waiting entry before deciding on it; Faulty where the change cannot be accepted.

    Where it is no longer what the steward has `seen`, or was decided on, it stays as it is: AlreadyDecided.
    """
    hold(session, submission, seen)
    submission.content = CHECKS[submission.subject](session, content, tolerance_m)
    session.flush()


def approve(session: Session, submission: Submission, by: User, seen: str, tolerance_m: float) -> int:
    """Publish a waiting entry; gives the id of the asset, group or area. AlreadyDecided as in `change`."""
    hold(session, submission, seen)
    holding.check_reviewer(session, submission, by)
    checked = CHECKS[submission.subject](session, submission.content, tolerance_m)
    _decide(session, submission, by, Status.approved, "")
    submission.published_id = _carry_out(session, submission, checked, by, tolerance_m)
    session.flush()
    return submission.published_id


def _carry_out(session: Session, submission: Submission, content: Content, by: User, tolerance_m: float) -> int:
    """Do what whoever sent it wants; gives the id of the entry it is about."""
    subject, target = submission.subject, submission.target_id
    if target is None:
        return publish.add(session, subject, content, tolerance_m, Made(Act.added, by, submission=submission))
    if submission.wish == Wish.close:
        departures.depart(session, subject, target, Made(Act.closed, by, submission.message, submission))
    else:
        publish.change(session, subject, target, content, tolerance_m, Made(Act.changed, by, submission.message, submission))
    return target


def decline(session: Session, submission: Submission, by: User, seen: str, reason: str) -> None:
    """Decline a waiting entry, saying why; Faulty without a reason, AlreadyDecided as in `change`."""
    hold(session, submission, seen)
    text = clean(reason, lines=True)
    if not text or unsafe(text):
        raise Faulty([Fault("Say why, so that whoever sent it can understand or try again.", field="reason")])
    if len(text) > REASON_LIMIT:
        raise Faulty([Fault(f"Shorten the reason to {REASON_LIMIT:,} characters.", field="reason")])
    _decide(session, submission, by, Status.declined, text)


def _decide(session: Session, submission: Submission, by: User, status: Status, reason: str) -> None:
    submission.status, submission.reason, submission.decided_at, submission.decided_by_id = status, reason, now(), by.id
    session.flush()


def hold(session: Session, submission: Submission, seen: str) -> None:
    """Keep others from the entry until this is done, if it still waits and is what the steward has seen."""
    session.refresh(submission, with_for_update=True)
    if submission.status != Status.waiting:
        raise AlreadyDecided("Somebody has already decided on this entry.")
    if seal(submission) != seen:
        raise AlreadyDecided("Somebody has changed this entry since you opened it. Look at it again before you decide.")
