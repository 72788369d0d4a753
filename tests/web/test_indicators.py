"""The page of an indicator: a table for everyone, a chart, and what must be read with it."""

import re
from html import unescape

import pytest
from sqlalchemy.orm import Session

from assetmap.services import indicators, tables
from assetmap.web import indicator_charts

KEYS = ["iod25_imd_score", "iod25_imd_decile", "loneliness_pct", "pop_mid2022"]


def words(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("geography", ["lsoa21", "ward25", "msoa21"])
def test_the_table_has_a_row_for_every_area(reader, key, geography):
    page = reader.get(f"/indicators/{key}?geography={geography}").text
    expected = {"lsoa21": 169, "ward25": 20, "msoa21": 34}[geography]
    body = page.split('id="rows"')[1].split("</tbody>")[0]
    assert len(re.findall(r"<tr>", body.split("<tbody>")[1])) == expected


def test_the_page_says_what_the_figure_cannot_tell_and_where_it_comes_from(reading, reader):
    with Session(reading.extensions["engine"]) as session:
        rows = indicators.listed(session)
    for row in rows[::6]:
        text = words(reader.get(f"/indicators/{row.indicator.key}").text)
        for needed in (row.indicator.title, row.indicator.cannot_tell, row.indicator.source, row.indicator.publisher, row.periods[0]):
            assert " ".join(needed.split()) in text


def test_every_indicator_stands_in_the_list(reading, reader):
    page = words(reader.get("/indicators").text)
    with Session(reading.extensions["engine"]) as session:
        assert [row.indicator.title for row in indicators.listed(session) if row.indicator.title not in page] == []


def test_every_indicator_has_a_page_for_every_geography_and_period_it_offers(reading, reader):
    with Session(reading.extensions["engine"]) as session:
        rows = [(row, tables.choices(session, row)) for row in indicators.listed(session)]
    for row, choices in rows[::5]:
        for geography in choices:
            for period in row.periods[:2]:
                answer = reader.get(f"/indicators/{row.indicator.key}?geography={geography.key}&period={period}")
                assert answer.status_code == 200, (row.indicator.key, geography.key, period)


@pytest.mark.parametrize("asked", ["geography=parish", "period=1066"])
def test_a_geography_or_period_without_figures_is_not_found(reader, asked):
    assert reader.get(f"/indicators/iod25_imd_score?{asked}").status_code == 404


def test_the_spread_has_a_dot_for_every_known_value(reading):
    with Session(reading.extensions["engine"]) as session, reading.test_request_context("/"):
        table = tables.table(session, indicators.get(session, "iod25_imd_score"), "lsoa21")
        found = indicator_charts.spread(table)
    assert len(found.rows) == table.known


def test_no_spread_is_drawn_of_what_has_no_values(reading):
    with Session(reading.extensions["engine"]) as session, reading.test_request_context("/"):
        assert indicator_charts.spread(tables.table(session, indicators.get(session, "iod25_imd_rank"), "ward25")) is None


def test_the_legend_of_a_map_has_all_that_must_be_read_with_it(reader):
    legend = reader.get("/api/v1/indicators/iod25_imd_score/observations?geography=ward25").json["legend"]
    assert all(
        legend[name]
        for name in ("title", "unit", "source", "publisher", "licence", "period", "polarity_text", "method_text", "cannot_tell")
    )


@pytest.mark.parametrize("key", KEYS)
def test_the_answer_for_a_map_counts_every_area_once(reader, key):
    for geography, number in (("lsoa21", 169), ("ward25", 20)):
        found = reader.get(f"/api/v1/indicators/{key}/observations?geography={geography}").json
        shaded = [value["class"] for value in found["values"].values()]
        assert len(shaded) == number
        assert found["no_data"]["count"] == shaded.count(None)
        assert [each["count"] for each in found["classes"]] == [shaded.count(place) for place in range(len(found["classes"]))]


def test_classes_in_words_do_not_overlap(reader):
    for key in KEYS:
        labels = [each["label"] for each in reader.get(f"/api/v1/indicators/{key}/observations?geography=lsoa21").json["classes"]]
        assert len(set(labels)) == len(labels)
