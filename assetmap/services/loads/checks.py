"""Everything that can be wrong with figures, found at once: faults, and what is held until a person says that it is meant."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assetmap.errors import Fault
from assetmap.models import Measure
from assetmap.services.loads.mapping import Facts
from assetmap.services.loads.matching import ALMOST_ALL, Known, Match, elsewhere_loaded, vintage
from assetmap.services.loads.tidy import Figures, Flags, Ints
from assetmap.services.sheets import Table
from assetmap.services.sheets.numbers import KNOWN

MOST_NAMED = 8
FEWEST_TO_COMPARE = 3
NOBODY = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Held:
    """Something unusual that may be meant: `key` is what a person ticks, and another one when the facts differ."""

    key: str
    message: str


def held(message: str) -> Held:
    """Something to tick."""
    return Held(hashlib.sha256(message.encode()).hexdigest()[:12], message)


def rows_said(rows: Iterable[int]) -> str:
    """Row numbers as a sentence names them."""
    numbers = sorted({int(row) for row in rows})
    return (
        ("row " if len(numbers) == 1 else "rows ")
        + ", ".join(map(str, numbers[:MOST_NAMED]))
        + (" ..." if len(numbers) > MOST_NAMED else "")
    )


def few(texts: Iterable[str]) -> str:
    """Some texts as a sentence names them."""
    shown = list(dict.fromkeys(texts))
    return ", ".join(shown[:MOST_NAMED]) + (" ..." if len(shown) > MOST_NAMED else "")


@dataclass(frozen=True)
class Checked:
    """What is looked at: the table, its figures, which areas they are of, and what is known of its indicators by label."""

    table: Table
    figures: Figures
    match: Match
    everything: Known
    area_heading: str
    facts: list[Facts]

    def rows_of(self, texts: Iterable[str]) -> Ints:
        """The rows in which areas with these texts stand."""
        wanted = set(texts)
        places = [place for place, text in enumerate(self.figures.areas) if text in wanted]
        return self.figures.row_numbers[np.isin(self.figures.area_of_row, places)]

    def fault(self, message: str, rows: Ints, field: str) -> Fault:
        """A fault that begins in the first of some rows."""
        return Fault(message, self.table.sheet.name, int(rows.min()) if len(rows) else None, field)


def faults(checked: Checked) -> tuple[list[Fault], list[Held]]:
    """What is wrong, and what is held."""
    found, waiting = areas(checked)
    found += cells(checked) + intervals(checked)
    for check in (duplicates, ranges, like_shares, copied_down, lost):
        more, also = check(checked)
        found += more
        waiting += also
    return found, waiting


def areas(checked: Checked) -> tuple[list[Fault], list[Held]]:
    """Codes of another vintage or of elsewhere, several kinds of areas, and names that nobody knows."""
    match, table = checked.match, checked.table
    found: list[Fault] = []
    waiting: list[Held] = []
    for text, near in match.suggestions.items():
        end = f" Is it {' or '.join(f'{title} ({code})' for code, title in near)}? Choose it, or leave it out." if near else ""
        found.append(checked.fault(f"no area here is called '{text}'.{end}", checked.rows_of([text]), checked.area_heading))
    for text, several in match.ambiguous.items():
        found.append(checked.fault(f"'{text}' can be {' or '.join(several)}.", checked.rows_of([text]), checked.area_heading))
    if match.guessed:
        pairs = few(f"'{text}' as {title} ({code})" for text, (code, title) in match.guessed.items())
        waiting.append(held(f"{len(match.guessed)} name(s) were read although they are written otherwise here: {pairs}."))
    for plural, texts in match.mixed.items():
        rows = rows_said(checked.rows_of(texts))
        waiting.append(held(f"Areas of several kinds stand in one column: besides the others, {len(texts)} {plural} in {rows}."))
    if match.rivals and match.geography:
        other = " or ".join(f"{each.plural} ({each.vintage})" for each in match.rivals)
        own = f"{match.geography.plural} ({match.geography.vintage})"
        waiting.append(held(f"They fit {other} just as well; they were read as {own}. Choose the areas if that is wrong."))
    if match.geography is None:
        named = few(match.elsewhere or match.totals)
        return [
            Fault(f"no area that is loaded here has one of these codes or names: {named}.", table.sheet.name, field=checked.area_heading)
        ], []
    where, also = outside(checked)
    return found + where, waiting + also


def outside(checked: Checked) -> tuple[list[Fault], list[Held]]:
    """Codes that are not of the geography: of another vintage, of another place, or of the rest of the country."""
    match = checked.match
    if match.geography is None:
        return [], []
    title, total = f"{match.geography.plural} ({match.geography.vintage})", match.here + len(match.elsewhere)
    rows = checked.rows_of(match.elsewhere)
    reason = vintage(checked.everything, match, checked.figures.areas, checked.area_heading)
    if reason:
        other = elsewhere_loaded(checked.everything, match)
        do = f"Choose {other.plural} ({other.vintage}) instead." if other else "Load the table of the right vintage, or those areas first."
        numbers = (
            f"{len(match.elsewhere)} of {total} codes are not of {title}"
            if match.elsewhere
            else f"only {match.here} of {match.of} are here"
        )
        where = f": {few(match.elsewhere)} in {rows_said(rows)}" if match.elsewhere else ""
        words = (
            f"{numbers}{where}. This looks like a table of another vintage ({reason}). "
            + (f"The other {match.here} codes exist in both, but borders moved: the map would be partly wrong. " if match.here else "")
            + do
        )
        return [checked.fault(words, rows, checked.area_heading)], []
    if match.suggestions or match.here == match.of or (match.here >= ALMOST_ALL * match.of and match.elsewhere):
        return [], []
    if match.here == 0:
        texts = few(match.elsewhere)
        return [checked.fault(f"none of these is one of {title}: {texts} in {rows_said(rows)}.", rows, checked.area_heading)], []
    words = f"Only {match.here} of {match.of} {title} are in this list"
    if match.elsewhere:
        words += f", and {len(match.elsewhere)} of its {total} areas are of another place: {few(match.elsewhere)} in {rows_said(rows)}"
    return [], [held(words + ".")]


def cells(checked: Checked) -> list[Fault]:
    """Cells that nobody can read."""
    figures, table = checked.figures, checked.table
    found = []
    for column in np.unique(figures.column[figures.unreadable]):
        wrong = figures.row[figures.unreadable & (figures.column == column)]
        heading = table.headings[column]
        found += [
            Fault(f"'{table.sheet.cells[row - 1, column].strip()[:40]}' is not a number.", table.sheet.name, int(row), heading)
            for row in wrong[: 2 * MOST_NAMED]
        ]
        if len(wrong) > 2 * MOST_NAMED:
            words = f"{len(wrong) - 2 * MOST_NAMED} more cells of this column are not numbers, in {rows_said(wrong[2 * MOST_NAMED :])}."
            found.append(Fault(words, table.sheet.name, field=heading))
    limits = [
        Fault(f"'{text[:40]}' is not a number.", table.sheet.name, row, table.headings[column]) for row, column, text in figures.bad_limits
    ]
    return found + limits[: 2 * MOST_NAMED]


def intervals(checked: Checked) -> list[Fault]:
    """A lower limit above the value, or an upper limit below it."""
    figures = checked.figures
    slack = 1e-9 * np.maximum(1.0, np.abs(np.nan_to_num(figures.value)))
    wrong = (figures.lower > figures.value + slack) | (figures.upper < figures.value - slack) | (figures.lower > figures.upper)
    return by_column(checked, wrong, "the lower limit, the value and the upper limit are not in this order")


def by_column(checked: Checked, wrong: Flags, words: str) -> list[Fault]:
    """One fault for each column in which something is wrong, its rows named."""
    figures = checked.figures
    found = []
    for column in np.unique(figures.column[wrong]):
        rows = figures.row[wrong & (figures.column == column)]
        found.append(checked.fault(f"{words}, in {rows_said(rows)}.", rows, checked.table.headings[column]))
    return found


def duplicates(checked: Checked) -> tuple[list[Fault], list[Held]]:
    """The same area, period and indicator twice: with other figures a fault, with the same held."""
    figures = checked.figures
    key = identity(figures, checked.facts)
    _, first, place, count = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    twice = count[place] > 1
    if not twice.any():
        return [], []
    rows, origin = np.flatnonzero(twice), first[place[twice]]
    same = np.ones(len(rows), dtype=bool)
    for values in (figures.value, figures.lower, figures.upper, figures.state):
        one, other = values[rows].astype(float), values[origin].astype(float)
        same &= (one == other) | (np.isnan(one) & np.isnan(other))
    differing = np.isin(place[twice], place[twice][~same])
    found: list[Fault] = []
    if differing.any():
        wrong = rows[differing]
        texts = few(figures.areas[figures.area[row]] + (f", {figures.periods[figures.period[row]]}") for row in wrong)
        words = f"the same area, period and indicator stand here several times with different figures ({texts}),"
        words += f" in {rows_said(figures.row[wrong])}. If a column of words tells these rows apart, say that it names the indicator."
        found.append(checked.fault(words, figures.row[wrong], checked.area_heading))
    again = rows[~differing]
    also = [held(f"The same figures stand here several times, and are read once: {rows_said(figures.row[again])}.")] if len(again) else []
    return found, also


def identity(figures: Figures, facts: list[Facts]) -> Ints:
    """One number for each indicator, period and area, in this order."""
    keys = {fact.key: place for place, fact in reversed(list(enumerate(facts)))}
    owner = np.array([keys[fact.key] for fact in facts], dtype=np.int64) if facts else NOBODY
    label = owner[figures.label] if len(figures) else figures.label
    return (label * len(figures.periods) + figures.period) * len(figures.areas) + figures.area


def ranges(checked: Checked) -> tuple[list[Fault], list[Held]]:
    """Shares above one, rates above 100 per cent or below 0, counts below 0, ranks and deciles that cannot be."""
    figures = checked.figures
    found: list[Fault] = []
    waiting: list[Held] = []
    known = figures.state == KNOWN
    measure = np.array([fact.measure for fact in checked.facts], dtype=object)
    of_label = measure[figures.label] if len(figures) else measure[:0]
    value = figures.value
    broken = value % 1 != 0
    rules: list[tuple[Measure, npt.NDArray[np.bool_], str]] = [
        (Measure.proportion, (value > 1) | (value < 0), "a share is from 0 to 1; if these are per cent, say so"),
        (Measure.rank, (value < 1) | broken, "a rank is 1 or a larger whole number"),
        (Measure.decile, (value < 1) | (value > 10) | broken, "a decile is a whole number from 1 to 10"),
        (Measure.count, value < 0, "a count is not below 0"),
    ]
    for kind, wrong, words in rules:
        found += by_column(checked, known & (of_label == kind.value) & wrong, words)
    beyond = known & (of_label == Measure.percent.value) & ((value > 100) | (value < 0))
    for column in np.unique(figures.column[beyond]):
        rows = figures.row[beyond & (figures.column == column)]
        waiting.append(held(f"'{checked.table.headings[column]}' is more than 100 % or less than 0 in {rows_said(rows)}."))
    return found, waiting


def like_shares(checked: Checked) -> tuple[list[Fault], list[Held]]:
    """Indicators in per cent of which every figure is from 0 to 1, and not written with a per cent sign: they look like shares."""
    figures = checked.figures
    known = figures.state == KNOWN
    found = []
    for label, fact in enumerate(checked.facts):
        chosen = known & (figures.label == label)
        values = figures.value[chosen]
        if (
            fact.measure == Measure.percent.value
            and not figures.percent[chosen].any()
            and values.any()
            and 0 <= values.min() <= values.max() <= 1
        ):
            words = f"Every figure of '{fact.title or fact.key}' is from 0 to 1, although it is in per cent: are they shares, such as 0.14"
            found.append(held(f"{words} for 14 %?"))
    return [], found


def copied_down(checked: Checked) -> tuple[list[Fault], list[Held]]:
    """One value for all areas, as when the figure of a whole place was copied down."""
    figures, match = checked.figures, checked.match
    mine = set(checked.everything.codes[match.geography.id].values()) if match.geography else set()
    inside = np.array([number in mine for number in match.area_ids], dtype=bool)
    chosen = np.flatnonzero((figures.state == KNOWN) & (inside[figures.area] if len(figures) else False))
    if not len(chosen):
        return [], []
    group = (figures.label * len(figures.periods) + figures.period)[chosen]
    keys, place, count = np.unique(group, return_inverse=True, return_counts=True)
    low, high = np.full(len(keys), np.inf), np.full(len(keys), -np.inf)
    np.minimum.at(low, place, figures.value[chosen])
    np.maximum.at(high, place, figures.value[chosen])
    waiting = []
    for number in np.flatnonzero((low == high) & (count >= FEWEST_TO_COMPARE)):
        label, period = divmod(int(keys[number]), len(figures.periods))
        title = checked.facts[label].title or checked.facts[label].key
        words = f"'{title}' is {low[number]:g} for all {count[number]} areas in {figures.periods[period] or 'this file'}"
        waiting.append(held(words + ": is it the figure of a larger place, copied down?"))
    return [], waiting


def lost(checked: Checked) -> tuple[list[Fault], list[Held]]:
    """Indicators of which nothing is left, since other rows are kept."""
    figures = checked.figures
    there = {figures.labels[number] for number in np.unique(figures.label)}
    there |= {label for label, fact in zip(figures.labels, checked.facts, strict=True) if fact.skip}
    gone = [text for text in figures.left_out if text and not any(label == text or label.endswith(f" / {text}") for label in there)]
    words = f"No figure would be loaded of: {few(gone)}. Its rows for areas here are left out by what is kept of {figures.left_out_by}."
    return [], [held(words)] if gone else []
