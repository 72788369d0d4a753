"""Saying that an entry has changed or closed, for anyone; and where stewards look at what was said."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty, NotAllowed
from assetmap.models import Subject
from assetmap.services import assets, groups, remits, reports
from assetmap.web import kinds, registering
from assetmap.web.forms.reports import ReportForm
from assetmap.web.sessions import session

blueprint = Blueprint("reports", __name__)
Answer = tuple[str, int] | Response


@blueprint.route("/assets/<int:asset_id>/report", methods=["GET", "POST"])
def asset(asset_id: int) -> Answer:
    """Say that an asset has changed or closed."""
    return answer(Subject.asset, asset_id, assets.get(session(), asset_id).name)


@blueprint.route("/groups/<int:group_id>/report", methods=["GET", "POST"])
def group(group_id: int) -> Answer:
    """Say that a group has changed or closed."""
    return answer(Subject.group, group_id, groups.get(session(), group_id).name)


def answer(subject: Subject, entry_id: int, name: str) -> Answer:
    """The form; or what was said, kept."""
    form = ReportForm()
    page = kinds.path(subject, entry_id)
    if request.method != "POST":
        form.says.data = request.args.get("says", "")
        return render_template("reports/form.html", form=form, faults=[], name=name, page=page), 200
    faults = registering.all_faults(registering.shape_faults(form)) or kept(subject, entry_id, form)
    if faults:
        return render_template("reports/form.html", form=form, faults=faults, name=name, page=page), 422
    session().commit()
    flash(_("Thank you. A steward looks at it; until then the entry stays as it is."))
    return redirect(page, 303)


def kept(subject: Subject, entry_id: int, form: ReportForm) -> list[Fault]:
    """Keep what was said; or why that cannot be."""
    source = reports.source_of(session(), request.remote_addr or "", subject, entry_id)
    try:
        reports.add(session(), (subject, entry_id), form.says.data or "", form.words.data or "", source)
    except Faulty as faulty:
        return faulty.faults
    return []


@blueprint.get("/moderation/reports")
def index() -> str:
    """What people said has changed or closed, what presses most first."""
    return render_template("reports/index.html", reported=reports.waiting(session(), current_user), page_of=kinds.path)


@blueprint.post("/moderation/reports/<kind>/<int:entry_id>/settle")
def settle(kind: str, entry_id: int) -> Response:
    """Say that what was said of an entry has been looked at."""
    subject = Subject.group if kind == "group" else Subject.asset
    if not remits.covers_entry(session(), current_user, subject, entry_id):
        raise NotAllowed(_("This entry is not among those you look after."))
    count = reports.settle(session(), subject, entry_id, current_user)
    session().commit()
    flash(ngettext("%(num)s report is settled.", "%(num)s reports are settled.", count))
    return redirect(url_for("reports.index"), 303)
