"""The public API: read only, the same filters as the pages, and nothing a page would not show."""

from flask import Blueprint
from werkzeug.wrappers import Response

from assetmap.web.api import (
    answers,
    assets,
    document,
    finding,
    gaps,
    groups,
    lines,
    networks,
    patterns,
    profiles,
    similar,
    tiles,
    wellbeing,
)

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
blueprint.add_url_rule("/", "page", document.page)
blueprint.add_url_rule("/openapi.json", "openapi", document.openapi)
blueprint.add_url_rule("/assets", "assets", assets.collection)
blueprint.add_url_rule("/assets/<int:asset_id>", "asset", assets.item)
blueprint.add_url_rule("/assets/tiles/<int:z>/<int:x>/<int:y>", "tile", assets.tile)
blueprint.add_url_rule("/groups", "groups", groups.collection)
blueprint.add_url_rule("/groups/<int:group_id>", "group", groups.item)
blueprint.add_url_rule("/networks", "networks", networks.graph)
blueprint.add_url_rule("/networks/lines", "lines", lines.collection)
blueprint.add_url_rule("/networks/find", "networks_find", finding.answer)
blueprint.add_url_rule("/areas/<geography>", "areas", wellbeing.areas_of)
blueprint.add_url_rule("/areas/<geography>/<code>", "area", wellbeing.area)
blueprint.add_url_rule("/areas/<geography>/tiles/<int:z>/<int:x>/<int:y>", "area_tile", tiles.outlines)
blueprint.add_url_rule("/neighbourhoods/<code>", "neighbourhood", profiles.item)
blueprint.add_url_rule("/indicators", "indicators", wellbeing.collection)
blueprint.add_url_rule("/indicators/<key>/observations", "observations", wellbeing.observations)
blueprint.add_url_rule("/indicators/<key>/clusters", "clusters", patterns.clusters)
blueprint.add_url_rule("/indicators/<key>/by-assets", "crossing", wellbeing.crossing)
blueprint.add_url_rule("/indicators/<key>/tiles/<geography>/<int:z>/<int:x>/<int:y>", "indicator_tile", tiles.shaded)
blueprint.add_url_rule("/indicators/<key>/areas/<geography>/<code>", "figure", wellbeing.figure)
blueprint.add_url_rule("/gaps", "gaps", gaps.answer)
blueprint.add_url_rule("/similar", "similar", similar.answer)


@blueprint.after_request
def open_to_all(response: Response) -> Response:
    """Anyone may read the API from any site."""
    return answers.open_to_all(response)
