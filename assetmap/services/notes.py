"""What is said about an entry that waits: notes among stewards, a question to its sender, and the sender's answer. None of it is public."""

from textwrap import fill

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assetmap.errors import AlreadyDecided, Fault, Faulty
from assetmap.models import NoteKind, Purpose, Status, Submission, SubmissionNote, Ticket, User
from assetmap.models.columns import now
from assetmap.models.submissions import REASON_LIMIT
from assetmap.services import letters, outcomes, submissions, tickets
from assetmap.services.letters import Words
from assetmap.services.tickets import About
from assetmap.services.words import checked

ANSWER_DAYS = 30
LINE = 100  # characters of a line of a letter
NOTE, ASK, ANSWER = "words", "question", "answer"  # the fields faults name


def of(session: Session, submission: Submission) -> list[SubmissionNote]:
    """What was said about an entry, the oldest first."""
    query = select(SubmissionNote).where(SubmissionNote.submission_id == submission.id).options(joinedload(SubmissionNote.user))
    return list(session.scalars(query.order_by(SubmissionNote.id)))


def note(session: Session, submission: Submission, by: User, words: str) -> None:
    """Keep a note for other stewards; the same twice is one. Faulty without words."""
    _keep(session, submission, NoteKind.note, _words(words, NOTE), by)


def can_ask(session: Session, submission: Submission) -> bool:
    """Whether whoever sent an entry can be asked something: it waits, and there is an e-mail address."""
    return submission.status == Status.waiting and bool(outcomes.email_of(session, submission))


def ask(session: Session, submission: Submission, by: User, words: str, secret: str, site: str) -> None:
    """Ask whoever sent an entry, by a letter whose address takes one answer; until then its age stands still.

    `site` is how addresses of this site begin. The same question twice is sent once. Faulty without words or an address to write to,
    AlreadyDecided where the entry waits no more.
    """
    text = _words(words, ASK)
    session.refresh(submission, with_for_update=True)
    if submission.status != Status.waiting:
        raise AlreadyDecided("Somebody has already decided on this entry.")
    email = outcomes.email_of(session, submission)
    if not email:
        raise Faulty([Fault("Whoever sent this left no e-mail address, so they cannot be asked.", field=ASK)])
    asked = _keep(session, submission, NoteKind.question, text, by)
    if asked is None:
        return
    submission.asked_at = submission.asked_at or now()
    about = About(submission.subject, None, email, content={"submission": submission.id, "note": asked.id})
    token = tickets.make(session, secret, Purpose.answer, about, ANSWER_DAYS)
    letters.write(
        session, "question", email, _letter(submission, text, f"{site}/answers/{token}", outcomes.left_email(session, submission))
    )


def asked(session: Session, ticket: Ticket) -> tuple[Submission, SubmissionNote]:
    """The entry and the question a ticket is about; NotFound or AlreadyDecided where they are no more."""
    submission = submissions.get(session, int(ticket.content["submission"]))
    question = session.get(SubmissionNote, int(ticket.content["note"]))
    if submission.status != Status.waiting or question is None:
        raise AlreadyDecided("A steward has decided on this entry meanwhile, so your answer is not needed any more. Thank you.")
    return submission, question


def answer(session: Session, ticket: Ticket, words: str) -> Submission:
    """Keep the sender's answer at the entry, which goes up the stewards' list; the ticket is used up by it. Faulty without words."""
    text = _words(words, ANSWER)
    submission, _question = asked(session, ticket)
    _keep(session, submission, NoteKind.answer, text, None)
    submission.asked_at = None
    tickets.use(session, ticket)
    return submission


def _words(words: str, field: str) -> str:
    return checked(words, field, REASON_LIMIT, lines=True, needed="Write something first.")


def _keep(session: Session, submission: Submission, kind: NoteKind, words: str, by: User | None) -> SubmissionNote | None:
    """Keep what was said, unless it was the last thing said already, word for word: a button pressed twice says it once."""
    said = of(session, submission)
    if said and (said[-1].kind, said[-1].words) == (kind, words):
        return None
    kept = SubmissionNote(submission_id=submission.id, kind=kind, words=words, user_id=by.id if by else None)
    session.add(kept)
    session.flush()
    return kept


def _letter(submission: Submission, question: str, address: str, left: str) -> Words:
    how = "left your e-mail address with what you sent" if left else "sent it with your account"
    name = outcomes.called(submission)
    asked = "\n".join(fill(line, LINE, break_long_words=False, break_on_hyphens=False) for line in question.split("\n"))
    body = (
        f"Hello,\n\nthank you for what you sent to the community map: {name}. Before it can go on the map, a steward asks:\n\n"
        f"{asked}\n\nPlease answer on this page. It needs no account:\n\n{address}\n\n"
        f"The link takes one answer, within {ANSWER_DAYS} days. Only stewards read your answer. If you do not\n"
        f"answer, a steward decides without it. You get this letter because you {how}.\n"
    )
    return Words(f"A question about {name}", body)
