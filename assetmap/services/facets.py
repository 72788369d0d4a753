"""How many assets each filter value would leave: counted in the database, kept until the register changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from assetmap.geo.cells import Bounds
from assetmap.models import Asset, Cost, Holder
from assetmap.services.filters import FACETS, Filters, box_condition, column_of, common_conditions, facet_condition, has_bits
from assetmap.services.hints import searching
from assetmap.services.matching import Condition, Terms
from assetmap.services.remember import remembered
from assetmap.services.vocabulary import Vocabulary, vocabulary

Values = tuple[tuple[str, int | str], ...]


@dataclass(frozen=True)
class FacetCounts:
    """For each facet the count of each of its values, with every other filter in force."""

    counts: dict[str, dict[str, int]]
    total: int


def count(session: Session, filters: Filters, bounds: Bounds | None = None) -> FacetCounts:
    """The counts of every value of every facet under these filters (and inside a box, where one is given)."""
    return remembered(session, ("facets", filters, bounds), lambda: _count(session, filters, bounds))


def _count(session: Session, filters: Filters, bounds: Bounds | None) -> FacetCounts:
    """One pass over what all filters leave; for each facet that is set, one over what the others leave."""
    words = vocabulary(session)
    chosen = {name: condition for name in FACETS if (condition := facet_condition(words, filters, name)) is not None}
    where = common_conditions(session, filters) + ([box_condition(bounds)] if bounds else [])
    apart = [name for name in chosen if name != "access"]  # of access features every one must be there, so each is one more
    tally = partial(_tally, session, words, filters.sought)
    total, counts = tally([name for name in FACETS if name not in apart], [*where, *chosen.values()])
    for name in apart:
        others = [condition for other, condition in chosen.items() if other != name]
        counts |= tally([name], [*where, *others])[1]
    return FacetCounts({name: counts[name] for name in FACETS}, total)


def _tally(
    session: Session, words: Vocabulary, terms: Terms, names: Iterable[str], where: list[Condition]
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many assets there are under some conditions, and how many with each value of some facets; `terms` is the search in them."""
    tallies = {name: _tallies(name, _values(words, name)) for name in names}
    columns = [tally for values in tallies.values() for tally in values.values()]
    query = select(func.count(), *columns).select_from(Asset).where(*where)
    total, *numbers = session.execute(searching(query, session, terms)).one()
    rest = iter(numbers)
    return int(total), {name: {value: int(next(rest)) for value in values} for name, values in tallies.items()}


def _values(words: Vocabulary, name: str) -> Values:
    """Each value of a facet as an address has it and as the database has it."""
    if name == "category":
        return tuple((category.slug, category.id) for category in words.categories)
    if name in ("holder", "cost"):
        return tuple((kind.value, kind) for kind in (Holder if name == "holder" else Cost))
    return tuple((term.slug, 1 << term.bit) for term in words.terms(name))


@lru_cache(maxsize=64)
def _tallies(name: str, values: Values) -> dict[str, ColumnElement[Any]]:
    """How to count each value of a facet; kept, since a hundred of them take longer to say than to count."""
    return {value: func.count().filter(_condition(name, kept_as)) for value, kept_as in values}


def _condition(name: str, kept_as: int | str) -> Condition:
    if isinstance(kept_as, str):
        return column_of(name) == kept_as
    return Asset.category_id == kept_as if name == "category" else has_bits(getattr(Asset, f"{name}_bits"), kept_as)
