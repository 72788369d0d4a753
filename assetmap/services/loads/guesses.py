"""The first guess at how a file is read: as one with the same headings was last time, else from what its cells look like."""

import re
from dataclasses import replace
from pathlib import PurePath

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap import models
from assetmap.errors import Fault, Faulty
from assetmap.models import Indicator, Measure
from assetmap.services.loads import matching
from assetmap.services.loads.mapping import MOST_LABELS, Facts, Mapping, carried_over, from_json, signature, told_apart
from assetmap.services.loads.tidy import Figures, tidy
from assetmap.services.sheets import Sheet, Table, find, layouts, periods
from assetmap.services.sheets import columns as guessing
from assetmap.services.sheets.columns import GENERIC, Column, Role
from assetmap.services.sheets.numbers import KNOWN
from assetmap.services.words import fold

SHARED = ("source", "publisher", "licence", "source_url", "updated_on", "method")
SOURCE = re.compile(r"\bsource\s*[:\-–]\s*(.{3,300})", re.IGNORECASE)
WORDS_OF_MEASURES = (
    (Measure.rank, re.compile(r"\brank\b", re.IGNORECASE)),
    (Measure.decile, re.compile(r"\bdeciles?\b", re.IGNORECASE)),
    (Measure.percent, re.compile(r"%|\bper ?cent|\bpercentage|\bperc\b|\bpct\b", re.IGNORECASE)),
    (Measure.proportion, re.compile(r"\bprop\b|\bproportion|\bshare\b", re.IGNORECASE)),
    (Measure.score, re.compile(r"\bscore\b|\bindex\b", re.IGNORECASE)),
    (Measure.mean, re.compile(r"\bmean\b|\bmedian\b|\baverage\b|\bper\b|\brate\b|\bratio\b|\bmin\b|\bmax\b|\bstd\b", re.IGNORECASE)),
)


def guess(session: Session, sheets: list[Sheet], file_name: str, sheet: str = "") -> Mapping:
    """How the file is probably read; a sheet that is named is taken, else the one with the most figures."""
    everything = matching.known(session)
    chosen = [each for each in sheets if not sheet or each.name == sheet]
    if not chosen:
        raise Faulty([Fault(f"there is no sheet '{sheet}': there are {', '.join(each.name for each in sheets)}.", file_name)])
    tables = [find(each, everything.all_codes) for each in chosen]
    read = [(table, columns_of(table, everything)) for table in tables]
    table, columns = max(read, key=lambda each: worth(*each))
    marks = (signature(table.headings, file_name), signature(table.headings))
    kept = session.scalar(select(models.Mapping).where(models.Mapping.signature.in_(marks)))
    earlier = from_json(kept.content) if kept else Mapping()
    if kept:
        columns = carried_over(earlier, table.headings)
    mapping = Mapping(table.sheet.name, columns=columns, names=earlier.names)
    mapping = replace(mapping, period=period_of(table, mapping, file_name))
    figures = tidy(table, mapping)
    if len(figures.labels) > MOST_LABELS:  # a wrong column names the indicators; the preview says so
        return mapping
    known = {each.key: each for each in session.scalars(select(Indicator))}
    described = {label: earlier.indicators.get(label) or facts(table, mapping, figures, label, file_name) for label in figures.labels}
    return replace(mapping, indicators={label: recognised(each, known) for label, each in told_apart(described).items()})


def completed(session: Session, sheets: list[Sheet], file_name: str, given: Mapping) -> Mapping:
    """What a person said, and a guess where they could not say it yet: another sheet, another header, a label that is new."""
    everything = matching.known(session)
    sheet = next((each for each in sheets if each.name == given.sheet), sheets[0])
    table = find(sheet, everything.all_codes, given.header_row, given.header_rows)
    same = [column.heading for column in given.columns] == table.headings
    mapping = replace(given, sheet=sheet.name, columns=given.columns if same else columns_of(table, everything))
    if not mapping.period and not same:
        mapping = replace(mapping, period=period_of(table, mapping, file_name))
    figures = tidy(table, mapping)
    known = {each.key: each for each in session.scalars(select(Indicator))}
    shared = next((each for each in given.indicators.values() if each.is_new), Facts())
    described = {}
    for label in figures.labels[:MOST_LABELS]:
        fresh = label not in given.indicators
        each = facts(table, mapping, figures, label, file_name) if fresh else given.indicators[label]
        if fresh:
            each = replace(each, **{name: getattr(shared, name) for name in SHARED if getattr(shared, name)})
        described[label] = each
    return replace(mapping, indicators={label: recognised(each, known) for label, each in told_apart(described).items()})


def columns_of(table: Table, everything: matching.Known) -> list[Column]:
    """What the columns seem to be."""
    return layouts.known(table) or guessing.guess(table, everything.all_codes, everything.all_names)


def worth(table: Table, columns: list[Column]) -> int:
    """How many figures a sheet seems to hold, nothing where no column says which area."""
    roles = [column.role for column in columns]
    return len(table.rows) * roles.count(Role.VALUE) * (Role.CODE in roles or Role.NAME in roles)


def period_of(table: Table, mapping: Mapping, file_name: str) -> str:
    """The period of figures that have none of their own: the only one that the notes, or the file's or the sheet's name, speak of."""
    if mapping.of(Role.PERIOD) or all(mapping.columns[place].period for place in mapping.of(Role.VALUE)):
        return ""
    census = re.search(r"census_?(\d\d)(?!\d)", file_name, re.IGNORECASE)
    if census:
        return f"20{census[1]}"
    for text in (PurePath(file_name).stem, table.sheet.name, *table.notes[:3]):
        found = periods.within(re.sub(r"(?<=[a-z])(?=(19|20)\d\d)", " ", text, flags=re.IGNORECASE))[0]
        if found:
            return found
    return ""


def facts(table: Table, mapping: Mapping, figures: Figures, label: str, file_name: str) -> Facts:
    """What can be guessed about an indicator: its title from the label, its measure from words and values. The rest a person knows."""
    title = title_of(table, mapping, figures.labels, label, file_name)
    values = figures.value[(figures.label == figures.labels.index(label)) & (figures.state == KNOWN)]
    measure = measure_of(f"{label or title}", values)
    where = f"As in the file {PurePath(file_name).name}" + (f", “{label}”." if label else ".")
    source = next((found[1].strip(" .") for note in table.notes if (found := SOURCE.search(note))), "")
    whole = bool(len(values)) and bool(np.all(values % 1 == 0))
    known = layouts.publication(table, label)
    return Facts(
        key=key_of(title, file_name),
        title=title[:200],
        description=where,
        unit={Measure.percent: "%", Measure.proportion: "%"}.get(measure, ""),
        measure=measure.value,
        source=source[:300] or known.get("source", ""),
        publisher=known.get("publisher", ""),
        licence=known.get("licence", ""),
        decimals=0 if whole else 1,
    )


def title_of(table: Table, mapping: Mapping, labels: list[str], label: str, file_name: str) -> str:
    """A title: the label where it says something, else the table's own title, else the file's name."""
    parts = label.split(" / ") if label else []
    if len(parts) > 1 and mapping.of(Role.INDICATOR) and any(column.indicator == parts[0] for column in mapping.columns):
        parts = [f"{' / '.join(parts[1:])} ({parts[0]})"]
    title = " / ".join(parts)
    if not title or GENERIC.fullmatch(title):
        own = table.notes[0] if table.notes and table.header_row > 1 else PurePath(file_name).stem
        own = re.sub(r"^table [\w.]+ ?[:.-] ?|,? by (ward|lsoa|msoa|local authority|borough|area)s?\b", "", own, flags=re.IGNORECASE)
        own = periods.tidy(periods.PERIOD.sub(" ", own.replace("_", " ")))[:180]
        title = f"{own} ({title})" if title and len(labels) > 1 else own
    return title[:1].upper() + title[1:]


def key_of(title: str, file_name: str) -> str:
    """A short name for addresses."""
    words = fold(title) or fold(PurePath(file_name).stem) or "figures"
    return re.sub(r"[^a-z0-9]+", "_", words)[:80].strip("_") or "figures"


def measure_of(text: str, values: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> Measure:
    """What kind of figures these seem to be."""
    found = next((measure for measure, words in WORDS_OF_MEASURES if words.search(text)), None)
    if found in (Measure.proportion, Measure.percent) and len(values):
        return Measure.proportion if values.max() <= 1 and values.min() >= 0 else Measure.percent
    if found:
        return found
    whole = len(values) and bool(np.all((values % 1 == 0) & (values >= 0)))
    return Measure.count if whole else Measure.score


def recognised(guessed: Facts, known: dict[str, Indicator]) -> Facts:
    """The indicator that is here already, where its key or its whole title is the same; its own facts then stay as they are."""
    same = known.get(guessed.key) or next((each for each in known.values() if fold(each.title) == fold(guessed.title)), None)
    if same is None or guessed.skip or not guessed.is_new:
        return guessed
    return Facts(key=same.key, source_url=guessed.source_url, updated_on=guessed.updated_on)
