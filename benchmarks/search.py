"""Searches as people type them: with slips, near places, common and rare words; each beside the bare SQL it sends."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from assetmap.services import ranking
from assetmap.services.filters import Filters
from assetmap.services.search import understand
from assetmap.services.sinking import Wanted
from benchmarks.floors import compare
from benchmarks.measure import Report, Run, nothing
from benchmarks.register import COMMON_WORD, RARE_WORD
from benchmarks.town import Town

P95_MS, LIMITED_SIZE = 60.0, 100_000
LAST = date(2024, 11, 22)
SEARCHES = {
    "a rare word": RARE_WORD,
    "a common word": COMMON_WORD,
    "a name": "hanbury street beekeeping",
    "a name with a slip": "hanbruy street beekeping",
    "a name without its space": "hanburystreet choir",
    "two words and a postcode": "repair workshop e1 0aa",
    "near a street": f"{RARE_WORD} near cable street",
    "nothing of the kind": "xylophonists quadrille",
}


def measure(report: Report, town: Town) -> None:
    """Measure each search cold (after a change of the register) and warm: understood, counted, ranked, its first page read."""
    for name, typed in SEARCHES.items():
        run = search(town, typed)
        for what, before in (("cold", town.change), ("warm", nothing)):
            row = town.row(f"search for {name}, {what}")
            limit = P95_MS if town.size <= LIMITED_SIZE else None
            report.add(
                lambda row=row, run=run, before=before, limit=limit: replace(compare(town.engine, row, run, before), p95_limit=limit)
            )  # type: ignore[misc]


def search(town: Town, typed: str) -> Run:
    """Search as the list does."""

    def run() -> None:
        with Session(town.engine) as session:
            meant = understand(session, typed)
            point = (meant.near.lon, meant.near.lat) if meant.near else None
            ranking.listed(session, Wanted(Filters(q=meant.text, terms=meant.terms), near=point), LAST)

    return run
