"""Geographies: every kind of area there is, with its vintage and its source."""

from flask import Blueprint, render_template

from assetmap.services import drawn, geographies
from assetmap.web.sessions import session

blueprint = Blueprint("geographies", __name__, url_prefix="/geographies")


@blueprint.get("")
def index() -> str:
    """All geographies, the largest areas first."""
    return render_template("geographies/index.html", rows=geographies.listed(session()), own=drawn.KEY)
