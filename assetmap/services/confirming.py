"""Who may say that an entry is still right, and saying it."""

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from assetmap.errors import NotAllowed
from assetmap.models import Status, Subject, Submission, User
from assetmap.services import freshness, rights


def may(session: Session, user: User, subject: Subject, entry_id: int) -> bool:
    """Whether somebody knows an entry: they keep its group, sent it themselves, or are the steward who looks after it."""
    about = session, user, subject, entry_id
    return rights.keeps_entry(*about) or _sent(*about) or rights.looks_after(*about)


def confirm(session: Session, user: User, subject: Subject, entry_id: int, today: date) -> bool:
    """Say that an entry is still right; gives whether that was news. NotAllowed where somebody may not."""
    if not may(session, user, subject, entry_id):
        raise NotAllowed("Only those who keep this entry, or look after it, can say that it is right.")
    return freshness.confirm(session, subject, entry_id, today)


def _sent(session: Session, user: User, subject: Subject, entry_id: int) -> bool:
    mine = Submission.user_id == user.id, Submission.status == Status.approved
    return bool(session.scalar(select(exists().where(*mine, Submission.subject == subject, Submission.published_id == entry_id))))
