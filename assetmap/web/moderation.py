"""What waits for a steward: looked at, changed, approved, or declined with a reason."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import AlreadyDecided, Fault, Faulty
from assetmap.models import Status, Submission
from assetmap.services import drawn, submissions
from assetmap.web import kinds, queue, registering
from assetmap.web.forms.fields import EntryForm
from assetmap.web.sessions import session, settings

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")


@blueprint.get("")
def index() -> str:
    """What waits, or what was decided."""
    asked = request.args.get("status", "")
    return queue.render_decided(Status(asked)) if asked in (Status.approved, Status.declined) else queue.render()


@blueprint.get("/<int:submission_id>")
def show(submission_id: int) -> str:
    """One entry with everything in it, and the three things a steward can do."""
    submission = submissions.get(session(), submission_id)
    return render(submission, filled(submission))


@blueprint.post("/<int:submission_id>/approve")
def approve(submission_id: int) -> Response:
    """Publish it."""
    return registering.approve(submissions.get(session(), submission_id), request.form.get("seen", ""))


@blueprint.post("/<int:submission_id>/decline")
def decline(submission_id: int) -> Response | tuple[str, int]:
    """Decline it and say why."""
    submission = submissions.get(session(), submission_id)
    try:
        submissions.decline(session(), submission, current_user, request.form.get("seen", ""), request.form.get("reason", ""))
    except Faulty as faulty:
        return render(submission, filled(submission), faults=faulty.faults, reason=request.form.get("reason", "")), 422
    session().commit()
    flash(_("Declined. Whoever sent it can read your reason on the page they were given."))
    return redirect(url_for("moderation.index"), 303)


@blueprint.post("/<int:submission_id>/retire")
def retire(submission_id: int) -> Response | tuple[str, int]:
    """Take a neighbourhood that was drawn off the map again, and say why."""
    submission = submissions.get(session(), submission_id)
    try:
        drawn.retire(session(), submission, request.form.get("reason", ""))
    except Faulty as faulty:
        return render(submission, filled(submission), faults=faulty.faults, reason=request.form.get("reason", "")), 422
    session().commit()
    flash(_("It is off the map. Whoever sent it can read your reason on the page they were given."))
    return redirect(url_for("moderation.show", submission_id=submission.id), 303)


@blueprint.post("/<int:submission_id>/change")
def change(submission_id: int) -> Response | tuple[str, int]:
    """Change it before deciding."""
    submission = submissions.get(session(), submission_id)
    form = kinds.of(submission).form()
    content, place_faults, candidates = form.content()
    truth = registering.truth_faults(submission.subject, content)
    faults = registering.all_faults(registering.shape_faults(form), place_faults, truth)
    if not faults:
        faults = change_faults(submission, content)
    if faults:
        return render(submission, form, faults=faults, candidates=candidates), 422
    if request.form.get("then") == "approve":
        return registering.approve(submission, submissions.seal(submission))
    session().commit()
    flash(_("Changed. It still waits for your decision."))
    return redirect(url_for("moderation.show", submission_id=submission.id), 303)


def change_faults(submission: Submission, content: dict[str, Any]) -> list[Fault]:
    """Change the entry; where another steward changed it meanwhile, say so and lose nothing that was typed."""
    try:
        submissions.change(session(), submission, content, request.form.get("seen", ""), settings().assetmap_link_tolerance_m)
    except AlreadyDecided as error:
        if submission.status != Status.waiting:
            raise
        return [Fault(str(error), field="name")]
    return []


def filled(submission: Submission) -> EntryForm:
    """The form with what was sent in it."""
    return kinds.of(submission).filled(submission.content)


def render(submission: Submission, form: EntryForm, **more: object) -> str:
    """The page of one entry."""
    kind = kinds.of(submission)
    alike = [each for each in kind.alike(submission.content) if each.id != submission.published_id]
    defaults: dict[str, object] = {"faults": [], "candidates": [], "reason": "", "seen": submissions.seal(submission)}
    context = defaults | kind.shown(submission.content) | more
    return render_template(
        "moderation/show.html", submission=submission, form=form, kind=kind, page=kinds.page_of(submission), similar=alike, **context
    )
