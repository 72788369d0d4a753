"""The page on which whoever sent an entry answers a steward's question: no account, one address, one answer. Opening it uses nothing up."""

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty, NotFound
from assetmap.models import Purpose, Ticket
from assetmap.services import notes, submissions, tickets
from assetmap.web.keepers.page import forged, quiet
from assetmap.web.sessions import session, settings

blueprint = Blueprint("answers", __name__, url_prefix="/answers")
blueprint.after_request(quiet)


def register(app: Flask) -> None:
    """Check the form against forgery here: the usual way asks browsers for a referrer, which these pages tell them not to send."""
    app.extensions["csrf"].exempt(f"{say.__module__}.{say.__name__}")


@blueprint.get("/<token>")
def page(token: str) -> str:
    """The question, and a box for the answer."""
    return render(token, find(token))


@blueprint.post("/<token>")
def say(token: str) -> Response | tuple[str, int]:
    """Take the answer."""
    words = request.form.get("words", "")
    if forged():
        return say_again(token, words)
    ticket = find(token, hold=True)
    try:
        notes.answer(session(), ticket, words)
    except Faulty as faulty:
        return render(token, ticket, faulty.faults, words), 422
    session().commit()
    return redirect(url_for("answers.done", token=token), 303)


def say_again(token: str, words: str) -> tuple[str, int]:
    """A page that was open for too long: it comes back as it was typed, to be sent once more."""
    try:
        ticket = find(token)
    except NotFound as error:
        raise CSRFError(str(error)) from error
    again = _("This page was open for a long time. Nothing is lost: press the button once more. Your browser must keep cookies for it.")
    return render(token, ticket, [Fault(again)], words), 400


@blueprint.get("/<token>/done")
def done(token: str) -> str | Response:
    """Thank you, and where to see how it stands."""
    ticket = tickets.of_text(session(), settings().secret_key, Purpose.answer, token)
    if ticket.used_at is None:
        return redirect(url_for("answers.page", token=token), 303)
    return render_template("answers/done.html", submission=submissions.get(session(), int(ticket.content["submission"])))


def find(token: str, hold: bool = False) -> Ticket:
    """The ticket at this address."""
    return tickets.find(session(), settings().secret_key, Purpose.answer, token, hold)


def render(token: str, ticket: Ticket, faults: list[Fault] | None = None, words: str = "") -> str:
    """The page."""
    submission, question = notes.asked(session(), ticket)
    return render_template("answers/page.html", token=token, submission=submission, question=question, faults=faults or [], words=words)
