"""The Tower Hamlets package says what its sources say, and holds together."""

import csv
import json
from collections import Counter
from pathlib import Path

import geopandas as gpd
import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "data" / "reference" / "tower-hamlets"
STARTER = ROOT.parent / "shared" / "data" / "starter"
BOUNDARIES = {"borough": 1, "wards": 20, "msoas": 34, "lsoas": 169}

needs_starter = pytest.mark.skipif(not STARTER.is_dir(), reason="the published facts are not beside the repository")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place(table: str) -> list[dict[str, str]]:
    return rows(PLACE / f"{table}.csv")


def starter(table: str) -> list[dict[str, str]]:
    return rows(STARTER / f"{table}.csv")


def features(folder: Path, name: str) -> list[dict]:
    return json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))["features"]


def codes_by_geography() -> dict[str, set[str]]:
    """Codes of every geography, with or without a boundary."""
    found: dict[str, set[str]] = {}
    for resource in package()["resources"]:
        if "geography" in resource:
            shapes = features(PLACE, resource["name"])
            found[resource["geography"]] = {shape["properties"]["code"] for shape in shapes}
    for area in place("comparators"):
        found.setdefault(area["geography"], set()).add(area["code"])
    return found


def package() -> dict:
    return json.loads((PLACE / "datapackage.json").read_text(encoding="utf-8"))


def contrast_with_white(colour: str) -> float:
    """Contrast ratio with white, by WCAG 2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize(("name", "number"), BOUNDARIES.items())
def test_boundaries_are_whole_and_valid(name, number):
    areas = gpd.read_file(PLACE / f"{name}.geojson")
    assert areas.crs.to_epsg() == 4326
    assert areas["code"].nunique() == len(areas) == number
    assert areas.geometry.is_valid.all()


@needs_starter
@pytest.mark.parametrize("name", BOUNDARIES)
def test_boundaries_are_those_published(name):
    for ours, theirs in zip(features(PLACE, name), features(STARTER, name), strict=True):
        expected = dict(theirs["properties"])
        other_name = expected.pop("hcl_name", "")
        assert ours["geometry"] == theirs["geometry"]
        assert ours["properties"] == expected | ({"other_name": other_name} if other_name else {})


@needs_starter
def test_figures_are_those_published():
    ours = [(r["indicator"], r["area_code"], r["period"], r["value"]) for r in place("observations")]
    theirs = [(r["indicator_key"], r["area_code"], r["period"], r["value"]) for r in starter("observations")]
    assert ours == theirs
    assert len(ours) == 4695


@needs_starter
def test_indicators_keep_their_direction_and_licence():
    def facts(row, polarity):
        return row["key"], row[polarity], row["source"], row["licence"]

    ours = [facts(row, "polarity") for row in place("indicators")]
    assert ours == [facts(row, "better") for row in starter("indicators")]
    assert len(ours) == 30


@needs_starter
def test_small_areas_belong_where_the_published_lookup_puts_them():
    found = {(row["child_code"], row["parent_geography"]): (row["parent_code"], float(row["share"])) for row in place("lookups")}
    for row in starter("lookup_lsoa21_msoa21_ward25"):
        code = row["lsoa21_code"]
        assert found[code, "msoa21"] == (row["msoa21_code"], 1)
        assert found[code, "borough"] == (row["lad_code"], 1)
        assert (code, "ward25") not in found  # they do not nest


@needs_starter
def test_postcodes_are_those_published():
    ours = [(r["postcode"], r["lon"], r["lat"], r["large_user"]) for r in place("postcodes")]
    theirs = [(r["postcode"], r["lon"], r["lat"], r["at_office_point"]) for r in starter("postcodes")]
    assert ours == theirs
    assert len(ours) == 5851


@needs_starter
def test_every_published_place_is_an_asset_once():
    fields = ("address", "postcode", "lon", "lat", "website")
    published: dict[str, list[dict[str, str]]] = {}
    for row in starter("assets"):
        published.setdefault(row["name"], []).append(row)
    assets = place("assets")
    assert Counter(asset["name"] for asset in assets) == Counter(published.keys())
    assert len(assets) == 75
    for asset in assets:
        theirs = published[asset["name"]]
        assert all(asset[field] in {row[field] for row in theirs} for field in fields)
        assert asset["opening_times"] == theirs[0]["opening_hours"]


def test_the_people_of_the_small_areas_add_up():
    people = [int(float(r["value"])) for r in place("observations") if r["indicator"] == "pop_mid2022"]
    assert len(people) == 169
    assert sum(people) == 323_854


def test_every_figure_belongs_to_an_area_its_indicator_exists_for():
    codes = codes_by_geography()
    allowed = {row["key"]: set().union(*(codes[key] for key in row["geographies"].split(";"))) for row in place("indicators")}
    strays = [row for row in place("observations") if row["area_code"] not in allowed[row["indicator"]]]
    assert strays == []


def test_what_assets_and_groups_refer_to_exists():
    categories = {row["slug"] for row in place("categories")}
    groups = {row["key"] for row in place("groups")}
    assets = place("assets")
    assert {asset["category"] for asset in assets} <= categories
    assert {asset["group"] for asset in assets} - {""} == groups
    wards = codes_by_geography()["ward25"]
    assert {code for row in place("groups") for code in row["area_codes"].split(";")} <= wards


def test_figures_are_weighted_by_a_population_or_not_at_all():
    indicators = place("indicators")
    populations = {row["key"] for row in indicators if row["measure"] == "count"}
    assert {row["weight"] for row in indicators} - {""} <= populations
    assert all(row["weight"] == "" for row in indicators if row["measure"] in {"rank", "decile", "count"})


def test_every_resource_says_source_and_licence():
    for resource in package()["resources"]:
        assert (PLACE / resource["path"]).is_file()
        assert resource["sources"]
        assert resource["licenses"]


def test_columns_are_those_described():
    for resource in package()["resources"]:
        if resource["format"] == "csv":
            with (PLACE / resource["path"]).open(encoding="utf-8", newline="") as file:
                header = next(csv.reader(file))
            assert header == [field["name"] for field in resource["schema"]["fields"]]


def test_colours_can_be_read_on_white_and_told_apart():
    colours = [row["colour"] for row in place("categories")]
    assert len(set(colours)) == len(colours)
    assert min(contrast_with_white(colour) for colour in colours) >= 4.5
