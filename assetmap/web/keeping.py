"""Pages that say the same to every visitor: made once, and kept until the register changes."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import cast

from flask import Flask, g, request
from flask import session as cookie
from flask_babel import get_locale
from flask_login import current_user

from assetmap.models import Subject
from assetmap.services.remember import remembered_text
from assetmap.services.times import entry
from assetmap.services.times.clock import now as clock_now
from assetmap.services.times.clock import today
from assetmap.web.context import place
from assetmap.web.policy import nonce
from assetmap.web.query import moment
from assetmap.web.sessions import session

PAGES = (
    *("home.index", "home.about", "home.methods", "privacy.show"),
    *("maps.show", "maps.listing", "assets.index", "assets.show", "groups.index", "groups.show"),
    *("neighbourhoods.index", "neighbourhoods.show", "neighbourhoods.sheet", "geographies.index"),
    *("indicators.index", "indicators.show", "patterns.show", "relations.index"),
    *("compare.show", "growth.show"),
    *("networks.index", "networks.neighbourhood", "networks.group"),
    "notices.index",
    *("versions.asset", "versions.group"),
)
SUBJECTS = {"assets.show": Subject.asset, "groups.show": Subject.group}
"""Pages that say whether what they show is open now."""
# Stands in a kept page for the nonce of whoever reads it next. Nobody can guess it, so nobody can write it into an entry.
BLANK = secrets.token_urlsafe(16)


def keep_pages(app: Flask) -> None:
    """Keep the pages that are the same for every visitor."""
    for endpoint in PAGES:
        app.view_functions[endpoint] = kept(cast("Callable[..., str]", app.view_functions[endpoint]))


def kept(view: Callable[..., str]) -> Callable[..., str]:
    """A view whose page is made once for all visitors; each gets it under a nonce of their own."""

    @wraps(view)
    def answer(**values: object) -> str:
        if not for_everybody():
            return view(**values)
        moments = today(session()), shown_moment()  # some say what day it is, or what is open
        question = ("page", request.root_url, request.full_path, str(get_locale()), *moments)
        return remembered_text(session(), question, lambda: anew(view(**values)).replace(nonce(), BLANK)).replace(BLANK, nonce())

    return answer


def shown_moment() -> object:
    """What of the clock, besides the day, a page shows: the minute where `now` is asked for; whether an entry is open, and until when."""
    subject = SUBJECTS.get(request.endpoint or "")
    if subject is None:
        return moment(request.args)
    return entry.state(session(), subject, next(iter((request.view_args or {}).values())), clock_now())


def anew(made: str) -> str:
    """A text that had to be made for this request, which is noted: how often that is done for one address may be limited."""
    g.made_anew = True
    return made


def for_everybody() -> bool:
    """Whether this page holds nothing that is only for whoever asks: no account, no message."""
    return place() is not None and not current_user.is_authenticated and "_flashes" not in cookie
