"""The page of a neighbourhood: what it has, and each figure with where it comes from."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from sqlalchemy.orm import Session

from assetmap.services import areas, groups, profiles
from assetmap.services.profiles import Profile
from assetmap.web import printing
from assetmap.web import profiles as say
from assetmap.web.texts import figure_text

CODES = ["E05009317", "E02000865", "E01004198", "E09000030"]
WARD = "E05009317"


def words(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def figures_on(page: str) -> list[str]:
    found = re.findall(r'<li class="figure-row">(.*?)</li>', page, re.DOTALL)
    return [words(each) for each in found]


def profile_of(reading, code: str) -> Profile:
    with Session(reading.extensions["engine"]) as session:
        return profiles.profile(session, areas.get(session, code), datetime.now(UTC).date())


def shown(profile: Profile) -> list:
    """The readings in the order of the page: by publisher, those that only rank the others after these."""
    parts = [*say.by_publisher(profile.readings)]
    found = [each for _, some in parts for each in sorted(some, key=lambda each: each.is_lesser)]
    return found + ([] if profile.is_whole else profile.only_of_whole)


@pytest.mark.parametrize("code", CODES)
def test_every_figure_says_its_period_source_publisher_and_what_it_cannot_tell(reading, reader, code):
    texts = figures_on(reader.get(f"/neighbourhoods/{code}").text)
    readings = shown(profile_of(reading, code))
    assert len(texts) == len(readings) == 30
    for each, text in zip(readings, texts, strict=True):
        indicator = each.figure.indicator
        needed = (indicator.title, each.figure.period, indicator.source, indicator.publisher, " ".join(indicator.cannot_tell.split()))
        assert [one for one in needed if one not in text] == [], indicator.key


@pytest.mark.parametrize("code", CODES)
def test_every_figure_leads_to_its_indicator_s_page_in_one_click(reader, code):
    page = reader.get(f"/neighbourhoods/{code}").text
    rows = re.findall(r'<li class="figure-row">(.*?)</li>', page, re.DOTALL)
    links = [re.search(r'href="(/indicators/[^"]+)"', row) for row in rows]
    assert all(links)
    big = re.findall(r'<dd class="big[^"]*">(.*?)</dd>', page, re.DOTALL)
    assert len(big) == 4
    assert all(re.search(r'href="/(indicators|assets|groups)', each) for each in big)
    rates = re.findall(r".{60}for every 1,000 people</a>", page)
    assert rates
    assert all('href="#method"' in each for each in rates)
    assert 'id="method"' in page
    for address in {unescape(link.group(1)) for link in links if link}:
        assert reader.get(address).status_code == 200, address


def test_the_figures_are_those_worked_out(reading, reader):
    texts = figures_on(reader.get(f"/neighbourhoods/{WARD}").text)
    with reading.app_context():
        for each, text in zip(shown(profile_of(reading, WARD)), texts, strict=True):
            figure = each.figure
            if figure.kind == "estimate":
                assert figure_text(figure.value, figure.indicator) in text
                assert "Estimate" in text
            elif figure.kind == "range":
                assert figure_text(figure.lowest, figure.indicator) in text
            else:
                assert figure_text(figure.value, figure.indicator) in text


def test_what_is_known_for_the_borough_only_stands_in_a_part_of_its_own(reader):
    page = reader.get(f"/neighbourhoods/{WARD}").text
    own, wider = page.split('id="wider"')
    assert "Anxiety yesterday" not in own
    assert "Anxiety yesterday" in wider
    assert "Only known for all of Tower Hamlets" in words(wider)
    assert "not for Bethnal Green East" in words(wider)
    whole = reader.get("/neighbourhoods/E09000030").text
    assert 'id="wider"' not in whole
    assert "Anxiety yesterday" in whole


def test_a_trend_is_said_in_words(reader):
    (text,) = [text for text in figures_on(reader.get("/neighbourhoods/E09000030").text) if text.startswith("Life satisfaction")]
    assert "Up from 7.02 in 2012 to 7.62" in text
    assert "England 7.55" in text


def test_what_to_compare_with_stands_beside_each_figure(reading, reader):
    texts = figures_on(reader.get(f"/neighbourhoods/{WARD}").text)
    with reading.app_context():
        held = 0
        for each, text in zip(shown(profile_of(reading, WARD)), texts, strict=True):
            for other in each.comparisons:
                assert figure_text(other.value, each.figure.indicator) in text
                assert other.title in text
                held += 1
    assert held == 15 * 2 + 3 * 3  # the middle and the whole place; region, country and kingdom


def test_the_page_counts_the_assets_the_list_has(reader):
    page = words(reader.get("/neighbourhoods/E05009332").text)
    expected = reader.get("/api/v1/assets?area=E05009332").json["numberMatched"]
    assert re.search(rf"\basset(s)? {expected}\b", page)


def test_the_page_begins_with_three_sentences_made_from_the_figures(reader):
    page = reader.get(f"/neighbourhoods/{WARD}").text
    people, register, lead = (words(each) for each in re.findall(r'<p class="lead in-short">(.*?)</p>', page, re.DOTALL))
    assert people == "About 21,406 people lived in Bethnal Green East in 2022."
    assert register.startswith("The register knows 3 assets and 2 groups here: 0.14 assets for every 1,000 people, not clearly different")
    assert re.fullmatch(
        r"Overall deprivation \(IMD score\): 33\.5 \(2025\), lower \(better\) than the middle one of 20 Wards; rank 11 of 20, .*", lead
    )


def test_few_entries_are_said_to_be_maybe_only_few_registered(reader):
    page = words(reader.get(f"/neighbourhoods/{WARD}").text)
    assert "Few entries may only mean that few have been registered" in page
    assert "How far" not in page.split("Few entries")[0] or "#method"


def test_the_list_of_an_area_s_groups_has_those_its_page_counts(reader):
    page = reader.get("/neighbourhoods/E05009332").text
    count = int(re.search(r'href="/groups\?area=E05009332">(\d+)</a>', page).group(1))
    assert count
    assert f"{count} group" in words(reader.get("/groups?area=E05009332").text)


def test_all_neighbourhoods_stand_in_one_table_with_their_people_and_assets(reader):
    page = reader.get("/neighbourhoods").text
    cells = [words(row) for row in re.findall(r"<tr\b.*?</tr>", page, re.DOTALL)]
    assert sum(row.startswith(("Bethnal Green", "Whitechapel", "Bow ")) for row in cells) >= 4
    people = [int(number.replace(",", "")) for row in cells for number in re.findall(r"\b\d{1,2},\d{3}\b", row)]
    assert 323_854 in [int(number.replace(",", "")) for number in re.findall(r"\b\d{3},\d{3}\b", page)] or sum(people) >= 323_854


@pytest.mark.parametrize("code", ["E99999999", "e05009317x", "E12000007"])
@pytest.mark.parametrize("form", ["", "/sheet", "/profile.csv", "/profile.xlsx", "/profile.pdf"])
def test_an_area_without_a_boundary_has_no_page_and_no_file(reader, code, form):
    assert reader.get(f"/neighbourhoods/{code}{form}").status_code == 404


def test_the_groups_counted_for_every_area_are_those_its_page_shows(session):
    for geography in ("borough", "ward25", "msoa21"):
        for area in areas.in_geography(session, geography):
            assert groups.count_in(session, area) == len(groups.in_area(session, area)), area.code


def test_where_no_pdf_can_be_made_the_page_says_what_to_do(client, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    printing.weasyprint.cache_clear()
    try:
        page = words(client.get(f"/neighbourhoods/{WARD}").text)
        answer = client.get(f"/neighbourhoods/{WARD}/profile.pdf")
    finally:
        printing.weasyprint.cache_clear()
    assert "This server cannot make a PDF, since a PDF needs Pango" in page
    assert f"/neighbourhoods/{WARD}/profile.pdf" not in page
    assert answer.status_code == 501
    assert "Save as PDF" in words(answer.text)
