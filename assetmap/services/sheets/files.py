"""A file's bytes as sheets, whatever kind of file it is."""

from assetmap.errors import Fault, Faulty
from assetmap.services.sheets import delimited, workbook
from assetmap.services.sheets.sheet import Sheet

ZIP, OLD_OFFICE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


def read(content: bytes, file_name: str) -> list[Sheet]:
    """The sheets of a CSV or XLSX file that hold anything; Faulty with what to do where it is neither."""
    if content.startswith(ZIP):
        sheets = workbook.read(content, file_name)
    elif content.startswith(OLD_OFFICE):
        raise Faulty([Fault("this is an old Excel file, or one with a password. Open it and save it as .xlsx or as CSV.", file_name)])
    elif content.startswith(PDF):
        raise Faulty([Fault("this is a PDF, not a table. Look for the same figures as .xlsx or CSV.", file_name)])
    else:
        sheets = [delimited.read(content, file_name)]
    filled = [sheet for sheet in sheets if sheet.cells.size]
    if not filled:
        raise Faulty([Fault("this file is empty.", file_name)])
    return filled
