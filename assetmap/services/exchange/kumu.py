"""Kumu's files as elements and connections: a workbook, CSVs (several in a zip), or a blueprint (JSON). Nothing is believed yet."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from assetmap.errors import Fault, Faulty
from assetmap.services import sheets
from assetmap.services.sheets import Sheet
from assetmap.services.words import clean

MOST_CONNECTIONS, MOST_ELEMENTS = 10_000, 20_000
MOST_FILES, MOST_UNPACKED = 20, 100_000_000
WORKBOOK = "xl/workbook.xml"
IGNORE = "(ignore)"
LOOKED_AT = 20
QUOTED = ("=", "+", "-", "@")
KINDS_OF_FILE = "Give a Kumu workbook (.xlsx), its sheets as CSV, or a Kumu blueprint (.json)."


@dataclass(frozen=True)
class Row:
    """One element or connection: where it stands, and its cells by heading in small letters."""

    sheet: str
    number: int
    cells: dict[str, str]

    def text(self, *headings: str) -> str:
        """The cell under the first of these headings that is not empty."""
        return next((found for heading in headings if (found := self.cells.get(heading, ""))), "")

    def fault(self, message: str, heading: str = "") -> Fault:
        """Something wrong with this row."""
        return Fault(message, self.sheet, self.number, heading)


@dataclass
class File:
    """What a file holds; `notes` say what was passed over."""

    elements: list[Row] = field(default_factory=list)
    connections: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(content: bytes, file_name: str) -> File:
    """The elements and connections of a file; Faulty, saying what to do, where it has no connections or is too large."""
    found = File()
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        _blueprint(found, content, file_name)
    else:
        for sheet in _sheets(content, file_name):
            _sheet(found, sheet)
    if not found.elements and not found.connections:
        words = "this has no elements and no connections. A sheet of connections begins with From and To, one of elements with Label."
        raise Faulty([Fault(f"{words} {KINDS_OF_FILE}", file_name)])
    for rows, most, name in ((found.connections, MOST_CONNECTIONS, "connections"), (found.elements, MOST_ELEMENTS, "elements")):
        if len(rows) > most:
            raise Faulty([Fault(f"this has {len(rows):,} {name}; at most {most:,} are read at once. Send it in parts.", file_name)])
    return found


def together(files: Iterable[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Several files as one: the name of the first and a zip of all; one alone stays as it is."""
    given = list(files)
    if len(given) == 1:
        return given[0]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, (name, content) in enumerate(given):
            packed.writestr(f"{number}/{PurePath(name).name}", content)
    return given[0][0], target.getvalue()


def _sheets(content: bytes, file_name: str) -> list[Sheet]:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return sheets.read(content, file_name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if WORKBOOK in packed.namelist():
                return sheets.read(content, file_name)
            return _packed(packed, file_name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Faulty([Fault(f"this file is damaged, or has a password. {KINDS_OF_FILE}", file_name)]) from error


def _packed(packed: zipfile.ZipFile, file_name: str) -> list[Sheet]:
    """The sheets of the CSVs in a zip."""
    inside = [each for each in packed.infolist() if each.filename.lower().endswith((".csv", ".tsv", ".txt"))]
    if not inside or len(inside) > MOST_FILES:
        raise Faulty([Fault(f"this zip should hold a CSV of connections and one of elements. {KINDS_OF_FILE}", file_name)])
    if sum(each.file_size for each in inside) > MOST_UNPACKED:
        raise Faulty([Fault("this zip unpacks to more than a network needs. Send it in parts.", file_name)])
    found: list[Sheet] = []
    for each in inside:
        name = PurePath(each.filename).name
        if IGNORE not in name.lower() and (content := packed.read(each)).strip():
            found += sheets.read(content, name)
    return found


def _sheet(found: File, sheet: Sheet) -> None:
    """Read one sheet: of connections where a line has From and To, of elements where one has Label."""
    if IGNORE in sheet.name.lower():
        return
    for number, line in enumerate(sheet.cells[:LOOKED_AT]):
        headings = [clean(cell).lower() for cell in line]
        is_connections = {"from", "to"} <= set(headings)
        if is_connections or "label" in headings:
            rows = _rows(sheet, number, headings)
            (found.connections if is_connections else found.elements).extend(rows)
            return
    found.notes.append(f"The sheet '{sheet.name}' has neither From and To nor Label in its first {LOOKED_AT} rows, so it is left out.")


def _rows(sheet: Sheet, header: int, headings: list[str]) -> list[Row]:
    """The rows below a header; of a heading that stands twice the first counts."""
    places = {heading: place for place, heading in reversed(list(enumerate(headings))) if heading}
    rows = []
    for number, line in enumerate(sheet.cells[header + 1 :], header + 2):
        cells = {heading: _unquoted(line[place].strip()) for heading, place in places.items()}
        if any(cells.values()):
            rows.append(Row(sheet.name, number, cells))
    return rows


def _unquoted(text: str) -> str:
    """A cell without the apostrophe that only keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(QUOTED) else text


def _blueprint(found: File, content: bytes, file_name: str) -> None:
    """Read a Kumu blueprint; connections may name elements by id."""
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Faulty([Fault(f"this is not a whole JSON file. {KINDS_OF_FILE}", file_name)]) from error
    if not isinstance(given, Mapping):
        raise Faulty([Fault("a blueprint is an object with 'elements' and 'connections'.", file_name)])
    found.elements = _objects(given, "elements")
    found.connections = _objects(given, "connections")
    labels = {row.cells["id"]: row.cells["label"] for row in found.elements if row.text("id") and row.text("label")}
    for row in found.connections:
        for end in ("from", "to"):
            row.cells[end] = labels.get(row.text(end), row.text(end))


def _objects(given: Mapping[str, Any], name: str) -> list[Row]:
    listed = given.get(name)
    rows = listed if isinstance(listed, list) else []
    return [Row(name, number, _flat(row)) for number, row in enumerate(rows, 1) if isinstance(row, Mapping)]


def _flat(given: Mapping[str, Any]) -> dict[str, str]:
    """An object's values as texts by key in small letters, with what stands under `attributes`; many values with '|' between them."""
    inner = given.get("attributes")
    whole = {**(inner if isinstance(inner, Mapping) else {}), **given}
    return {clean(str(key)).lower(): _text(value) for key, value in whole.items()}


def _text(value: object) -> str:
    if isinstance(value, list):
        return "|".join(_text(each) for each in value)
    return "" if value is None or isinstance(value, dict) else str(value).strip()
