"""CSV and its relatives: any common sign between the cells, any common way of writing letters as bytes."""

import codecs
import csv
import io
from collections import Counter
from pathlib import PurePath

import pandas as pd

from assetmap.errors import Fault, Faulty
from assetmap.services.sheets.sheet import MOST_CELLS, Cells, Sheet, filled, trimmed

MARKS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
DELIMITERS = ("\t", ";", "|", ",")  # the comma last: it also stands in words and in numbers
LOOKED_AT = 100
LONGEST_CELL = 10_000_000


def read(content: bytes, file_name: str) -> Sheet:
    """The one sheet of a text file; Faulty where its bytes are no text."""
    text = decoded(content)
    if "\0" in text:
        raise Faulty([Fault("this is not a table: give a CSV or XLSX file.", file_name)])
    return Sheet(PurePath(file_name).stem, split(text, delimiter(text), file_name))


def decoded(content: bytes) -> str:
    """The text of the bytes: by their mark, as UTF-8 where that fits, else as Windows wrote it in Western Europe."""
    for mark, name in MARKS:
        if content.startswith(mark):
            return content.decode(name, errors="replace")
    if content[1:200:2].count(0) > 0.4 * len(content[1:200:2]) and len(content) > 1:
        return content.decode("utf-16-le", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def delimiter(text: str) -> str:
    """The sign between the cells: the one that cuts the first lines into the most pieces of one number."""
    lines = [line for line in text[:200_000].splitlines()[:LOOKED_AT] if line.strip()]

    def score(sign: str) -> tuple[int, int]:
        counts = Counter(len(row) for row in records(lines, sign) if len(row) > 1)
        pieces, often = max(counts.items(), key=lambda each: (each[1], each[0]), default=(1, 0))
        return (pieces - 1) * often, often

    return max(DELIMITERS, key=score)


def records(lines: list[str], sign: str) -> list[list[str]]:
    """The cells of lines, as far as they can be read."""
    csv.field_size_limit(LONGEST_CELL)
    return list(csv.reader(lines, delimiter=sign))


def split(text: str, sign: str, source: str = "") -> Cells:
    """The cells of a text; a cell in quotes may hold the sign, and new lines. Faulty, naming `source`, where they are too many."""
    lines = text.splitlines() if text.count("\n") < LOOKED_AT else text.split("\n")
    width = max((line.count(sign) + 1 for line in lines), default=1)
    if len(lines) * width > MOST_CELLS:  # one line alone may be so wide: look before making room for all
        return one_by_one(text, sign, source)
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            header=None,
            names=range(width),
            index_col=False,
            sep=sign,
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            low_memory=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, pd.errors.ParserWarning):
        return one_by_one(text, sign, source)
    cells = frame.to_numpy(dtype=object)
    used = [number for number in range(width) if any(map(len, cells[:, number]))]
    return cells[:, : used[-1] + 1] if used else cells[:, :0]


def one_by_one(text: str, sign: str, source: str) -> Cells:
    """The cells of a text read row by row, the empty ones at the end of each row left out."""
    csv.field_size_limit(LONGEST_CELL)
    return trimmed([row[: filled(row)] for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign)], source)
