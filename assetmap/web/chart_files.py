"""Charts in the four forms in which they can be taken away: as Vega-Lite, as pictures, as a table."""

import base64
from collections.abc import Callable
from datetime import date

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap.errors import NotFound
from assetmap.models.columns import now
from assetmap.web.api.answers import kept, only
from assetmap.web.charts import Chart, makers, of_today
from assetmap.web.downloads import csv_text

blueprint = Blueprint("charts", __name__, url_prefix="/charts")


def asked_for(name: str) -> Callable[[], Chart]:
    """The chart that the query asks for, made when called; NotFound where there is none, BadQuery for arguments it has not."""
    if name not in makers:
        raise NotFound(_("There is no chart at this address."))
    make, arguments = makers[name]
    args = only(arguments)

    def found() -> Chart:
        chart = make(args)
        if chart is None:
            raise NotFound(_("There are too few figures for this chart."))
        return chart

    return found


@blueprint.get("/<name>.json")
def spec(name: str) -> Response:
    """A chart as Vega-Lite, with its data."""
    chart = asked_for(name)
    return kept(lambda: chart().spec, day=day_of(name))


@blueprint.get("/<name>.svg")
def svg(name: str) -> Response:
    """A chart as a picture of lines."""
    chart = asked_for(name)
    return kept(lambda: svg_of(chart()), "image/svg+xml", day=day_of(name))


@blueprint.get("/<name>.png")
def png(name: str) -> Response:
    """A chart as a picture of dots."""
    chart = asked_for(name)
    response = kept(lambda: base64.b64encode(png_of(chart())).decode(), "image/png", day=day_of(name))  # kept answers are text
    if response.status_code == 200:
        response.set_data(base64.b64decode(response.get_data()))
    return response


@blueprint.get("/<name>.csv")
def table(name: str) -> Response:
    """A chart's table for a spreadsheet."""
    chart = asked_for(name)
    return kept(lambda: as_csv(chart()), "text/csv", day=day_of(name))


def day_of(name: str) -> date | None:
    """The day a chart speaks of, where it speaks of today."""
    return now().date() if name in of_today else None


def svg_of(chart: Chart) -> str:
    """A chart drawn on the server as SVG."""
    from assetmap.charts import pictures  # Reason: Altair and Vega take a second or two; no other page should wait for them.

    return pictures.svg(chart.spec)


def png_of(chart: Chart) -> bytes:
    """A chart drawn on the server as PNG."""
    from assetmap.charts import pictures  # Reason: as above.

    return pictures.png(chart.spec)


def as_csv(chart: Chart) -> str:
    """The table of a chart as CSV; each row has the facts that must go with it, where it has not its own."""
    facts = {name: text for name, text in chart.facts.items() if name not in chart.columns}
    return csv_text([*chart.columns, *facts], [[*row, *facts.values()] for row in chart.numbers or chart.rows])
