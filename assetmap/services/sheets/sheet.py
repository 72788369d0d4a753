"""One sheet of a file."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Cells = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Sheet:
    """A sheet's name and its cells: rows by columns of text, empty text where a cell is empty."""

    name: str
    cells: Cells


def trimmed(rows: list[list[str]]) -> Cells:
    """Rows of different lengths as cells, the empty columns at the right left out."""
    width = max((index + 1 for row in rows for index, cell in enumerate(row) if cell), default=0)
    cells = np.full((len(rows), width), "", dtype=object)
    for number, row in enumerate(rows):
        cells[number, : min(len(row), width)] = row[:width]
    return cells
