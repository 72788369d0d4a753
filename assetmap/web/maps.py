"""The map of everything, and the list of what is in view."""

from flask import Blueprint, render_template, request

from assetmap import maps
from assetmap.services import areas, places
from assetmap.web import drawing, facets, freshness, query, shading
from assetmap.web.sessions import session

blueprint = Blueprint("maps", __name__)


@blueprint.get("/map")
def show() -> str:
    """The map, its filters, and beside it the list."""
    asked = query.read(request.args)
    area = areas.get(session(), asked.filters.area) if asked.filters.area else None
    drawn = maps.register_map(
        drawing.place(),
        geography=request.args.get("geography", ""),
        indicator=request.args.get("indicator", places.current(session()).lead_indicator),
        period=request.args.get("period", ""),
        bounds=areas.bounds(session(), area) if area else None,
        near=asked.point,
    )
    colours = shading.on_map(drawn.drawn, request.args)
    return render_template(
        "maps/show.html",
        map=maps.page_parts(maps.coloured(drawn, colours.asked.query)),
        colours=colours,
        page=freshness.listed(asked, query.read_page(request.args)),
        sinks=freshness.sinks(asked),
        facets=facets.build(asked, "maps.show"),
        near=asked.near,
        meant=asked.understood,
        faults=[*asked.faults, *drawing.not_shown(drawn.drawn, request.args), *colours.asked.faults],
    )


@blueprint.get("/map/list")
def listing() -> str:
    """The list of what is in view, as a piece of the page."""
    asked = query.read(request.args)
    box = query.read_box(request.args["bbox"]) if request.args.get("bbox") else None
    return render_template(
        "maps/listing.html",
        page=freshness.listed(asked, query.read_page(request.args), box),
        sinks=freshness.sinks(asked),
        facets=facets.build(asked, "maps.show", box),
        near=asked.near,
        meant=asked.understood,
        faults=asked.faults,
    )
