"""Is it one of these? What is registered already under a similar name, for forms and for whoever sends entries from elsewhere."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap.errors import BadQuery
from assetmap.models import Subject
from assetmap.services import similar
from assetmap.web.addresses import BIGGEST_ID
from assetmap.web.api.answers import kept, only, together, whole_number
from assetmap.web.query import TEXT_LIMIT
from assetmap.web.sessions import session

KINDS = (Subject.asset.value, Subject.group.value)
DECIMALS = 2  # about a kilometre: nobody's address is told by asking
WALK_M = 1500.0


def answer() -> Response:
    """At most five assets or groups with a similar name; assets within a walk of a rough point, where one is given."""
    args = only({"kind", "name", "lon", "lat", "but"})
    but, point = together(
        lambda: whole_number(args, "but", 0, 0, BIGGEST_ID), lambda: rough_point(args.get("lon", ""), args.get("lat", ""))
    )
    kind, name = args.get("kind", ""), args.get("name", "").strip()[:TEXT_LIMIT]
    faults = [_("kind must be one of %(kinds)s.", kinds=", ".join(KINDS))] if kind not in KINDS else []
    if faults + ([_("name is empty.")] if not name else []):
        raise BadQuery(faults + ([_("name is empty.")] if not name else []))

    def make() -> dict[str, Any]:
        found = similar_ones(kind, name, point)
        return {"similar": [each for each in found if each["id"] != but]}

    return kept(make)


def similar_ones(kind: str, name: str, point: tuple[float, float] | None) -> list[dict[str, Any]]:
    """What is similar, as its own page tells it."""
    if kind == Subject.group:
        groups = similar.similar_groups(session(), name)
        return [
            {"id": each.id, "name": each.name, "about": each.purpose, "url": url_for("groups.show", group_id=each.id)} for each in groups
        ]
    return [
        {
            **{"id": each.id, "name": each.name, "about": each.summary, "url": url_for("assets.show", asset_id=each.id)},
            "where": ", ".join(part for part in (each.address, each.postcode or each.area_title) if part),
        }
        for each in similar.similar_assets(session(), name, point, WALK_M)
    ]


def rough_point(lon: str, lat: str) -> tuple[float, float] | None:
    """A point in degrees, to a kilometre, or none; BadQuery where it is no point."""
    if not lon and not lat:
        return None
    try:
        point = round(float(lon), DECIMALS), round(float(lat), DECIMALS)
    except (ValueError, OverflowError):
        point = (999.0, 999.0)
    if not (abs(point[0]) <= 180 and abs(point[1]) <= 90):
        raise BadQuery([_("lon and lat must both be degrees.")])
    return point
