"""Finding entries that may be the same, cold after a change of the register; beside comparing every hundredth with all."""

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Asset, Subject
from assetmap.services import doubles
from benchmarks.measure import Report, Row, side_by_side
from benchmarks.town import Town

LIMIT_MS, LIMIT_UP_TO = 10_000.0, 100_000
ONE_IN = 100


def measure(report: Report, town: Town) -> None:
    """Measure the worklist of likely pairs of assets."""
    report.add(lambda: compare(town))


def compare(town: Town) -> Row:
    """By turns with its floor, which finds only what one name in a hundred is like, by comparing it with every other."""
    found = 0

    def run() -> None:
        nonlocal found
        with Session(town.engine) as session:
            found = len(doubles.likely(session, Subject.asset))

    taken, floor = side_by_side(run, lambda: bare(town), before=town.change)
    return Row(town.database, town.size, "likely pairs", taken, floor, LIMIT_MS if town.size <= LIMIT_UP_TO else None, f"{found} pairs")


def bare(town: Town) -> None:
    """Every hundredth name beside all names."""
    with Session(town.engine) as session:
        names = list(session.scalars(select(Asset.name)))
    process.cdist(names[::ONE_IN], names, scorer=fuzz.token_sort_ratio, score_cutoff=80)
