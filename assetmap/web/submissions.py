"""What became of an entry, for whoever sent it and kept the address."""

from flask import Blueprint, render_template

from assetmap.services import submissions
from assetmap.web.sessions import session

blueprint = Blueprint("submissions", __name__)


@blueprint.get("/sent/<reference>")
def show(reference: str) -> str:
    """Thank you, and how it stands."""
    return render_template("submissions/show.html", submission=submissions.by_reference(session(), reference[:64]))
