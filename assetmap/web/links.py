"""Links that those who look after networks know of: added, looked at, changed, ended."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty, NotFound
from assetmap.models import Asset, Group, Link
from assetmap.services import links
from assetmap.services.links import Statement
from assetmap.services.networks import Viewer
from assetmap.web import registering
from assetmap.web.forms.links import LinkForm, WordsForm, filled
from assetmap.web.sessions import session

blueprint = Blueprint("links", __name__, url_prefix="/links")
FOUND = 8
FIELDS = {"kind": "says", "from": "to"}
"""What the services call a field, and what the form does."""


@blueprint.get("/new")
def new() -> str | Response:
    """Say that a group works with another, or uses a place."""
    group = group_of(request.args.get("group", ""))
    if group is None:
        flash(_("Open the page of one of the two groups, and add the link there."))
        return redirect(url_for("groups.index"), 303)
    return render_form(LinkForm(formdata=None, data={"group": str(group.id)}), group)


@blueprint.post("")
def add() -> str | tuple[str, int] | Response:
    """Look for the other end, or note the link down."""
    form = LinkForm()
    group = group_of(form.group.data or "")
    if group is None:
        raise NotFound(_("There is no such group. It may have been removed."))
    if request.form.get("then") == "find":
        return render_form(form, group)
    said, faults = form.statement(group.id)
    faults = registering.all_faults(registering.shape_faults(form), faults, truth_faults(said))
    if faults:
        return render_form(form, group, faults), 422
    link = links.observe(session(), said, current_user)
    session().commit()
    return told(link, group)


@blueprint.get("/<int:link_id>")
def show(link_id: int) -> str:
    """One link: who states it, when, and who may see it."""
    link = links.get(session(), link_id, Viewer.connector)
    return render(link, filled(link))


@blueprint.post("/<int:link_id>/change")
def change(link_id: int) -> tuple[str, int] | Response:
    """Say it anew, where no end has answered."""
    link = links.get(session(), link_id, Viewer.connector)
    form = WordsForm()
    since, faults = form.year()
    said = Statement(str(link.kind), link.from_group_id, link.to_group_id, link.to_asset_id, since=since, **form.words())
    faults = registering.all_faults(registering.shape_faults(form), faults, truth_faults(said))
    if faults:
        return render(link, form, faults), 422
    links.change(session(), link, said, current_user)
    session().commit()
    flash(_("Changed."), "success")
    return redirect(url_for("links.show", link_id=link_id), 303)


@blueprint.post("/<int:link_id>/end")
def end(link_id: int) -> tuple[str, int] | Response:
    """Say that it was so and is no more."""
    link, reason = links.get(session(), link_id, Viewer.connector), request.form.get("reason", "")
    try:
        if not reason.strip():
            raise Faulty([Fault(_("Say in a few words why it ended."), field="reason")])
        links.end(session(), link, reason=reason)
    except Faulty as faulty:
        return render(link, filled(link), faulty.faults, reason), 422
    session().commit()
    flash(_("It has ended. It stays in the history."), "success")
    return redirect(url_for("links.show", link_id=link_id), 303)


def told(link: Link, group: Group) -> Response:
    """Where to go after a link was noted down. One that an end keeps to itself, or denies, is not shown, and it is not said which."""
    try:
        links.get(session(), link.id, Viewer.connector)
    except NotFound:
        flash(_("Noted. It is shown here unless one of its ends says that it is not so, or that nobody else should see it."))
        return redirect(url_for("groups.show", group_id=group.id), 303)
    flash(_("Noted. This is how it stands now."), "success")
    return redirect(url_for("links.show", link_id=link.id), 303)


def truth_faults(said: Statement) -> list[Fault]:
    """What the services find wrong, at the fields of the form."""
    found = links.faults(session(), said, observed=True)
    return [Fault(fault.message, field=FIELDS.get(fault.field, fault.field)) for fault in found]


def group_of(text: str) -> Group | None:
    """The group with this number, or none."""
    found = links.end_of(session(), f"g{text}")
    return found if isinstance(found, Group) else None


def ends_found(form: LinkForm, group: Group) -> list[Group | Asset]:
    """The one that was chosen before, and the groups and places with the words that were typed."""
    chosen = links.end_of(session(), form.to.data or "")
    found = [*([chosen] if chosen else []), *links.search(session(), form.q.data or "", FOUND)]
    return [end for end in dict.fromkeys(found) if end is not group]


def render_form(form: LinkForm, group: Group, faults: list[Fault] | None = None) -> str:
    """The page of a new link."""
    ends = ends_found(form, group)
    form.offer(ends)
    return render_template("links/form.html", form=form, group=group, ends=ends, faults=faults or [])


def render(link: Link, form: WordsForm, faults: list[Fault] | None = None, reason: str = "") -> str:
    """The page of one link."""
    open_to_change = link.ended_at is None and link.from_says is None and link.to_says is None
    return render_template("links/show.html", link=link, form=form, faults=faults or [], reason=reason, changing=open_to_change)
