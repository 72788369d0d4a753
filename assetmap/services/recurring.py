"""Letters that come again (reminders, the weekly one): how often at most, and who wants none. No address is kept for that, a digest is."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, Signer
from sqlalchemy.orm import Session

from assetmap.errors import NotFound
from assetmap.models import Reminder
from assetmap.models.columns import now
from assetmap.services import salts, tickets


@dataclass(frozen=True)
class Series:
    """Letters of one kind, and the time that lies between two of them to the same person at least."""

    name: str
    apart: timedelta


REMINDERS = Series("reminder", timedelta(days=30))
WEEKLY = Series("weekly", timedelta(days=6, hours=12))  # a little less, so that the same hour every week is a week later


def digest(session: Session, series: Series, email: str) -> str:
    """What is kept of an address, so that a wish to be left alone lasts without the address."""
    return salts.keyed(session, series.name, email.strip().casefold()).hex()


def is_due(session: Session, series: Series, email: str) -> bool:
    """Whether somebody may be written to: they have had no such letter lately, and have not said stop."""
    return _may_be_sent(session.get(Reminder, digest(session, series, email)), series)


def begin(session: Session, series: Series, email: str) -> bool:
    """Say that a letter is written now; false where it may not be: somebody else has just done it, or they said stop meanwhile."""
    known = _known(session, digest(session, series, email))
    if not _may_be_sent(known, series):
        return False
    known.sent_at = now()
    return True


def stop_text(session: Session, secret: str, series: Series, email: str) -> str:
    """What stands in the address that stops these letters: it does not run out, and tells nobody's address."""
    return _signer(secret, series).sign(digest(session, series, email)).decode()


def read_stop(secret: str, series: Series, text: str) -> str:
    """The digest in such an address; NotFound where it is not one of ours (nothing says why)."""
    try:
        key: str = _signer(secret, series).unsign(text[:200]).decode()
    except (BadSignature, UnicodeError) as error:
        raise NotFound(tickets.NO_SUCH) from error
    return key


def is_stopped(session: Session, key: str) -> bool:
    """Whether whoever has this digest wants no more."""
    known = session.get(Reminder, key)
    return known is not None and known.stopped_at is not None


def stop(session: Session, key: str, again: bool = False) -> None:
    """Leave somebody alone for good; with `again`, write to them again after all. Saying the same twice does no harm."""
    _known(session, key).stopped_at = None if again else now()
    session.flush()


def _may_be_sent(known: Reminder | None, series: Series) -> bool:
    if known is None:
        return True
    return known.stopped_at is None and (known.sent_at is None or known.sent_at <= now() - series.apart)


def _known(session: Session, key: str) -> Reminder:
    known = session.get(Reminder, key, with_for_update=True)
    if known is None:
        known = Reminder(digest=key)
        session.add(known)
        session.flush()
    return known


def _signer(secret: str, series: Series) -> Signer:
    return Signer(secret, salt=f"stop {series.name}", digest_method=hashlib.sha256)
