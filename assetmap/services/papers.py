"""Entries that come on paper or by telephone: forms with a serial number, and typing them in with the consent that was given."""

import re
import secrets
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.errors import AlreadyDecided, Fault, Faulty, NotFound
from assetmap.models import Channel, Consent, Paper, Place, Subject, Submission, User
from assetmap.models.submissions import PHONE_LIMIT, SENDER_LIMIT
from assetmap.services import submissions
from assetmap.services.entries import PHONE, Content
from assetmap.services.submissions import Sent
from assetmap.services.words import clean, typed

# Crockford's 32 signs: none of them is mistaken for another in handwriting or on the telephone.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIZE = 8
MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1"})
MOST = 50
ENTRY = "entry"


@dataclass(frozen=True)
class Row:
    """A paper, and what became of it: the entry typed in, if it was."""

    paper: Paper
    submission: Submission | None


def make(session: Session, subject: Subject, count: int, user: User | None) -> list[Paper]:
    """New forms with serial numbers nobody can guess; Faulty where too few or too many are asked for."""
    if not 1 <= count <= MOST:
        raise Faulty([Fault(f"Say how many: from 1 to {MOST}.", field="count")])
    made = [Paper(serial=new_serial(), subject=subject, made_by_id=user.id if user else None) for _ in range(count)]
    session.add_all(made)
    session.flush()
    return made


def new_serial() -> str:
    """A serial number such as 7K3M-Q2F9-X: the last sign tells a slip of the pen."""
    bare = "".join(secrets.choice(SIGNS) for _ in range(SIZE))
    return f"{bare[:4]}-{bare[4:]}-{_check(bare)}"


def read_serial(text: str) -> str:
    """A serial number as it is written on the form, whatever spaces, dashes or likeness of letters; Faulty where it cannot be one."""
    bare = re.sub(r"[^0-9A-Z]", "", text.upper()).translate(MISTAKEN)
    if len(bare) != SIZE + 1 or not set(bare) <= set(SIGNS) or _check(bare[:SIZE]) != bare[SIZE]:
        raise Faulty(
            [Fault("This is not a number of one of our forms. Compare it with the top of the form, sign by sign.", field="serial")]
        )
    return f"{bare[:4]}-{bare[4:SIZE]}-{bare[SIZE]}"


def get(session: Session, serial: str) -> Paper:
    """The form with this serial number; NotFound where there is none."""
    try:
        found = session.get(Paper, read_serial(serial))
    except Faulty:
        found = None
    if found is None:
        raise NotFound("There is no form with this number. Compare it with the top of the form.")
    return found


def listed(session: Session, most: int = 200) -> list[Row]:
    """The forms, those that nobody has typed in first, then the newest."""
    query = select(Paper, Submission).outerjoin(Submission, Submission.id == Paper.submission_id)
    rows = session.execute(query.order_by(Paper.submission_id.is_not(None), Paper.made_at.desc(), Paper.serial).limit(most))
    return [Row(paper, submission) for paper, submission in rows]


def open_count(session: Session) -> int:
    """How many forms are out that nobody has typed in."""
    return session.scalar(select(func.count()).select_from(Paper).where(Paper.submission_id.is_(None))) or 0


def status(session: Session, paper: Paper) -> Submission | None:
    """What was typed in from a form, if anything was."""
    return session.get(Submission, paper.submission_id) if paper.submission_id is not None else None


def enter_call(session: Session, number: str, subject: Subject, content: Content, tolerance_m: float, sent: Sent) -> Submission:
    """Type in a telephone call, by the number that its page was given: pressing twice types in once.

    Faulty (`call`) where it is no number, or already that of a form on paper or of an entry that says something else: nothing that
    somebody said is lost in another's.
    """
    try:
        serial = read_serial(number)
    except Faulty as error:
        raise _taken() from error
    session.execute(select(Place.id).with_for_update())  # one at a time
    paper = session.get(Paper, serial)
    if paper is None:
        paper = Paper(serial=serial, subject=subject, made_by_id=sent.user.id if sent.user else None)
        session.add(paper)
        session.flush()
        return enter(session, paper, subject, content, tolerance_m, sent)
    before = status(session, paper)
    if before is None or before.subject != subject or before.content != submissions.CHECKS[subject](session, content, tolerance_m):
        raise _taken()
    return before


def _taken() -> Faulty:
    words = "The number of this page belongs to another form or call, so nothing was kept. Look through it and press once more."
    return Faulty([Fault(words, field="call")])


def check(sent: Sent, consent: bool) -> list[Fault]:
    """What is wrong with who sent it and how they agreed, each at its field."""
    faults = []
    if not consent:
        words = "Tick this once you have seen the signature, or heard the yes. Without it, it cannot be kept."
        faults.append(Fault(words, field="consent"))
    if sent.channel not in (Channel.paper, Channel.telephone):
        faults.append(Fault("Say how it came.", field="channel"))
    faults += typed(sent.name, "sender_name", SENDER_LIMIT)[1]
    if sent.phone and (not PHONE.fullmatch(clean(sent.phone)) or len(clean(sent.phone)) > PHONE_LIMIT):
        faults.append(Fault("Give a telephone number such as 020 7946 0000, or leave this empty.", field="sender_phone"))
    return faults


def enter(session: Session, paper: Paper, subject: Subject, content: Content, tolerance_m: float, sent: Sent) -> Submission:
    """Type an entry in: it waits for a steward as any other, with how it came, who typed it and that its sender agreed.

    AlreadyDecided where somebody has typed the form in already.
    """
    session.refresh(paper, with_for_update=True)
    if paper.submission_id is not None:
        raise AlreadyDecided("Somebody has typed this form in already.")
    tidy = replace(sent, name=clean(sent.name), phone=clean(sent.phone), email=sent.email.strip(), source="")
    submission = submissions.send(session, subject, content, tolerance_m, tidy)
    paper.submission_id = submission.id
    by = sent.user.id if sent.user else None
    session.add(Consent(submission_id=submission.id, subject=subject, field=ENTRY, channel=sent.channel, recorded_by_id=by))
    session.flush()
    return submission


def _check(bare: str) -> str:
    """The sign that shows one wrong sign always and two swapped ones nearly always: each counts by its place."""
    return SIGNS[sum((2 * place + 1) * SIGNS.index(sign) for place, sign in enumerate(bare)) % 32]
