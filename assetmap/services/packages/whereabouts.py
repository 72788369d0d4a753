"""Whether a package's assets lie in its own place."""

import pandas as pd

from assetmap.errors import Fault
from assetmap.geo.frames import point_frame
from assetmap.geo.patches import link
from assetmap.services.packages.package import Package


def outside(package: Package, tolerance_m: float) -> list[Fault]:
    """A fault for each asset whose point no area of the whole place holds, not even within the tolerance (metres)."""
    whole = package.boundaries.get(str(package.settings.get("whole")))
    numbers = package.table("assets")[["lon", "lat"]].apply(pd.to_numeric, errors="coerce").dropna()
    if whole is None or not len(whole) or not len(numbers):
        return []
    points = point_frame(numbers.index.tolist(), numbers["lon"].tolist(), numbers["lat"].tolist())
    inside = link(points, whole.assign(area_id=range(len(whole))), tolerance_m, int(package.settings["metric_epsg"]))
    words = f"this point is not in {package.description['title']}; are longitude and latitude the right way round?"
    return [Fault(words, "assets.csv", int(row), "lon") for row in numbers.index.difference(inside["asset_id"])]
