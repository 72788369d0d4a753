"""How the API answers: with a validator for every reader's cache, and the same kinds of faults."""

import gzip
import hashlib
import json
from collections.abc import Callable, Collection
from datetime import date
from importlib.metadata import version
from typing import Any

from flask import Response as FlaskResponse
from flask import g, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from assetmap.errors import BadQuery
from assetmap.models import Asset, Group
from assetmap.services import places
from assetmap.services.networks import Viewer
from assetmap.services.remember import remembered_text
from assetmap.web.policy import cached_by
from assetmap.web.query import moment
from assetmap.web.sessions import session

VERSION = version("assetmap")
GEOJSON = "application/geo+json"
JSON = "application/json"
WORTH_PACKING = 500
QUICKLY = 2


def open_to_all(response: Response) -> Response:
    """Let other sites read the answer."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    return response


def kept(make: Callable[[], Any], mimetype: str = JSON, day: date | None = None, viewer: Viewer | None = None) -> Response:
    """An answer that stays the same until the register changes, or the `day` it speaks of: a reader may keep it as long, and so do we.

    Where not everybody is told the same, `viewer` says who is told this; only their own browser keeps what is not for everybody.
    """
    place = places.current(session())
    said = f"{VERSION} {place.key} {place.register_version} {day or ''} {viewer or ''} {moment(request.args)} {request.full_path}"
    tag = hashlib.sha256(said.encode()).hexdigest()[:24]
    if tag in request.if_none_match.as_set(include_weak=True):
        response = FlaskResponse(status=304)
    else:
        question = ("answer", request.root_url, request.full_path, day, viewer, moment(request.args))
        response = FlaskResponse(remembered_text(session(), question, lambda: anew(as_text(make()))), mimetype=mimetype)
    response.set_etag(tag)
    response.headers["Cache-Control"] = cached_by(viewer or Viewer.everyone)
    if viewer:
        response.vary.add("Cookie")
    return response


def lasting(make: Callable[[], Any]) -> Response:
    """An answer that only the loading of boundaries or figures changes: a reader may keep it until then.

    We do not: it is quick to make, and there are a thousand large ones. So that it is, it is packed less hard than usual: that
    takes a quarter of the time, and gives an eighth more to send.
    """
    place = places.current(session())
    tag = hashlib.sha256(f"{VERSION} {place.key} {place.place_version} {request.full_path}".encode()).hexdigest()[:24]
    unchanged = tag in request.if_none_match.as_set(include_weak=True)
    response = FlaskResponse(status=304) if unchanged else packed(as_text(make()))
    response.set_etag(tag)
    response.headers["Cache-Control"] = "no-cache"
    return response


def packed(text: str) -> FlaskResponse:
    """JSON, compressed quickly for who takes it so."""
    if len(text) < WORTH_PACKING or not request.accept_encodings["gzip"]:
        return FlaskResponse(text, mimetype=JSON)
    response = FlaskResponse(gzip.compress(text.encode(), QUICKLY), mimetype=JSON)
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def anew(made: str) -> str:
    """An answer that had to be made for this request, which is noted: how often that is done for one address may be limited."""
    g.made_anew = True
    return made


def as_text(value: Any) -> str:
    """Compact JSON; what is text already stays as it is."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def only(known: Collection[str]) -> MultiDict[str, str]:
    """The query, if it asks only for what is known; BadQuery with every strange name."""
    strange = sorted(set(request.args) - set(known))
    if strange:
        raise BadQuery([_("There is no parameter called '%(name)s'.", name=name[:40]) for name in strange])
    return request.args


def whole_number(args: MultiDict[str, str], name: str, default: int, low: int, high: int) -> int:
    """A whole number from the query; BadQuery where it is none or out of bounds."""
    text = args.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 19 and low <= int(text) <= high):
        raise BadQuery([_("%(name)s must be a whole number from %(low)s to %(high)s.", name=name, low=low, high=high)])
    return int(text)


def together(*readers: Callable[[], Any]) -> list[Any]:
    """What every reader finds in the query; BadQuery with the faults of all of them."""
    found, faults = [], []
    for read in readers:
        try:
            found.append(read())
        except BadQuery as error:
            faults += error.faults
    if faults:
        raise BadQuery(faults)
    return found


def standing(entry: Asset | Group) -> dict[str, Any]:
    """Which version of an entry this is (0: nobody has changed it since its package was loaded), and when it was made."""
    return {"version": entry.version, "updated": entry.updated_at.isoformat()}


def without_empty(values: dict[str, Any]) -> dict[str, Any]:
    """The values that are known."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}
