"""What can be wrong with the two sheets of a package's made-up network, which are laid out as Kumu lays out its own."""

import re
from collections.abc import Callable, Collection, Iterable

import pandas as pd

from assetmap.errors import Fault
from assetmap.models import Frequency, GroupKind, LinkKind, Thing
from assetmap.models.groups import NAME_LIMIT
from assetmap.models.links import NOTE_LIMIT, OF_ASSETS
from assetmap.models.notices import NOTICE_LIMIT
from assetmap.services.packages.package import Package
from assetmap.services.words import unsafe

ELEMENTS, CONNECTIONS = "example_elements", "example_connections"
GROUP, ASSET = "Group", "Asset"
STATES = ("confirmed", "claimed", "observed")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOTICE = re.compile(r"(?P<thing>\w+)(?: \((?P<days>[a-z, ]+)\))?: (?P<words>.+)")
MOST_MONTHS, MOST_YEARS = 1200, 500
DESCRIPTION_LIMIT = 300


def faults(package: Package) -> list[Fault]:
    """Every fault in the sheets, with the row and the column."""
    elements, connections = package.table(ELEMENTS), package.table(CONNECTIONS)
    found = _elements(package, elements) + _connections(elements, connections)
    for name, table in ((ELEMENTS, elements), (CONNECTIONS, connections)):
        limits = {"Label": NAME_LIMIT, "Description": DESCRIPTION_LIMIT if name == ELEMENTS else NOTE_LIMIT}
        for column in table:
            longest = limits.get(str(column), NOTE_LIMIT * 2)
            found += _each(name, table, str(column), lambda text, most=longest: _unfit(text, most))
    return found


def bars(text: str) -> list[str]:
    """The parts of a '|'-separated list, as Kumu separates many values."""
    return [part.strip() for part in text.split("|") if part.strip()]


def kind_of(text: str) -> str:
    """A kind of link as its own words: `meets at` is `meets_at`."""
    return text.lower().replace(" ", "_")


def _elements(package: Package, table: pd.DataFrame) -> list[Fault]:
    groups, assets = table[table["Type"] == GROUP], table[table["Type"] == ASSET]
    categories = list(package.table("categories")["slug"])
    terms = package.table("terms")
    areas = package.boundaries.get(str(package.settings.get("neighbourhood")))
    found = [Fault("this is empty.", f"{ELEMENTS}.csv", int(row), "Label") for row in table.index[table["Label"] == ""]]
    found += [
        Fault("this stands here a second time.", f"{ELEMENTS}.csv", int(row), "Label") for row in table.index[table["Label"].duplicated()]
    ]
    found += _known("Type", table, (GROUP, ASSET)) + _known("Kind", groups, [str(kind) for kind in GroupKind])
    found += _known("Tags", table, categories)
    found += _known("Run by", assets[assets["Run by"] != ""], groups["Label"])
    found += _known("Areas", table, [] if areas is None else areas["code"])
    for column, kind in (("Audiences", "audience"), ("Languages", "language")):
        found += _known(column, table, terms.loc[terms["kind"] == kind, "slug"])
    for column, most in (("Longitude", 180), ("Latitude", 90)):
        found += _each(ELEMENTS, table, column, lambda text, most=most: _degrees(text, most))
    for column in ("Needs", "Offers"):
        found += _each(ELEMENTS, table, column, _notices)
    return found + _each(ELEMENTS, table, "Answered months ago", lambda text: _count(text, MOST_MONTHS))


def _connections(elements: pd.DataFrame, table: pd.DataFrame) -> list[Fault]:
    types = dict(zip(elements["Label"], elements["Type"], strict=True))
    found = _known("From", table, [label for label, kind in types.items() if kind == GROUP], CONNECTIONS)
    found += _known("To", table, types, CONNECTIONS)
    found += _known("Direction", table, ("directed", "mutual"), CONNECTIONS)
    found += _known("Type", table, [str(kind).replace("_", " ") for kind in LinkKind], CONNECTIONS)
    found += _known("State", table, STATES, CONNECTIONS) + _known("Frequency", table, [str(each) for each in Frequency], CONNECTIONS)
    for column, most in (("Since years ago", MOST_YEARS), ("Made months ago", MOST_MONTHS), ("Ended months ago", MOST_MONTHS)):
        found += _each(CONNECTIONS, table, column, lambda text, most=most: _count(text, most))
    found += [
        Fault("this is empty.", f"{CONNECTIONS}.csv", int(row), "Made months ago") for row in table.index[table["Made months ago"] == ""]
    ]
    seen: set[tuple[str, str, str]] = set()
    for row, source, target, kind in zip(table.index, table["From"], table["To"], table["Type"], strict=True):
        where = f"{CONNECTIONS}.csv", int(row), "To"
        if source == target:
            found.append(Fault("a link needs two different ends.", *where))
        if types.get(target) == ASSET and kind_of(kind) not in OF_ASSETS:
            found.append(Fault(f"'{kind}' cannot be said of an asset.", *where))
        if (source, target, kind) in seen:
            found.append(Fault("this stands here a second time.", *where))
        seen.add((source, target, kind))
    return found


def _known(column: str, table: pd.DataFrame, allowed: Iterable[str], name: str = ELEMENTS) -> list[Fault]:
    """Faults where a cell's values are not among the allowed ones; only these columns may be empty or hold many values."""
    known = set(allowed)
    many = column in ("Tags", "Audiences", "Languages", "Areas")
    return _each(name, table, column, lambda text: _strange(bars(text) if many else [text], known), empty=not many)


def _strange(values: Collection[str], known: set[str]) -> str:
    wrong = next((value for value in values if value not in known), None)
    return "" if wrong is None else "this is empty." if wrong == "" else f"'{wrong}' is not known."


def _each(name: str, table: pd.DataFrame, column: str, fault: Callable[..., str], empty: bool = False) -> list[Fault]:
    """A fault for each cell (an empty one only if asked) of which the function says what is wrong."""
    cells = ((row, str(text)) for row, text in table[column].items() if text or empty)
    return [Fault(words, f"{name}.csv", int(str(row)), column) for row, text in cells if (words := fault(text))]


def _unfit(text: str, most: int) -> str:
    if len(text) > most:
        return f"this has {len(text):,} characters; shorten it to {most:,}."
    return "this has characters that cannot be shown." if unsafe(text) else ""


def _degrees(text: str, most: int) -> str:
    number = pd.to_numeric(text, errors="coerce")
    return "" if abs(number) <= most else f"'{text}' is not in degrees."


def _count(text: str, most: int) -> str:
    is_number = text.isascii() and text.isdigit() and len(text) < 9
    return "" if is_number and int(text) <= most else f"'{text}' is not a whole number from 0 to {most}."


def _notices(text: str) -> str:
    for part in bars(text):
        match = NOTICE.fullmatch(part)
        if match is None or match["thing"] not in list(Thing) or len(match["words"]) > NOTICE_LIMIT:
            return f"'{part[:NOTE_LIMIT]}' is not such as: room (mon, tue): a room for ten."
        if set(_days(match["days"])) - set(DAYS):
            return f"the days of '{part[:NOTE_LIMIT]}' are not such as: mon, tue."
    return ""


def _days(text: str | None) -> list[str]:
    return [day.strip() for day in (text or "").split(",") if day.strip()]


def notice(text: str) -> tuple[str, int, str]:
    """The thing, the weekdays as bits (Monday first; 0: any) and the words of one need or offer, such as `room (mon): a room`."""
    match = NOTICE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return match["thing"], sum(1 << DAYS.index(day) for day in _days(match["days"])), match["words"]
