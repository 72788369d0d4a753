"""Writing a checked package: one transaction, and the same result however often it is done."""

from collections.abc import Callable, Hashable
from datetime import date
from typing import Any

import pandas as pd
from geoalchemy2 import WKBElement
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from assetmap.errors import Faulty
from assetmap.geo.boundaries import bounds
from assetmap.models import (
    Area,
    AreaLookup,
    Asset,
    Category,
    Geography,
    Group,
    GroupArea,
    GroupTheme,
    Indicator,
    Observation,
    Place,
    Postcode,
    Subject,
    Term,
    ValueState,
)
from assetmap.models.places import new_version
from assetmap.services import crosswalks, links, tiles, versions, vocabulary
from assetmap.services.columns import asset_columns, group_columns
from assetmap.services.packages import example, times
from assetmap.services.packages.checks import faults, split
from assetmap.services.packages.kept import merged, ours_still
from assetmap.services.packages.loaded import put_beneath, taken_away
from assetmap.services.packages.package import Package
from assetmap.services.packages.whereabouts import outside
from assetmap.services.patches import link_everything
from assetmap.services.upsert import forget, upsert
from assetmap.services.vocabulary import Vocabulary
from assetmap.services.words import postcode_code

Progress = Callable[[str, int], None]
AreaIds = dict[tuple[str, str], int]


def load(session: Session, package: Package, tolerance_m: float, progress: Progress = lambda step, rows: None) -> dict[str, int]:
    """Write a package; Faulty with every fault, and nothing written, where there is one. Gives the rows of each table.

    `progress` is told each step and how many rows it has.
    """
    found = faults(package) or outside(package, tolerance_m) or taken_away(session, package)
    if found:
        raise Faulty(found)
    progress("place", 1)
    _place(session, package)
    areas = _areas(session, package, progress)
    _lookups(session, package, areas, progress)
    _indicators(session, package, areas, progress)
    _words(session, package, progress)
    _register(session, package, areas, progress)
    _postcodes(session, package, progress)
    example.write(session, package)
    progress("crosswalks", len(package.boundaries))
    crosswalks.refresh_all(session)
    progress("links", len(package.table("assets")))
    linked = link_everything(session, tolerance_m)
    return {name: len(table) for name, table in package.tables.items()} | {"links": linked}


def _place(session: Session, package: Package) -> None:
    place = session.get(Place, 1) or Place(id=1)
    west, south, east, north = bounds(package.boundaries[package.settings["whole"]])
    for name, value in {
        "key": package.description["name"],
        "title": package.description["title"],
        "description": package.description["description"],
        "attribution": package.description["attribution"],
        "metric_epsg": int(package.settings["metric_epsg"]),
        "timezone": package.settings["timezone"],
        "neighbourhood_geography": package.settings["neighbourhood"],
        "whole_geography": package.settings["whole"],
        "population_indicator": package.settings["population"],
        "lead_indicator": package.settings["lead_indicator"],
        **{"west": west, "south": south, "east": east, "north": north},
        "register_version": new_version(),
        "place_version": new_version(),
    }.items():
        setattr(place, name, value)
    session.add(place)
    session.flush()


def _areas(session: Session, package: Package, progress: Progress) -> AreaIds:
    geographies = _rows(package, "geographies", {"level": int})
    keys = upsert(session, Geography, ["key"], geographies)
    rows = []
    for geography, frame in package.boundaries.items():
        progress(geography, len(frame))
        shapes = [WKBElement(shape, srid=4326) for shape in frame.geometry.to_wkb()]
        columns = (frame["code"], frame["name"], frame["other_name"], shapes)
        names = ("code", "name", "other_name", "shape")
        rows += [{"geography_id": keys[geography], **dict(zip(names, row, strict=True))} for row in zip(*columns, strict=True)]
    by_name = [
        {"geography_id": keys[row["geography"]], "code": row["code"], "name": row["name"], "other_name": "", "shape": None}
        for row in _rows(package, "comparators")
    ]
    upsert(session, Area, ["geography_id", "code"], by_name)
    found = upsert(session, Area, ["geography_id", "code"], rows)
    _forget_gone(session, found, rows + by_name)
    for geography, frame in package.boundaries.items():
        if tiles.build(session, keys[geography]):
            progress(f"tiles of {geography}", len(frame))
    names_of = {number: key for key, number in keys.items()}
    return {(str(names_of[key[0]]), key[1]): number for key, number in found.items()}  # type: ignore[index]


def _forget_gone(session: Session, known: dict[Hashable, int], rows: list[dict[str, Any]]) -> None:
    """Forget the areas that the package's geographies no longer have: they would go on claiming assets."""
    mine = {(row["geography_id"], row["code"]) for row in rows}
    owners = {row["geography_id"] for row in rows}
    gone = [key for key in known if key not in mine and key[0] in owners]  # type: ignore[index]
    forget(session, Area, [known.pop(key) for key in gone])


def _lookups(session: Session, package: Package, areas: AreaIds, progress: Progress) -> None:
    rows = _rows(package, "lookups", {"share": float})
    progress("lookups", len(rows))
    session.execute(delete(AreaLookup))
    if rows:
        session.execute(
            insert(AreaLookup),
            [
                {
                    "child_id": areas[row["child_geography"], row["child_code"]],
                    "parent_id": areas[row["parent_geography"], row["parent_code"]],
                    "share": row["share"],
                    "method": row["method"],
                }
                for row in rows
            ],
        )


def _indicators(session: Session, package: Package, areas: AreaIds, progress: Progress) -> None:
    rows = _rows(package, "indicators", {"decimals": int, "updated_on": _date})
    progress("indicators", len(rows))
    geographies = {row["key"]: split(row.pop("geographies")) for row in rows}
    keys = upsert(session, Indicator, ["key"], [{**row, "position": number} for number, row in enumerate(rows)])
    observations = _rows(package, "observations", {"value": _number, "lower": _number, "upper": _number})
    progress("observations", len(observations))
    mine = Observation.indicator_id.in_([keys[key] for key in geographies])
    session.execute(delete(Observation).where(mine, Observation.load_id.is_(None)))
    loaded = {tuple(row) for row in session.execute(select(Observation.indicator_id, Observation.period, Observation.area_id).where(mine))}
    of_code = {key: {code: areas[name, code] for name, code in areas if name in names} for key, names in geographies.items()}
    for row in observations:
        key = row.pop("indicator")
        row["indicator_id"], row["area_id"] = keys[key], of_code[key][row.pop("area_code")]
        row["state"] = ValueState.missing if row["value"] is None else ValueState.known
    # What somebody loaded over the package's own figure stays: undoing that load brings the package's back.
    own = [row for row in observations if (row["indicator_id"], row["period"], row["area_id"]) not in loaded]
    if own:
        session.execute(insert(Observation), own)
    put_beneath(session, [keys[key] for key in geographies], observations)


def _words(session: Session, package: Package, progress: Progress) -> None:
    categories, terms = _rows(package, "categories", {"position": int}), _rows(package, "terms", {"position": int})
    progress("categories and terms", len(categories) + len(terms))
    upsert(session, Category, ["slug"], categories)
    taken = {(term.kind, term.slug): term.bit for term in vocabulary.read(session).all_terms}
    for term in terms:  # a term keeps its bit for ever, since entries are kept as bits
        kind = term["kind"]
        used = {bit for (other, _), bit in taken.items() if other == kind}
        bit = taken.get((kind, term["slug"]), next(free for free in range(len(used) + 1) if free not in used))
        term["bit"] = taken[kind, term["slug"]] = bit
    upsert(session, Term, ["kind", "slug"], terms)


def _register(session: Session, package: Package, areas: AreaIds, progress: Progress) -> None:
    words = vocabulary.read(session)
    dated = {"source_date": _date, "audiences": split, "languages": split}
    groups = _rows(package, "groups", {**dated, "area_codes": split, "themes": split})
    progress("groups", len(groups))
    groups = ours_still(session, Subject.group, groups)
    rows = [{"key": row["key"], **group_columns(words, row)} for row in groups]
    group_ids = upsert(session, Group, ["key"], rows, versions.unused_id(session, Subject.group)) | merged(session, Subject.group)
    _themes(session, words, groups, group_ids)
    times.write(session, Subject.group, groups, group_ids)
    neighbourhood = package.settings["neighbourhood"]
    works_in = [
        {"group_id": group_ids[row["key"]], "area_id": areas[neighbourhood, code]}
        for row in groups
        for code in row["area_codes"]
        if (neighbourhood, code) in areas
    ]
    session.execute(delete(GroupArea).where(GroupArea.group_id.in_([group_ids[row["key"]] for row in groups])))
    if works_in:
        session.execute(insert(GroupArea), works_in)
    _assets(session, package, group_ids, progress)


def _assets(session: Session, package: Package, group_ids: dict[Hashable, int], progress: Progress) -> None:
    words, dated = vocabulary.read(session), {"source_date": _date, "audiences": split, "languages": split}
    assets = _rows(package, "assets", {**dated, "access": split, "lon": _number, "lat": _number})
    assets = ours_still(session, Subject.asset, assets)
    progress("assets", len(assets))
    names = dict(session.execute(select(Group.id, Group.name)).all())
    rows: list[dict[str, Any]] = [
        {
            **asset_columns(words, row | {"group_name": names.get(group_ids.get(row["group"], 0), "")}),
            "key": row["key"],
            "group_id": group_ids.get(row["group"]),
        }
        for row in assets
    ]
    before = dict(session.execute(select(Asset.id, Asset.group_id).where(Asset.key.is_not(None))).all())
    # In the order of the map: neighbours on the ground become neighbours on disk, which halves the time of a tile under a search.
    first = versions.unused_id(session, Subject.asset)
    numbers = upsert(session, Asset, ["key"], sorted(rows, key=lambda row: row["cell"] or 0), first)
    times.write(session, Subject.asset, assets, numbers)
    runs = {numbers[row["key"]]: row["group_id"] for row in rows}
    links.handed_over(session, [number for number, group in runs.items() if before.get(number, group) != group])


def _themes(session: Session, words: Vocabulary, groups: list[dict[str, Any]], ids: dict[Hashable, int]) -> None:
    """What the groups name as what they are about, instead of what they named before."""
    session.execute(delete(GroupTheme).where(GroupTheme.group_id.in_([ids[row["key"]] for row in groups])))
    named = [
        {"group_id": ids[row["key"]], "category_id": category.id}
        for row in groups
        for slug in dict.fromkeys(row["themes"])
        if (category := words.category(slug))
    ]
    if named:
        session.execute(insert(GroupTheme), named)


def _postcodes(session: Session, package: Package, progress: Progress) -> None:
    rows = _rows(package, "postcodes", {"lon": float, "lat": float})
    progress("postcodes", len(rows))
    session.execute(delete(Postcode))
    if rows:
        session.execute(
            insert(Postcode),
            [
                {
                    "code": postcode_code(row["postcode"]),
                    "shown": row["postcode"],
                    "lon": row["lon"],
                    "lat": row["lat"],
                    "large_user": row["large_user"] == "yes",
                }
                for row in rows
            ],
        )


def _rows(package: Package, name: str, kinds: dict[str, Callable[[str], Any]] | None = None) -> list[dict[str, Any]]:
    """A table's rows as dictionaries, some columns turned into what they mean."""
    kinds = kinds or {}
    table: pd.DataFrame = package.table(name)
    return [
        {str(column): kinds[str(column)](value) if column in kinds else value for column, value in row.items()}
        for row in table.to_dict("records")
    ]


def _number(text: str) -> float | None:
    return float(text) if text else None


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
