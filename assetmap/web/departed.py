"""Addresses of entries that are not public any more: led on to what they were merged into, or told what became of them."""

from typing import Any

from flask import Flask, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap.errors import Departed
from assetmap.models import Holder, Subject
from assetmap.services import versions, whereabouts
from assetmap.web import errors
from assetmap.web.sessions import session

READING = ("GET", "HEAD")


def register(app: Flask) -> None:
    """Answer for every page and every part of the API that asks for an entry which has gone."""
    app.register_error_handler(Departed, answer)


def answer(error: Departed) -> Any:
    """301 to what it was merged into, 410 where it closed."""
    number = f"{error.kind}_id"
    if error.goal and request.method in READING and request.endpoint and number in (request.view_args or {}):
        return led_on({**(request.view_args or {}), number: error.goal})
    if request.path.startswith("/api/"):
        return errors.answer(410, str(error))
    return told(Subject(error.kind), error.entry_id, error.goal), 410


def led_on(values: dict[str, Any]) -> Response:
    """The same page of the other entry. Browsers ask again, since a merger may be undone."""
    asked: dict[str, Any] = {**request.args.to_dict(flat=False), **values}
    response = redirect(url_for(str(request.endpoint), **asked), 301)
    response.headers["Cache-Control"] = "no-cache"
    return response


def told(subject: Subject, entry_id: int, goal: int | None) -> str:
    """What became of an entry: when, why, and what it was called, unless it was a person's own."""
    last = next(iter(versions.history(session(), subject, entry_id)), None)
    own = last is None or last.content.get("holder") == Holder.personal
    return render_template(
        "errors/gone.html",
        subject=subject.value,
        entry_id=entry_id,
        gone=whereabouts.departure_of(session(), subject, entry_id),
        last=last,
        name=_("This entry") if own or last is None else last.content["name"],
        goal=goal,
    )
