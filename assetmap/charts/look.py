"""What all charts share: the site's own letters and colours, and the way a chart is put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import altair as alt

Spec = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]
Layer = alt.Chart | alt.LayerChart

FONT = "'Atkinson Hyperlegible Next Variable', 'Liberation Sans', 'DejaVu Sans', Arial, sans-serif"
NAMES = ("ink", "soft", "line", "edge", "ground", "first", "second", "third", "fourth")
PAPER = {
    **{"ink": "#2a1a2e", "soft": "#5e4d60", "line": "#e0d1b8", "edge": "#877760", "ground": "#ffffff"},
    **{"first": "#7b1e55", "second": "#1b6d85", "third": "#8a5a00", "fourth": "#4c4f9c"},
}
"""The light colours as they stand in static/css/charts.css: a picture on paper knows no style sheet."""
PAGE = {name: f"var(--chart-{name})" for name in NAMES}
"""The same by name, so that a chart on a page follows light, dark and print by itself."""
DASHES = [[1, 0], [6, 4], [2, 3], [9, 3, 2, 3]]
SHAPES = ["circle", "square", "triangle-up", "diamond"]
HEIGHT = 240
TITLE_LETTERS, SUBTITLE_LETTERS = 66, 92
"""How many letters of each stand in one line of a picture."""


@dataclass(frozen=True)
class Axis:
    """One axis in words; `zero` where it must begin at nothing, `format` as d3 writes it."""

    title: str
    zero: bool = False
    format: str = ",f"


def data(rows: Rows) -> alt.InlineData:
    """The rows of a chart, under the name by which its table finds them."""
    return alt.InlineData(values=[dict(row) for row in rows], name="rows")


def named(names: Sequence[str], looks: Sequence[Any] | None = None) -> alt.Scale:
    """A scale whose steps are these names in this order, said outright: only then do colour, dashes and shapes share one legend."""
    return alt.Scale(domain=list(names)) if looks is None else alt.Scale(domain=list(names), range=list(looks)[: len(names)])


def hints(titles: Mapping[str, str]) -> list[alt.Tooltip]:
    """What is said beside the pointer: fields of a row with their titles."""
    return [alt.Tooltip(field=name, type="nominal", title=title) for name, title in titles.items()]


def across(field: str, axis: Axis) -> alt.X:
    """A number from left to right."""
    return alt.X(field=field, type="quantitative", title=axis.title, axis=alt.Axis(format=axis.format), scale=alt.Scale(zero=axis.zero))


def up(field: str, axis: Axis) -> alt.Y:
    """A number from the bottom up."""
    return alt.Y(field=field, type="quantitative", title=axis.title, axis=alt.Axis(format=axis.format), scale=alt.Scale(zero=axis.zero))


def together(*layers: Layer, height: int = HEIGHT) -> Spec:
    """Layers put together into one chart as wide as its place, in our look."""
    spec: Spec = alt.layer(*layers).properties(width="container", height=height).to_dict()
    return spec | {"config": config(PAPER), "usermeta": {"page": config(PAGE) | {"background": None}}}


def titled(spec: Spec, title: str, subtitle: str) -> Spec:
    """A chart under its title, with what must be read with it, in as many lines as they need."""
    return spec | {"title": {"text": wrap(title, TITLE_LETTERS), "subtitle": wrap(subtitle, SUBTITLE_LETTERS)}}


def config(colours: Mapping[str, str]) -> Spec:
    """The look of every chart in these colours."""
    letters = {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": 600,
        "labelColor": colours["soft"],
        "titleColor": colours["ink"],
    }
    lines = {"gridColor": colours["line"], "domainColor": colours["edge"], "tickColor": colours["edge"]}
    return {
        "background": colours["ground"],
        "font": FONT,
        "padding": 6,
        "view": {"stroke": None},
        "axis": letters | lines | {"labelLimit": 200, "titleLimit": 520, "titlePadding": 8, "tickCount": 5},
        "legend": letters | {"orient": "top", "title": None, "columns": 2, "labelLimit": 240, "symbolStrokeWidth": 2, "symbolSize": 90},
        "range": {"category": [colours[name] for name in ("first", "second", "third", "fourth")]},
        "style": styles(colours),
        "title": {
            **{"anchor": "start", "frame": "bounds", "offset": 14, "fontSize": 17, "subtitleFontSize": 12, "subtitlePadding": 6},
            **{"color": colours["ink"], "subtitleColor": colours["soft"]},
        },
    }


def styles(colours: Mapping[str, str]) -> Spec:
    """How each kind of mark looks."""
    return {
        "dot": {"color": colours["edge"], "filled": True, "opacity": 0.85},
        "middle": {"strokeWidth": 2.5},
        "bar": {"color": colours["edge"]},
        "interval": {"color": colours["ink"], "strokeWidth": 2},
        "value": {"color": colours["ink"], "fontSize": 13},
        "band": {"fillOpacity": 0.14},
    }
