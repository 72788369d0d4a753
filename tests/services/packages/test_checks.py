"""Everything that can be wrong with a place's folder is found before anything is written, with its file and its row."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from assetmap.paths import PLACES
from assetmap.services.packages import Package, checks, read
from tests.services.packages.broken import Folder, resource

BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "place")


def test_the_place_itself_has_no_faults(folder):
    assert folder.faults() == []


CELLS = [
    ("geographies", 3, "level", "high up", "geographies.csv, row 3, level: 'high up' is not a number."),
    ("geographies", 3, "key", "country", "geographies.csv, row 3, key: 'country' stands here a second time."),
    ("comparators", 2, "geography", "moon", "comparators.csv, row 2, geography: 'moon' is not known."),
    ("lookups", 5, "child_code", "E99", "lookups.csv, row 5, child_code: E99 is not a code of lsoa21."),
    ("lookups", 5, "parent_geography", "moon", "lookups.csv, row 5, parent_geography: 'moon' is not known."),
    ("lookups", 5, "share", "all", "lookups.csv, row 5, share: 'all' is not a number."),
    ("lookups", 5, "share", "1.5", "lookups.csv, row 5, share: a share is more than 0 and at most 1, not 1.5."),
    ("lookups", 5, "share", "0", "lookups.csv, row 5, share: a share is more than 0 and at most 1, not 0."),
    ("indicators", 2, "measure", "guess", "indicators.csv, row 2, measure: 'guess' is not one of: count, proportion"),
    ("indicators", 2, "polarity", "up", "indicators.csv, row 2, polarity: 'up' is not one of: high, low, none."),
    ("indicators", 2, "method", "", "indicators.csv, row 2, method: '' is not one of: measured, modelled, survey."),
    ("indicators", 2, "geographies", "lsoa11", "indicators.csv, row 2, geographies: the geography 'lsoa11' has no areas here."),
    ("indicators", 2, "geographies", "", "indicators.csv, row 2, geographies: this is empty."),
    ("indicators", 2, "source", "", "indicators.csv, row 2, source: this is empty."),
    ("indicators", 2, "licence", "", "indicators.csv, row 2, licence: this is empty."),
    ("indicators", 2, "weight", "pop_1066", "indicators.csv, row 2, weight: 'pop_1066' is not an indicator here."),
    ("indicators", 2, "decimals", "few", "indicators.csv, row 2, decimals: 'few' is not a number."),
    ("observations", 9, "value", "n/a", "observations.csv, row 9, value: 'n/a' is not a number."),
    ("observations", 9, "value", "inf", "observations.csv, row 9, value: 'inf' is not a number."),
    ("observations", 9, "value", "nan", "observations.csv, row 9, value: 'nan' is not a number."),
    ("observations", 9, "indicator", "mood", "observations.csv, row 9, indicator: 'mood' is not known."),
    ("observations", 9, "area_code", "E01004198", "observations.csv, row 9, indicator: 'iod25_imd_score / E01004198 / 2025' stands here"),
    ("observations", 9, "period", "", "observations.csv, row 9, period: this is empty."),
    ("categories", 3, "colour", "red", "categories.csv, row 3, colour: give a colour such as #1a6b4f."),
    ("categories", 3, "asset_type", "things", "categories.csv, row 3, asset_type: 'things' is not one of: people"),
    ("categories", 3, "position", "1.5", "categories.csv, row 3, position: '1.5' is not a whole number."),
    ("terms", 3, "kind", "mood", "terms.csv, row 3, kind: 'mood' is not one of: audience, language, access."),
    ("groups", 3, "kind", "club", "groups.csv, row 3, kind: 'club' is not one of: charity"),
    ("groups", 3, "languages", "klingon", "groups.csv, row 3, languages: 'klingon' is not in terms.csv."),
    ("groups", 3, "area_codes", "E99", "groups.csv, row 3, area_codes: E99 is not a code of ward25."),
    ("groups", 3, "name", "", "groups.csv, row 3, name: this is empty."),
    ("assets", 4, "key", "the-sundial-centre", "assets.csv, row 4, key: 'the-sundial-centre' stands here a second time."),
    ("assets", 4, "key", "", "assets.csv, row 4, key: this is empty."),
    ("assets", 4, "name", "", "assets.csv, row 4, name: this is empty."),
    ("assets", 4, "name", "n" * 141, "assets.csv, row 4, name: this has 141 characters; shorten it to 140."),
    ("assets", 4, "category", "things", "assets.csv, row 4, category: 'things' is not one of: community-spaces"),
    ("assets", 4, "holder", "me", "assets.csv, row 4, holder: 'me' is not one of: personal, community, statutory, private."),
    ("assets", 4, "group", "nobody", "assets.csv, row 4, group: 'nobody' is not one of: artsadmin"),
    ("assets", 4, "cost", "dear", "assets.csv, row 4, cost: 'dear' is not one of: free"),
    ("assets", 4, "access", "step-fre", "assets.csv, row 4, access: 'step-fre' is not in terms.csv."),
    ("assets", 4, "lon", "east", "assets.csv, row 4, lon: 'east' is not a number."),
    ("assets", 4, "lat", "", "assets.csv, row 4, lat: give both lon and lat, or neither."),
    ("assets", 4, "lat", "181000", "assets.csv, row 4, lat: 181000 is not in degrees."),
    ("assets", 4, "source_date", "last May", "assets.csv, row 4, source_date: give a date such as 2026-05-31."),
    ("assets", 4, "website", "javascript:alert(1)", "assets.csv, row 4, website: Give a web address that begins with https:// or http://"),
    ("assets", 4, "summary", "bad\x07bell", "assets.csv, row 4, summary: this has characters that cannot be shown."),
    ("postcodes", 4, "large_user", "maybe", "postcodes.csv, row 4, large_user: 'maybe' is not one of: yes, no."),
    ("postcodes", 4, "lon", "", "postcodes.csv, row 4, lon: '' is not a number."),
    ("postcodes", 4, "postcode", "E1 0AA", "postcodes.csv, row 4, postcode: 'E1 0AA' stands here a second time."),
]


@pytest.fixture(scope="module")
def package() -> Package:
    return read(PLACES / "tower-hamlets")


@pytest.mark.parametrize(("table", "row", "column", "value", "said"), CELLS, ids=[f"{c[0]}-{c[2]}-{c[3][:12]!a}" for c in CELLS])
def test_a_wrong_cell_is_named_with_its_file_row_and_column(package, table, row, column, value, said):
    broken = package.table(table).copy()
    broken.loc[row, column] = value
    faults = [str(fault) for fault in checks.faults(replace(package, tables=package.tables | {table: broken}))]
    assert any(fault.startswith(said) for fault in faults), faults[:5]


def test_an_interval_the_wrong_way_round_is_a_fault(folder):
    folder.table("observations", lambda rows: rows[7].update(lower="9", upper="3"))
    assert "observations.csv, row 9, lower: lower is above upper." in folder.faults()


def test_a_lookup_that_stands_twice_is_a_fault(folder):
    folder.add("lookups")
    assert [fault for fault in folder.faults() if fault.startswith("lookups.csv") and "a second time" in fault]


DESCRIPTIONS = {
    "no attribution": (lambda c: c.pop("attribution"), "datapackage.json: 'attribution' is missing."),
    "no licences": (lambda c: c.pop("licenses"), "datapackage.json: 'licenses' is missing."),
    "no sources": (lambda c: c.pop("sources"), "datapackage.json: 'sources' is missing."),
    "no block": (lambda c: c.pop("assetmap"), "datapackage.json: 'assetmap.whole' is missing."),
    "a resource without a licence": (
        lambda c: resource(c, "wards").pop("licenses"),
        "datapackage.json: resource 'wards' does not say its licenses.",
    ),
    "a resource without a source": (
        lambda c: resource(c, "assets").pop("sources"),
        "datapackage.json: resource 'assets' does not say its sources.",
    ),
    "a path outside": (
        lambda c: resource(c, "assets").update(path="../../etc/passwd"),
        "datapackage.json: resource 'assets' has a path outside the folder: '../../etc/passwd'.",
    ),
    "a missing file": (
        lambda c: resource(c, "assets").update(path="nothing.csv"),
        "datapackage.json: resource 'assets': the file nothing.csv is missing.",
    ),
    "no terms": (
        lambda c: c["resources"].remove(resource(c, "terms")),
        "datapackage.json: the package has no resource named 'terms'.",
    ),
    "an unknown lead": (
        lambda c: c["assetmap"].update(lead_indicator="mood"),
        "datapackage.json: 'assetmap.lead_indicator' is 'mood', which the package does not have.",
    ),
    "a neighbourhood without boundaries": (
        lambda c: c["assetmap"].update(neighbourhood="region"),
        "datapackage.json: 'region' leads as neighbourhood but has no boundaries.",
    ),
    "metres that are none": (
        lambda c: c["assetmap"].update(metric_epsg="feet"),
        "datapackage.json: 'assetmap.metric_epsg' must be the EPSG number of a system in metres, such as 27700.",
    ),
    "degrees for metres": (
        lambda c: c["assetmap"].update(metric_epsg=4326),
        "datapackage.json: 'assetmap.metric_epsg' must be the EPSG number of a system in metres, such as 27700.",
    ),
    "an unknown coordinate system": (
        lambda c: resource(c, "wards").update(crs="EPSG:0"),
        "wards.geojson: the coordinate system 'EPSG:0' is not known; give one such as EPSG:4326.",
    ),
    "another coordinate system": (
        lambda c: resource(c, "wards").update(crs="EPSG:27700"),
        "wards.geojson: the package says EPSG:27700, the file says WGS 84.",
    ),
    "an unknown geography": (
        lambda c: resource(c, "wards").update(geography="parish"),
        "datapackage.json: the geography 'parish' is not in geographies.csv.",
    ),
    "resources that are none": (lambda c: c.update(resources=["wards"]), "datapackage.json: each of 'resources' must be an object."),
}


@pytest.mark.parametrize("change", DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_a_wrong_description_says_what_is_wrong(folder, change):
    folder.describe(lambda content: content["resources"].remove(resource(content, "lsoas")))  # the largest file, not needed here
    folder.describe(change[0])
    assert change[1] in folder.faults()


@pytest.mark.parametrize("text", ["{", "[]", "null", "\xff"])
def test_a_description_that_is_no_object_is_one_fault(folder, text):
    (folder.path / "datapackage.json").write_text(text, encoding="latin-1")
    assert len(folder.faults()) == 1


def test_a_folder_without_a_description_is_one_fault(folder):
    (folder.path / "datapackage.json").unlink()
    assert "this folder has no datapackage.json" in folder.faults()[0]


def test_a_missing_column_is_named(folder):
    file = folder.path / "assets.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("holder", "owner", 1), encoding="utf-8")
    assert "assets.csv, row 1, holder: this column is missing." in folder.faults()


@pytest.mark.parametrize("content", [b"", b"key,name\n\xff\xfe\n", b'key,name\n"never closed\n'])
def test_a_table_that_is_none_is_a_fault(folder, content):
    (folder.path / "assets.csv").write_bytes(content)
    assert any(fault.startswith("assets.csv: this is not a table in UTF-8") for fault in folder.faults())


def test_more_terms_than_bits_are_refused(folder):
    folder.table("terms", lambda rows: rows.extend({**rows[0], "slug": f"more-{number}"} for number in range(70)))
    assert "terms.csv: there are more than 62 terms of the kind audience." in folder.faults()


def test_a_boundary_that_crosses_itself_and_a_code_that_stands_twice_are_named(folder):
    def spoil(content):
        content["features"][0]["geometry"] = BOW_TIE
        content["features"][2]["properties"]["code"] = content["features"][1]["properties"]["code"]

    folder.json("wards.geojson", spoil)
    faults = folder.faults()
    assert any(fault.startswith("wards.geojson, row 1, geometry: the shape is not valid: Self-intersection") for fault in faults)
    assert any(fault.startswith("wards.geojson, row 3, code: the code ") and "stands already in row 2" in fault for fault in faults)


def test_faults_of_many_kinds_are_all_reported_at_once(folder):
    for table, row, column, value, _said in CELLS:
        if (table, column) in {("observations", "value"), ("assets", "holder"), ("groups", "kind"), ("categories", "colour")}:
            folder.cell(table, row, column, value)
    folder.describe(lambda c: c.pop("attribution"))
    folder.json("lsoas.geojson", lambda c: c["features"][4].update(geometry=None))
    sources = {fault.split(",")[0].split(":")[0] for fault in folder.faults()}
    assert {"observations.csv", "assets.csv", "groups.csv", "categories.csv", "datapackage.json", "lsoas.geojson"} <= sources


def test_a_table_of_another_vintage_is_refused_with_the_reason(folder, shared):
    with (shared / "data" / "indicators" / "imd2019_lsoa11.csv").open(encoding="utf-8") as file:
        deciles = [(row["lsoa11_code"], row["IMD_decile"]) for row in csv.DictReader(file)]
    folder.add("indicators", key="imd2019", measure="decile", geographies="lsoa21")
    same = {"indicator": "imd2019", "period": "2019", "lower": "", "upper": ""}
    folder.table("observations", lambda rows: rows.extend({**same, "area_code": code, "value": value} for code, value in deciles))
    (fault,) = folder.faults()
    assert fault.startswith("observations.csv, row ")
    assert "of the 144 codes of 'imd2019' are not of lsoa21 (December 2021)" in fault
    assert "The other 119 codes exist there" in fault
    assert "table of another vintage" in fault


def test_an_indicator_of_two_geographies_that_share_codes_is_refused(folder):
    copy = folder.path / "lsoas-2011.geojson"
    copy.write_text((folder.path / "lsoas.geojson").read_text(encoding="utf-8"), encoding="utf-8")
    folder.add("geographies", key="lsoa11", vintage="December 2011", level="5")
    folder.describe(
        lambda content: content["resources"].append(
            resource(content, "lsoas") | {"name": "lsoas-2011", "path": copy.name, "geography": "lsoa11"}
        )
    )
    folder.cell("indicators", 2, "geographies", "lsoa21;lsoa11")
    found = [fault for fault in folder.faults() if fault.startswith("indicators.csv, row 2, geographies: 169 codes")]
    assert len(found) == 1
    assert found[0].endswith("are in lsoa21 and in lsoa11: give each vintage an indicator of its own.")


def test_what_has_too_many_areas_for_one_map_file_cannot_be_the_neighbourhoods(folder, monkeypatch):
    assert folder.faults() == []
    monkeypatch.setattr(checks, "MOST_AT_ONCE", 19)
    assert folder.faults() == ["datapackage.json: 'ward25' has 20 areas; a site can have 19 neighbourhoods at most. Let larger areas lead."]


def test_a_theme_that_is_no_category_is_named_with_its_row(folder):
    folder.column("groups", "themes", "libraries;moon")
    assert "groups.csv, row 2, themes: 'moon' is not in categories.csv." in folder.faults()
