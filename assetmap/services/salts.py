"""Digests under secrets of this database's own: the same every time here, and nothing to anyone else."""

import hashlib
import hmac
import secrets

from sqlalchemy.orm import Session

from assetmap.models import Salt

BLUR, SOURCE = "blur", "source"


def keyed(session: Session, purpose: str, text: str) -> bytes:
    """32 bytes that follow from a text and the secret for a purpose; the secret is made where it is missing."""
    salt = session.get(Salt, purpose)
    if salt is None:
        salt = Salt(name=purpose, value=secrets.token_hex(32))
        session.add(salt)
        session.flush()
    return hmac.new(salt.value.encode(), text.encode(), hashlib.sha256).digest()


def source_of(session: Session, address: str, day: str) -> str:
    """What tells senders apart on one day, without saying who they are: another one every day, so that nobody can be followed."""
    return keyed(session, SOURCE, f"{day} {address}").hex()
