"""For whoever watches the server: is it alive, is it ready."""

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from assetmap import db
from assetmap.services import places
from assetmap.web.sessions import session

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
def ready() -> Response:
    """The database answers and a place is loaded."""
    db.ping(session())
    return jsonify(status="ready", place=places.current(session()).key)
