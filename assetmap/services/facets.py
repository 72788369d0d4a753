"""How many assets each filter value would leave: one pass over the register, kept until it changes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from assetmap.geo.cells import Bounds
from assetmap.models import Asset, Cost, Holder
from assetmap.services.filters import FACETS, Condition, Filters, box_condition, common_conditions, facet_condition, has_bits
from assetmap.services.remember import remembered
from assetmap.services.vocabulary import Vocabulary, vocabulary


@dataclass(frozen=True)
class FacetCounts:
    """For each facet the count of each of its values, with every other filter in force."""

    counts: dict[str, dict[str, int]]
    total: int


def count(session: Session, filters: Filters, bounds: Bounds | None = None) -> FacetCounts:
    """The counts of every value of every facet under these filters (and inside a box, where one is given)."""
    return remembered(session, ("facets", filters, bounds), lambda: _count(session, filters, bounds))


def _count(session: Session, filters: Filters, bounds: Bounds | None) -> FacetCounts:
    words = vocabulary(session)
    chosen = {name: condition for name in FACETS if (condition := facet_condition(words, filters, name)) is not None}
    sums: list[ColumnElement[Any]] = [_sum(list(chosen.values()))]
    labels: list[tuple[str, str]] = []
    for name in FACETS:
        others = [condition for other, condition in chosen.items() if other != name or name == "access"]
        for value, condition in _values(words, name):
            labels.append((name, value))
            sums.append(_sum([*others, condition]))
    where = common_conditions(session, filters) + ([box_condition(bounds)] if bounds else [])
    total, *numbers = session.execute(select(*sums).select_from(Asset).where(*where)).one()
    counts: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    for (name, value), number in zip(labels, numbers, strict=True):
        counts[name][value] = int(number or 0)
    return FacetCounts(counts, int(total or 0))


def _sum(conditions: list[Condition]) -> ColumnElement[Any]:
    return func.count().filter(and_(true(), *conditions)) if conditions else func.count()


def _values(words: Vocabulary, name: str) -> list[tuple[str, Condition]]:
    """Each value of a facet with its condition."""
    if name == "category":
        return [(category.slug, Asset.category_id == category.id) for category in words.categories]
    if name in ("holder", "cost"):
        kinds: type[Holder] | type[Cost] = Holder if name == "holder" else Cost
        return [(kind.value, getattr(Asset, name) == kind) for kind in kinds]
    column = getattr(Asset, f"{name}_bits")
    return [(term.slug, has_bits(column, 1 << term.bit)) for term in words.terms(name)]
