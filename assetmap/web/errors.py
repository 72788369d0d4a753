"""From the name of what went wrong to a status and a page with a way back: one table."""

import logging
from typing import Any

from flask import Flask, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from assetmap.db import Unreachable
from assetmap.errors import (
    AlreadyDecided,
    AssetmapError,
    BadQuery,
    Faulty,
    Gone,
    NotAllowed,
    NotFound,
    NothingLoaded,
    OutsideEveryArea,
    UnknownPostcode,
)
from assetmap.web.sessions import sessions

STATUS: dict[type[AssetmapError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    AlreadyDecided: 409,
    Gone: 410,
    NothingLoaded: 503,
    BadQuery: 400,
    Faulty: 400,
    UnknownPostcode: 400,
    OutsideEveryArea: 400,
}
log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Answer every error in plain words."""
    app.register_error_handler(AssetmapError, known)
    app.register_error_handler(CSRFError, expired)
    app.register_error_handler(HTTPException, protocol)
    app.register_error_handler(Unreachable, unreachable)
    app.register_error_handler(Exception, unexpected)


def known(error: AssetmapError) -> tuple[Any, int]:
    """Something a person can understand."""
    faults = error.faults if isinstance(error, BadQuery | Faulty) else []
    return answer(STATUS.get(type(error), 400), str(error) if not faults else "", [str(fault) for fault in faults])


def expired(error: CSRFError) -> tuple[Any, int]:
    """A form that was open too long, or was not ours."""
    return answer(400, _("This page was open for too long, or your browser keeps no cookies. Go back, reload the page and send it again."))


def protocol(error: HTTPException) -> HTTPException | Response:
    """What HTTP itself has names for."""
    if error.code is None or error.code < 400:
        return error
    response = make_response(answer(error.code, messages().get(error.code, "")))
    response.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")  # such as Allow
    return response


def unexpected(error: Exception) -> tuple[Any, int]:
    """A fault of ours: logged with its place, told without details."""
    log.exception("unexpected error at %s", request.endpoint)
    sessions().remove()
    return answer(InternalServerError.code or 500, messages()[500])


def unreachable(error: Unreachable) -> tuple[Any, int]:
    """The database does not answer."""
    log.error("the database does not answer at %s: %s", request.endpoint, type(error.orig).__name__)
    sessions().remove()
    title, message = titles()[503], messages()[500]
    if request.path.startswith("/api/"):
        return answer(503, message)
    # Plain, since the frame of every page asks the database who is signed in.
    return f"<!doctype html><html lang=en><title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(message)}</p></html>", 503


def titles() -> dict[int, str]:
    """What each status is called on its page."""
    return {
        400: _("We could not read that"),
        403: _("Not allowed"),
        404: _("Nothing here"),
        405: _("Not possible here"),
        409: _("Already decided"),
        410: _("This link has done its work"),
        413: _("Too much at once"),
        429: _("Please wait a little"),
        500: _("Something broke on our side"),
        503: _("Not ready yet"),
    }


def messages() -> dict[int, str]:
    """What to do next, by status."""
    return {
        400: _("Go back and try again."),
        404: _("There is no page at this address. It may have moved, or a letter is missing."),
        405: _("This address does not take that kind of request."),
        413: _("What you sent is too large. Make it shorter and send it again."),
        429: _("This was sent many times from your connection in a short time. Nothing is lost: wait, go back and send it again."),
        500: _("It is not your fault, and nothing that was accepted is lost. Try again in a minute."),
    }


def answer(status: int, message: str, faults: list[str] | None = None) -> tuple[Any, int]:
    """An error as a page, or as problem details (RFC 9457) for the API."""
    title = titles().get(status, _("That did not work"))
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": message or " ".join(faults or [])}
        response = jsonify(problem | ({"faults": faults} if faults else {}))
        response.mimetype = "application/problem+json"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response, status
    return render_template("errors/show.html", status=status, title=title, message=message, faults=faults or []), status
