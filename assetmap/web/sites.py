"""The address of this site, as letters and printed pages name it. A request says which host it asked for, and a stranger may say any."""

from flask import current_app, request

from assetmap.config import WITHOUT_SERVER

NOWHERE = "http://localhost"


def mailed() -> str:
    """The address (without a slash at its end) that letters begin their links with: the setting's.

    Only where mail is printed on the console or kept in memory, as while developing, it may be the one that was asked for. Where no
    mail is sent at all, what is written meanwhile leads to nobody's site. With a mail server, config.py asks for the setting.
    """
    mail = str(current_app.extensions["settings"].assetmap_mail_url)
    return chosen() or (asked() if mail in WITHOUT_SERVER else NOWHERE)


def shown() -> str:
    """The address (without a slash at its end) on what only whoever asks gets to see: the setting's, or the one they asked for."""
    return chosen() or asked()


def asked() -> str:
    """The address that was asked for."""
    return request.url_root.rstrip("/")


def chosen() -> str:
    """The address of the settings; empty where none is set."""
    return str(current_app.extensions["settings"].assetmap_site_url).rstrip("/")
