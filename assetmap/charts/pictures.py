"""A chart as a picture, drawn on the server by vl-convert, which brings Vega with it and asks nothing of any other host."""

import json

import vl_convert

from assetmap.charts.look import Spec

WIDTH = 640
TWICE = 2.0  # twice as many dots as units: sharp in a report
NOBODY: list[str] = []


def svg(spec: Spec) -> str:
    """The chart as SVG in the light colours. The first picture of a process takes seconds, each other a twentieth of one."""
    return str(vl_convert.vegalite_to_svg(still(spec), allowed_base_urls=NOBODY))


def png(spec: Spec) -> bytes:
    """The chart as PNG in the light colours."""
    return bytes(vl_convert.vegalite_to_png(still(spec), scale=TWICE, allowed_base_urls=NOBODY))


def still(spec: Spec) -> str:
    """The chart with a width of its own, as JSON."""
    return json.dumps({name: value for name, value in spec.items() if name != "usermeta"} | {"width": WIDTH}, allow_nan=False)
