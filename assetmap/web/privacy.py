"""What is kept about people here, who sees it, and how long."""

from flask import Blueprint, render_template

from assetmap.services.retention import KINDS
from assetmap.web.sessions import settings

blueprint = Blueprint("privacy", __name__)


@blueprint.get("/privacy")
def show() -> str:
    """The privacy notice, with the times that hold on this site."""
    given = settings()
    months = {kind.name: getattr(given, f"assetmap_forget_{kind.name}_months") for kind in KINDS}
    return render_template("privacy/show.html", contact=given.assetmap_contact, months_of=months)
