"""One indicator over a geography with many areas: a letter for each area of a map tile, and rows by the page for a table."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assetmap.errors import NotFound
from assetmap.geo.classes import Class
from assetmap.models import Area, Geography
from assetmap.services import tables, tiles, values
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered_of_place
from assetmap.services.tables import IndicatorTable, TableRow
from assetmap.services.values import Places, Values
from assetmap.services.words import fold

NO_DATA = "-"
LETTERS = "0123456789"


@dataclass(frozen=True)
class Shades:
    """An indicator over a geography in a period: its classes, and by area code the letter of the class it is in.

    `in_order` has the places of the areas among the members: the worst off (or highest) first, those without a value last.
    """

    values: Values
    classes: list[Class]
    letters: dict[str, str]
    in_order: Places

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

    known_areas: int = 0
    size: int = 0
    matched: int = 0
    offset: int = 0

    @property
    def known(self) -> int:
        """How many areas have a value, on any page."""
        return self.known_areas

    @property
    def missing(self) -> int:
        """How many areas have none."""
        return self.size - self.known_areas


def of_geography(session: Session, row: IndicatorRow, geography: Geography, period: str) -> Shades:
    """The classes of an indicator for a geography in a period, the same as its table has, with a letter for each area."""
    question = ("shades", row.indicator.key, geography.key, period)
    return remembered_of_place(session, question, lambda: _of_geography(session, row, geography, period))


def _of_geography(session: Session, row: IndicatorRow, geography: Geography, period: str) -> Shades:
    found = values.of_geography(session, row, geography, period)
    classes = tables.classes_of(row, found.ranked.tolist())
    last = max(0, len(classes) - 1)
    numbers = np.minimum(np.searchsorted([each.upper for each in classes], found.value, side="left"), last)
    unknown = np.isnan(found.value)
    letters = [NO_DATA if none else LETTERS[number] for number, none in zip(numbers.tolist(), unknown.tolist(), strict=True)]
    ranks = np.where(unknown, len(unknown) + 1, found.ranks)
    return Shades(found, classes, dict(zip(found.members.codes, letters, strict=True)), np.argsort(ranks, kind="stable"))


def table(session: Session, row: IndicatorRow, geography: str, period: str, part: Part) -> IndicatorTable:
    """The table of an indicator: whole where one file can hold its geography's areas, else the asked part of it, a PagedTable."""
    possible = tables.choices(session, row)
    owner, period = tables.asked(session, row, possible, geography, period)
    if owner.key not in tiles.pyramids(session):
        return tables.table(session, row, owner.key, period)
    shades = of_geography(session, row, owner, period)
    wanted = _named(shades, part.words) if part.words.strip() else shades.in_order
    places = wanted[part.offset : part.offset + part.limit]
    rows = [_row(session, shades, area, at) for area, at in _areas(session, shades.values.members, places)]
    counts = {"known_areas": len(shades.values.ranked), "size": len(shades.in_order), "matched": len(wanted), "offset": part.offset}
    whole = tables.whole_of(session, row, owner, period)
    return PagedTable(row, owner, possible, period, rows, shades.classes, whole, **counts)


def of_area(session: Session, row: IndicatorRow, geography: str, period: str, code: str) -> tuple[TableRow, IndicatorTable]:
    """One area's row, and the table without rows that it belongs to; NotFound where there is no such area."""
    possible = tables.choices(session, row)
    owner, period = tables.asked(session, row, possible, geography, period)
    shades = of_geography(session, row, owner, period)
    place = shades.values.members.places.get(code)
    if place is None:
        raise NotFound(f"'{owner.key}' has no area with the code '{code}'.")
    ((area, _place),) = _areas(session, shades.values.members, np.array([place]))
    return _row(session, shades, area, place), PagedTable(row, owner, possible, period, [], shades.classes, None)


def _named(shades: Shades, words: str) -> Places:
    looked_for = fold(words)
    members = shades.values.members
    found = np.array([looked_for in fold(title, code) for title, code in zip(members.titles, members.codes, strict=True)], bool)
    named: Places = shades.in_order[found[shades.in_order]]
    return named


def _areas(session: Session, members: values.Members, places: Places) -> list[tuple[Area, int]]:
    numbers = members.ids[places].tolist()
    query = select(Area).where(Area.id.in_(numbers)).options(joinedload(Area.geography))
    found = {area.id: area for area in session.scalars(query)}
    return [(found[number], place) for number, place in zip(numbers, places.tolist(), strict=True)]


def _row(session: Session, shades: Shades, area: Area, place: int) -> TableRow:
    letter = shades.letters[area.code]
    number = None if letter == NO_DATA else LETTERS.index(letter)
    colour = None if number is None else shades.classes[number].colour
    return TableRow(area, values.figure(session, shades.values, place), number, colour)
