"""Indicators: what is measured, and one of them on a map, in a table and as charts."""

from flask import Blueprint, render_template, request

from assetmap import maps
from assetmap.services import indicators, tables, trends
from assetmap.web import drawing, indicator_charts
from assetmap.web.sessions import session

blueprint = Blueprint("indicators", __name__, url_prefix="/indicators")


@blueprint.get("")
def index() -> str:
    """Everything that is measured here."""
    return render_template("indicators/index.html", indicators=indicators.listed(session()))


@blueprint.get("/<key>")
def show(key: str) -> str:
    """One indicator over one geography in one period."""
    row = indicators.get(session(), key[:80])
    table = tables.table(session(), row, request.args.get("geography", ""), request.args.get("period", ""))
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
        spread=indicator_charts.spread(table),
        trend=indicator_charts.trend(row, trends.of_place(session(), row)),
    )
