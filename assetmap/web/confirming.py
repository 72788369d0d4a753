"""Saying that an entry is still right, with an account: one tap."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.models import Subject
from assetmap.services import assets, confirming, groups
from assetmap.web.freshness import today
from assetmap.web.sessions import session

blueprint = Blueprint("confirming", __name__)


@blueprint.post("/assets/<int:asset_id>/right")
def asset(asset_id: int) -> Response:
    """This asset is still right."""
    assets.get(session(), asset_id)
    return confirm(Subject.asset, asset_id, url_for("assets.show", asset_id=asset_id))


@blueprint.post("/groups/<int:group_id>/right")
def group(group_id: int) -> Response:
    """This group is still right."""
    groups.get(session(), group_id)
    return confirm(Subject.group, group_id, url_for("groups.show", group_id=group_id))


def confirm(subject: Subject, entry_id: int, page: str) -> Response:
    """Keep it, and go back to the entry."""
    confirming.confirm(session(), current_user, subject, entry_id, today())
    session().commit()
    flash(_("Thank you. It is confirmed as of today."))
    return redirect(page, 303)


def may(subject: Subject, entry_id: int) -> bool:
    """Whether whoever asks may say so."""
    return bool(current_user.is_authenticated) and confirming.may(session(), current_user, subject, entry_id)
