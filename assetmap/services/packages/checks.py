"""Everything that can be wrong with a place's folder, found at once and before anything is written."""

import re
from collections.abc import Iterable
from datetime import date

import pandas as pd

from assetmap.errors import Fault
from assetmap.models import Cost, GroupKind, Holder, Measure, Method, Polarity, TermKind
from assetmap.models.categories import BITS, AssetType
from assetmap.services.packages import cells, example_checks, times
from assetmap.services.packages.package import Package
from assetmap.services.tiles import MOST_AT_ONCE
from assetmap.services.words import postcode_code

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
MOST_NAMED = 8
WHOLE = {"level", "decimals", "position"}


def faults(package: Package) -> list[Fault]:
    """Every fault in the package, the file and the row at fault named."""
    found = list(package.faults) + cells.faults(package) + times.faults(package)
    for name, column in (("geographies", "key"), ("indicators", "key"), ("categories", "slug"), ("groups", "key"), ("assets", "key")):
        found += _unique(package, name, [column])
    found += _unique(package, "observations", ["indicator", "area_code", "period"])
    found += _unique(package, "terms", ["kind", "slug"])
    found += _unique(package, "lookups", ["child_geography", "child_code", "parent_geography", "parent_code"])
    found += _unique(package, "comparators", ["geography", "code"])
    found += _unique(package, "postcodes", ["postcode"])
    found += example_checks.faults(package)
    found += _choices(package) + _numbers(package) + _references(package) + _vintages(package) + _leads(package)
    return found


def _unique(package: Package, name: str, columns: list[str]) -> list[Fault]:
    table = package.table(name)
    compared = table[columns].map(postcode_code) if name == "postcodes" else table[columns]
    twice = table[compared.duplicated(keep="first")]
    said = [" / ".join(row) for row in twice[columns].to_numpy()]
    return [
        Fault(f"'{value}' stands here a second time.", f"{name}.csv", int(str(row)), columns[0])
        for row, value in zip(twice.index, said, strict=True)
    ]


def _choices(package: Package) -> list[Fault]:
    rules: list[tuple[str, str, Iterable[str], bool]] = [
        ("indicators", "measure", Measure, False),
        ("indicators", "polarity", Polarity, False),
        ("indicators", "method", Method, False),
        ("categories", "asset_type", AssetType, False),
        ("terms", "kind", TermKind, False),
        ("groups", "kind", GroupKind, False),
        ("assets", "holder", Holder, False),
        ("assets", "cost", Cost, False),
        ("assets", "category", package.table("categories")["slug"], False),
        ("assets", "group", package.table("groups")["key"], True),
        ("postcodes", "large_user", ("yes", "no"), False),
    ]
    found: list[Fault] = []
    for name, column, allowed, may_be_empty in rules:
        values = [str(value) for value in allowed] + ([""] if may_be_empty else [])
        table = package.table(name)
        wrong = table[~table[column].isin(values)]
        shown = ", ".join(value for value in values[:MOST_NAMED] if value)
        found += [Fault(f"'{v}' is not one of: {shown}.", f"{name}.csv", int(str(row)), column) for row, v in wrong[column].items()]
    return found + _words(package)


def _words(package: Package) -> list[Fault]:
    terms = package.table("terms")
    found = []
    for kind in TermKind:
        if (terms["kind"] == kind).sum() > BITS:
            found.append(Fault(f"there are more than {BITS} terms of the kind {kind}.", "terms.csv"))
    lists: list[tuple[str, str, str]] = [("groups", "audiences", "audience"), ("groups", "languages", "language")]
    lists += [("assets", "audiences", "audience"), ("assets", "languages", "language"), ("assets", "access", "access")]
    for name, column, described in lists:
        known = set(terms.loc[terms["kind"] == described, "slug"])
        for row, text in package.table(name)[column].items():
            strange = [slug for slug in split(text) if slug not in known]
            found += [Fault(f"'{slug}' is not in terms.csv.", f"{name}.csv", int(str(row)), column) for slug in strange]
    slugs = set(package.table("categories")["slug"])
    for row, text in package.table("groups")["themes"].items():
        strange = [slug for slug in split(text) if slug not in slugs]
        found += [Fault(f"'{slug}' is not in categories.csv.", "groups.csv", int(str(row)), "themes") for slug in strange]
    colours = package.table("categories")["colour"]
    found += [
        Fault("give a colour such as #1a6b4f.", "categories.csv", int(str(row)), "colour")
        for row, value in colours.items()
        if not COLOUR.fullmatch(value)
    ]
    for name, column in (("groups", "source_date"), ("assets", "source_date"), ("indicators", "updated_on")):
        found += [
            Fault("give a date such as 2026-05-31.", f"{name}.csv", int(str(row)), column)
            for row, value in package.table(name)[column].items()
            if value and not _is_date(value)
        ]
    return found


def _numbers(package: Package) -> list[Fault]:
    columns = [("geographies", "level", False), ("lookups", "share", False), ("indicators", "decimals", False)]
    columns += [("observations", name, True) for name in ("value", "lower", "upper")]
    columns += [("categories", "position", False), ("terms", "position", False)]
    columns += [(name, axis, name == "assets") for name in ("assets", "postcodes") for axis in ("lon", "lat")]
    found: list[Fault] = []
    for name, column, may_be_empty in columns:
        text = package.table(name)[column]
        number = pd.to_numeric(text, errors="coerce")
        wrong = text[number.isna() & ~((text == "") & may_be_empty) | number.isin([float("inf"), float("-inf")])]
        found += [Fault(f"'{value}' is not a number.", f"{name}.csv", int(str(row)), column) for row, value in wrong.items()]
        limit = {"lon": 180, "lat": 90}.get(column)
        if limit:
            far = text[number.abs() > limit]
            found += [Fault(f"{value} is not in degrees.", f"{name}.csv", int(str(row)), column) for row, value in far.items()]
        if column in WHOLE:
            broken = text[number.notna() & (number % 1 != 0)]
            found += [Fault(f"'{value}' is not a whole number.", f"{name}.csv", int(str(row)), column) for row, value in broken.items()]
    return found + _pairs(package)


def _pairs(package: Package) -> list[Fault]:
    """Numbers that only make sense together, or within bounds."""
    assets, observations, lookups = (package.table(name) for name in ("assets", "observations", "lookups"))
    found = []
    for column, other in (("lon", "lat"), ("lat", "lon")):
        half = assets.index[(assets[column] == "") & (assets[other] != "")]
        found += [Fault("give both lon and lat, or neither.", "assets.csv", int(row), column) for row in half]
    lower, upper = (pd.to_numeric(observations[name], errors="coerce") for name in ("lower", "upper"))
    share = pd.to_numeric(lookups["share"], errors="coerce")
    found += [Fault("lower is above upper.", "observations.csv", int(row), "lower") for row in observations.index[lower > upper]]
    parts = lookups.loc[(share <= 0) | (share > 1), "share"]
    return found + [
        Fault(f"a share is more than 0 and at most 1, not {value}.", "lookups.csv", int(str(row)), "share") for row, value in parts.items()
    ]


def _references(package: Package) -> list[Fault]:
    keys = set(package.table("geographies")["key"])
    found = [
        Fault(f"the geography '{key}' is not in geographies.csv.", "datapackage.json") for key in package.boundaries if key not in keys
    ]
    codes = area_codes(package)
    rules = [("comparators", "geography", keys), ("lookups", "child_geography", keys), ("lookups", "parent_geography", keys)]
    rules += [("observations", "indicator", set(package.table("indicators")["key"]))]
    for name, column, known in rules:
        table = package.table(name)
        wrong = table.loc[~table[column].isin(known), column]
        found += [Fault(f"'{value}' is not known.", f"{name}.csv", int(str(row)), column) for row, value in wrong.items()]
    weights = package.table("indicators")["weight"]
    wrong = weights[~weights.isin(["", *package.table("indicators")["key"]])]
    found += [Fault(f"'{value}' is not an indicator here.", "indicators.csv", int(str(row)), "weight") for row, value in wrong.items()]
    neighbourhood = str(package.settings.get("neighbourhood"))
    for row, text in package.table("groups")["area_codes"].items():
        strange = set(split(text)) - codes.get(neighbourhood, set())
        found += [Fault(f"{code} is not a code of {neighbourhood}.", "groups.csv", int(str(row)), "area_codes") for code in sorted(strange)]
    for side in ("child", "parent"):
        table = package.table("lookups")
        for row, geography, code in zip(table.index, table[f"{side}_geography"], table[f"{side}_code"], strict=True):
            if geography in codes and code not in codes[geography]:
                found.append(Fault(f"{code} is not a code of {geography}.", "lookups.csv", int(str(row)), f"{side}_code"))
    return found


def _vintages(package: Package) -> list[Fault]:
    """Observations whose codes are not all of their indicator's geographies: mostly a table of another vintage."""
    codes, geographies = area_codes(package), package.table("geographies").set_index("key")
    observations = package.table("observations")
    found = []
    for row, key, text in zip(*_indicator_columns(package), strict=True):
        wanted = split(text)
        unknown = [name for name in wanted if name not in codes]
        found += [Fault(f"the geography '{name}' has no areas here.", "indicators.csv", int(str(row)), "geographies") for name in unknown]
        found += _shared_codes(wanted, codes, int(str(row)))
        mine = observations.loc[observations["indicator"] == key, "area_code"]
        allowed = set().union(*(codes.get(name, set()) for name in wanted))
        strange = mine[~mine.isin(allowed)]
        if len(strange):
            names = " or ".join(f"{name} ({geographies.vintage.get(name, '?')})" for name in wanted)
            found.append(Fault(_vintage_sentence(key, mine, strange, names), "observations.csv", int(strange.index[0]), "area_code"))
    return found


def _shared_codes(wanted: list[str], codes: dict[str, set[str]], row: int) -> list[Fault]:
    """Geographies of one indicator that share codes, where nobody could tell which area an observation is about."""
    for number, one in enumerate(wanted):
        for other in wanted[number + 1 :]:
            shared = codes.get(one, set()) & codes.get(other, set())
            if shared:
                words = (
                    f"{len(shared)} codes, such as {min(shared)}, are in {one} and in {other}: give each vintage an indicator of its own."
                )
                return [Fault(words, "indicators.csv", row, "geographies")]
    return []


def _indicator_columns(package: Package) -> tuple[list[int], list[str], list[str]]:
    table = package.table("indicators")
    return list(table.index), list(table["key"]), list(table["geographies"])


def _vintage_sentence(key: str, mine: pd.Series, strange: pd.Series, names: str) -> str:
    shared, total = mine.nunique() - strange.nunique(), mine.nunique()
    rows = ", ".join(str(row) for row in strange.index[:MOST_NAMED]) + (" ..." if len(strange) > MOST_NAMED else "")
    sentence = f"{strange.nunique()} of the {total} codes of '{key}' are not of {names}, first {strange.iloc[0]}; rows {rows}."
    if shared:
        sentence += (
            f" The other {shared} codes exist there, but areas of another vintage keep many codes while their borders move:"
            " this looks like a table of another vintage, which would fill only part of the map and partly wrongly."
            " Load the table of the right vintage."
        )
    return sentence


def _leads(package: Package) -> list[Fault]:
    found = []
    keys, indicators = set(package.table("geographies")["key"]), set(package.table("indicators")["key"])
    for name, known in (("neighbourhood", keys), ("whole", keys), ("population", indicators), ("lead_indicator", indicators)):
        value = package.settings.get(name)
        if value and value not in known:
            found.append(Fault(f"'assetmap.{name}' is '{value}', which the package does not have.", "datapackage.json"))
    for name in ("neighbourhood", "whole"):
        value = package.settings.get(name)
        if value in keys and value not in package.boundaries:
            found.append(Fault(f"'{value}' leads as {name} but has no boundaries.", "datapackage.json"))
    many = str(package.settings.get("neighbourhood"))
    if (count := len(package.boundaries.get(many, ()))) > MOST_AT_ONCE:
        words = f"'{many}' has {count:,} areas; a site can have {MOST_AT_ONCE:,} neighbourhoods at most. Let larger areas lead."
        found.append(Fault(words, "datapackage.json"))
    return found


def area_codes(package: Package) -> dict[str, set[str]]:
    """The codes of each geography."""
    codes = {key: set(frame["code"]) for key, frame in package.boundaries.items()}
    for geography, code in zip(package.table("comparators")["geography"], package.table("comparators")["code"], strict=True):
        codes.setdefault(geography, set()).add(code)
    return codes


def split(text: str) -> list[str]:
    """The parts of a ';'-separated list."""
    return [part.strip() for part in text.split(";") if part.strip()]


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
