"""What people take away: tables that a spreadsheet opens without harm, and names for the files."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

Cell = str | float | int | None
MARK = "\ufeff"  # by which spreadsheets know that letters are UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as CSV. Numbers stay numbers; what is not known is empty; no text of a person's can become a formula."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([harmless(each) for each in columns])
    writer.writerows([[harmless(each) for each in row] for row in rows])
    return MARK + file.getvalue()


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: text that looks like one is marked as text by an apostrophe."""
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return "'" + cell
    return cell


def file_name(words: Sequence[str], ending: str) -> str:
    """A file name of plain letters, digits and hyphens."""
    text = re.sub(r"[^a-z0-9]+", "-", " ".join(words).lower().encode("ascii", "ignore").decode()).strip("-")
    return f"{text[:80].strip('-') or 'assetmap'}.{ending}"
