"""Every kind of table in the folder of real data is read, checked and loaded; a few numbers are looked up in the files themselves."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from assetmap.errors import Faulty
from assetmap.services import loads
from tests.services.loads.files import add_geography, bring, kept, look

INDICATORS = Path(__file__).resolve().parents[4] / "shared" / "data" / "indicators"
FILES = sorted(path.name for path in INDICATORS.glob("*.csv"))


@pytest.mark.parametrize("name", FILES)
def test_every_real_table_loads(session, shared, name):
    if "lsoa11" in name:
        add_geography(session, shared, "lsoa11")
    if "17oldwards" in name:
        add_geography(session, shared, "ward13")
    row = bring(session, (shared / "data" / "indicators" / name).read_bytes(), name)
    assert row.rows > 0
    areas = {"lsoa11": 144, "lsoa21": 169, "msoa21": 34, "17oldwards": 17}
    count = next((number for part, number in areas.items() if part in name), 1)
    assert row.rows >= count


def test_a_long_census_table_becomes_one_indicator_for_each_category(session, shared):
    path = shared / "data" / "indicators" / "census21_disability_lsoa21.csv"
    bring(session, path.read_bytes(), path.name)
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["disability"] == "Disabled under the Equality Act"]
    counts, shares = (kept(session, f"disabled_under_the_equality_act_{part}") for part in ("n", "prop"))
    assert len(rows) == 169
    for row in rows:
        assert counts[row["lsoa21_code"], "2021"] == (float(row["n"]), None, None, "known")
        assert shares[row["lsoa21_code"], "2021"] == (float(row["prop"]), None, None, "known")


def test_years_beside_each_other_become_periods_of_one_indicator(session, shared):
    add_geography(session, shared, "lsoa11")
    path = shared / "data" / "indicators" / "household_income_median_2001_2012_lsoa11.csv"
    bring(session, path.read_bytes(), path.name)
    found = kept(session, "hhi_median")
    assert found["E01004197", "2001"][0] == 23940
    assert Counter(period for _, period in found) == {str(year): 144 for year in range(2001, 2013)}


def test_semicolons_and_a_total_below_an_empty_row_are_read(session, shared):
    add_geography(session, shared, "ward13")
    path = shared / "data" / "indicators" / "gla_ward_wellbeing_score_2009_2013_17oldwards.csv"
    bring(session, path.read_bytes(), path.name)
    (key,) = {key for key in ("gla_ward_wellbeing_score_17oldwards",) if kept(session, key)}
    found = kept(session, key)
    assert found["E05000573", "2009"][0] == -6
    assert found["E09000030", "2013"][0] == -4


def test_ward_populations_from_nomis_sum_to_the_published_total(session, shared):
    path = shared / "data" / "indicators" / "ward_population_census2021_nomis.csv"
    bring(session, path.read_bytes(), path.name)
    assert sum(value for value, *_ in kept(session, "total_all_usual_residents").values()) == 310_313


def test_blanks_of_the_index_of_deprivation_are_missing_and_never_zero(session, shared):
    path = shared / "data" / "indicators" / "imd2025_lsoa21_indicators.csv"
    preview = look(session, path.read_bytes(), path.name)
    assert [each.message.split("'")[1] for each in preview.held] == [
        "Core homelessness rate percent of households",
        "Homelessness indicator rate per 1 000 households",
    ]
    bring(session, path.read_bytes(), path.name)
    assert kept(session, "entry_to_higher_education_indicator")["E01035657", "2025"] == (None, None, None, "missing")


def test_fingertips_keeps_the_main_rows_of_the_areas_that_are_here(session, shared):
    path = shared / "data" / "importer_samples" / "fingertips_fuel_poverty.csv"
    preview = look(session, path.read_bytes(), path.name)
    assert not preview.faults
    assert not preview.held
    assert any("32 areas that are not loaded here are left out" in note for note in preview.notes)
    bring(session, path.read_bytes(), path.name)
    found = kept(session, "fuel_poverty_low_income_low_energy_efficiency_methodology")
    assert set(found) == {(code, year) for code in ("E09000030", "E12000007", "E92000001") for year in ("2019", "2020")}
    assert found["E92000001", "2019"][0] == pytest.approx(13.4224174702878)


def test_a_workbook_without_figures_is_read_and_refused_in_words(session, shared):
    path = shared / "data" / "importer_samples" / "lbth_lsoa11_to_ward20.xlsx"
    preview = look(session, path.read_bytes(), path.name)
    assert preview.table.headings == ["LSOA11CD", "LSOA11NM", "WD20CD", "WD20NM"]
    with pytest.raises(Faulty, match="no column has figures"):
        loads.load(session, preview, b"", path.name, None, set())


def test_small_areas_of_2011_are_refused_where_only_those_of_2021_are_here(session, shared):
    path = shared / "data" / "indicators" / "imd2019_lsoa11.csv"
    preview = look(session, path.read_bytes(), path.name)
    (fault,) = preview.faults
    assert "25 of 144 codes are not of Small areas (LSOAs) (December 2021): E01004197" in fault.message
    assert "says 2011" in fault.message
    assert "in rows 2, 18, 26" in fault.message
    assert fault.field == "lsoa11_code"


def test_small_areas_of_2011_are_their_own_where_both_are_here(session, shared):
    add_geography(session, shared, "lsoa11")
    path = shared / "data" / "indicators" / "imd2019_lsoa11.csv"
    preview = look(session, path.read_bytes(), path.name)
    assert preview.match.geography.key == "lsoa11"
    assert (preview.match.here, preview.faults) == (144, [])
    wrong = look(session, path.read_bytes(), path.name, geography="lsoa21")
    assert "Choose Small areas (LSOAs 2011) (December 2011) instead." in wrong.faults[0].message
