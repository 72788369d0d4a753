"""Two numbers of every area, one across and one up."""

from collections.abc import Mapping

import altair as alt

from assetmap.charts.look import Axis, Rows, Spec, across, data, hints, together, up


def scatter(areas: Rows, x: Axis, y: Axis, titles: Mapping[str, str]) -> Spec:
    """A dot for every area at its `x` and `y`; `titles` are the fields to say beside the pointer."""
    dots = alt.Chart(data(areas)).mark_point(style="dot", size=60)
    return together(dots.encode(x=across("x", x), y=up("y", y), tooltip=hints(titles)), height=340)
