"""One set of filters for the map, the list, the counts and the API, so that they always agree."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, false, literal_column, not_, or_, select
from sqlalchemy.orm import Session

from assetmap.geo import cells
from assetmap.geo.cells import Bounds
from assetmap.models import Area, Asset, Group, PatchArea
from assetmap.services import areas
from assetmap.services.matching import Condition, Terms, terms_condition, terms_of
from assetmap.services.remember import remembered
from assetmap.services.times import openings
from assetmap.services.times.asked import When
from assetmap.services.vocabulary import Vocabulary

WIDE = 1 << 10  # of 2**24, about a mile at the latitude of London
FACETS = ("category", "holder", "audience", "language", "access", "cost")


@dataclass(frozen=True)
class Filters:
    """What is asked for. Within one facet any value will do, except `access`, where every feature must be there."""

    category: tuple[str, ...] = ()
    holder: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    q: str = ""
    area: str = ""
    when: When | None = None
    terms: Terms = ()  # what `q` means, where it means more than its own words (see services/search)

    @property
    def sought(self) -> Terms:
        """What the free text asks for: of each of these, one."""
        return self.terms or terms_of(self.q)

    @property
    def only_words(self) -> bool:
        """Whether nothing but words is asked for."""
        return bool(self.sought) and replace(self, q="", terms=()) == Filters()

    @property
    def active(self) -> int:
        """How many facet values and fields are set."""
        return sum(len(getattr(self, name)) for name in FACETS) + bool(self.q) + bool(self.area) + bool(self.when)


def conditions(session: Session, words: Vocabulary, filters: Filters) -> list[Condition]:
    """The filters as conditions on assets, to be joined by AND."""
    facets = [condition for name in FACETS if (condition := facet_condition(words, filters, name)) is not None]
    return facets + common_conditions(session, filters)


def common_conditions(session: Session, filters: Filters) -> list[Condition]:
    """The conditions of free text, area and time."""
    found: list[Condition] = []
    if filters.q.strip():
        found.append(terms_condition(session, filters.sought))
    if filters.area:
        found.append(area_condition(session, filters.area))
    if filters.when:
        found.append(openings.condition(session, filters.when))
    return found


def facet_condition(words: Vocabulary, filters: Filters, name: str) -> Condition | None:
    """The condition of one facet, or none where it is open."""
    chosen: tuple[str, ...] = getattr(filters, name)
    if not chosen:
        return None
    if name == "category":
        return Asset.category_id.in_([category.id for category in words.categories if category.slug in chosen])
    if name in ("holder", "cost"):
        return column_of(name).in_(chosen)
    column = getattr(Asset, f"{name}_bits")
    bits = words.bits(name, chosen)
    return has_bits(column, bits, every=name == "access")


def column_of(name: str) -> ColumnElement[str]:
    """The column of the facet `holder` or `cost`."""
    columns: dict[str, ColumnElement[Any]] = {"holder": Asset.holder, "cost": Asset.cost}  # type: ignore[dict-item]
    return columns[name]


def has_bits(column: Any, bits: int, every: bool = False) -> Condition:
    """Rows with any of the bits set, or with every one."""
    # Written into the statement, since PostgreSQL has no `bigint >> bigint` and cannot guess the type of a bare parameter.
    mask: ColumnElement[int] = literal_column(str(int(bits)))
    found: Condition = column.op("&")(mask) == (mask if every else literal_column("0"))
    return found if every else not_(found)


def group_terms(terms: Terms) -> list[Condition]:
    """Groups that have one of each of these words, wherever in a word of theirs."""
    return [or_(*(Group.search_text.contains(word, autoescape=True) for word in words)) for words in terms]


def area_condition(session: Session, address: str) -> Condition:
    """Assets in the area at this address (see services/areas.get)."""
    number = areas.id_at(session, address)
    return false() if number is None else _on_patches(session, number)


def lies_in(session: Session, area: Area) -> Condition:
    """Assets in an area."""
    return _on_patches(session, area.id)


def _on_patches(session: Session, area_id: int) -> Condition:
    """Assets on the patches that an area holds, as the few stretches of numbers that these patches have."""

    def find() -> list[tuple[int, int]]:
        query = select(PatchArea.patch_id).where(PatchArea.area_id == area_id).order_by(PatchArea.patch_id)
        return stretches(session.scalars(query))

    found = remembered(session, ("patches of area", area_id), find)
    return or_(false(), *(Asset.patch_id.between(first, last) for first, last in found))


def stretches(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Whole numbers in ascending order as stretches of neighbours, each by its first and last."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def box_condition(bounds: Bounds) -> Condition:
    """Assets whose public point lies in a box of west, south, east, north in degrees."""
    left, top, right, bottom = cells.box(bounds)
    # A wide box is one stretch of cells: it may hold most of the register, and either database reads one stretch from the
    # index alone, but of several makes a list of rows first.
    wide = max(right - left, bottom - top) > WIDE
    spans = [cells.stretch((left, top, right, bottom))] if wide else cells.ranges((left, top, right, bottom))
    return and_(
        or_(*(Asset.cell.between(first, last) for first, last in spans)), Asset.x.between(left, right), Asset.y.between(top, bottom)
    )
