"""What became of an entry, for whoever sent it and kept the address."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assetmap.models import Wish
from assetmap.services import submissions
from assetmap.web import differing, kinds
from assetmap.web.sessions import session

blueprint = Blueprint("submissions", __name__)


@blueprint.get("/sent/<reference>")
def show(reference: str) -> str:
    """Thank you, and how it stands."""
    submission = submissions.by_reference(session(), reference[:64])
    kind, number = kinds.of(submission), submission.target_id or submission.published_id
    public = bool(number) and submission.wish != Wish.close
    return render_template(
        "submissions/show.html",
        submission=submission,
        page=kind.page(number) if public and number else "",
        another=url_for(kind.another),
        left_out=[differing.label(submission.subject, field) for field in submission.left_out],
    )


@blueprint.post("/sent/<reference>/take-back")
def take_back(reference: str) -> Response:
    """Take it back while it waits."""
    submission = submissions.by_reference(session(), reference[:64])
    submissions.take_back(session(), submission)
    session().commit()
    return redirect(url_for("submissions.show", reference=submission.reference), 303)
