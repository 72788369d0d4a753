"""One sheet of a file."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assetmap.errors import Fault, Faulty

Cells = npt.NDArray[np.object_]
MOST_CELLS = 20_000_000


@dataclass(frozen=True)
class Sheet:
    """A sheet's name and its cells: rows by columns of text, empty text where a cell is empty."""

    name: str
    cells: Cells


def widest(rows: list[list[str]], source: str = "") -> int:
    """How many columns rows have down to the last that is filled; Faulty where all rows of that width are too many cells."""
    width = max(map(filled, rows), default=0)
    if len(rows) * width > MOST_CELLS:
        words = "this has too many cells, or one far to the right of its table. Save only the rows and columns you need, as CSV."
        raise Faulty([Fault(words, source)])
    return width


def filled(row: list[str]) -> int:
    """How many cells a row has down to its last that holds something."""
    return next((number for number in range(len(row), 0, -1) if row[number - 1]), 0)


def trimmed(rows: list[list[str]], source: str = "") -> Cells:
    """Rows of different lengths as cells, the empty columns at the right left out; Faulty, naming `source`, where they are too many."""
    width = widest(rows, source)
    cells = np.full((len(rows), width), "", dtype=object)
    for number, row in enumerate(rows):
        cells[number, : min(len(row), width)] = row[:width]
    return cells
