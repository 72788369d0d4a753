"""Sending e-mail, by Flask-Mailman: to the mail server, to the console while developing, into memory in tests."""

import logging
import smtplib
from email.utils import make_msgid
from typing import Any

from flask import Flask, Response, current_app
from flask_mailman import EmailMessage, Mail
from flask_mailman.backends.smtp import EmailBackend

from assetmap import db
from assetmap.config import Settings
from assetmap.errors import Fault, Faulty
from assetmap.services import letters
from assetmap.services.letters import NotSent, Words
from assetmap.web.sessions import session, settings

SCREEN, MEMORY = "console:", "memory:"
log = logging.getLogger(__name__)


class Server(EmailBackend):
    """Flask-Mailman's way to a mail server, but over our own connection: its STARTTLS does not ask the server who it is."""

    def open(self) -> bool:
        """Connect, unless that is done."""
        if self.connection is not None:  # type: ignore[has-type]
            return False
        self.connection = letters.server(settings().assetmap_mail_url)
        return True

    def send_messages(self, messages: list[EmailMessage]) -> int:
        """Send, and hang up whatever happens: Flask-Mailman keeps the line open where a message was refused."""
        try:
            return int(super().send_messages(messages) or 0)
        finally:
            self.close()


def mail_settings(given: Settings) -> dict[str, Any]:
    """Our settings in the words of Flask-Mailman."""
    backends = {SCREEN: "console", MEMORY: "locmem", "": "dummy"}
    return {
        "MAIL_BACKEND": backends.get(given.assetmap_mail_url, Server),
        "MAIL_DEFAULT_SENDER": given.assetmap_mail_from or "map@localhost",
    }


def register(app: Flask) -> None:
    """Send what a request has written once it is answered; commands find sending here too."""
    app.config.update(mail_settings(app.extensions["settings"]))
    Mail(app)
    app.after_request(deliver_afterwards)
    app.extensions["post"] = {"send": send, "deliver": deliver}


def works() -> bool:
    """Whether this site sends e-mail."""
    return bool(settings().assetmap_mail_url)


def send(email: str, words: Words) -> None:
    """Send one e-mail now. Faulty where there is nobody to write to or no mail server; NotSent, without the address, where the
    server did not take it."""
    if not works():
        raise Faulty([Fault("This site sends no e-mail. Make a link and pass it on yourself.")])
    if not email:
        raise Faulty([Fault("Choose somebody with an e-mail address.")])
    domain = current_app.config["MAIL_DEFAULT_SENDER"].rpartition("@")[2]
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": make_msgid(domain=domain)}
    message = EmailMessage(subject=words.subject, body=words.body, to=[email], headers=headers)
    try:
        message.message()  # first, so that what cannot be written opens no connection
        message.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotSent(
            f"The mail server did not take the message ({type(error).__name__}). Try again later, or pass the link on."
        ) from error


def deliver() -> tuple[int, int]:
    """Send every letter that waits; how many were sent, and how many could not be. Each is settled by itself, and nothing is locked
    while the mail server is spoken to."""
    done, failed = 0, 0
    if not works():
        return done, failed
    with db.Session(db.writer(current_app.extensions["engine"]), expire_on_commit=False) as box:
        numbers = letters.due(box)
        box.rollback()
        for number in numbers:
            row = letters.hold(box, number)
            box.commit()
            if row is None:
                continue
            try:
                send(row.email, Words(row.subject, row.body))
            except (Faulty, NotSent) as error:
                log.warning("a letter (%s) was not sent: %s", row.kind, error)
                letters.failed(box, row)
                failed += 1
            else:
                letters.sent(box, row)
                done += 1
            box.commit()
    return done, failed


def deliver_afterwards(response: Response) -> Response:
    """Once the answer is on its way, send what this request has written and kept."""
    if not session().info.pop(letters.WRITTEN, False):
        return response
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def sending() -> None:
        with app.app_context():
            deliver()

    response.call_on_close(sending)
    return response
