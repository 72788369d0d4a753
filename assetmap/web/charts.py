"""Charts: each a picture, its text and its table. One registry says which there are; each can be taken away in four forms.

Another part of the site adds a chart by `@charts.maker("name", "argument", ...)` over a function that makes it from the query,
and shows it by `chart_here` of templates/macros/charts.html.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap.errors import NotFound
from assetmap.web.api.answers import kept, only
from assetmap.web.downloads import Cell, csv_text, file_name

blueprint = Blueprint("charts", __name__, url_prefix="/charts")
Spec = dict[str, Any]
Args = Mapping[str, str]


@dataclass(frozen=True)
class Chart:
    """A chart with all that stands beside it.

    `key` is its maker's name and `asked` the arguments by which that makes it again; `summary` says the chart in one or two
    sentences; `draw` makes the Vega-Lite chart when somebody looks at it (Altair takes its time); `columns` and `rows` are its
    table in words, and `numbers` the same rows as a spreadsheet wants them.
    """

    key: str
    title: str
    summary: str
    draw: Callable[[], Spec]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    asked: Args = field(default_factory=dict)
    numbers: Sequence[Sequence[Cell]] = ()

    @property
    def id(self) -> str:
        """Its name among the charts of a page."""
        return file_name(["chart", self.key, *self.asked.values()], "x").removesuffix(".x")

    @property
    def spec(self) -> Spec:
        """The Vega-Lite chart, with its summary as its description."""
        return {**self.draw(), "description": self.summary}

    def url(self, form: str) -> str:
        """The address of one of its forms: `spec`, `svg`, `png` or `table`."""
        return url_for(f"charts.{form}", name=self.key, _external=False, **dict(self.asked))

    def file(self, ending: str) -> str:
        """What its file is called when somebody keeps it."""
        return file_name([self.title, *self.asked.values()], ending)


Maker = Callable[[Args], Chart | None]
makers: dict[str, tuple[Maker, frozenset[str]]] = {}


def maker(name: str, *arguments: str) -> Callable[[Maker], Maker]:
    """Register a function as the maker of the chart with this name, which may be asked with these arguments."""

    def add(make: Maker) -> Maker:
        makers[name] = make, frozenset(arguments)
        return make

    return add


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
    return kept(lambda: chart().spec)


@blueprint.get("/<name>.svg")
def svg(name: str) -> Response:
    """A chart as a picture of lines."""
    chart = asked_for(name)
    return kept(lambda: svg_of(chart()), "image/svg+xml")


@blueprint.get("/<name>.png")
def png(name: str) -> Response:
    """A chart as a picture of dots."""
    chart = asked_for(name)
    response = kept(lambda: base64.b64encode(png_of(chart())).decode(), "image/png")  # kept answers are text
    if response.status_code == 200:
        response.set_data(base64.b64decode(response.get_data()))
    return response


@blueprint.get("/<name>.csv")
def table(name: str) -> Response:
    """A chart's table for a spreadsheet."""
    chart = asked_for(name)
    return kept(lambda: as_csv(chart()), "text/csv")


def svg_of(chart: Chart) -> str:
    """A chart drawn on the server as SVG."""
    from assetmap.charts import pictures  # Reason: Altair and Vega take a second or two; no other page should wait for them.

    return pictures.svg(chart.spec)


def png_of(chart: Chart) -> bytes:
    """A chart drawn on the server as PNG."""
    from assetmap.charts import pictures  # Reason: as above.

    return pictures.png(chart.spec)


def get_ready() -> None:
    """Bring Altair in before somebody waits for it."""
    import_module("assetmap.charts")


def as_csv(chart: Chart) -> str:
    """The table of a chart as CSV."""
    return csv_text(chart.columns, chart.numbers or chart.rows)
