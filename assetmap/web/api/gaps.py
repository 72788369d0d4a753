"""Gaps in the API: the whole answer to a question, which a map can shade too."""

from flask import request
from werkzeug.wrappers import Response

from assetmap.services import gaps
from assetmap.web.api.answers import kept
from assetmap.web.gaps import documents, reading
from assetmap.web.sessions import session


def answer() -> Response:
    """The answer to the question that the address asks."""
    asked = reading.must_read(request.args)
    return kept(lambda: documents.document(gaps.ask(session(), asked)))
