"""XLSX workbooks: values as they were last worked out, merged cells filled."""

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from assetmap.errors import Fault, Faulty
from assetmap.services.sheets.sheet import MOST_CELLS, Sheet, trimmed, widest

MOST_UNPACKED = 400_000_000
MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')


def read(content: bytes, file_name: str) -> list[Sheet]:
    """The visible sheets of a workbook; Faulty where it is none, or unpacks to more than a table of figures needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if "xl/workbook.xml" not in packed.namelist():
                raise Faulty([Fault("this is not an Excel workbook. Save it as .xlsx or as CSV.", file_name)])
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                raise Faulty([Fault("this workbook is too large. Save the one sheet you need as CSV.", file_name)])
            return sheets(content, packed, file_name)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError) as error:
        raise Faulty([Fault("this workbook is damaged. Open it, save it again, and try once more.", file_name)]) from error


def sheets(content: bytes, packed: zipfile.ZipFile, file_name: str) -> list[Sheet]:
    """The sheets of a workbook that is whole."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    found, count = [], 0
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible" or not hasattr(sheet, "reset_dimensions"):
                continue
            sheet.reset_dimensions()
            rows: list[list[str]] = []
            for row in sheet.iter_rows():
                rows.append([written(cell) for cell in row])
                count += len(row)
                if count > MOST_CELLS:
                    raise Faulty([Fault("this workbook has too many cells. Save the one sheet you need as CSV.", file_name)])
            path: str = sheet._worksheet_path  # type: ignore[attr-defined]  # where merged ranges stand, which this reader skips
            while rows and not any(rows[-1]):
                rows.pop()
            fill_merged(rows, packed.read(path.removeprefix("/")), widest(rows, file_name))
            found.append(Sheet(sheet.title, trimmed(rows, file_name)))
    finally:
        book.close()
    return found


def written(cell: Any) -> str:
    """A cell's value as text; a number shown as per cent keeps its sign, since 0.144 and 14.4 % look alike otherwise."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        if "%" in str(cell.number_format or ""):
            return f"{plain(round(value * 100, 10))}%"
        return plain(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def plain(value: float) -> str:
    """A number without an empty fraction."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def fill_merged(rows: list[list[str]], source: bytes, width: int) -> None:
    """Give every cell of a merged range the text of its first, as far as the table's `width`."""
    for found in MERGED.finditer(source):
        left, top, right, bottom = (int(limit or 1) for limit in range_boundaries(found[1].decode()))
        if top > len(rows):
            continue
        text = rows[top - 1][left - 1] if left <= len(rows[top - 1]) else ""
        right = min(right, width)
        for place in range(top - 1, min(bottom, len(rows))):
            rows[place].extend([""] * (right - len(rows[place])))
            rows[place][left - 1 : right] = [text] * (right - left + 1)
