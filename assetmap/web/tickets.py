"""What the pages of one-use addresses share: they keep their address to themselves, and check their forms against forgery here, since
the usual way asks browsers for a referrer, which these pages tell them not to send."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.wrappers import Response
from wtforms import ValidationError

from assetmap.errors import Fault, NotFound
from assetmap.models import Purpose, Ticket
from assetmap.services import tickets
from assetmap.web.sessions import session, settings

# What stands in the address goes nowhere: not to another page, not into a search engine, not into a cache (web/policy.py).
QUIET = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


def exempt(app: Flask, *views: Callable[..., Any]) -> None:
    """Leave the check of these views' forms to themselves: each asks `forged` before it changes anything."""
    for view in views:
        app.extensions["csrf"].exempt(f"{view.__module__}.{view.__name__}")


def quiet(response: Response) -> Response:
    """Keep an address to itself."""
    response.headers.update(QUIET)
    return response


def forged() -> bool:
    """Whether this is a form that did not come from one of our own pages."""
    if request.method != "POST" or not current_app.config.get("WTF_CSRF_ENABLED", True):
        return False
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return True
    return False


def late() -> Fault:
    """What to do where a form came back without the token of a page of ours: mostly the page was open for too long."""
    return Fault(
        _("This page was open for a long time. Nothing is lost: press the button once more. Your browser must keep cookies for it.")
    )


@contextmanager
def looking() -> Iterator[None]:
    """Look up what an address leads to; a form that was forged for nothing is refused as such (CSRFError), not told that it is nothing."""
    try:
        yield
    except NotFound as error:
        if forged():
            raise CSRFError(str(error)) from error
        raise


def opened(purpose: Purpose, text: str) -> Ticket:
    """The ticket at an address, which is not used up by this; a form keeps others from using it until it is done.

    NotFound where there never was one, Gone where it was used or has run out, CSRFError where a form was forged for none.
    """
    with looking():
        return tickets.find(session(), settings().secret_key, purpose, text, hold=request.method == "POST")
