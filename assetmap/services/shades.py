"""One indicator over a geography with many areas: a letter for each area of a map tile, and rows by the page for a table."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assetmap.errors import BadQuery, NotFound
from assetmap.geo.classes import Class
from assetmap.models import Area, Geography
from assetmap.services import tables, tiles, values
from assetmap.services.comparators import Comparator
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered_of_place
from assetmap.services.tables import Choice, IndicatorTable, TableRow
from assetmap.services.values import Places, Values
from assetmap.services.words import fold

NO_DATA = "-"
LETTERS = "0123456789"
UNCLEAR = "abcdefghij"  # the same classes, where a figure's interval holds the value it is compared with


@dataclass(frozen=True)
class Shades:
    """An indicator over a geography in a period: its classes, and by area code the letter of the class it is in.

    `in_order` has the places of the areas among the members: the worst off (or highest) first, those without a value last.
    `around`, `beside` and `comparators` are those of an `IndicatorTable`; `unclear` and `with_interval` are counts of areas.
    """

    values: Values
    choice: Choice
    classes: list[Class]
    letters: dict[str, str]
    in_order: Places
    around: Comparator | None
    beside: Comparator | None
    comparators: list[Comparator]
    unclear: int
    with_interval: int

    @property
    def kept_parts(self) -> int:
        """How much memory this takes, counted in figures of the usual kind."""
        return len(self.letters) // 3 + 1

    def of(self, codes: Iterable[str]) -> str:
        """The letter of each of some areas: the number of its class, or a dash where there is no value."""
        return "".join([self.letters.get(code, NO_DATA) for code in codes])


@dataclass(frozen=True)
class Part:
    """Which rows of a table: up to `limit` after `offset` others, of the areas whose name or code has these words."""

    offset: int = 0
    limit: int = 100
    words: str = ""


@dataclass(frozen=True)
class PagedTable(IndicatorTable):
    """A table that has only some of its rows: those from `offset` of the `matched` ones that were looked for, of `size` areas."""

    shades: Shades | None = field(default=None, repr=False)
    matched: int = 0
    part: Part = field(default_factory=Part)

    @property
    def size(self) -> int:
        """How many areas there are, on all pages."""
        return len(self.shades.in_order) if self.shades else 0

    @property
    def known(self) -> int:
        """How many of them have a value."""
        return len(self.shades.values.ranked) if self.shades else 0

    @property
    def missing(self) -> int:
        """How many of them have none."""
        return self.size - self.known

    @property
    def unclear(self) -> int:
        """How many of them are not clearly different from what they are compared with."""
        return self.shades.unclear if self.shades else 0

    @property
    def with_interval(self) -> int:
        """How many of the figures have an interval."""
        return self.shades.with_interval if self.shades else 0

    @property
    def page(self) -> int:
        """The number of this page, from 1."""
        return self.part.offset // self.part.limit + 1

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.matched // self.part.limit))


def of_geography(session: Session, row: IndicatorRow, geography: Geography, period: str, choice: Choice | None = None) -> Shades:
    """The classes of an indicator for a geography in a period, the same as its table has, with a letter for each area."""
    choice = choice or Choice()
    question = ("shades", row.indicator.key, geography.key, period, choice)
    return remembered_of_place(session, question, lambda: _of_geography(session, row, geography, period, choice))


def _of_geography(session: Session, row: IndicatorRow, geography: Geography, period: str, choice: Choice) -> Shades:
    found = values.of_geography(session, row, geography, period)
    around, beside, known = tables.compared(session, row, geography, period, choice)
    classes = tables.classes_of(row, found.ranked.tolist(), choice, around)
    if len(classes) > len(LETTERS):
        raise BadQuery([f"A map by tile can have {len(LETTERS)} classes, not {len(classes)}."])
    compared = np.isfinite(found.lower) & np.isfinite(found.upper) & np.isfinite(found.value) & (beside is not None)
    unclear = compared & (found.lower <= beside.value) & (beside.value <= found.upper) if beside else compared
    letters = dict(zip(found.members.codes, _letters(found.value, unclear, classes), strict=True))
    in_order = np.argsort(np.where(np.isnan(found.value), len(letters) + 1, found.ranks), kind="stable")
    return Shades(found, choice, classes, letters, in_order, around, beside, known, int(unclear.sum()), int(compared.sum()))


def _letters(value: NDArray[np.float64], unclear: NDArray[np.bool_], classes: list[Class]) -> Iterable[str]:
    """The letter of each value."""
    numbers = np.minimum(np.searchsorted([each.upper for each in classes], value, side="left"), max(0, len(classes) - 1))
    numbers = np.where(np.isnan(value), -1, numbers + len(LETTERS) * unclear)
    spelling = LETTERS + UNCLEAR + NO_DATA
    return [spelling[number] for number in numbers.tolist()]


def table(session: Session, row: IndicatorRow, geography: str, period: str, part: Part, choice: Choice | None = None) -> IndicatorTable:
    """The table of an indicator: whole where one file can hold its geography's areas, else the asked part of it, a PagedTable."""
    possible = tables.choices(session, row)
    owner, period = tables.asked(session, row, possible, geography, period)
    if owner.key not in tiles.pyramids(session):
        return tables.table(session, row, owner.key, period, choice)
    shades = of_geography(session, row, owner, period, choice)
    wanted = _named(shades, part.words) if part.words.strip() else shades.in_order
    rows = [_row(session, shades, *each) for each in _areas(session, shades, wanted[part.offset : part.offset + part.limit])]
    return _paged(session, shades, possible, rows, len(wanted), part)


def of_area(
    session: Session, row: IndicatorRow, geography: str, period: str, code: str, choice: Choice | None = None
) -> tuple[TableRow, IndicatorTable]:
    """One area's row, and the table without rows that it belongs to; NotFound where there is no such area."""
    possible = tables.choices(session, row)
    owner, period = tables.asked(session, row, possible, geography, period)
    shades = of_geography(session, row, owner, period, choice)
    place = shades.values.members.places.get(code)
    if place is None:
        raise NotFound(f"'{owner.key}' has no area with the code '{code}'.")
    (found,) = _areas(session, shades, np.array([place]))
    return _row(session, shades, *found), _paged(session, shades, possible, [], 0, Part())


def _paged(session: Session, shades: Shades, possible: list[Geography], rows: list[TableRow], matched: int, part: Part) -> PagedTable:
    found = shades.values
    return PagedTable(
        found.row,
        found.geography,
        possible,
        found.period,
        rows,
        shades.classes,
        tables.whole_of(session, found.row, found.geography, found.period),
        shades.choice,
        shades.around,
        shades.beside,
        shades.comparators,
        shades=shades,
        matched=matched,
        part=part,
    )


def _named(shades: Shades, words: str) -> Places:
    looked_for = fold(words)
    members = shades.values.members
    found = np.array([looked_for in fold(title, code) for title, code in zip(members.titles, members.codes, strict=True)], bool)
    named: Places = shades.in_order[found[shades.in_order]]
    return named


def _areas(session: Session, shades: Shades, places: Places) -> list[tuple[Area, int]]:
    numbers = shades.values.members.ids[places].tolist()
    query = select(Area).where(Area.id.in_(numbers)).options(joinedload(Area.geography))
    found = {area.id: area for area in session.scalars(query)}
    return [(found[number], place) for number, place in zip(numbers, places.tolist(), strict=True)]


def _row(session: Session, shades: Shades, area: Area, place: int) -> TableRow:
    letter = shades.letters[area.code]
    number = None if letter == NO_DATA else (LETTERS + UNCLEAR).index(letter) % len(LETTERS)
    colour = None if number is None else shades.classes[number].colour
    figure = values.figure(session, shades.values, place)
    has_interval = shades.beside is not None and None not in (figure.value, figure.lower, figure.upper)
    return TableRow(area, figure, number, colour, letter in UNCLEAR if has_interval else None)
