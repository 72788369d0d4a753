"""Calendar feeds: the times of an asset, a group, a neighbourhood or a search, for any calendar to subscribe to."""

import hashlib
from collections.abc import Callable

from flask import Blueprint, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap.errors import BadQuery
from assetmap.models import Subject
from assetmap.services import areas, assets, groups, places
from assetmap.services.filters import Filters
from assetmap.services.remember import remembered_file
from assetmap.services.times import clock, feeds
from assetmap.services.times.calendars import Entry
from assetmap.web import query
from assetmap.web.sessions import session

blueprint = Blueprint("times", __name__)
PAGES = {Subject.asset: ("assets.show", "asset_id"), Subject.group: ("groups.show", "group_id")}


@blueprint.get("/assets/<int:asset_id>/times.ics")
def asset(asset_id: int) -> Response:
    """When one asset is open."""
    found = assets.get(session(), asset_id)
    return answer(found.name, f"asset-{asset_id}", lambda: feeds.of_asset(session(), found, page))


@blueprint.get("/groups/<int:group_id>/times.ics")
def group(group_id: int) -> Response:
    """When a group meets, and when what it runs is open."""
    found = groups.get(session(), group_id)
    return answer(found.name, f"group-{group_id}", lambda: feeds.of_group(session(), found, page))


@blueprint.get("/neighbourhoods/<code>/times.ics")
def area(code: str) -> Response:
    """What is on in one neighbourhood."""
    found = areas.get(session(), code[:61])
    return answer(found.title, f"area-{found.code}", lambda: feeds.of_filters(session(), Filters(area=code[:61]), page))


@blueprint.get("/assets/times.ics")
def search() -> Response:
    """When the assets of a search are open."""
    asked = query.read(request.args)
    if asked.faults:
        raise BadQuery(asked.faults)
    title = _("Assetmap: what you searched for")
    return answer(title, "search", lambda: feeds.of_filters(session(), asked.filters, page))


def answer(title: str, name: str, entries: Callable[[], list[Entry]]) -> Response:
    """The file, and by what a calendar that asks again knows that nothing has changed."""
    question = ("calendar", request.url, clock.today(session()), query.moment(request.args))
    host = f"{places.current(session()).key}.assetmap"
    made = remembered_file(session(), question, lambda: feeds.as_file(session(), title, host, entries()))
    tag = hashlib.sha256(made).hexdigest()[:24]
    unchanged = tag in request.if_none_match.as_set(include_weak=True)
    response = FlaskResponse(status=304) if unchanged else FlaskResponse(made, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(tag)
    return response


def page(subject: Subject, entry_id: int) -> str:
    """The whole address of an entry's page."""
    endpoint, argument = PAGES[subject]
    return url_for(endpoint, **{argument: entry_id}, _external=True)  # type: ignore[arg-type]
