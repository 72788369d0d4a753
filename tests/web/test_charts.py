"""Charts as people and programs get them: interactive, as pictures, as a table; all of them say the same."""

import csv
import io
from xml.etree import ElementTree

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from assetmap.services import indicators, tables, trends
from assetmap.web import chart_files, charts, indicator_charts
from assetmap.web.downloads import csv_text, file_name
from tests.charts.test_charts import rows_of

SPREAD = "spread.{}?indicator=iod25_imd_score&geography=lsoa21&period=2025"
TREND = "trend.{}?indicator=ons_anxiety"
BARS = "assets-by-neighbourhood.{}"
EVERY = [SPREAD, TREND, BARS]


def made(app: Flask, address: str) -> charts.Chart:
    name, _, query = address.format("").partition("?")
    with app.test_request_context(f"/?{query}"):
        return chart_files.asked_for(name.rstrip("."))()


@pytest.mark.parametrize("address", EVERY)
def test_the_table_of_a_chart_has_the_data_of_the_chart(reading, address):
    with reading.test_request_context("/"):
        chart = made(reading, address)
        drawn = rows_of(chart.spec)
    assert len(drawn) == len(chart.rows) == len(chart.numbers) > 10
    for row, words, numbers in zip(drawn, chart.rows, chart.numbers, strict=True):
        assert row["text"] in words
        assert row["value"] in numbers
        assert len(words) == len(numbers) == len(chart.columns)


@pytest.mark.parametrize("address", EVERY)
def test_a_chart_can_be_taken_away_in_four_forms(reader, address):
    kinds = {"json": "application/json", "svg": "image/svg+xml", "png": "image/png", "csv": "text/csv"}
    for ending, kind in kinds.items():
        answer = reader.get(f"/charts/{address.format(ending)}")
        assert (answer.status_code, answer.mimetype) == (200, kind)
        again = reader.get(f"/charts/{address.format(ending)}", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    assert reader.get(f"/charts/{address.format('png')}").data.startswith(b"\x89PNG")


def test_the_csv_has_every_area_with_its_number(reader):
    text = reader.get(f"/charts/{SPREAD.format('csv')}").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    published = reader.get("/api/v1/indicators/iod25_imd_score/observations?geography=lsoa21").json["values"]
    assert {row["Code"]: float(row["Value"]) for row in rows} == {code: each["value"] for code, each in published.items()}


def test_the_trend_is_that_of_the_published_figures_for_the_place_and_those_it_is_compared_with(reading):
    with Session(reading.extensions["engine"]) as session:
        found = trends.of_place(session, indicators.get(session, "ons_anxiety"))
    assert [each.area.title for each in found] == ["Tower Hamlets", "London", "England", "United Kingdom"]
    assert all([each.period for each in series.figures] == [str(year) for year in range(2012, 2023)] for series in found)
    assert [each.kind for each in found[0].figures] == ["published"] * 11


def test_the_line_of_the_whole_place_does_not_stand_among_counts_of_people(reading):
    with Session(reading.extensions["engine"]) as session, reading.test_request_context("/"):
        chart = indicator_charts.spread(tables.table(session, indicators.get(session, "pop_mid2022"), "ward25"))
        assert "Tower Hamlets:" not in str(chart.spec)


def test_there_is_no_chart_of_what_has_no_values(reader):
    assert reader.get("/charts/spread.svg?indicator=iod25_imd_rank&geography=ward25").status_code == 404
    assert reader.get("/charts/trend.json?indicator=iod25_imd_score").status_code == 404
    assert reader.get("/charts/nothing.json").status_code == 404


def test_a_strange_argument_is_named_and_nothing_is_drawn(reader):
    answer = reader.get("/charts/trend.svg?indicator=ons_anxiety&size=9999")
    assert answer.status_code == 400
    assert "size" in answer.text


def test_the_page_has_the_picture_for_those_without_javascript_and_its_words(reader):
    page = reader.get("/indicators/ons_anxiety").text
    assert "<noscript><img" in page
    assert "Tower Hamlets: 3.53 in 2012, 2.62 in 2022." in page
    assert "trend.csv?indicator=ons_anxiety" in page


def test_no_cell_of_a_table_becomes_a_formula_and_numbers_stay_numbers():
    text = csv_text(["Name", "=1+1"], [["@SUM(A1)", -1.5], ["-2+3", None], ["=cmd|'/c calc'!A0", 0], ["plain, with comma", 2]])
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [
        ["Name", "'=1+1"],
        ["'@SUM(A1)", "-1.5"],
        ["'-2+3", ""],
        ["'=cmd|'/c calc'!A0", "0"],
        ["plain, with comma", "2"],
    ]


def test_the_bars_of_neighbourhoods_are_those_of_the_table_with_the_exact_interval(reader):
    rows = list(csv.DictReader(io.StringIO(reader.get(f"/charts/{BARS.format('csv')}").data.decode("utf-8-sig"))))
    assert len(rows) == 20
    values = [float(row["Assets for every 1,000 people"]) for row in rows]
    assert values == sorted(values, reverse=True)
    for row, value in zip(rows, values, strict=True):
        assert value == pytest.approx(1000 * int(row["Assets"]) / float(row["People"]), rel=1e-3)
        assert float(row["Lowest"]) <= value <= float(row["Highest"])
        assert (float(row["Lowest"]) == 0) == (row["Assets"] == "0")


SCATTER = "scatter.{}?x=iod25_income_rate&y=loneliness_pct&geography=ward25"
WARDS = "spread.{}?indicator=loneliness_pct&geography=ward25"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (SPREAD, ["How far apart they are", "2025", "score", "Ministry of Housing", "Published (Estimate from a model)"]),
        (WARDS, ["How far apart they are", "2020-21", "%", "", "Estimate from smaller areas (Estimate from a model)"]),
        (TREND, ["Over time", "2022", "0-10", "Office for National Statistics", "Published (Estimate from a survey)"]),
        (BARS, ["Assets for every 1,000 people", "2022", "Assets", "Entries in this register", "Estimate from smaller areas"]),
        (SCATTER, ["Income deprivation and Loneliness", "2020-21", "%", "Ministry of Housing", "Loneliness (modelled): Estimate from"]),
    ],
)
def test_a_chart_that_is_taken_away_says_its_title_period_unit_source_licence_and_how_it_came_about(reader, address, said):
    title, period, unit, source, kind = said
    svg = ElementTree.fromstring(reader.get(f"/charts/{address.format('svg')}").data)
    drawn = " ".join(part for text in svg.iterfind(".//{*}text") for part in text.itertext())
    for needed in (title, "Period: ", period, "Unit: ", "Source: ", source, "How it came about: ", kind, "Licence: "):
        assert needed in drawn
    rows = list(csv.DictReader(io.StringIO(reader.get(f"/charts/{address.format('csv')}").data.decode("utf-8-sig"))))
    assert all(each["Period"] and each["Licence"] for each in rows)
    assert period in rows[-1]["Period"] or period in {each["Period"] for each in rows}
    assert unit in rows[0]["Unit"]
    assert source in rows[0]["Source"]
    assert kind in rows[0]["How it came about"]


def test_file_names_are_plain():
    assert file_name(['Über time: "x"/../', "E09"], "csv") == "ber-time-x-e09.csv"
    assert file_name(["…"], "svg") == "assetmap.svg"
