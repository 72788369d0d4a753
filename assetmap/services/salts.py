"""Digests under secrets of this database's own: the same every time here, and nothing to anyone else."""

import hashlib
import hmac
import secrets
from ipaddress import ip_address, ip_network

from sqlalchemy.orm import Session

from assetmap.models import Salt

SOURCE = "source"
OF_ONE_CONNECTION = 64  # bits of an address of version 6


def keyed(session: Session, purpose: str, text: str) -> bytes:
    """32 bytes that follow from a text and the secret for a purpose; the secret is made where it is missing."""
    salt = session.get(Salt, purpose)
    if salt is None:
        salt = Salt(name=purpose, value=secrets.token_hex(32))
        session.add(salt)
        session.flush()
    return hmac.new(salt.value.encode(), text.encode(), hashlib.sha256).digest()


def source_of(session: Session, address: str, day: str) -> str:
    """What tells senders apart on one day, without saying who they are: another one every day, so that nobody can be followed.

    Nothing where the address is not known.
    """
    return keyed(session, SOURCE, f"{day} {connection(address)}").hex() if address else ""


def connection(address: str) -> str:
    """The one connection an address belongs to: of version 6 it has many, so their network stands for it; an address of version 4 is
    the same however it is written."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 6 and found.ipv4_mapped is None:
        return str(ip_network((found, OF_ONE_CONNECTION), strict=False))
    return str(found.ipv4_mapped if found.version == 6 else found)
