"""Files that wait for somebody to say what their columns mean. Only who sent one sees it, and after a day it is forgotten."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from assetmap.errors import NotFound
from assetmap.models import Upload, User
from assetmap.models.columns import now
from assetmap.models.loads import FILE_NAME_LIMIT

KEPT_FOR = timedelta(days=1)
NETWORK = "kumu-"
"""How the reference of a network's file begins; those of tables of figures begin with nothing in particular."""


def keep(session: Session, user: User, file_name: str, content: bytes, mark: str = "") -> Upload:
    """Keep a file until its columns are understood; `mark` begins its reference."""
    forget_old(session)
    upload = Upload(reference=mark + secrets.token_urlsafe(24), user_id=user.id, file_name=file_name[-FILE_NAME_LIMIT:], content=content)
    session.add(upload)
    session.flush()
    return upload


def get(session: Session, reference: str, user: User, mark: str = "") -> Upload:
    """The file with this reference, of this `mark`, that this person sent within the last day; NotFound where there is none."""
    query = select(Upload).where(Upload.reference == reference, Upload.user_id == user.id, Upload.made_at > now() - KEPT_FOR)
    found = session.scalar(query.options(undefer(Upload.content)))
    if found is None or reference.startswith(NETWORK) != (mark == NETWORK):
        raise NotFound("This file is not waiting any more. Files wait for a day: send it again.")
    return found


def waiting(session: Session, user: User, networks: bool = False) -> list[Upload]:
    """The files of figures, or of networks, of a person that wait, the newest first."""
    marked = Upload.reference.startswith(NETWORK, autoescape=True)
    query = select(Upload).where(Upload.user_id == user.id, Upload.made_at > now() - KEPT_FOR, marked if networks else ~marked)
    return list(session.scalars(query.order_by(Upload.id.desc())))


def forget(session: Session, upload: Upload) -> None:
    """Forget one file."""
    session.delete(upload)
    session.flush()


def forget_old(session: Session) -> None:
    """Forget the files that have waited for longer than a day."""
    session.execute(delete(Upload).where(Upload.made_at <= now() - KEPT_FOR))
