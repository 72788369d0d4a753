"""The page of a neighbourhood: what it has, and each figure with where it comes from."""

import re
from html import unescape

import pytest
from sqlalchemy.orm import Session

from assetmap.services import areas, groups, neighbourhoods
from assetmap.web.texts import figure_text

CODES = ["E05009317", "E02000865", "E01004198", "E09000030"]


def words(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def figures_on(page: str) -> list[str]:
    found = re.findall(r'<li class="figure-row">(.*?)</li>', page, re.DOTALL)
    return [words(each) for each in found]


@pytest.mark.parametrize("code", CODES)
def test_every_figure_says_its_period_source_publisher_and_what_it_cannot_tell(reading, reader, code):
    page = reader.get(f"/neighbourhoods/{code}").text
    with Session(reading.extensions["engine"]) as session:
        profile = neighbourhoods.profile(session, areas.get(session, code))
    shown = figures_on(page)
    assert len(shown) == len(profile.figures) == 30
    for figure, text in zip(profile.figures, shown, strict=True):
        indicator = figure.indicator
        needed = (indicator.title, figure.period, indicator.source, indicator.publisher, " ".join(indicator.cannot_tell.split()))
        assert [each for each in needed if each not in text] == [], indicator.key


def test_the_figures_are_those_worked_out(reading, reader):
    shown = figures_on(reader.get("/neighbourhoods/E05009317").text)
    with Session(reading.extensions["engine"]) as session, reading.app_context():
        profile = neighbourhoods.profile(session, areas.get(session, "E05009317"))
        for figure, text in zip(profile.figures, shown, strict=True):
            if figure.kind == "estimate":
                assert figure_text(figure.value, figure.indicator) in text
                assert "Estimate" in text or "modelled" in text.lower()
            elif figure.kind == "range":
                assert figure_text(figure.lowest, figure.indicator) in text
            else:
                assert "Not known" in text


def test_what_is_known_for_the_borough_only_is_said_to_be_so(reader):
    shown = [text for text in figures_on(reader.get("/neighbourhoods/E05009317").text) if text.startswith("Anxiety")]
    assert len(shown) == 1
    assert "published for larger areas only" in shown[0]
    assert "Not known" in shown[0]


def test_the_borough_s_value_stands_beside_each_neighbourhood_s(reading, reader):
    with Session(reading.extensions["engine"]) as session, reading.app_context():
        profile = neighbourhoods.profile(session, areas.get(session, "E05009317"))
        beside = {
            f.indicator.key: figure_text(f.whole.value, f.indicator) for f in profile.figures if f.whole and f.whole.value is not None
        }
    shown = dict(zip([f.indicator.key for f in profile.figures], figures_on(reader.get("/neighbourhoods/E05009317").text), strict=True))
    assert len(beside) >= 15
    assert [key for key, value in beside.items() if f"Tower Hamlets: {value}" not in shown[key]] == []


def test_the_page_counts_the_assets_the_list_has(reader):
    page = words(reader.get("/neighbourhoods/E05009332").text)
    expected = reader.get("/api/v1/assets?area=E05009332").json["numberMatched"]
    assert re.search(rf"\basset(s)? {expected}\b", page)


def test_all_neighbourhoods_stand_in_one_table_with_their_people_and_assets(reader):
    page = reader.get("/neighbourhoods").text
    cells = [words(row) for row in re.findall(r"<tr\b.*?</tr>", page, re.DOTALL)]
    assert sum(row.startswith(("Bethnal Green", "Whitechapel", "Bow ")) for row in cells) >= 4
    people = [int(number.replace(",", "")) for row in cells for number in re.findall(r"\b\d{1,2},\d{3}\b", row)]
    assert 323_854 in [int(number.replace(",", "")) for number in re.findall(r"\b\d{3},\d{3}\b", page)] or sum(people) >= 323_854


@pytest.mark.parametrize("code", ["E99999999", "e05009317x", "E12000007"])
def test_an_area_without_a_boundary_has_no_page(reader, code):
    assert reader.get(f"/neighbourhoods/{code}").status_code == 404


def test_the_groups_counted_for_every_area_are_those_its_page_shows(session):
    for geography in ("borough", "ward25", "msoa21"):
        for area in areas.in_geography(session, geography):
            assert groups.count_in(session, area) == len(groups.in_area(session, area)), area.code
