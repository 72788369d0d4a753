"""Letters: what is written in them, the box where they wait, and the way to the mail server. Plain text, to one person each."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from assetmap.errors import AssetmapError
from assetmap.models import Group, Letter
from assetmap.models.columns import now
from assetmap.models.letters import SUBJECT_LIMIT

PATIENCE_S = 20
PORTS = {"smtp": 587, "smtps": 465}
MOST_TRIES = 8
HELD = timedelta(minutes=15)
WRITTEN = "letters were written"
KINDS = {
    "remind",
    "claim",
    "code",
    "enter",
    "invite",
    "keeping",
    "reset",
    "welcome",
    "yearly",
    "outcome",
    "photo",
    "shortlist",
    "question",
    "weekly",
}
"""Every kind of letter there is; tests/web/test_every_letter.py makes and reads each of them."""


class NotSent(AssetmapError):
    """The mail server did not take a message."""


@dataclass(frozen=True)
class Words:
    """What is written: a subject, a body, and all of it in a line or two for a telephone, where there is such."""

    subject: str
    body: str
    short: str = ""


def letter(group: Group, address: str, expires_at: datetime) -> Words:
    """The words that go with a keeper's address."""
    day = f"{expires_at:%d %B %Y}".lstrip("0")
    body = (
        f"Hello,\n\nyou answer for {group.name}. Once a year we ask: are the groups and places you work with still right on the\n"
        f"community map, and who else is there? It takes about two minutes and no account:\n\n{address}\n\n"
        f"The link is for {group.name} only. It can be used once, until {day}. You may pass it on to somebody else of your group.\n"
        "If you do not want to be asked again, say so on that page, or answer this message.\n\nThank you.\n"
    )
    short = (
        f"Hello! Two minutes for {group.name}: are the groups you work with still right on the community map? {address} "
        f"(works once, until {day})"
    )
    return Words(f"Two minutes for {group.name}: who do you work with?", body, short)


def write(session: Session, kind: str, email: str, words: Words) -> None:
    """Put a letter into the box with whatever it tells of: both are kept, or neither. It is sent once that is committed."""
    if kind not in KINDS:
        raise ValueError(f"no kind of letter '{kind}'")
    subject = " ".join(words.subject.split())[:SUBJECT_LIMIT]
    session.add(Letter(kind=kind, email=email, subject=subject, body=words.body))
    session.info[WRITTEN] = True
    session.flush()


def due(session: Session, most: int = 200) -> list[int]:
    """The numbers of the letters to be sent now, the oldest first."""
    return list(session.scalars(select(Letter.id).where(Letter.next_try_at <= now()).order_by(Letter.id).limit(most)))


def hold(session: Session, number: int) -> Letter | None:
    """A letter that is due, for whoever asks to send once this is kept; none where somebody else does. A mail server may take its time,
    in which nobody has to wait to write. Where whoever holds it never comes back, it is due again a while later."""
    query = select(Letter).where(Letter.id == number, Letter.next_try_at <= now())
    row = session.scalar(query.with_for_update(skip_locked=True).execution_options(populate_existing=True))
    if row is not None:
        row.next_try_at = now() + HELD
        session.flush()
    return row


def sent(session: Session, row: Letter) -> None:
    """Forget a letter that was sent; its person may have been forgotten meanwhile, and it with them."""
    session.execute(delete(Letter).where(Letter.id == row.id).execution_options(synchronize_session=False))


def failed(session: Session, row: Letter) -> None:
    """Try again later, each time after twice as long; forget it in the end, since what it says is old by then."""
    tries = row.tries + 1
    if tries >= MOST_TRIES:
        return sent(session, row)
    later = update(Letter).where(Letter.id == row.id).values(tries=tries, next_try_at=now() + timedelta(minutes=5 * 2**tries))
    session.execute(later.execution_options(synchronize_session=False))
    return None


def server(url: str) -> smtplib.SMTP:
    """A connection to the mail server at `url` (smtp:// with STARTTLS, smtps:// with TLS from the start).

    A password only ever travels over TLS, to a server that can prove who it is; without one, TLS is used where the server offers it.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or PORTS[parts.scheme]
    secure = ssl.create_default_context()
    if parts.scheme == "smtps":
        found: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=PATIENCE_S, context=secure)
    else:
        found = smtplib.SMTP(host, port, timeout=PATIENCE_S)
    try:
        found.ehlo()
        if parts.scheme == "smtp" and (parts.username or found.has_extn("starttls")):
            found.starttls(context=secure)
        if parts.username:
            found.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        found.close()
        raise
    return found
