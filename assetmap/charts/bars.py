"""A bar for every row, from zero, with its interval where it is known."""

from collections.abc import Mapping

import altair as alt

from assetmap.charts.look import Axis, Rows, Spec, across, data, hints, together

BAR, AROUND = 34, 12


def bars(rows: Rows, axis: Axis, titles: Mapping[str, str]) -> Spec:
    """Horizontal bars in the order given: `name`, `value`, its `text`, and `lower` and `upper` where they are known."""
    zero = Axis(axis.title, zero=True, format=axis.format)
    name = alt.Y(field="name", type="nominal", sort=None, title=None, axis=alt.Axis(domain=False, ticks=False, labelPadding=8))
    base = alt.Chart(data(rows))
    bar = base.mark_bar(style="bar", height=alt.RelativeBandSize(0.7)).encode(y=name, x=across("value", zero), tooltip=hints(titles))
    interval = base.transform_filter("isValid(datum.lower) && isValid(datum.upper)").mark_rule(style="interval")
    lines = interval.encode(y=name, x=across("lower", zero), x2=alt.X2(field="upper"))
    texts = base.transform_calculate(place="isValid(datum.upper) ? datum.upper : datum.value").mark_text(style="value", align="left", dx=6)
    words = texts.encode(y=name, x=across("place", zero), text=alt.Text(field="text", type="nominal"))
    return together(bar, lines, words, height=BAR * max(1, len(rows)) + AROUND)
