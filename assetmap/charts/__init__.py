"""HOW IT LOOKS AS A CHART. Altair lives here and nowhere else.

Law: plain rows and words in, a Vega-Lite chart (a dict) or a picture of one out; no HTTP, no database.
"""

from assetmap.charts.bars import bars
from assetmap.charts.look import Axis, Rows, Spec, titled
from assetmap.charts.pictures import png, svg
from assetmap.charts.scatter import scatter
from assetmap.charts.spread import spread
from assetmap.charts.trend import trend

__all__ = ["Axis", "Rows", "Spec", "bars", "png", "scatter", "spread", "svg", "titled", "trend"]
