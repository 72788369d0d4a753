"""Finding local networks in the API."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from assetmap.geo.reach import METRES_A_MINUTE
from assetmap.models.columns import now
from assetmap.services.gaps.asked import LONGEST_M, LONGEST_MINUTES
from assetmap.services.networks import finding
from assetmap.services.networks.wanted import USUAL_MINUTES
from assetmap.services.vocabulary import vocabulary
from assetmap.web.api.answers import JSON, kept
from assetmap.web.api.describing import Schema, get, in_query
from assetmap.web.networks import find_asked, find_documents
from assetmap.web.query import TEXT_LIMIT
from assetmap.web.sessions import session

FIND = """Who is there already for something that somebody wants to start, how they are connected, and who could introduce them, as \
whoever asks may see it. One of theme, audience, language, q, near and area must be there. A walk is along the streets where these are \
loaded, else a straight line with a detour; `approximate` says that only the surroundings are known. Lists have the nearest 40 at most, \
`group_count` and `asset_count` count all. `beyond` has the nearest that fit but are farther away, where nothing was found."""


def answer() -> Response:
    """The answer to the question that the address asks, as whoever asks may see it."""
    wanted = find_asked.must_read(request.args)
    return kept(lambda: find_documents.document(finding.ask(session(), wanted)), day=now().date(), viewer=wanted.viewer)


def described() -> dict[str, Any]:
    """The path for its description."""
    return {"/networks/find": get("Find local networks", FIND, find(), JSON, found(), missing=True)}


def find() -> list[Schema]:
    """What a question about local networks may say."""
    words, text = vocabulary(session()), {"type": "string"}
    terms = {kind: [term.slug for term in words.terms(kind)] for kind in ("audience", "language")}
    return [
        in_query("theme", {"type": "string", "enum": [category.slug for category in words.categories]}, "About this."),
        *(in_query(kind, {"type": "string", "enum": known}, "For these, or spoken there.") for kind, known in terms.items()),
        in_query("q", text | {"maxLength": TEXT_LIMIT}, "Words."),
        in_query("near", text, "A postcode, a neighbourhood, something that is registered, or lon,lat in degrees."),
        in_query("area", {"type": "array", "items": text}, "Areas' codes: in any of these."),
        in_query("minutes", {"type": "number", "minimum": 1, "maximum": LONGEST_MINUTES, "default": USUAL_MINUTES}, "The longest walk."),
        in_query("metres", {"type": "number", "minimum": 1, "maximum": LONGEST_M}, "The longest walk, instead of minutes."),
        in_query("pace", {"type": "string", "enum": list(METRES_A_MINUTE)}, "How fast people walk."),
        in_query("example", {"type": "string", "enum": ["yes", "no"]}, "Ask the invented example."),
    ]


def found() -> Schema:
    """What an answer holds."""
    several: Schema = {"type": "array", "items": {"type": "object"}}
    texts: Schema = {"type": "array", "items": {"type": "string"}}
    lists = ("groups", "assets", "beyond", "links", "introducers", "notices")
    properties = dict.fromkeys(lists, several) | {"sentences": texts, "rests_on": texts, "example": {"type": "boolean"}}
    return {"type": "object", "required": list(properties), "properties": properties}
