"""Lines over periods, each with a band where its interval is known."""

from collections.abc import Mapping, Sequence

import altair as alt

from assetmap.charts.look import DASHES, SHAPES, Axis, Rows, Spec, data, hints, named, together, up


def trend(points: Rows, axis: Axis, titles: Mapping[str, str], periods: Sequence[str] = ()) -> Spec:
    """One line for each `series` over its `period`s (text) with `value`, `lower` and `upper`.

    `periods` are all of them in the order of time; where they are not given, that is the order of the points.

    A value that is not known leaves a gap in its line. Lines differ by colour, dashes and the shape of their points.
    """
    series = list(dict.fromkeys(each["series"] for each in points))
    periods = list(periods) or list(dict.fromkeys(str(each["period"]) for each in points))
    x = alt.X(field="period", type="ordinal", sort=periods, title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy"))
    colour = alt.Color(field="series", type="nominal", scale=named(series), title=None)
    dash = alt.StrokeDash(field="series", type="nominal", scale=named(series, DASHES), title=None)
    shape = alt.Shape(field="series", type="nominal", scale=named(series, SHAPES), title=None)
    base = alt.Chart(data(points))
    line = base.mark_line(strokeWidth=2.5).encode(x=x, y=up("value", axis), color=colour, strokeDash=dash)
    dots = base.mark_point(size=60, filled=True, opacity=1).encode(
        x=x, y=up("value", axis), color=colour, shape=shape, tooltip=hints(titles)
    )
    if not any(each.get("lower") is not None for each in points):
        return together(line, dots)
    band = base.transform_filter("isValid(datum.lower) && isValid(datum.upper)").mark_area(style="band")
    low = alt.Y(field="lower", type="quantitative", title=axis.title)
    return together(band.encode(x=x, y=low, y2=alt.Y2(field="upper"), color=colour), line, dots)
