"""Neighbourhoods: what each has, and how it is doing."""

from flask import Blueprint, render_template

from assetmap import maps
from assetmap.services import areas, indicators, neighbourhoods, places
from assetmap.web import drawing
from assetmap.web.sessions import session

blueprint = Blueprint("neighbourhoods", __name__, url_prefix="/neighbourhoods")


@blueprint.get("")
def index() -> str:
    """All neighbourhoods, on a map and in a table."""
    place = places.current(session())
    lead = next((row.indicator for row in indicators.listed(session()) if row.indicator.key == place.lead_indicator), None)
    return render_template(
        "neighbourhoods/index.html",
        rows=neighbourhoods.rows(session()),
        whole=neighbourhoods.whole_row(session()),
        drawn=neighbourhoods.drawn_rows(session()),
        lead=lead,
        map=maps.page_parts(maps.neighbourhoods_map(drawing.place())),
    )


@blueprint.get("/<code>")
def show(code: str) -> str:
    """One area: its map, its assets and groups, its figures."""
    area = areas.get(session(), code[:61])
    drawn = maps.neighbourhood_map(
        drawing.place(),
        code=area.code,
        geography=area.geography.key,
        bounds=areas.bounds(session(), area),
        address=areas.address(session(), area),
    )
    return render_template(
        "neighbourhoods/show.html",
        area=area,
        geography=area.geography,
        profile=neighbourhoods.profile(session(), area),
        namesakes=areas.namesakes(session(), area),
        map=maps.page_parts(drawn),
    )
