"""From a stranger's suggestion to a public entry: sent, looked at, approved or declined with a reason."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, object_session

from assetmap.errors import AlreadyDecided, Fault, Faulty, NotFound
from assetmap.models import Act, Channel, Salt, Sender, Status, Subject, Submission, User, Wish
from assetmap.models.columns import now
from assetmap.models.submissions import REASON_LIMIT
from assetmap.services import departures, drawn, entries, holding, outcomes, places, publish, revisions, salts, whereabouts
from assetmap.services.entries import Content
from assetmap.services.holding import Rules
from assetmap.services.precision import names_place
from assetmap.services.revisions import Choice
from assetmap.services.versions import Made
from assetmap.services.words import checked, clean, typed

CHECKS = {Subject.asset: entries.check_asset, Subject.group: entries.check_group, Subject.area: drawn.check}
ADDRESS = ("address", "postcode")
AGAIN = timedelta(minutes=10)
TAKEN_BACK = "Taken back by whoever sent it."


@dataclass(frozen=True)
class Sent:
    """What comes with an entry: what is wanted of which published one and why, who sent it, and by which way it came.

    `source` tells senders apart for a day (see services/salts). Name, e-mail and telephone are kept where only stewards read them.
    `rules` are what is looked for in it: what they notice is kept as `Submission.held`, and keeps even a trusted person's for review.
    `place_kept` is whether the place was left as it is: whoever sends it may not know it, and see `check`.
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
    place_kept: bool = False


def send(session: Session, subject: Subject, content: Content, tolerance_m: float, sent: Sent | None = None) -> Submission:
    """Keep an entry, or a change to one, until a steward has looked at it; Faulty where it cannot be accepted."""
    sent = sent or Sent()
    checked = check(session, subject, content, tolerance_m, sent.place_kept)
    message, email = _checked(sent)
    if not sent.place_kept:
        _check_why(message, "message", checked)
    again = _sent_before(session, subject, checked, replace(sent, message=message))
    if again is not None:
        return again
    submission = Submission(
        reference=secrets.token_urlsafe(18),
        subject=subject,
        content=checked,
        status=Status.waiting,
        wish=sent.wish,
        target_id=sent.target_id,
        base=sent.base,
        message=message,
        channel=sent.channel,
        source=sent.source,
        user_id=sent.user.id if sent.user else None,
    )
    session.add(submission)
    session.flush()
    submission.held = holding.of_submission(session, submission, sent.rules)
    if sent.name or email or sent.phone:
        session.add(Sender(submission_id=submission.id, name=sent.name, email=email, phone=sent.phone))
    session.flush()
    return submission


def check(session: Session, subject: Subject, content: Content, tolerance_m: float, place_kept: bool = False) -> Content:
    """An entry's content as it would be kept; Faulty where it cannot be.

    With `place_kept` nothing is said of words that name an address which is kept back: strangers could try one address after the other
    until they are refused. A steward is told when the words are to become public (see `approve`).
    """
    unknown = [name for name in ADDRESS if name in content] if place_kept else []
    checked = CHECKS[subject](session, content | dict.fromkeys(unknown, ""), tolerance_m)
    return checked | {name: content[name] or "" for name in unknown}


def _check_why(why: str, field: str, *contents: Content) -> None:
    """Faulty where the reason of a change names an address that is kept back."""
    if any(names_place(content, why) for content in contents):
        words = "This names the address that is kept back, and everyone can read why something was changed. Take it out here."
        raise Faulty([Fault(words, field=field)])


def _checked(sent: Sent) -> tuple[str, str]:
    """The message and the e-mail address that come with an entry, cleaned; Faulty where they cannot be kept."""
    needed = "Say how you know that it has closed." if sent.wish == Wish.close else ""
    message, faults = typed(sent.message, "message", REASON_LIMIT, lines=True, needed=needed)
    email, wrong = entries.answer_to(sent.email)
    if faults or wrong:
        raise Faulty(faults + wrong)
    return message, email


def _sent_before(session: Session, subject: Subject, content: Content, sent: Sent) -> Submission | None:
    """The same thing from the same sender, where it was sent a moment ago and waits: somebody pressed the button twice."""
    if not sent.source:
        return None
    session.execute(select(Salt).where(Salt.name == salts.SOURCE).with_for_update())  # one at a time
    mine = Submission.source == sent.source, Submission.status == Status.waiting, Submission.submitted_at > now() - AGAIN
    same = Submission.subject == subject, Submission.wish == sent.wish, Submission.message == sent.message
    target = Submission.target_id.is_(None) if sent.target_id is None else Submission.target_id == sent.target_id
    found = session.scalars(select(Submission).where(*mine, *same, target))
    return next((each for each in found if each.content == content), None)


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


def listed(session: Session, status: Status, most: int = 200, skip: int = 0) -> list[Submission]:
    """The entries of one status: what waits the longest first, what was decided the newest first."""
    order = Submission.submitted_at if status == Status.waiting else Submission.decided_at.desc()
    query = select(Submission).where(Submission.status == status).order_by(order, Submission.id)
    return list(session.scalars(query.offset(skip).limit(most)))


def counts(session: Session) -> dict[str, int]:
    """How many entries each status has."""
    rows = session.execute(select(Submission.status, func.count()).group_by(Submission.status))
    found = {status.value: count for status, count in rows}
    return {status.value: found.get(status.value, 0) for status in Status}


def waiting(session: Session) -> int:
    """How many entries wait."""
    return session.scalar(select(func.count()).select_from(Submission).where(Submission.status == Status.waiting)) or 0


def seal(submission: Submission) -> str:
    """A short text that is another when the entry's content is, or the version of the published one that it changes: it says what
    a steward has seen."""
    seen: list[object] = [submission.content, submission.message]
    session = object_session(submission)
    if submission.target_id is not None and session is not None:
        seen.append(revisions.newest(session, submission.subject, submission.target_id))
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]


def change(session: Session, submission: Submission, content: Content, seen: str, tolerance_m: float) -> None:
    """Change a waiting entry before deciding on it; Faulty where the change cannot be accepted.

    Where it is no longer what the steward has `seen`, or was decided on, it stays as it is: AlreadyDecided.
    """
    hold(session, submission, seen)
    submission.content = CHECKS[submission.subject](session, content, tolerance_m)
    session.flush()


def approve(session: Session, submission: Submission, by: User, seen: str, tolerance_m: float, choice: Choice | None = None) -> int:
    """Publish a waiting entry, or what is chosen of a change; gives the id of the asset, group or area. AlreadyDecided as in `change`,
    Faulty where two people changed the same field and the steward has not said which stays."""
    places.changed(session)  # first, so that whoever decides at the same moment waits, and sees what this has done
    session.expire_all()
    hold(session, submission, seen)
    holding.check_reviewer(session, submission, by)
    submission.published_id = _carry_out(session, submission, by, tolerance_m, choice or Choice())
    _decide(session, submission, by, Status.approved, clean((choice or Choice()).reason, lines=True)[:REASON_LIMIT])
    outcomes.tell(session, submission)
    return submission.published_id


def _carry_out(session: Session, submission: Submission, by: User, tolerance_m: float, choice: Choice) -> int:
    """Do what whoever sent it wants; gives the id of the entry it is about."""
    subject, target = submission.subject, submission.target_id
    why = submission.message if choice.why is None else clean(choice.why, lines=True)[:REASON_LIMIT]
    if target is None:
        checked = CHECKS[subject](session, submission.content, tolerance_m)
        return publish.add(session, subject, checked, tolerance_m, Made(Act.added, by, submission=submission))
    gone = whereabouts.departure_of(session, subject, target) is not None
    if not gone:
        _check_why(why, "why", submission.content, revisions.now_of(session, submission))
    if submission.wish == Wish.close and not gone:
        departures.depart(session, subject, target, Made(Act.closed, by, why, submission))
    elif submission.wish == Wish.change:
        if gone:
            raise AlreadyDecided("What this is about is not public any more. Bring it back from its history first, or decline this.")
        _change(session, submission, tolerance_m, choice, Made(Act.changed, by, why, submission))
    return target


def _change(session: Session, submission: Submission, tolerance_m: float, choice: Choice, made: Made) -> None:
    """Put what is chosen of a change into the published entry; nothing is written where all of it is public already."""
    settled = revisions.settle(session, submission, choice)
    submission.left_out = settled.left_out
    if settled.taken and submission.target_id is not None:
        checked = CHECKS[submission.subject](session, settled.content, tolerance_m)
        kept = {"source_date": settled.content.get("source_date") or ""}
        publish.change(session, submission.subject, submission.target_id, checked | kept, tolerance_m, made)


def decline(session: Session, submission: Submission, by: User, seen: str, reason: str) -> None:
    """Decline a waiting entry, saying why; Faulty without a reason, AlreadyDecided as in `change`."""
    hold(session, submission, seen)
    needed = "Say why, so that whoever sent it can understand or try again."
    _decide(session, submission, by, Status.declined, checked(reason, "reason", REASON_LIMIT, lines=True, needed=needed))
    outcomes.tell(session, submission)


def take_back(session: Session, submission: Submission) -> None:
    """Let whoever sent an entry take it back while it waits, and forget who they are; nothing happens where they did before."""
    session.refresh(submission, with_for_update=True)
    if submission.withdrawn_at is not None:
        return
    if submission.status != Status.waiting:
        raise AlreadyDecided("A steward has decided on it already, so it cannot be taken back. You can suggest another change.")
    submission.status, submission.reason, submission.user_id = Status.declined, TAKEN_BACK, None
    submission.withdrawn_at = submission.decided_at = now()
    session.execute(delete(Sender).where(Sender.submission_id == submission.id))
    session.flush()


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
