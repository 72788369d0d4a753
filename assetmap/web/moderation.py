"""What waits for a steward: looked at, changed, approved, or declined with a reason."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap import maps
from assetmap.errors import AlreadyDecided, Departed, Fault, Faulty, NotAllowed
from assetmap.models import Status, Submission, Wish
from assetmap.services import drawn, remits, revisions, submissions
from assetmap.services.revisions import Choice
from assetmap.web import differing, drawing, kinds, queue, registering
from assetmap.web.forms.fields import EntryForm
from assetmap.web.sessions import session, settings

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")
SETTLE = "settle-"


@blueprint.get("")
def index() -> str:
    """What waits, or what was decided."""
    asked = request.args.get("status", "")
    return queue.render_decided(Status(asked)) if asked in (Status.approved, Status.declined) else queue.render()


@blueprint.get("/<int:submission_id>")
def show(submission_id: int) -> str:
    """One entry with everything in it, and the three things a steward can do."""
    submission = mine(submission_id)
    return render(submission, filled(submission))


@blueprint.post("/<int:submission_id>/approve")
def approve(submission_id: int) -> Response | tuple[str, int]:
    """Publish it, or what is chosen of a change."""
    submission = mine(submission_id)
    return decided(submission, filled(submission), request.form.get("seen", ""), chosen(submission))


@blueprint.post("/<int:submission_id>/decline")
def decline(submission_id: int) -> Response | tuple[str, int]:
    """Decline it and say why."""
    submission = mine(submission_id)
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
    submission = mine(submission_id)
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
    submission = mine(submission_id)
    form = kinds.of(submission).form()
    content, place_faults, candidates = form.content()
    content = submission.content | content  # what has no field on the form stays
    truth = registering.truth_faults(submission.subject, content)
    faults = registering.all_faults(registering.shape_faults(form), place_faults, truth)
    if not faults:
        faults = change_faults(submission, content)
    if faults:
        return render(submission, form, faults=faults, candidates=candidates), 422
    if request.form.get("then") == "approve":
        session().commit()  # kept even where it cannot be approved yet
        return decided(submission, form, submissions.seal(submission), None)
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


def decided(submission: Submission, form: EntryForm, seen: str, choice: Choice | None) -> Response | tuple[str, int]:
    """Approve it; where the choice cannot be carried out, or it is not what the steward has seen, say so and lose nothing of it."""
    try:
        return registering.approve(submission, seen, choice)
    except Faulty as faulty:
        session().rollback()
        return render(submission, form, faults=faulty.faults, choice=choice), 422
    except AlreadyDecided as error:
        session().rollback()
        if submission.status != Status.waiting or submission.target_id is None:
            raise
        return render(submission, form, faults=[Fault(str(error), field="compare")], choice=choice), 409


def chosen(submission: Submission) -> Choice | None:
    """What the steward takes of a change; none where it is no change, or where everything is taken."""
    if submission.wish == Wish.add:
        return None
    said = request.form
    settled = {name.removeprefix(SETTLE): said[name] for name in said if name.startswith(SETTLE)}
    wanted = {name for name, which in settled.items() if which == "wanted"}
    taken = None if "choosing" not in said else frozenset(said.getlist("take")) | wanted
    return Choice(taken, frozenset(settled) - wanted, said.get("why"), said.get("reason", ""))


def mine(submission_id: int) -> Submission:
    """An entry that whoever asks may look at and decide on; NotAllowed where another steward looks after it."""
    submission = submissions.get(session(), submission_id)
    if not remits.covers(session(), current_user, submission):
        raise NotAllowed(_("Another steward looks after this entry: it is not in your areas or categories."))
    return submission


def compared(submission: Submission) -> dict[str, object]:
    """What a change changes, beside what is public now; or what became of the entry where it has gone."""
    if submission.target_id is None or submission.status != Status.waiting:
        return {"rows": [], "gone": False, "change_map": None}
    try:
        found = revisions.of(session(), submission) if submission.wish == Wish.change else []
        now = revisions.now_of(session(), submission)
    except Departed:
        return {"rows": [], "gone": True, "change_map": None}
    place = next((each for each in found if each.field == revisions.PLACE), None)
    spots = [kinds.point(place.now), kinds.point(place.wanted)] if place else []
    drawn = maps.page_parts(maps.change_map(drawing.place(), now=spots[0], wanted=spots[1])) if any(spots) else None
    return {
        "rows": differing.rows(submission.subject, found, submission.content.get("consents") or ()),
        "gone": False,
        "now": now,
        "change_map": drawn,
    }


def filled(submission: Submission) -> EntryForm:
    """The form with what was sent in it."""
    return kinds.of(submission).filled(submission.content)


def target_of(submission: Submission) -> str:
    """The page of the published entry that a suggestion is about."""
    return kinds.of(submission).page(submission.target_id) if submission.target_id else ""


def render(submission: Submission, form: EntryForm, **more: object) -> str:
    """The page of one entry."""
    kind = kinds.of(submission)
    same = submission.published_id, submission.target_id
    alike = [each for each in kind.alike(submission.content) if each.id not in same] if submission.target_id is None else []
    defaults: dict[str, object] = {"faults": [], "candidates": [], "reason": "", "seen": submissions.seal(submission)}
    context = defaults | {"choice": None, "target": target_of(submission)} | kind.shown(submission.content) | compared(submission) | more
    return render_template(
        "moderation/show.html", submission=submission, form=form, kind=kind, page=kinds.page_of(submission), similar=alike, **context
    )
