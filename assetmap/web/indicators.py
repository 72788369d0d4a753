"""Indicators: what is measured, and one of them on a map, in a table and as charts."""

from flask import Blueprint, render_template, request

from assetmap import maps
from assetmap.services import indicators, shades, trends
from assetmap.services.shades import PagedTable, Part
from assetmap.web import drawing, indicator_charts, query
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
    table = shades.table(session(), row, request.args.get("geography", ""), request.args.get("period", ""), part)
    place = drawing.place()
    drawable = any(choice.key == row.indicator.key and table.geography.key in choice.geographies for choice in place.indicators)
    drawn = maps.indicator_map(place, indicator=row.indicator.key, geography=table.geography.key, period=table.period)
    return render_template(
        "indicators/show.html",
        indicator=row.indicator,
        table=table,
        periods=row.periods,
        can_show_areas=any(choice.key == table.geography.key for choice in place.geographies),
        map=maps.page_parts(drawn) if drawable else None,
        paged=isinstance(table, PagedTable),
        spread=None if isinstance(table, PagedTable) else indicator_charts.spread(table),
        trend=indicator_charts.trend(row, trends.of_place(session(), row)),
    )
