"""What became of an entry, for whoever sent it and kept the address."""

from flask import Blueprint, render_template, url_for

from assetmap.services import submissions
from assetmap.web import kinds
from assetmap.web.sessions import session

blueprint = Blueprint("submissions", __name__)


@blueprint.get("/sent/<reference>")
def show(reference: str) -> str:
    """Thank you, and how it stands."""
    submission = submissions.by_reference(session(), reference[:64])
    another = url_for(kinds.of(submission).another)
    return render_template("submissions/show.html", submission=submission, page=kinds.page_of(submission), another=another)
