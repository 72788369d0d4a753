"""Addresses that can be used once, without an account: signed, so that a wrong one is known before anything is looked up, and of
256 random bits, of which only a digest is kept. Opening one uses nothing up: what scans the links in a mail does no harm."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from itsdangerous import BadSignature, Signer
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assetmap.errors import Gone, NotFound
from assetmap.models import Purpose, Subject, Ticket, User
from assetmap.models.columns import now

TOKEN_BYTES = 32
USUAL_DAYS = 30
NO_SUCH = "There is no such link. Copy it again from the message, whole, or ask for a new one."


@dataclass(frozen=True)
class About:
    """What a ticket is for: the entry, whom it is sent to, and whatever else its use needs."""

    subject: Subject | None = None
    entry_id: int | None = None
    email: str = ""
    user: User | None = None
    content: dict[str, Any] = field(default_factory=dict)


def make(session: Session, secret: str, purpose: Purpose, about: About, days: float = USUAL_DAYS) -> str:
    """A new ticket; what stands in its address is told only now. `secret` is the site's own (settings.secret_key)."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    ticket = Ticket(
        digest=_digest(token),
        purpose=purpose,
        subject=about.subject,
        entry_id=about.entry_id,
        email=about.email,
        user_id=about.user.id if about.user else None,
        content=about.content,
        expires_at=now() + timedelta(days=days),
    )
    session.add(ticket)
    session.flush()
    return _signer(secret, purpose).sign(token).decode()


def find(session: Session, secret: str, purpose: Purpose, text: str, hold: bool = False) -> Ticket:
    """The ticket at an address, which is not used up by this; `hold` keeps others from using it until this transaction ends.

    NotFound where there never was one (nothing says why), Gone where it was used or its time has run out.
    """
    ticket = of_text(session, secret, purpose, text, hold)
    if ticket.used_at is not None:
        raise Gone("This link was used before. What was said then is kept.")
    if ticket.expires_at <= now():
        raise Gone("This link has run out. Nothing is lost: ask for a new one where you got it.")
    return ticket


def of_text(session: Session, secret: str, purpose: Purpose, text: str, hold: bool = False) -> Ticket:
    """The ticket at an address, used or not; NotFound where there never was one."""
    try:
        token = _signer(secret, purpose).unsign(text[:200]).decode()
    except (BadSignature, UnicodeError) as error:
        raise NotFound(NO_SUCH) from error
    query = select(Ticket).where(Ticket.digest == _digest(token), Ticket.purpose == purpose)
    found = session.scalar(query.with_for_update() if hold else query)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def use(session: Session, ticket: Ticket) -> None:
    """Use a ticket up."""
    ticket.used_at = now()
    session.flush()


def withdraw(session: Session, *conditions: Any) -> None:
    """Take back tickets nobody used, such as `Ticket.user_id == 3`."""
    session.execute(delete(Ticket).where(Ticket.used_at.is_(None), *conditions).execution_options(synchronize_session="fetch"))


def _signer(secret: str, purpose: Purpose) -> Signer:
    return Signer(secret, salt=f"ticket {purpose.value}", digest_method=hashlib.sha256)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
