"""Tables whose columns are known by name: exports of Fingertips (OHID) and of Nomis (ONS)."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from assetmap.services.sheets.columns import MAIN, Column, Role
from assetmap.services.sheets.sheet import Cells
from assetmap.services.sheets.table import Table

FINGERTIPS = {"Indicator ID", "Indicator Name", "Area Code", "Time period", "Value"}
FINGERTIPS_ROLES = {
    "Area Code": Role.CODE,
    "Area Name": Role.NAME,
    "Indicator Name": Role.INDICATOR,
    "Time period": Role.PERIOD,
    "Value": Role.VALUE,
    "Lower CI 95.0 limit": Role.LOWER,
    "Upper CI 95.0 limit": Role.UPPER,
}
BREAKDOWNS = ("Category Type", "Category", "Sex", "Age")  # in the order in which the main rows are chosen
EVERYBODY = ("", "Persons", "All ages")
NOMIS = {"GEOGRAPHY_CODE", "OBS_VALUE", "DATE"}
NOMIS_ROLES = {"GEOGRAPHY_CODE": Role.CODE, "GEOGRAPHY_NAME": Role.NAME, "DATE": Role.PERIOD, "OBS_VALUE": Role.VALUE}
NOT_ABOUT = ("DATE_", "GEOGRAPHY_", "MEASURES_", "OBS_")


def known(table: Table) -> list[Column] | None:
    """What the columns are, where the table is an export that is known."""
    headings = set(table.headings)
    if headings >= FINGERTIPS:
        return [fingertips(table, number) for number in range(len(table.headings))]
    if headings >= NOMIS:
        return [nomis(table, number) for number in range(len(table.headings))]
    return None


def publication(table: Table, label: str) -> dict[str, str]:
    """What is known of the publisher of an export, by the names of an indicator's facts."""
    headings = set(table.headings)
    if headings >= FINGERTIPS:
        names, numbers = (list(table.column(table.headings.index(heading))) for heading in ("Indicator Name", "Indicator ID"))
        number = numbers[names.index(label)] if label in names else ""
        owner = "Office for Health Improvement and Disparities (OHID)"
        return {"source": f"Fingertips, indicator {number}", "publisher": owner, "licence": "OGL v3.0"}
    if headings >= NOMIS:
        return {"source": "Nomis", "publisher": "Office for National Statistics (ONS)", "licence": "OGL v3.0"}
    return {}


def fingertips(table: Table, number: int) -> Column:
    """A column of Fingertips; of sexes, ages and categories, only the main row of each indicator is wanted: everybody."""
    heading = table.headings[number]
    column = Column(heading, FINGERTIPS_ROLES.get(heading, Role.IGNORE))
    if column.role in (Role.LOWER, Role.UPPER):
        return replace(column, of=table.headings.index("Value"))
    return replace(column, role=Role.ONLY, only=MAIN) if heading in BREAKDOWNS else column


def main_rows(table: Table, places: list[int], labels: npt.NDArray[np.int64], wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Of the `wanted` rows the main ones of each label: those about everybody, column after column, so that no label loses all its rows."""
    order = {heading: number for number, heading in enumerate(BREAKDOWNS)}
    for place in sorted(places, key=lambda each: order.get(table.headings[each], len(order))):
        if wanted.any():
            wanted = wanted & main(table.column(place), labels, wanted)
    return wanted


def main(cells: Cells, labels: npt.NDArray[np.int64], wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which rows have the main text of their label: nothing, or all persons, or what most wanted rows of the label have."""
    places, texts = pd.factorize(cells)
    pairs, counts = np.unique(labels[wanted] * len(texts) + places[wanted], return_counts=True)
    label, text = np.divmod(pairs, len(texts))
    rank = np.array([EVERYBODY.index(each) if each in EVERYBODY else len(EVERYBODY) for each in texts])
    order = np.lexsort((text, -counts, rank[text], label))
    owners, first = np.unique(label[order], return_index=True)
    best = np.full(labels.max() + 1, -1)
    best[owners] = text[order][first]
    return np.asarray(places == best[labels])


def nomis(table: Table, number: int) -> Column:
    """A column of Nomis; what is counted stands in the columns named after the table's own dimensions."""
    heading = table.headings[number]
    if heading == "MEASURES_NAME":
        found = set(table.column(number))
        return Column(heading, Role.ONLY, only="Value" if "Value" in found else min(found, default=""))
    about = heading.endswith("_NAME") and not heading.startswith(NOT_ABOUT)
    return Column(heading, NOMIS_ROLES.get(heading, Role.INDICATOR if about else Role.IGNORE))
