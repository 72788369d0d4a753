"""The short letter that asks a keeper, and sending it. Plain text, from the standard library, to one person."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from assetmap.errors import AssetmapError, Fault, Faulty
from assetmap.models import Group, Keeper

PATIENCE_S = 20
PORTS = {"smtp": 587, "smtps": 465}


class NotSent(AssetmapError):
    """The mail server did not take a message."""


@dataclass(frozen=True)
class Letter:
    """What is written: a subject, a body, and all of it in a line or two for a telephone."""

    subject: str
    body: str
    short: str


def letter(group: Group, address: str, expires_at: datetime) -> Letter:
    """The words that go with an address."""
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
    return Letter(f"Two minutes for {group.name}: who do you work with?", body, short)


def send(url: str, sender: str, keeper: Keeper | None, written: Letter) -> None:
    """Send a letter by the mail server at `url` (smtp:// with STARTTLS, smtps:// with TLS from the start).

    Faulty where there is nobody to write to or no mail server; NotSent, without the address, where the server did not take it.
    """
    if not url or not sender:
        raise Faulty([Fault("This site sends no e-mail. Make a link and pass it on yourself.")])
    if keeper is None or not keeper.email:
        raise Faulty([Fault("Choose somebody with an e-mail address.")])
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = written.subject, sender, keeper.email
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=sender.rpartition("@")[2].rstrip(">"))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(written.body)
    try:
        with _server(url) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(
            f"The mail server did not take the message ({type(error).__name__}). Try again later, or pass the link on."
        ) from error


def _server(url: str) -> smtplib.SMTP:
    """A connection to the mail server. A password only ever travels over TLS; without one, TLS is used where the server offers it."""
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or PORTS[parts.scheme]
    secure = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=PATIENCE_S, context=secure)
    else:
        server = smtplib.SMTP(host, port, timeout=PATIENCE_S)
    try:
        server.ehlo()
        if parts.scheme == "smtp" and (parts.username or server.has_extn("starttls")):
            server.starttls(context=secure)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server
