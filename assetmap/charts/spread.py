"""A dot for every area along one line, with lines for what they are compared with."""

from collections.abc import Mapping
from typing import Any

import altair as alt

from assetmap.charts.look import DASHES, Axis, Rows, Spec, across, data, hints, named, together

COLUMNS = 44
FEWEST_HIGH = 12
HEIGHT = 190


def spread(areas: Rows, marks: Rows, axis: Axis, titles: Mapping[str, str]) -> Spec:
    """Areas as dots: equal ones stand on each other. `areas` and `marks` have `value`; `marks` say `what` they are.

    `titles` are the fields of `areas` to say beside the pointer.
    """
    stacked = stack(areas)
    high = max([FEWEST_HIGH, *(each["level"] + 1 for each in stacked)])
    level = alt.Y(field="level", type="quantitative", axis=None, scale=alt.Scale(domain=[0, high], nice=False))
    dots = alt.Chart(data(stacked)).mark_point(style="dot", size=52).encode(x=across("column", axis), y=level, tooltip=hints(titles))
    if not marks:
        return together(dots, height=HEIGHT)
    order = [each["what"] for each in marks]
    what = alt.Color(field="what", type="nominal", scale=named(order), title=None)
    dash = alt.StrokeDash(field="what", type="nominal", scale=named(order, DASHES), title=None)
    values = alt.InlineData(values=[dict(each) for each in marks])
    rules = alt.Chart(values).mark_rule(style="middle").encode(x=across("value", axis), color=what, strokeDash=dash)
    return together(rules, dots, height=HEIGHT)


def stack(areas: Rows) -> list[dict[str, Any]]:
    """The same rows with the middle of the `column` their value falls in, and their `level` in it (from 0.5 up)."""
    values = [float(each["value"]) for each in areas]
    low, width = min(values), (max(values) - min(values)) / COLUMNS or 1.0
    heights: dict[int, int] = {}
    found = []
    for each, value in zip(areas, values, strict=True):
        number = min(COLUMNS - 1, int((value - low) / width))
        found.append({**each, "column": low + (number + 0.5) * width, "level": heights.get(number, 0) + 0.5})
        heights[number] = heights.get(number, 0) + 1
    return found
