"""Where like lies beside like: an indicator's areas beside their neighbours, as a map, a table and in words."""

from flask import Blueprint, render_template, request, url_for

from assetmap import maps
from assetmap.services import indicators, patterns
from assetmap.web import drawing
from assetmap.web.resemblance import COLOURS, kinds, resemblance_words, summary
from assetmap.web.sessions import session

blueprint = Blueprint("patterns", __name__, url_prefix="/indicators")


@blueprint.get("/<key>/clusters")
def show(key: str) -> str:
    """One indicator's areas beside their neighbours."""
    row = indicators.get(session(), key[:80])
    found = patterns.pattern(session(), row, request.args.get("geography", ""), request.args.get("period", ""))
    figures = url_for("api.clusters", key=row.indicator.key, geography=found.geography.key, period=found.period)
    drawn = maps.pattern_map(drawing.place(), geography=found.geography.key, figures=figures)
    return render_template(
        "patterns/show.html",
        indicator=row.indicator,
        found=found,
        periods=row.periods,
        map=maps.page_parts(drawn),
        kinds=kinds(),
        colours=COLOURS,
        summary=summary(found),
        resemblance=resemblance_words(row.indicator.title, found.resemblance),
    )
