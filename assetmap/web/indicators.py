"""Indicators: what is measured, and one of them on a map, in a table and as charts."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from assetmap import maps
from assetmap.services import figures, indicators, patterns, trends
from assetmap.services.shades import PagedTable, Part
from assetmap.web import drawing, indicator_charts, legends, pictures, query, shading
from assetmap.web.sessions import session, settings

blueprint = Blueprint("indicators", __name__, url_prefix="/indicators")


@blueprint.get("")
def index() -> str:
    """Everything that is measured here."""
    return render_template("indicators/index.html", indicators=indicators.listed(session()))


@blueprint.get("/<key>")
def show(key: str) -> str:
    """One indicator over one geography in one period."""
    row = indicators.get(session(), key[:80])
    size, words = settings().assetmap_page_size, request.args.get("q", "")
    part = Part((query.read_page(request.args) - 1) * size, size, words[:80])
    table, asked = shading.table(row, request.args, part)
    place = drawing.place()
    drawable = any(choice.key == row.indicator.key and table.geography.key in choice.geographies for choice in place.indicators)
    shown = {"indicator": row.indicator.key, "geography": table.geography.key, "period": table.period}
    return render_template(
        "indicators/show.html",
        indicator=row.indicator,
        table=table,
        periods=figures.periods_of(session(), row, table.geography),
        certainty=legends.certainty_text(table),
        unclear_label=legends.unclear_label(table),
        colours=shading.form_of(table, asked),
        can_show_areas=any(choice.key == table.geography.key for choice in place.geographies),
        map=maps.page_parts(maps.coloured(maps.indicator_map(place, **shown), asked.query)) if drawable else None,
        paged=isinstance(table, PagedTable),
        pictures=pictures.of_page(table, asked) if drawable else None,
        spread=None if isinstance(table, PagedTable) else indicator_charts.spread(table),
        beside=any(each.key == table.geography.key for each in patterns.geographies(session(), row)),
        trend=indicator_charts.trend(row, trends.of_place(session(), row)),
    )


@blueprint.get("/<key>/picture.<kind>")
def picture(key: str, kind: str) -> Response:
    """One indicator as a picture to take away."""
    return pictures.answer(key, kind)
