"""Where a sheet's table is: below which lines its header stands, which rows are figures, and which lines are notes."""

import re
from collections.abc import Container
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from openpyxl.utils import get_column_letter

from assetmap.services.sheets.numbers import is_number, is_value
from assetmap.services.sheets.periods import is_period
from assetmap.services.sheets.sheet import Cells, Sheet

CODE = re.compile(r"[A-Z]\d{8}")
LOOKED_AT = 300
TALLEST_HEADER = 4


@dataclass(frozen=True)
class Table:
    """A table in a sheet. `header_row` is its first heading line as a spreadsheet counts, `rows` the places (from 0) of its rows."""

    sheet: Sheet
    header_row: int
    header_rows: int
    headings: list[str]
    rows: npt.NDArray[np.int64]
    notes: list[str]

    def column(self, number: int) -> Cells:
        """A column's cells, as many as there are rows, without spaces round them."""
        cells = self.sheet.cells[self.rows, number]
        return np.array([cell.strip() for cell in cells], dtype=object) if len(cells) else cells

    @property
    def row_numbers(self) -> npt.NDArray[np.int64]:
        """Each row's number as a spreadsheet counts."""
        return self.rows + 1


def is_code(text: str, known: Container[str] = ()) -> bool:
    """Whether a cell is the code of an area: one of an office's nine signs, or a known one."""
    return bool(CODE.fullmatch(text.strip())) or text.strip() in known


def find(sheet: Sheet, known: Container[str] = (), header_row: int = 0, header_rows: int = 0) -> Table:
    """The sheet's table; `known` are codes of areas, `header_row` and `header_rows` say where the header is if a person did."""
    top = [[cell.strip() for cell in row] for row in sheet.cells[:LOOKED_AT]]
    if header_row:
        start, first = header_row - 1, header_row - 1 + max(1, header_rows)
    else:
        first = first_row(top, known)
        start = header_start(top, first)
    headings = joined(top[start:first], sheet.cells.shape[1])
    rows, below = body(sheet.cells, first, known)
    notes = [note for row in [*top[:start], *below] if (note := said(row))]
    return Table(sheet, start + 1, first - start, headings, rows, notes)


def first_row(top: list[list[str]], known: Container[str]) -> int:
    """The first row of figures: the first with a code in the column that has most, else the first with a number beside words."""
    counts: dict[int, list[int]] = {}
    for number, row in enumerate(top):
        for place, cell in enumerate(row):
            if is_code(cell, known):
                counts.setdefault(place, []).append(number)
    if counts:
        return max(counts.values(), key=len)[0] or 1
    for number, row in enumerate(top):
        if number and any(is_value(cell) and not is_period(cell) for cell in row[1:]) and sum(map(bool, row)) > 1:
            return number
    wide = (number for number, row in enumerate(top) if len(distinct(row)) > 1)
    return next(wide, 0) + 1


def header_start(top: list[list[str]], first: int) -> int:
    """The first heading line above the first row: lines without a gap that name several columns, or stand over the later ones."""
    start = first - 1
    while start > 0 and first - start < TALLEST_HEADER and is_heading(top[start - 1]):
        start -= 1
    return max(start, 0)


def is_heading(row: list[str]) -> bool:
    """Whether a line can be the upper part of a header: not empty, no title in the first column alone, no figures."""
    words = distinct(row)
    figures = sum(is_number(cell) and not is_period(cell) for cell in row)
    return bool(words) and (len(words) > 1 or not row[0]) and figures < 2


def distinct(row: list[str]) -> set[str]:
    """The different texts of a line."""
    return set(row) - {""}


def joined(lines: list[list[str]], width: int) -> list[str]:
    """One heading for each column: the lines of a header joined from the top, each told apart from the others."""
    for line in lines[:-1]:  # only the last line names single columns: the others stand over several
        for place in range(1, width):
            line[place] = line[place] or (line[place - 1] if lines[-1][place] else "")
    found = []
    for place in range(width):
        parts: list[str] = []
        for line in lines:
            text = " ".join(line[place].split())
            parts += [text] if text and text not in parts[-1:] else []
        found.append(" / ".join(parts) or f"Column {get_column_letter(place + 1)}")
    return [name if found[:place].count(name) == 0 else f"{name} ({found[: place + 1].count(name)})" for place, name in enumerate(found)]


def body(cells: Cells, first: int, known: Container[str]) -> tuple[npt.NDArray[np.int64], list[list[str]]]:
    """The places of the rows that are not empty, down to the last with a figure, and the lines below."""
    last = len(cells) - 1
    while last >= first and not has_figures(cells[last], known):
        last -= 1
    filled = np.zeros(max(0, last + 1 - first), dtype=bool)
    for column in cells[first : last + 1].T:
        filled |= column.astype(bool)
    below = [[cell.strip() for cell in row] for row in cells[last + 1 :][:LOOKED_AT]]
    return np.flatnonzero(filled).astype(np.int64) + first, below


def has_figures(row: Cells, known: Container[str]) -> bool:
    """Whether a row near the end still belongs to the table."""
    texts = [cell.strip() for cell in row]
    if any(is_code(cell, known) for cell in texts):
        return True
    if any(is_number(cell) for cell in texts[1:]):
        return sum(map(bool, texts)) > 1
    return bool(texts[0]) and not is_value(texts[0]) and any(is_value(cell) for cell in texts[1:])  # and no "[c]: confidential"


def said(row: list[str]) -> str:
    """A line's words, each once."""
    return " ".join(dict.fromkeys(cell for cell in row if cell))
