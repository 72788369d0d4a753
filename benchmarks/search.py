"""Searches as people type them: with slips, near places, common and rare words; each beside the bare SQL it sends."""

import random
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Asset
from assetmap.services import ranking
from assetmap.services.filters import Filters
from assetmap.services.search import understand
from assetmap.services.sinking import Wanted
from assetmap.services.words import fold
from benchmarks.floors import compare
from benchmarks.measure import Report, Row, Run, nothing, once, timing
from benchmarks.register import COMMON_WORD, RARE_WORD
from benchmarks.town import Town

P95_MS, LIMITED_SIZE = 60.0, 100_000
SEED, EACH = 1993, 50
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
    """Measure searches understood, counted, ranked, their first page read: many different ones, and of each kind one cold (after a change
    of the register) and warm."""
    limit = P95_MS if town.size <= LIMITED_SIZE else None
    report.add(lambda: replace(mixed(town), p95_limit=limit))
    for name, typed in SEARCHES.items():
        run = search(town, typed)
        for what, before in (("cold", town.change), ("warm", nothing)):
            row = town.row(f"search for {name}, {what}")
            report.add(
                lambda row=row, run=run, before=before, limit=limit: replace(compare(town.engine, row, run, before), p95_limit=limit)
            )  # type: ignore[misc]


def mixed(town: Town) -> Row:
    """The row of searches as people type them, each for the first time: the register changes once before them."""
    typed = people_type(town)
    town.change()
    return replace(town.row(f"{len(typed)} different searches, each once"), timing=timing([once(search(town, each)) for each in typed]))


def people_type(town: Town) -> list[str]:
    """Fifty each: two words of a name, the same with a letter missing, a word of a name and a postcode, one word of a description."""
    chance = random.Random(SEED)
    with Session(town.engine) as session:
        rows = session.execute(select(Asset.name, Asset.description, Asset.postcode).where(Asset.postcode != "")).all()
    typed = []
    for one, two, three, four in (chance.sample(rows, 4) for _turn in range(EACH)):
        typed += [two_words(one.name), without_a_letter(chance, two_words(two.name))]
        typed += [f"{chance.choice(fold(three.name).split())} {three.postcode}", chance.choice(fold(four.description).split())]
    return typed


def two_words(name: str) -> str:
    """The first two words of a name."""
    return " ".join(fold(name).split()[:2])


def without_a_letter(chance: random.Random, words: str) -> str:
    """Some words, in which a letter is missing behind the first."""
    place = chance.randrange(1, len(words))
    return words[:place] + words[place + 1 :]


def search(town: Town, typed: str) -> Run:
    """Search as the list does."""

    def run() -> None:
        with Session(town.engine) as session:
            meant = understand(session, typed)
            point = (meant.near.lon, meant.near.lat) if meant.near else None
            ranking.listed(session, Wanted(Filters(q=meant.text, terms=meant.terms), near=point), LAST)

    return run
