"""What stewards say about an entry that waits: notes among themselves, and questions to its sender."""

from dataclasses import dataclass

from flask import Blueprint, Flask, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import NotAllowed
from assetmap.models import Submission, SubmissionNote
from assetmap.services import notes, remits, submissions
from assetmap.web import post, sites
from assetmap.web.sessions import session, settings

blueprint = Blueprint("notes", __name__, url_prefix="/moderation")


@dataclass(frozen=True)
class Said:
    """What was said about an entry, and whether its sender can be asked; if not, why."""

    notes: list[SubmissionNote]
    can_ask: bool
    why_not: str = ""


def register(app: Flask) -> None:
    """Let the page of an entry ask for its notes."""
    app.jinja_env.globals["notes_of"] = notes_of


def notes_of(submission: Submission) -> Said:
    """The notes of an entry, for its page."""
    can_ask = notes.can_ask(session(), submission)
    why_not = _("Whoever sent this left no e-mail address, so they cannot be asked.")
    if can_ask and not post.works():
        can_ask, why_not = False, _("This site sends no e-mail, so the sender cannot be asked.")
    return Said(notes.of(session(), submission), can_ask, why_not)


@blueprint.post("/<int:submission_id>/note")
def add(submission_id: int) -> Response:
    """Keep a note for other stewards."""
    submission = own(submission_id)
    notes.note(session(), submission, current_user, request.form.get("words", ""))
    session().commit()
    flash(_("Noted. Only stewards see it."))
    return back(submission)


@blueprint.post("/<int:submission_id>/ask")
def ask(submission_id: int) -> Response:
    """Ask whoever sent the entry."""
    submission = own(submission_id)
    notes.ask(session(), submission, current_user, request.form.get("question", ""), settings().secret_key, sites.mailed())
    session().commit()
    flash(_("Your question is on its way. The answer appears here, and the entry goes up the list then."))
    return back(submission)


def own(submission_id: int) -> Submission:
    """An entry that is this steward's to look after."""
    submission = submissions.get(session(), submission_id)
    if not remits.covers(session(), current_user, submission):
        raise NotAllowed(_("It is not among what you look after."))
    return submission


def back(submission: Submission) -> Response:
    """To the entry, where the notes stand."""
    return redirect(url_for("moderation.show", submission_id=submission.id, _anchor="notes"), 303)
