"""Finding entries that may be the same, cold after a change of the register. Comparing all with all would be five thousand million
comparisons for 100,000 entries, at about a microsecond each: hours, so there is no floor to run beside it, only a limit."""

from sqlalchemy.orm import Session

from assetmap.models import Subject
from assetmap.services import doubles
from benchmarks.measure import Report, Row, side_by_side
from benchmarks.town import Town

LIMIT_MS, LIMIT_UP_TO = 10_000.0, 100_000


def measure(report: Report, town: Town) -> None:
    """Measure the worklist of likely pairs of assets."""
    report.add(lambda: compare(town))


def compare(town: Town) -> Row:
    """Everything read, compared and put in order."""
    found = 0

    def run() -> None:
        nonlocal found
        with Session(town.engine) as session:
            found = len(doubles.likely(session, Subject.asset))

    (taken,) = side_by_side(run, before=town.change)
    return Row(town.database, town.size, "likely pairs", taken, limit=LIMIT_MS if town.size <= LIMIT_UP_TO else None, note=f"{found} pairs")
