"""Suggesting a change to a published asset or group, or that it has closed: anybody may, and nothing changes until a steward agrees."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap.errors import Fault
from assetmap.models import Precision, Subject, Wish
from assetmap.services import contents, groups, precision, revisions, submissions
from assetmap.services.contents import Whole
from assetmap.services.entries import Content
from assetmap.web import holding, kinds, registering, reminders
from assetmap.web.addresses import BIGGEST_ID
from assetmap.web.forms.assets import KEEP
from assetmap.web.forms.fields import EntryForm
from assetmap.web.sessions import session, settings

blueprint = Blueprint("suggestions", __name__)
PLACED = ("lon", "lat", "address", "postcode")
Answer = tuple[str, int] | Response


@blueprint.route("/assets/<int:asset_id>/suggest", methods=["GET", "POST"])
def asset(asset_id: int) -> Answer:
    """Suggest a change to an asset; no account is needed."""
    return suggest(Subject.asset, asset_id)


@blueprint.route("/groups/<int:group_id>/suggest", methods=["GET", "POST"])
def group(group_id: int) -> Answer:
    """Suggest a change to a group; no account is needed."""
    return suggest(Subject.group, group_id)


def suggest(subject: Subject, entry_id: int) -> Answer:
    """The form with what everybody sees now in it; what is sent waits for a steward."""
    whole = contents.of_entry(session(), subject, entry_id)
    wish = Wish.close if request.args.get("wish") == Wish.close else Wish.change
    if request.method != "POST":
        return render(subject, entry_id, wish, filled(subject, whole)), 200
    form = kinds.KINDS[subject].form()
    offer_to_keep(form)
    base = base_version(subject, entry_id)
    was = revisions.at_version(session(), subject, entry_id, base)
    content, faults, candidates = (was, [], []) if wish == Wish.close else typed(form, was)
    kept = wish == Wish.close or keeps_place(form)
    truth = registering.truth_faults(subject, content, kept)
    faults = registering.all_faults(registering.shape_faults(form), faults, truth, missing(form, wish))
    if not faults and wish == Wish.change and not changed(subject, was, content, kept):
        faults = [Fault(_("Nothing is changed yet. Change what is wrong, then send it."), field="message")]
    if faults:
        return render(subject, entry_id, wish, form, faults=faults, candidates=candidates), 422
    more = {"wish": wish, "base": base, "place_kept": kept}
    return send(subject, entry_id, content, message=form.message.data or "", email=form.sender_email.data or "", **more)


def filled(subject: Subject, whole: Whole) -> EntryForm:
    """The form with what everybody sees now in it; the place stays as it is unless somebody says another."""
    shown = dict(whole.public)
    if whole.private or shown.get("approximate"):
        shown |= {"lon": None, "lat": None, "address": "", "postcode": ""}
    form = kinds.KINDS[subject].filled(shown)
    offer_to_keep(form)
    if "located" in form:
        form["located"].data = KEEP
    if "precision" in form:
        form["precision"].data = kinds.KINDS[subject].filled(whole.public)["precision"].data
    return form


def offer_to_keep(form: EntryForm) -> None:
    """Let the place stay as it is."""
    if "located" in form:
        form["located"].choices = [(KEEP, _("Leave the place as it is")), *form["located"].choices]


def typed(form: EntryForm, was: Content) -> tuple[Content, list[Fault], list[Any]]:
    """What was typed over what the entry said, which keeps what has no field; a place left as it is, is the one it was."""
    content, faults, candidates = form.content()
    if keeps_place(form):
        content |= {name: was.get(name) for name in PLACED}
        if was.get("lon") is None:
            content |= {name: was.get(name) for name in ("precision", "radius_m")}
    return was | content, faults, candidates


def keeps_place(form: EntryForm) -> bool:
    """Whether the place is left as it is."""
    return "located" in form and form["located"].data == KEEP


def changed(subject: Subject, was: Content, content: Content, kept: bool) -> bool:
    """Whether something is changed. Whoever says where a thing is whose place is not for everybody is not told that they are right."""
    if not kept and precision.precision(was) != Precision.exact:
        return True
    checked = submissions.check(session(), subject, content, settings().assetmap_link_tolerance_m, kept)
    return bool(revisions.differing(was, checked))


def missing(form: EntryForm, wish: Wish) -> list[Fault]:
    """Saying that something has closed takes a word on how one knows."""
    if wish == Wish.close and not (form.message.data or "").strip():
        return [Fault(_("Say how you know that it has closed."), field="message")]
    return []


def base_version(subject: Subject, entry_id: int) -> int:
    """The version that the form began from."""
    newest = revisions.newest(session(), subject, entry_id) or 0
    given = request.form.get("base", "")
    return min(int(given), newest) if given.isdecimal() and int(given) <= BIGGEST_ID else newest


def send(subject: Subject, entry_id: int, content: Content, **more: Any) -> Response:
    """Keep the suggestion for a steward; a steward comes to it straight away, to look and to decide."""
    ticket = reminders.in_hand(subject, entry_id)
    if ticket is not None:
        reminders.hand_in(ticket)
        more["email"] = more["email"] or ticket.email
    sent = holding.sent(target_id=entry_id, **more)
    submission = submissions.send(session(), subject, content, settings().assetmap_link_tolerance_m, sent)
    session().commit()
    if registering.decides(submission):
        return redirect(url_for("moderation.show", submission_id=submission.id), 303)
    return redirect(url_for("submissions.show", reference=submission.reference), 303)


def render(subject: Subject, entry_id: int, wish: Wish, form: EntryForm, **more: object) -> str:
    """The page of the form."""
    kind, whole = kinds.KINDS[subject], contents.of_entry(session(), subject, entry_id)
    shown = kind.shown({} if whole.private or whole.public.get("approximate") else whole.public) if wish == Wish.change else {"map": None}
    defaults: dict[str, object] = {"faults": [], "candidates": [], "base": revisions.newest(session(), subject, entry_id)}
    kept = {"base": request.form["base"]} if request.form.get("base") else {}
    return render_template(
        "suggestions/form.html",
        form=form,
        kind=kind,
        name=whole.public["name"],
        page=kind.page(entry_id),
        closing=wish == Wish.close,
        hidden_place=bool(whole.private),
        group_names=groups.names(session()) if subject == Subject.asset and wish == Wish.change else [],
        **(defaults | shown | kept | more),
    )
