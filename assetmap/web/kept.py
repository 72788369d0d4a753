"""Keepers change their own group's entry and its assets: public at once, unless something in it asks for a second pair of eyes."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault
from assetmap.models import Act, Subject, Wish
from assetmap.services import contents, groups, holding, places, publish, rights, submissions, versions
from assetmap.services.versions import Made
from assetmap.web import holding as rules
from assetmap.web import kinds, registering
from assetmap.web.forms.fields import EntryForm
from assetmap.web.sessions import session, settings

blueprint = Blueprint("kept", __name__)
Answer = tuple[str, int] | Response
Content = dict[str, Any]
WHY = {True: "By its keepers", False: "By a steward"}  # whether whoever asks answers for the group
MESSAGE = {True: "Changed by a keeper of the group.", False: "Changed by a steward."}


@blueprint.route("/groups/<int:group_id>/edit", methods=["GET", "POST"])
def group(group_id: int) -> Answer:
    """Change a group's entry."""
    return edit(Subject.group, group_id)


@blueprint.route("/assets/<int:asset_id>/edit", methods=["GET", "POST"])
def asset(asset_id: int) -> Answer:
    """Change an asset of a group."""
    return edit(Subject.asset, asset_id)


def edit(subject: Subject, entry_id: int) -> Answer:
    """Show what it says, or change it."""
    kind = kinds.KINDS[subject]
    if request.method != "POST":
        said = contents.of_entry(session(), subject, entry_id).everything
        return render(subject, entry_id, kind.filled(said), said), 200
    form = kind.form()
    typed, place_faults, candidates = form.content()
    places.changed(session())  # first, so that of two who change it at once the second sees what the first has done
    session().expire_all()
    before = contents.of_entry(session(), subject, entry_id).everything
    content = before | typed
    faults = registering.all_faults(registering.shape_faults(form), place_faults, registering.truth_faults(subject, content))
    if request.form.get("base") != str(versions.entry_of(session(), subject, entry_id).version):
        moved = _("Somebody changed this entry since you opened it. Look at it in another window, then send yours again.")
        faults.append(Fault(moved, field="name"))
    if faults:
        return render(subject, entry_id, form, content, faults=faults, candidates=candidates), 422
    return keep(subject, entry_id, submissions.CHECKS[subject](session(), content, settings().assetmap_link_tolerance_m), before)


def keep(subject: Subject, entry_id: int, content: Content, before: Content) -> Response:
    """Make it public, or hold it for a steward and say so."""
    tolerance, keeps = settings().assetmap_link_tolerance_m, rights.keeps_entry(session(), current_user, subject, entry_id)
    another = in_anothers_name(subject, entry_id, content, before)
    if another or holding.reasons(session(), content, before, rules.source(), rules.rules()):
        base = versions.entry_of(session(), subject, entry_id).version
        sent = rules.sent(wish=Wish.change, target_id=entry_id, base=base, message=MESSAGE[keeps])
        held = submissions.send(session(), subject, content, tolerance, sent)
        session().commit()
        why = [rules.because(each) for each in held.held] + ([_("It names another group that is in the register.")] if another else [])
        flash(_("Thank you. A steward looks at this first, because: %(why)s", why=" ".join(why)))
        return redirect(url_for("submissions.show", reference=held.reference), 303)
    if {name: before.get(name) for name in content} != content:
        publish.change(session(), subject, entry_id, content, tolerance, Made(Act.changed, current_user, WHY[keeps]))
        session().commit()
    flash(_("It is public now."))
    return redirect(kinds.KINDS[subject].page(entry_id), 303)


def in_anothers_name(subject: Subject, entry_id: int, content: Content, before: Content) -> bool:
    """Whether a group takes the name of another one, or an asset is said to be run by one that whoever asks may not speak for."""
    name = "name" if subject == Subject.group else "group_name"
    said, was = str(content.get(name) or ""), str(before.get(name) or "")
    other = groups.named(session(), said) if said and said.casefold() != was.casefold() else None
    if other is None or (subject == Subject.group and other.id == entry_id):
        return False
    return subject == Subject.group or not rights.changes_group(session(), current_user, other.id)


def render(subject: Subject, entry_id: int, form: EntryForm, content: Content, **more: Any) -> str:
    """The form with what the entry says."""
    kind = kinds.KINDS[subject]
    base = request.form.get("base") or versions.entry_of(session(), subject, entry_id).version
    context = {"faults": [], "candidates": [], "similar": []} | kind.shown(content) | more
    page = kind.page(entry_id)
    return render_template("kept/form.html", form=form, kind=kind, base=base, page=page, name=content["name"], **context)
