"""What one cell may hold: not empty where something is needed, not longer than its column, nothing that cannot be shown."""

import pandas as pd
from sqlalchemy import Table

from assetmap.db import Base
from assetmap.errors import Fault
from assetmap.models import Area, Asset, Category, Geography, Group, Indicator, Observation, Place, Postcode, Term
from assetmap.services.entries import contact_faults
from assetmap.services.packages.package import Package
from assetmap.services.words import unsafe

MODELS: dict[str, type[Base]] = {
    "geographies": Geography,
    "comparators": Area,
    "indicators": Indicator,
    "observations": Observation,
    "categories": Category,
    "terms": Term,
    "groups": Group,
    "assets": Asset,
}
NEEDED = {
    "geographies": ("key", "name", "plural", "vintage", "source", "licence"),
    "comparators": ("code", "name"),
    "indicators": ("key", "title", "description", "cannot_tell", "unit", "source", "publisher", "licence", "geographies"),
    "observations": ("period",),
    "categories": ("slug", "name", "icon"),
    "terms": ("slug", "name"),
    "groups": ("key", "name"),
    "assets": ("key", "name", "summary"),
    "postcodes": ("postcode",),
}
CONTACTS = ("website", "public_email", "public_phone")


def faults(package: Package) -> list[Fault]:
    """Every cell that cannot be kept as it is."""
    found = [fault for name in NEEDED for fault in _empty(package, name)]
    found += [fault for name, model in MODELS.items() for fault in _texts(package.table(name), model, f"{name}.csv")]
    found += [fault for name in ("groups", "assets") for fault in _contacts(package, name)]
    for source, frame in package.shapes.items():
        table = pd.DataFrame(frame[["code", "name", "other_name"]]).fillna("").astype(str)
        table.index = pd.RangeIndex(1, len(table) + 1)
        found += _texts(table, Area, source)
    return found + _place(package)


def limit(model: type[Base], column: str) -> int | None:
    """How many characters a column takes, or none where it takes any number."""
    table = model.__table__
    found = table.c.get(column) if isinstance(table, Table) else None
    return None if found is None else getattr(found.type, "length", None)


def _empty(package: Package, name: str) -> list[Fault]:
    table = package.table(name)
    return [Fault("this is empty.", f"{name}.csv", int(row), column) for column in NEEDED[name] for row in table.index[table[column] == ""]]


def _texts(table: pd.DataFrame, model: type[Base], source: str) -> list[Fault]:
    found = []
    for column in table.columns:
        longest = limit(model, str(column))
        if longest is not None:
            for row, text in table.loc[table[column].str.len() > longest, column].items():
                words = f"this has {len(text):,} characters; shorten it to {longest:,}."
                found.append(Fault(words, source, int(str(row)), str(column)))
        for row in table.index[table[column].map(unsafe).astype(bool)]:
            found.append(Fault("this has characters that cannot be shown.", source, int(row), str(column)))
    return found


def _contacts(package: Package, name: str) -> list[Fault]:
    table = package.table(name)
    given = table[table[list(CONTACTS)].map(bool).any(axis=1)]
    return [
        Fault(fault.message, f"{name}.csv", int(str(row)), fault.field)
        for row, cells in given.iterrows()
        for fault in contact_faults({contact: str(cells[contact]) for contact in CONTACTS})
    ]


def _place(package: Package) -> list[Fault]:
    found = []
    for name, column in (("name", "key"), ("title", "title")):
        longest, text = limit(Place, column), str(package.description.get(name, ""))
        if longest is not None and len(text) > longest:
            found.append(Fault(f"'{name}' has {len(text):,} characters; shorten it to {longest:,}.", "datapackage.json"))
    if postcodes := [code for code in package.table("postcodes")["postcode"] if len(code) > (limit(Postcode, "shown") or 0)]:
        found.append(Fault(f"'{postcodes[0]}' is too long for a postcode.", "postcodes.csv"))
    return found
