"""The sign-in library's letters, written into the same box as all others, in our words; and how letters name this site."""

from typing import Any
from urllib.parse import urlsplit

from flask_security import MailUtil

from assetmap.services import accounts, letters, places
from assetmap.services.entering import Site
from assetmap.services.letters import Words
from assetmap.web import sites
from assetmap.web.sessions import session, settings

KINDS = {
    "security/email/two_factor_instructions": "code",
    "security/email/reset_instructions": "reset",
}


def site() -> Site:
    """This site, as letters name it. For its address see web/sites.py."""
    return Site(settings().secret_key, sites.mailed(), places.current(session()).title)


class OurMail(MailUtil):
    """What Flask-Security sends: a code to sign in with, or a link to a new password. It sends nothing else here."""

    def send_mail(
        self, template: str, subject: str, recipient: Any, sender: Any, body: str | None, html: str | None, **kwargs: Any
    ) -> None:
        """Put it into the box; it goes out once the request is kept. What is no letter of ours is not sent."""
        words = {"code": code, "reset": reset}.get(KINDS.get(template, ""))
        if words is not None:
            user = accounts.by_email(session(), str(recipient))
            if KINDS[template] == "reset" and user is not None and accounts.only_mail(user):
                words = no_reset
            letters.write(session(), KINDS[template], str(recipient), words(site(), kwargs))
            session().commit()  # the library answers a request that only sends without one


def code(own: Site, facts: dict[str, Any]) -> Words:
    """The code of somebody whose second factor is e-mail."""
    body = (
        f"Hello,\n\nyour code for the community map of {own.title} is\n\n    {facts['token']}\n\nType it on the page that asks for it, "
        f"within {facts['within']}.\n\nIf that is not you, somebody knows your password. Change it:\n{own.link('/password')}\n"
    )
    return Words(f"Your code for the map of {own.title}", body)


def reset(own: Site, facts: dict[str, Any]) -> Words:
    """A link to choose a new password."""
    body = (
        f"Hello,\n\nto choose a new password for the community map of {own.title}, open this page:\n\n"
        f"{own.link(urlsplit(str(facts['reset_link'])).path)}\n\nIt works for {facts['within']}.\n\n"
        "If you did not ask for it, do nothing: your password stays as it is.\n"
    )
    return Words(f"A new password for the map of {own.title}", body)


def no_reset(own: Site, facts: dict[str, Any]) -> Words:
    """Why there is no link: whoever reads this box would have both steps."""
    body = (
        f"Hello,\n\nsomebody asked for a new password for the community map of {own.title}. Your second step for signing in is a code\n"
        "sent by e-mail, so a password is not given out by e-mail as well: this box alone would open your account.\n\n"
        "Ask an administrator of the map to take your second step away. Then ask for a new password again:\n\n"
        f"{own.link('/password/forgotten')}\n\nIf you did not ask for it, do nothing: your password stays as it is.\n"
    )
    return Words(f"Your password for the map of {own.title}", body)
