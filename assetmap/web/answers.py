"""The page on which whoever sent an entry answers a steward's question: no account, one address, one answer. Opening it uses nothing up."""

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty
from assetmap.models import Purpose, Ticket
from assetmap.services import notes, submissions, tickets
from assetmap.web.sessions import session, settings
from assetmap.web.tickets import exempt, forged, late, opened, quiet

blueprint = Blueprint("answers", __name__, url_prefix="/answers")
blueprint.after_request(quiet)


def register(app: Flask) -> None:
    """Check the form against forgery here (web/tickets.py)."""
    exempt(app, say)


@blueprint.get("/<token>")
def page(token: str) -> str:
    """The question, and a box for the answer."""
    return render(token, opened(Purpose.answer, token))


@blueprint.post("/<token>")
def say(token: str) -> Response | tuple[str, int]:
    """Take the answer."""
    words = request.form.get("words", "")
    ticket = opened(Purpose.answer, token)
    if forged():
        return render(token, ticket, [late()], words), 400
    try:
        notes.answer(session(), ticket, words)
    except Faulty as faulty:
        return render(token, ticket, faulty.faults, words), 422
    session().commit()
    return redirect(url_for("answers.done", token=token), 303)


@blueprint.get("/<token>/done")
def done(token: str) -> str | Response:
    """Thank you, and where to see how it stands."""
    ticket = tickets.of_text(session(), settings().secret_key, Purpose.answer, token)
    if ticket.used_at is None:
        return redirect(url_for("answers.page", token=token), 303)
    return render_template("answers/done.html", submission=submissions.get(session(), int(ticket.content["submission"])))


def render(token: str, ticket: Ticket, faults: list[Fault] | None = None, words: str = "") -> str:
    """The page."""
    submission, question = notes.asked(session(), ticket)
    return render_template("answers/page.html", token=token, submission=submission, question=question, faults=faults or [], words=words)
