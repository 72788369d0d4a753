"""Cells as numbers: what is known, what its publisher held back, what is not there, and what nobody can read.

The signs are those of the Government Statistical Service's guidance on symbols in tables, those it replaced, and Eurostat's.
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

KNOWN, SUPPRESSED, MISSING = 0, 1, 2
SUPPRESSED_SIGNS = {
    *("[c]", "c", "(c)", "*", "**", "***", "s", "ds", "[s]", "supp", "suppressed", "confidential", "disclosive", "redacted"),
    *("[low]", "low", "~", "#"),
}
MISSING_SIGNS = {
    *("", "..", "...", ".", "-", "--", "–", "—", ":", "[x]", "x", "[z]", "z", "[w]", "[n]", "na", "n/a", "n.a.", "n.a", "#n/a", "nan"),
    *("none", "null", "nil", "not available", "not applicable", "no data", "missing", "unknown", "[u]", "u"),
}
SMALL = re.compile(r"(<|&lt;|less than|fewer than|under) ?\d+|\d+ ?(to|[-–]) ?\d+", re.IGNORECASE)
MARK = re.compile(r"(?<=[\d%])\s*(\[[a-z0-9 ,]{1,12}\]|\s[rpe])$", re.IGNORECASE)
NUMBER = re.compile(r"[-+]?((\d{1,3}(,\d{3})+|\d+)(\.\d*)?|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
COMMA_NUMBER = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d+),\d+")
BY_COMMA = re.compile(r"[-+]?[\d.]*\d,(\d{1,2}|\d{4,})%?")
THOUSANDS = re.compile(r"[-+−£$€ ]*[1-9]\d{0,2}(,\d{3})+(\.\d*)?([^\d.,].*)?")
SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(\D|$))")


@dataclass(frozen=True)
class Numbers:
    """Cells read: `values` (NaN where not known), `states` (KNOWN, SUPPRESSED, MISSING), and which were unreadable, had a per cent sign
    or a mark such as [p] behind them."""

    values: npt.NDArray[np.float64]
    states: npt.NDArray[np.int8]
    unreadable: npt.NDArray[np.bool_]
    percent: npt.NDArray[np.bool_]
    marked: npt.NDArray[np.bool_]


def read(cells: npt.NDArray[np.object_]) -> Numbers:
    """Read a column of text. Each distinct text is read once, and plain numbers all together."""
    places, distinct = pd.factorize(cells)
    values = pd.to_numeric(pd.Series(distinct, dtype=object), errors="coerce").to_numpy(dtype=float, copy=True)
    size = len(distinct)
    states = np.zeros(size, dtype=np.int8)
    flags = np.zeros((3, size), dtype=bool)
    odd = np.flatnonzero(~np.isfinite(values))
    comma = any(BY_COMMA.fullmatch(str(distinct[place]).strip()) for place in odd[:2000])
    if comma and any(THOUSANDS.fullmatch(str(distinct[place]).strip()) for place in odd):
        comma = False  # its commas stand between thousands: the odd cell is a slip that a person must look at
    if comma:
        odd = np.arange(size)
    for place in odd:
        values[place], states[place], *flags[:, place] = one(str(distinct[place]), comma)
    return Numbers(values[places], states[places], flags[0][places], flags[1][places], flags[2][places])


def one(text: str, comma: bool = False) -> tuple[float, int, bool, bool, bool]:
    """One cell's value, state, and whether it was unreadable, per cent, marked; `comma` where fractions stand behind a comma."""
    plain = " ".join(text.replace("\u00a0", " ").split()).strip("'")
    if plain.casefold() in MISSING_SIGNS:
        return np.nan, MISSING, False, False, False
    if plain.casefold() in SUPPRESSED_SIGNS or SMALL.fullmatch(plain):
        return np.nan, SUPPRESSED, False, False, False
    bare = MARK.sub("", plain)
    number = SPACES.sub("", bare.replace("−", "-").lstrip("£$€ ").rstrip("% "))
    if comma and COMMA_NUMBER.fullmatch(number):
        number = number.replace(".", "").replace(",", ".")
    if NUMBER.fullmatch(number):
        value = float(number.replace(",", ""))
        if np.isfinite(value):
            return value, KNOWN, False, bare.endswith("%"), bare != plain
    return np.nan, MISSING, True, False, False


def is_value(text: str) -> bool:
    """Whether a cell holds a number or the sign of one that is not known; an empty cell does not."""
    return bool(text.strip()) and not one(text)[2]


def is_number(text: str) -> bool:
    """Whether a cell holds a number."""
    return bool(text.strip()) and one(text)[1] == KNOWN
