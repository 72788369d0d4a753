"""What each column of a table seems to be, from its heading and its cells."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pandas as pd

from assetmap.services.sheets import numbers
from assetmap.services.sheets.periods import is_period, within
from assetmap.services.sheets.table import Table, is_code
from assetmap.services.words import fold

SAMPLE = 3000
MOST_INDICATORS = 80
MAIN = "(main)"


class Role(StrEnum):
    """What a column is for."""

    CODE = "code"
    NAME = "name"
    PERIOD = "period"
    INDICATOR = "indicator"
    VALUE = "value"
    LOWER = "lower"
    UPPER = "upper"
    ONLY = "only"  # only the rows that say this or that here are wanted
    IGNORE = "ignore"


@dataclass(frozen=True)
class Column:
    """What one column is for. Of a value: the indicator's part that its heading names, and its period where it has one of its own.

    Of `only`: the one text that a wanted row has here, or MAIN, for each indicator the one that is about everybody.
    Of a limit: the place of the column whose limit it is.
    """

    heading: str
    role: Role = Role.IGNORE
    indicator: str = ""
    period: str = ""
    only: str = ""
    of: int | None = None


LOWER = re.compile(r"\b(lower|lcl|lci|lci95|low(er)? ?95|ll)\b", re.IGNORECASE)
UPPER = re.compile(r"\b(upper|ucl|uci|uci95|upp(er)? ?95|ul)\b", re.IGNORECASE)
PERIOD = re.compile(r"\b(year|period|date|time|month|quarter|financial year|time period)\b", re.IGNORECASE)
NO_FIGURE = re.compile(
    r"\b(id|fid|objectid|code|cd|sort ?order|sortable|typecode|type ?code|order|easting|northing|lat|lon|longitude|latitude|geography|"
    r"measures|record offset|record count|postcode|row|index no|denominator|total (residents|households|people|population)|recent trend|"
    r"compared to .*|status)\b",
    re.IGNORECASE,
)
INDICATOR = re.compile(r"\b(indicator|measure|category|variable|breakdown|type|group|topic|theme|crime|offence)s?\b", re.IGNORECASE)
GENERIC = re.compile(r"((obs )?values?|n|count|number|figures?|observation|total|perc(ent(age)?)?|rate|%)? ?\(?%?\)?", re.IGNORECASE)
NAME = re.compile(r"\b(name|area|ward|borough|region|place|neighbourhood|nm)\b|nm$", re.IGNORECASE)


def words(heading: str) -> str:
    """A heading as words."""
    return heading.replace("_", " ")


def guess(table: Table, known: Container[str] = (), names: Container[str] = ()) -> list[Column]:
    """What each column seems to be; `known` are codes of areas here, `names` their folded names."""
    columns = [Column(heading) for heading in table.headings]
    cells = [sample(table, number) for number in range(len(columns))]
    area = area_column(cells, table.headings, known, names)
    if area is not None:
        columns[area] = replace(columns[area], role=Role.CODE if share(cells[area], lambda text: is_code(text, known)) else Role.NAME)
    for number, heading in enumerate(table.headings):
        if number != area:
            columns[number] = by_cells(heading, cells[number])
    periods = [number for number, column in enumerate(columns) if column.role == Role.PERIOD]
    for number in periods[1:]:
        columns[number] = Column(table.headings[number])
    return plain_value(breakdown(table, with_limits(columns)))


def plain_value(columns: list[Column]) -> list[Column]:
    """Where there is one column of figures and its heading says no more than "value", the indicator is named elsewhere."""
    values = [number for number, column in enumerate(columns) if column.role == Role.VALUE]
    if len(values) == 1 and GENERIC.fullmatch(columns[values[0]].indicator):
        columns[values[0]] = replace(columns[values[0]], indicator="")
    return columns


def sample(table: Table, number: int) -> list[str]:
    """Some of a column's cells that hold something, from all over the table."""
    rows = table.rows if len(table.rows) <= SAMPLE else table.rows[np.linspace(0, len(table.rows) - 1, SAMPLE).astype(int)]
    return [text for cell in table.sheet.cells[rows, number] if (text := cell.strip())]


def share(cells: list[str], holds: Callable[[str], bool]) -> float:
    """The share of cells for which something holds."""
    return sum(holds(cell) for cell in cells) / len(cells) if cells else 0.0


def area_column(cells: list[list[str]], headings: list[str], known: Container[str], names: Container[str]) -> int | None:
    """The column that says which area: the one with most different codes, else with most names known here, else the first of words."""
    coded = [(len(set(column)), -number) for number, column in enumerate(cells) if share(column, lambda text: is_code(text, known)) > 0.5]
    if coded:
        return -max(coded)[1]
    named = {number: share(sorted(set(column))[:400], lambda text: fold(text) in names) for number, column in enumerate(cells)}
    best = max(named, key=lambda number: named[number], default=None)
    if best is not None and named[best] > 0:
        return best
    texts = [number for number, column in enumerate(cells) if column and share(column, numbers.is_value) < 0.1]
    return next((number for number in texts if NAME.search(words(headings[number]))), texts[0] if texts else None)


def by_cells(heading: str, cells: list[str]) -> Column:
    """What a column seems to be, but for the one that says which area."""
    said = words(heading)
    column = Column(heading)
    if not cells:
        return column
    if PERIOD.search(said) and share(cells, is_period) > 0.9 and not NO_FIGURE.search(said):
        return replace(column, role=Role.PERIOD)
    period, rest = within(heading)
    figures = period or any(map(numbers.is_number, cells))  # a year of which everything was held back is a column of figures too
    if share(cells, numbers.is_value) > 0.6 and figures and not NO_FIGURE.search(said):
        role = Role.LOWER if LOWER.search(said) else Role.UPPER if UPPER.search(said) else Role.VALUE
        return replace(column, role=role, period=period, indicator=rest if role == Role.VALUE else "")
    return column


def with_limits(columns: list[Column]) -> list[Column]:
    """Give each limit the value it belongs to, which stands before it, or else behind; a second pair of limits is left out."""
    values = [number for number, column in enumerate(columns) if column.role == Role.VALUE]
    taken: set[tuple[int, Role]] = set()
    for number, column in enumerate(columns):
        if column.role in (Role.LOWER, Role.UPPER):
            before = [place for place in values if place < number]
            owner = before[-1] if before else values[0] if values else None
            if owner is None or (owner, column.role) in taken:
                columns[number] = replace(column, role=Role.IGNORE)
            else:
                taken.add((owner, column.role))
                columns[number] = replace(column, of=owner)
    return columns


def breakdown(table: Table, columns: list[Column]) -> list[Column]:
    """Where areas stand in several rows of one period, find the column of words that tells those rows apart."""
    keys = [number for number, column in enumerate(columns) if column.role in (Role.CODE, Role.NAME, Role.PERIOD)]
    if not keys or not len(table.rows):
        return columns
    frame = pd.DataFrame({number: table.column(number) for number in keys})
    if not frame.duplicated().any():
        return columns
    free = [number for number, column in enumerate(columns) if column.role == Role.IGNORE and column.heading]
    kinds = {number: len(set(sample(table, number))) for number in free}
    fitting = [number for number in free if 1 < kinds[number] <= MOST_INDICATORS]
    fitting.sort(key=lambda number: not INDICATOR.search(words(columns[number].heading)))
    for number in fitting:
        if not frame.assign(more=table.column(number)).duplicated().any():
            columns[number] = replace(columns[number], role=Role.INDICATOR)
            break
    return columns
