"""Files as Kumu and its users make them."""

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl

Rows = Sequence[Sequence[Any]]


def workbook(merge: Sequence[str] = (), **sheets: Rows) -> bytes:
    """A workbook with these sheets; ranges of the first are merged."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    for cells in merge:
        book.worksheets[0].merge_cells(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def zipped(**files: str) -> bytes:
    """A zip of CSVs."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(f"{name}.csv", text)
    return target.getvalue()


def blueprint(elements: Sequence[Any], connections: Sequence[Any]) -> bytes:
    """A blueprint."""
    return json.dumps({"elements": elements, "connections": connections}).encode()


def simple(*connections: Sequence[Any], elements: Rows = ()) -> bytes:
    """A workbook with From, To, Type and Direction, and elements with Label, Type and Description."""
    rows = [["From", "To", "Type", "Direction"], *connections]
    return workbook(Elements=[["Label", "Type", "Description"], *elements], Connections=rows)
