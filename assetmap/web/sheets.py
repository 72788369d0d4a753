"""Tables as a workbook (XLSX). A number stays a number; a text never becomes a formula."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from assetmap.web.downloads import Cell

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
WIDEST, NARROWEST = 60, 8


@dataclass(frozen=True)
class Sheet:
    """One table with its header. `title` names it in a workbook."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_workbook(sheets: Sequence[Sheet]) -> bytes:
    """The tables as a workbook, each with a bold header that stays in view."""
    from openpyxl import Workbook  # Reason: it takes a moment, and only who asks for a workbook should wait for it.

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.title[:31])
        for number, row in enumerate([sheet.header, *sheet.rows], start=1):
            for column, value in enumerate(row, start=1):
                _write(page.cell(number, column), value, header=number == 1)
        page.freeze_panes = "A2"
        for column, name in enumerate(sheet.header):
            page.column_dimensions[page.cell(1, column + 1).column_letter].width = _width(name, [row[column] for row in sheet.rows[:50]])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _write(cell: "object", value: Cell, header: bool) -> None:
    from openpyxl.styles import Font

    if value is None:
        return
    cell.value = UNWRITABLE.sub("", value) if isinstance(value, str) else value  # type: ignore[attr-defined]
    if isinstance(value, str):
        cell.data_type = "s"  # type: ignore[attr-defined]  # a text that begins with = stays a text
    if header:
        cell.font = Font(bold=True)  # type: ignore[attr-defined]


def _width(name: str, values: Sequence[Cell]) -> float:
    return min(WIDEST, max([NARROWEST, len(name) + 2, *(len(str(value)) + 1 for value in values if value is not None)]))
