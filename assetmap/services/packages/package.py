"""Reading a Data Package's files. Nothing is believed yet: see checks.py."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pandas as pd

from assetmap.errors import Fault, Faulty
from assetmap.geo.boundaries import measures_metres, read_boundaries

COLUMNS = {
    "geographies": ("key", "name", "plural", "vintage", "level", "source", "licence"),
    "comparators": ("code", "name", "geography"),
    "lookups": ("child_geography", "child_code", "parent_geography", "parent_code", "share", "method"),
    "indicators": (
        *("key", "title", "description", "cannot_tell", "unit", "measure", "polarity", "source", "publisher", "licence"),
        *("geographies", "method", "weight", "decimals", "source_url", "updated_on"),
    ),
    "observations": ("indicator", "area_code", "period", "value", "lower", "upper"),
    "categories": ("slug", "name", "description", "asset_type", "icon", "colour", "position"),
    "terms": ("kind", "slug", "name", "position"),
    "groups": (
        *("key", "name", "purpose", "kind", "audiences", "languages", "area_codes"),
        *("website", "public_email", "public_phone", "source", "source_date"),
    ),
    "assets": (
        *("key", "name", "summary", "description", "category", "holder", "group", "address", "postcode", "lon", "lat"),
        *("audiences", "languages", "access", "cost", "opening_times", "website", "public_email", "public_phone", "source", "source_date"),
    ),
    "postcodes": ("postcode", "lon", "lat", "large_user"),
    "example_elements": (
        *("Label", "Type", "Description", "Tags", "Kind", "Audiences", "Languages", "Areas", "Longitude", "Latitude", "Run by"),
        *("Needs", "Offers", "Answered months ago"),
    ),
    "example_connections": (
        *("From", "To", "Direction", "Type", "Description", "State", "Frequency"),
        *("Since years ago", "Made months ago", "Ended months ago"),
    ),
}
OPTIONAL = {"groups": ("themes", "schedules"), "assets": ("schedules",)}
NEEDED = ("geographies", "categories", "terms")
SETTINGS = ("metric_epsg", "timezone", "neighbourhood", "whole", "population", "lead_indicator")
FIRST_ROW = 2  # the row under the header, as a spreadsheet counts


@dataclass
class Package:
    """What a place's folder holds: tables of text by name, boundary frames (EPSG:4326) by geography and by file, and faults found."""

    folder: Path
    description: dict[str, Any]
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    boundaries: dict[str, Any] = field(default_factory=dict)
    shapes: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def table(self, name: str) -> pd.DataFrame:
        """A table of text, empty where the package has none; its index is the row as a spreadsheet counts."""
        if name not in self.tables:
            return pd.DataFrame({column: pd.Series(dtype=str) for column in columns(name)})
        return self.tables[name]

    @property
    def settings(self) -> dict[str, Any]:
        """The block that says which geographies and indicators lead."""
        block = self.description.get("assetmap")
        return block if isinstance(block, dict) else {}


def columns(name: str) -> tuple[str, ...]:
    """The columns a table has here, those that a file may leave out at the end."""
    return COLUMNS[name] + OPTIONAL.get(name, ())


def read(folder: Path) -> Package:
    """Read a folder; faults in the files are kept in the package, a folder without a description raises Faulty."""
    package = Package(folder, _read_description(folder / "datapackage.json"))
    _check_description(package)
    for resource in package.description.get("resources") or ():
        if isinstance(resource, dict):
            _read_resource(package, resource)
        else:
            package.faults.append(Fault("each of 'resources' must be an object.", "datapackage.json"))
    missing = [name for name in NEEDED if name not in package.tables]
    package.faults += [Fault(f"the package has no resource named '{name}'.", "datapackage.json") for name in missing]
    return package


def _read_description(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise Faulty([Fault("this folder has no datapackage.json.", str(path.parent))])
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Faulty([Fault(f"this is not JSON: {error}.", path.name)]) from error
    if not isinstance(description, dict):
        raise Faulty([Fault("this must be an object with a title and resources.", path.name)])
    return description


def _check_description(package: Package) -> None:
    source = "datapackage.json"
    for name in ("name", "title", "description", "attribution", "licenses", "sources", "resources"):
        if not package.description.get(name):
            package.faults.append(Fault(f"'{name}' is missing.", source))
    for name in SETTINGS:
        if not package.settings.get(name):
            package.faults.append(Fault(f"'assetmap.{name}' is missing.", source))
    clock = package.settings.get("timezone")
    if clock and clock not in available_timezones():
        package.faults.append(Fault("'assetmap.timezone' must be the IANA name of a clock, such as Europe/London.", source))
    epsg = package.settings.get("metric_epsg")
    if epsg and not measures_metres(epsg):
        package.faults.append(Fault("'assetmap.metric_epsg' must be the EPSG number of a system in metres, such as 27700.", source))


def _read_resource(package: Package, resource: dict[str, Any]) -> None:
    name, path = str(resource.get("name", "")), str(resource.get("path", ""))
    for needed in ("sources", "licenses"):
        if not resource.get(needed):
            package.faults.append(Fault(f"resource '{name}' does not say its {needed}.", "datapackage.json"))
    file = (package.folder / path).resolve()
    if not path or package.folder.resolve() not in file.parents:
        package.faults.append(Fault(f"resource '{name}' has a path outside the folder: '{path}'.", "datapackage.json"))
    elif not file.is_file():
        package.faults.append(Fault(f"resource '{name}': the file {path} is missing.", "datapackage.json"))
    elif resource.get("geography"):
        frame, faults = read_boundaries(file, str(resource.get("crs", "")))
        package.boundaries[str(resource["geography"])] = package.shapes[file.name] = frame
        package.faults += faults
    elif name in COLUMNS:
        _read_table(package, name, file)


def _read_table(package: Package, name: str, file: Path) -> None:
    try:
        table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        package.faults.append(Fault(f"this is not a table in UTF-8: {error}.", file.name))
        return
    missing = [column for column in COLUMNS[name] if column not in table]
    package.faults += [Fault("this column is missing.", file.name, 1, column) for column in missing]
    for column in (column for column in columns(name) if column not in table):
        table[column] = ""
    table.index = pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(table))
    package.tables[name] = table.map(str.strip)
