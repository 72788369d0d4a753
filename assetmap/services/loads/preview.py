"""What a file would bring, before anything is written: what was understood, what is wrong, and what would be replaced."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty
from assetmap.models import Indicator, Measure, Observation
from assetmap.models.indicators import PERIOD_LIMIT
from assetmap.services.loads import checks, matching
from assetmap.services.loads.checks import Checked, Held, few, identity, rows_said
from assetmap.services.loads.here import far_off, overwritten
from assetmap.services.loads.mapping import MOST_LABELS, Facts, Mapping, fact_faults
from assetmap.services.loads.tidy import Figures, Ints, tidy
from assetmap.services.periods import oldest_first
from assetmap.services.sheets import Sheet, Table, find, layouts
from assetmap.services.sheets import columns as guessing
from assetmap.services.sheets.columns import Column, Role
from assetmap.services.sheets.numbers import KNOWN, MISSING, SUPPRESSED

FIRST = 12


@dataclass(frozen=True)
class Brought:
    """How much of one indicator a file has."""

    label: str
    facts: Facts
    is_here: bool
    periods: list[str]
    known: int
    suppressed: int
    missing: int


@dataclass(frozen=True)
class First:
    """One figure as it would be read."""

    row: int
    area: str
    indicator: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    state: int


@dataclass
class Preview:
    """Everything there is to see before loading; `figures` are those of areas that are loaded, `area_ids` belong to its texts."""

    sheets: list[str]
    table: Table
    mapping: Mapping
    figures: Figures
    match: matching.Match
    facts: list[Facts]
    faults: list[Fault]
    held: list[Held]
    notes: list[str] = field(default_factory=list)
    brought: list[Brought] = field(default_factory=list)
    first: list[First] = field(default_factory=list)
    replaced: int = 0
    unmatched: list[str] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, meant: set[str]) -> None:
        """Raise Faulty with every fault, and with what is held and was not meant."""
        waiting = [Fault(each.message) for each in self.held if each.key not in meant]
        if self.faults or waiting:
            raise Faulty(self.faults + waiting)


def look(session: Session, sheets: list[Sheet], mapping: Mapping) -> Preview:
    """Read the sheets as the mapping says, and check everything."""
    everything = matching.known(session)
    sheet = next((each for each in sheets if each.name == mapping.sheet), sheets[0])
    table = find(sheet, everything.all_codes, mapping.header_row, mapping.header_rows)
    mapping = replace(mapping, sheet=sheet.name, columns=fitting(table, mapping.columns, everything))
    figures = tidy(table, mapping)
    area_heading = table.headings[mapping.area] if mapping.area is not None else ""
    match = matched(everything, figures, mapping, area_heading)
    keys = {each.key: each.id for each in session.scalars(select(Indicator))}
    facts = [mapping.indicators.get(label, Facts()) for label in figures.labels]
    figures = as_shares(of_loaded(figures, match, facts), facts, session)
    faults = shape(table, mapping, figures)
    checked = Checked(table, figures, match, everything, area_heading, [measured(session, each) for each in facts])
    if mapping.area is not None and mapping.of(Role.VALUE):
        wrong, waiting = checks.faults(checked)
        faults += wrong
        waiting += overwritten(session, facts) + far_off(session, checked)
    else:
        waiting = []
    faults += said_once([fault for label, fact in zip(figures.labels, facts, strict=True) for fault in fact_faults(label, fact, set(keys))])
    preview = Preview([each.name for each in sheets], table, mapping, figures, match, facts, faults, waiting)
    preview.notes = notes(checked)
    if len(figures.labels) > MOST_LABELS:
        words = f"these columns name {len(figures.labels)} indicators, and at most {MOST_LABELS} are loaded at once: {few(figures.labels)}."
        preview.faults = [Fault(words, table.sheet.name, field="columns")]
    preview.brought = brought(figures, facts, set(keys))
    preview.first = first(everything, figures, match, facts)
    preview.replaced = replaced(session, figures, match, facts, keys)
    if preview.replaced:
        titles = few(fact.title or fact.key for fact in checked.facts if fact.key in keys)
        preview.held.append(checks.held(f"{preview.replaced} figures that are here would be replaced, of: {titles}."))
    if match.geography is not None:
        preview.choices = sorted((code, everything.titles[match.geography.id, code]) for code in everything.codes[match.geography.id])
        preview.unmatched = [*match.suggestions, *(name for name in mapping.names if name in figures.areas)]
    return preview


def said_once(faults: list[Fault]) -> list[Fault]:
    """Faults that several indicators share, such as a missing licence, each said once."""
    labels: dict[tuple[str, str], list[str]] = defaultdict(list)
    for fault in faults:
        labels[fault.field, fault.message].append(fault.source)
    return [
        Fault(message, of[0], field=name) if len(of) == 1 else Fault(f"{message} (of {len(of)} indicators: {few(of)})", field=name)
        for (name, message), of in labels.items()
    ]


def fitting(table: Table, columns: list[Column], everything: matching.Known) -> list[Column]:
    """The columns as a person gave them where the headings are still the same, else guessed."""
    if [column.heading for column in columns] == table.headings:
        return columns
    by_heading = {column.heading: column for column in columns}
    guessed = layouts.known(table) or guessing.guess(table, everything.all_codes, everything.all_names)
    return [by_heading.get(column.heading, column) for column in guessed] if columns else guessed


def matched(everything: matching.Known, figures: Figures, mapping: Mapping, heading: str) -> matching.Match:
    """The areas that the texts of the area column mean."""
    if mapping.of(Role.CODE):
        return matching.codes(everything, figures.areas, mapping.geography, heading)
    return matching.names(everything, figures.areas, mapping.geography, mapping.names)


def of_loaded(figures: Figures, match: matching.Match, facts: list[Facts]) -> Figures:
    """The figures of areas that are loaded and of indicators that are wanted."""
    if not len(figures):
        return figures
    here = np.array([number is not None for number in match.area_ids], dtype=bool)
    wanted = np.array([not fact.skip for fact in facts], dtype=bool)
    return figures.kept(here[figures.area] & wanted[figures.label])


def measured(session: Session, facts: Facts) -> Facts:
    """The facts with the measure that its indicator has here, where they only name it."""
    if facts.is_new or not facts.key:
        return facts
    here = session.execute(select(Indicator.measure, Indicator.title).where(Indicator.key == facts.key)).first()
    return replace(facts, measure=here[0].value, title=here[1]) if here else facts


def as_shares(figures: Figures, facts: list[Facts], session: Session) -> Figures:
    """Per cent signs turned into shares where an indicator is kept as shares from 0 to 1."""
    shares = [place for place, fact in enumerate(facts) if measured(session, fact).measure == Measure.proportion.value]
    chosen = figures.percent & np.isin(figures.label, shares)
    for values in (figures.value, figures.lower, figures.upper):
        values[chosen] /= 100
    return figures


def shape(table: Table, mapping: Mapping, figures: Figures) -> list[Fault]:
    """What must be said before figures can be read."""
    found = []
    if mapping.area is None:
        found.append(Fault("say which column has the codes or the names of the areas.", table.sheet.name, field="columns"))
    if not mapping.of(Role.VALUE):
        found.append(Fault("no column has figures: say which one does.", table.sheet.name, field="columns"))
    elif not len(figures) and not found:
        found.append(Fault("no row has a figure for an area that is loaded here.", table.sheet.name, field="columns"))
    for number in np.unique(figures.period) if len(figures) else ():
        period, rows = figures.periods[number], figures.row[figures.period == number]
        if not period:
            found.append(Fault("say of which year or period these figures are.", table.sheet.name, field="period"))
        elif len(period) > PERIOD_LIMIT:
            found.append(Fault(f"'{period[:40]}' is too long for a period, in {rows_said(rows)}.", table.sheet.name, field="period"))
    return found


def notes(checked: Checked) -> list[str]:
    """What was understood and left out, in sentences."""
    match, figures = checked.match, checked.figures
    found = []
    if match.geography:
        found.append(f"{match.here} of {match.of} {match.geography.plural} ({match.geography.vintage}) are in the table.")
    if match.comparators:
        found.append(f"To compare with, also read: {few(match.comparators.values())}.")
    if match.elsewhere:
        found.append(f"{len(match.elsewhere)} areas that are not loaded here are left out: {few(match.elsewhere)}.")
    if match.totals:
        found.append(f"Left out as totals or headings: {few(match.totals)} in {rows_said(checked.rows_of(match.totals))}.")
    empty = checked.rows_of([""])
    if len(empty):
        found.append(f"Left out, since they name no area: {rows_said(empty)}.")
    if figures.left_out:
        of = few(f"{text} ({count:,})" for text, count in figures.left_out.items() if text)
        count = f"{sum(figures.left_out.values()):,}"
        found.append(f"Left out, since only some rows are kept of {figures.left_out_by}: {count} rows{f', of: {of}' if of else ''}.")
    if figures.marked.any():
        found.append(f"{int(figures.marked.sum())} figures have a mark such as [p] or [r] behind them, which is not kept.")
    return found


def brought(figures: Figures, facts: list[Facts], keys: set[str]) -> list[Brought]:
    """How much there is of each label."""
    found = []
    for number, label in enumerate(figures.labels[:MOST_LABELS]):
        chosen = figures.label == number
        when = oldest_first(figures.periods[place] for place in np.unique(figures.period[chosen]))
        counts = [int((figures.state[chosen] == state).sum()) for state in (KNOWN, SUPPRESSED, MISSING)]
        found.append(Brought(label, facts[number], facts[number].key in keys, when, *counts))
    return found


def first(everything: matching.Known, figures: Figures, match: matching.Match, facts: list[Facts]) -> list[First]:
    """The first figures as they would be read."""
    title_of = {number: everything.titles[owner, code] for owner, codes in everything.codes.items() for code, number in codes.items()}

    def number(value: float) -> float | None:
        return None if np.isnan(value) else float(value)

    order = np.lexsort((figures.column, figures.row))[:FIRST] if len(figures) < 100_000 else range(min(FIRST, len(figures)))
    return [
        First(
            int(figures.row[each]),
            title_of[match.area_ids[figures.area[each]] or 0],
            facts[figures.label[each]].title or facts[figures.label[each]].key or figures.labels[figures.label[each]],
            figures.periods[figures.period[each]],
            number(figures.value[each]),
            number(figures.lower[each]),
            number(figures.upper[each]),
            int(figures.state[each]),
        )
        for each in order
    ]


def replaced(session: Session, figures: Figures, match: matching.Match, facts: list[Facts], keys: dict[str, int]) -> int:
    """How many figures that are here already would be replaced."""
    here = {keys[fact.key] for fact in facts if fact.key in keys and not fact.skip}
    if not here or not len(figures):
        return 0
    area_ids = {number for number in match.area_ids if number is not None}
    kept: dict[tuple[int, str], set[int]] = defaultdict(set)
    query = select(Observation.indicator_id, Observation.period, Observation.area_id).where(Observation.indicator_id.in_(here))
    for owner, period, area in session.execute(query):
        if area in area_ids:
            kept[owner, period].add(area)
    count = 0
    unique = np.unique(identity(figures, facts), return_index=True)[1]
    for label, fact in enumerate(facts):
        for period in np.unique(figures.period[unique][figures.label[unique] == label]):
            there = kept.get((keys.get(fact.key, 0), figures.periods[period]), set())
            if there:
                places: Ints = figures.area[unique][(figures.label[unique] == label) & (figures.period[unique] == period)]
                count += sum(match.area_ids[place] in there for place in places)
    return count
