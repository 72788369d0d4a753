"""A table as one long list of figures: each with its row, its area's text, its label and its period. Arrays, not objects."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from assetmap.services.loads.mapping import Mapping
from assetmap.services.sheets import Table, layouts, numbers, periods
from assetmap.services.sheets.columns import MAIN, Role

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass
class Figures:
    """Figures in a row: `row` as a spreadsheet counts, `column` by place; `area`, `label` and `period` are places in the lists of texts.

    `state` is as in sheets.numbers; `percent` says whether a per cent sign stood there, `unreadable` what nobody can read.
    `left_out` counts the rows that were not wanted by what they say of their indicator, `left_out_by` names the columns that decided.
    """

    row: Ints
    column: Ints
    area: Ints
    label: Ints
    period: Ints
    value: Floats
    lower: Floats
    upper: Floats
    state: npt.NDArray[np.int8]
    percent: Flags
    unreadable: Flags
    marked: Flags
    areas: list[str]
    labels: list[str]
    periods: list[str]
    area_of_row: Ints
    row_numbers: Ints
    bad_limits: list[tuple[int, int, str]]
    left_out: dict[str, int]
    left_out_by: str

    def __len__(self) -> int:
        return len(self.value)

    def kept(self, chosen: Flags) -> "Figures":
        """Only some of the figures."""
        arrays = ("row", "column", "area", "label", "period", "value", "lower", "upper", "state", "percent", "unreadable", "marked")
        return Figures(**(self.__dict__ | {name: getattr(self, name)[chosen] for name in arrays}))


def tidy(table: Table, mapping: Mapping) -> Figures:
    """Every figure of the rows that are wanted, in the order of columns and then rows."""
    wanted = wanted_rows(table, mapping)
    rows = table.row_numbers[wanted]
    area, areas = factorised(table.column(mapping.area)[wanted]) if mapping.area is not None else (np.zeros(len(rows), np.int64), [""])
    label_of_row, row_labels = categories(table, mapping, wanted)
    period_of_row, row_periods = row_period(table, mapping, wanted)
    labels: dict[str, int] = {}
    found_periods: dict[str, int] = {}
    parts: list[dict[str, npt.NDArray[np.generic]]] = []
    bad: list[tuple[int, int, str]] = []
    for place in mapping.of(Role.VALUE):
        column = mapping.columns[place]
        read = numbers.read(table.column(place)[wanted])
        here = np.array([labels.setdefault(joined(column.indicator, text), len(labels)) for text in row_labels], dtype=np.int64)
        when = [column.period] if column.period else row_periods
        then = np.array([found_periods.setdefault(text, len(found_periods)) for text in when], dtype=np.int64)
        part = {"row": rows, "column": np.full(len(rows), place), "area": area, "label": here[label_of_row]}
        part["period"] = then[np.zeros(len(rows), np.int64) if column.period else period_of_row]
        part |= {"value": read.values, "state": read.states, "percent": read.percent, "unreadable": read.unreadable, "marked": read.marked}
        part |= limits(table, mapping, place, wanted, bad)
        parts.append(part)
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else nothing()
    return Figures(
        **columns,
        areas=areas,
        labels=list(labels),
        periods=list(found_periods),
        area_of_row=area,
        row_numbers=rows,
        bad_limits=bad,
        left_out=left_out(table, mapping, wanted),
        left_out_by=", ".join(table.headings[number] for number in mapping.of(Role.ONLY)),
    )


def nothing() -> dict[str, npt.NDArray[np.generic]]:
    """No figures at all."""
    whole, real, flag = np.zeros(0, np.int64), np.zeros(0), np.zeros(0, bool)
    numbered = dict.fromkeys(("row", "column", "area", "label", "period"), whole)
    return numbered | {"value": real, "lower": real, "upper": real, "state": whole, "percent": flag, "unreadable": flag, "marked": flag}


def joined(*texts: str) -> str:
    """A label of its parts."""
    return " / ".join(text for text in texts if text)


def factorised(cells: npt.NDArray[np.object_]) -> tuple[Ints, list[str]]:
    """Each cell's place in the list of different texts, and that list."""
    places, texts = pd.factorize(cells)
    return places.astype(np.int64), [str(text) for text in texts]


def wanted_rows(table: Table, mapping: Mapping) -> Flags:
    """Which rows have what is asked for in the columns of which only one text is wanted, or only the main one of each indicator."""
    wanted = np.ones(len(table.rows), dtype=bool)
    main = [number for number in mapping.of(Role.ONLY) if mapping.columns[number].only == MAIN]
    for number in mapping.of(Role.ONLY):
        if number not in main:
            wanted &= table.column(number) == mapping.columns[number].only
    return layouts.main_rows(table, main, categories(table, mapping, np.ones_like(wanted))[0], wanted) if main else wanted


def left_out(table: Table, mapping: Mapping, wanted: Flags) -> dict[str, int]:
    """How many rows of what are not wanted, by what the cells of a row say about its indicator."""
    if wanted.all():
        return {}
    labels, texts = categories(table, mapping, ~wanted)
    return dict(zip(texts, np.bincount(labels, minlength=len(texts)).tolist(), strict=True))


def categories(table: Table, mapping: Mapping, wanted: Flags) -> tuple[Ints, list[str]]:
    """What the cells of a row say about its indicator."""
    columns = [table.column(number)[wanted] for number in mapping.of(Role.INDICATOR)]
    if not columns:
        return np.zeros(int(wanted.sum()), np.int64), [""]
    if len(columns) == 1:
        return factorised(columns[0])
    return factorised(np.array([joined(*texts) for texts in zip(*columns, strict=True)], dtype=object))


def row_period(table: Table, mapping: Mapping, wanted: Flags) -> tuple[Ints, list[str]]:
    """The period of each row: its own, or the one given by hand."""
    columns = mapping.of(Role.PERIOD)
    if mapping.period or not columns:
        return np.zeros(int(wanted.sum()), np.int64), [mapping.period]
    places, texts = factorised(table.column(columns[0])[wanted])
    return places, [periods.normal(text) for text in texts]


def limits(
    table: Table, mapping: Mapping, place: int, wanted: Flags, bad: list[tuple[int, int, str]]
) -> dict[str, npt.NDArray[np.generic]]:
    """The lower and upper limits of a column of values; cells that cannot be read are added to `bad` (row, column, text)."""
    found: dict[str, npt.NDArray[np.generic]] = {}
    for role in (Role.LOWER, Role.UPPER):
        found[role.value] = np.full(int(wanted.sum()), np.nan)
        for number in mapping.of(role):
            if mapping.columns[number].of == place:
                cells = table.column(number)[wanted]
                read = numbers.read(cells)
                found[role.value] = read.values
                wrong = np.flatnonzero(read.unreadable)[:100]
                bad += [(int(table.row_numbers[wanted][each]), number, str(cells[each])) for each in wrong]
    return found
