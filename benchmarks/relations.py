"""Two measures held against each other, cold, beside the bare libraries' correlation and Moran's I of the same numbers."""

import numpy as np
import scipy.stats
from esda import Moran
from sqlalchemy.orm import Session

from assetmap.geo.patterns import SHUFFLES, weights_of
from assetmap.services import adjacency, measures, relations
from benchmarks.measure import Report, Row, side_by_side
from benchmarks.pages import over_http
from benchmarks.town import Town

LIMIT_MS = 600.0
INDICATOR = "iod25_imd_score"


def measure(report: Report, town: Town) -> None:
    """Measure the page of one indicator against assets for every 1,000 people, over the smallest areas."""
    report.add(lambda: compare(town))


def compare(town: Town) -> Row:
    """Our page beside the bare libraries."""
    with Session(town.engine) as session:
        found = relations.relation(session, INDICATOR, measures.ASSETS)
        lie = adjacency.of_geography(session, found.geography)
    if lie is None:
        raise RuntimeError("The smallest areas have no neighbours.")
    weights = weights_of(lie.touching)
    pair = [np.array([each.values[number] for number in lie.touching]) for each in (found.x, found.y)]

    def bare() -> None:
        scipy.stats.spearmanr(*pair)
        for numbers in pair:
            Moran(numbers, weights, permutations=SHUFFLES)

    ours = over_http(town, f"/relations?x={INDICATOR}&y={measures.ASSETS}&geography={found.geography.key}")
    ours()
    taken, floor = side_by_side(ours, bare, before=town.change)
    what = f"/relations over {len(found.rows)} areas cold"
    return Row(town.database, town.size, what, taken, floor, LIMIT_MS, "floor: spearmanr and Moran")
