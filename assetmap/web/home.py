"""The front page, and what this site is."""

from flask import Blueprint, render_template

from assetmap.services import areas, assets, indicators, neighbourhoods, places
from assetmap.web.sessions import session, settings

blueprint = Blueprint("home", __name__)
NEWEST = 6


@blueprint.get("/")
def index() -> str:
    """What this is, a search, and the neighbourhoods."""
    places.current(session())
    return render_template(
        "home/index.html",
        neighbourhoods=neighbourhoods.rows(session()),
        totals=neighbourhoods.totals(session()),
        categories=neighbourhoods.by_category(session()),
        recent=assets.newest(session(), NEWEST),
    )


@blueprint.get("/about")
def about() -> str:
    """Where the data come from, under which licences, and what is kept about people."""
    sources = areas.geographies(session(), with_shapes=False)
    listed = [row.indicator for row in indicators.listed(session())]
    return render_template("home/about.html", sources=sources, indicators=listed, contact=settings().assetmap_contact)


@blueprint.get("/methods")
def methods() -> str:
    """How figures are worked out that nobody published."""
    return render_template("home/methods.html")
