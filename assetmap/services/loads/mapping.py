"""How a file is read: which sheet, what its columns are, and everything there is to say about its indicators."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from pathlib import PurePath
from typing import Any

from assetmap.errors import Fault, Faulty
from assetmap.models import Measure, Method, Polarity
from assetmap.services.sheets import periods
from assetmap.services.sheets.columns import GENERIC, Column, Role

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
MOST_LABELS = 200
NEEDS = {
    "title": "give it a title.",
    "description": "say in a sentence what it is.",
    "publisher": "say who publishes the figures.",
    "source": "say in which publication the figures stand.",
    "licence": "say under which licence they are published.",
}


@dataclass(frozen=True)
class Facts:
    """What there is to say about an indicator. Of one that is here already only `key` must be said; `skip` leaves its figures out."""

    key: str = ""
    title: str = ""
    description: str = ""
    cannot_tell: str = ""
    unit: str = ""
    measure: str = Measure.count.value
    polarity: str = Polarity.none.value
    method: str = Method.measured.value
    source: str = ""
    source_url: str = ""
    publisher: str = ""
    licence: str = ""
    weight: str = ""
    decimals: int = 1
    updated_on: str = ""
    skip: bool = False

    @property
    def is_new(self) -> bool:
        """Whether this describes the indicator, and does not only name one that is here."""
        return bool(self.title)


@dataclass(frozen=True)
class Mapping:
    """How one kind of file is read. `indicators` are by the label that columns and cells give them, `names` lead to codes.

    `header_row` counts from 1, 0 where it is to be found; an empty `geography` is to be found too, an empty `period` in the file.
    """

    sheet: str = ""
    header_row: int = 0
    header_rows: int = 0
    columns: list[Column] = field(default_factory=list)
    geography: str = ""
    period: str = ""
    indicators: dict[str, Facts] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def of(self, *roles: Role) -> list[int]:
        """The places of the columns with these roles."""
        return [number for number, column in enumerate(self.columns) if column.role in roles]

    @property
    def area(self) -> int | None:
        """The place of the column that says which area, by code where there is one."""
        return next(iter(self.of(Role.CODE)), next(iter(self.of(Role.NAME)), None))


def as_json(mapping: Mapping) -> dict[str, Any]:
    """A mapping as JSON, empty parts left out."""
    content = asdict(mapping)
    content["columns"] = [small(column, Column("")) for column in mapping.columns]
    content["indicators"] = {label: small(facts, Facts()) for label, facts in mapping.indicators.items()}
    return {name: value for name, value in content.items() if value}


def small(thing: Any, plain: Any) -> dict[str, Any]:
    """The fields that differ from their defaults."""
    return {each.name: getattr(thing, each.name) for each in fields(thing) if getattr(thing, each.name) != getattr(plain, each.name)}


def from_json(content: Any, source: str = "mapping") -> Mapping:
    """The mapping that JSON holds; Faulty where it is none."""
    try:
        columns = [Column(**(given | {"role": Role(given.get("role", "ignore"))})) for given in content.get("columns", ())]
        indicators = {str(label): Facts(**given) for label, given in content.get("indicators", {}).items()}
        rest = {name: content[name] for name in ("sheet", "header_row", "header_rows", "geography", "period", "names") if name in content}
        return Mapping(columns=columns, indicators=indicators, **rest)
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise Faulty([Fault(f"this is not a mapping of columns: {error}.", source)]) from error


def signature(headings: list[str], file_name: str = "") -> str:
    """What tells one kind of file from another: its headings in order, years left out and each said once.

    Where no heading says what the figures are about, many files have the same: there the file's own name is part of it.
    """
    words = [*dict.fromkeys(periods.without(heading) for heading in headings), periods.without(PurePath(file_name).stem)]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def says_nothing(labels: Iterable[str]) -> bool:
    """Whether a label does not say what its figures are about."""
    return any(GENERIC.fullmatch(label) for label in labels)


def carried_over(kept: Mapping, headings: list[str]) -> list[Column]:
    """The columns of a new file as those of an earlier one were read; periods in headings are read anew."""
    known: dict[str, Column] = {}
    for column in kept.columns:
        known.setdefault(periods.without(column.heading), column)
    found = []
    for heading in headings:
        old = known.get(periods.without(heading), Column(heading))
        period = periods.within(heading)[0] if old.role == Role.VALUE and old.period else ""
        found.append(replace(old, heading=heading, period=period))
    return found


def told_apart(indicators: dict[str, Facts]) -> dict[str, Facts]:
    """New indicators whose long titles gave them one short name, each with its own; always the same for the same label."""
    keys = Counter(facts.key for facts in indicators.values() if facts.is_new and not facts.skip)

    def own(label: str, facts: Facts) -> Facts:
        if not facts.is_new or keys[facts.key] < 2:
            return facts
        return replace(facts, key=f"{facts.key[:70]}_{hashlib.sha256(label.encode()).hexdigest()[:8]}")

    return {label: own(label, facts) for label, facts in indicators.items()}


def fact_faults(label: str, facts: Facts, known: set[str]) -> list[Fault]:
    """What is wrong with what is said about an indicator; `known` are the keys of those that are here."""
    if facts.skip:
        return []
    found = []
    if not KEY.fullmatch(facts.key):
        found.append(Fault("give a short name of small letters, digits and _, such as fuel_poverty.", label, field="key"))
    elif not facts.is_new and facts.key not in known:
        found.append(Fault(f"there is no indicator '{facts.key}' here yet: give it a title and describe it.", label, field="title"))
    if facts.is_new:
        found += [Fault(words, label, field=name) for name, words in NEEDS.items() if not str(getattr(facts, name)).strip()]
        limits = {"title": 200, "unit": 80, "source": 300, "publisher": 300, "licence": 200, "source_url": 500}
        long = [name for name, limit in limits.items() if len(getattr(facts, name)) > limit]
        found += [Fault(f"use at most {limits[name]} characters.", label, field=name) for name in long]
    for name, kind in (("measure", Measure), ("polarity", Polarity), ("method", Method)):
        if getattr(facts, name) not in list(kind):
            found.append(Fault(f"'{getattr(facts, name)}' is not one of: {', '.join(kind)}.", label, field=name))
    if facts.source_url and not facts.source_url.startswith(("https://", "http://")):
        found.append(Fault("a web address begins with https:// or http://", label, field="source_url"))
    if facts.weight and facts.weight not in known:
        found.append(Fault(f"'{facts.weight}' is not an indicator here.", label, field="weight"))
    if not isinstance(facts.decimals, int) or not 0 <= facts.decimals <= 6:
        found.append(Fault("give a number of decimals from 0 to 6.", label, field="decimals"))
    if facts.updated_on and not is_date(facts.updated_on):
        found.append(Fault("give a date such as 2026-05-31.", label, field="updated_on"))
    return found


def is_date(text: str) -> bool:
    """Whether a text is a date as 2026-05-31."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
