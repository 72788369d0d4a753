"""Two indicators side by side, and need by assets on one map."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest

BOTH = "/compare?left=iod25_imd_score&right=loneliness_pct"
NEED = "/compare?view=both&left=loneliness_pct&category=community-spaces"


def words(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def rows(page: str) -> list[str]:
    return re.findall(r"<tr><th scope=\"row\">.*?</tr>", page, re.DOTALL)


@pytest.mark.parametrize("geography", ["ward25", "lsoa21"])
def test_one_table_has_both_figures_of_every_area(reader, geography):
    page = reader.get(f"{BOTH}&geography={geography}").text
    assert len(rows(page)) == {"ward25": 20, "lsoa21": 169}[geography]
    left, right = (
        reader.get(f"/api/v1/indicators/{key}/observations?geography={geography}").json["values"]
        for key in ("iod25_imd_score", "loneliness_pct")
    )
    for row in rows(page):
        code = re.search(r"/neighbourhoods/(\w+)", row)[1]
        assert left[code]["text"] in row
        assert right[code]["text"] in row


def test_every_figure_leads_to_its_indicator_with_the_same_areas_and_period(reader):
    page = unescape(reader.get(BOTH).text)
    for key, period in (("iod25_imd_score", "2025"), ("loneliness_pct", "2020-21")):
        assert page.count(f"/indicators/{key}?geography=ward25&period={period}") >= 2


def test_there_are_two_maps_that_move_together(reader):
    page = reader.get(BOTH).text
    assert {'id="map_left"', 'id="map_right"'} <= set(re.findall(r'id="map_\w+"', page))
    assert page.count("assetmap.together(") == 2
    assert page.count('id="map-words"') == 1


def test_without_javascript_both_maps_are_pictures(reader):
    page = unescape(reader.get(BOTH).text)
    sources = re.findall(r'<noscript><img class="picture" src="([^"]+)"', page)
    assert len(sources) == 2
    assert all(reader.get(src).mimetype == "image/svg+xml" for src in sources)


def test_only_the_view_with_one_over_the_other_has_a_slider(reader):
    assert 'type="range"' not in reader.get(BOTH).text
    assert 'type="range"' in reader.get(f"{BOTH}&view=swipe").text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("left=nothing&right=loneliness_pct", "There is no figure called 'nothing'"),
        ("left=iod25_imd_rank&right=loneliness_pct&geography=ward25", "there are no such figures for these areas"),
        ("left=iod25_imd_score&right=loneliness_pct&geography=borough", "there are no such figures for these areas"),
        ("left=iod25_imd_score&right=loneliness_pct&left_period=1999", "has no figures for the period 1999 here; there is: 2025"),
        ("left=ons_anxiety&right=loneliness_pct", "There is no figure called 'ons_anxiety' that can be drawn"),
        ("view=upside-down", "view must be one of side, swipe, both"),
    ],
)
def test_what_is_not_there_is_said_and_nothing_else_is_shown_instead(reader, asked, said):
    answer = reader.get(f"/compare?{asked}")
    assert answer.status_code == 200
    assert said in words(answer.text)
    assert "folium-map" not in answer.text
    assert rows(answer.text) == []


def test_with_nothing_chosen_there_is_only_the_form(reader):
    page = reader.get("/compare").text
    assert "folium-map" not in page
    assert '<option value="iod25_imd_score" selected>' in page


def test_need_by_assets_says_in_words_which_cell_an_area_is_in_and_what_few_may_mean(reader):
    page = reader.get(NEED).text
    assert len(rows(page)) == 20
    assert all(re.search(r"(low|middling|high) need, (few|some|many) assets", row) for row in rows(page))
    assert "may only mean that few have been registered" in words(page)
    assert "high need, few assets" in rows(page)[0]


def test_the_map_of_two_measures_has_nine_classes_and_the_same_cells_as_the_table(reader):
    found = reader.get("/api/v1/indicators/loneliness_pct/by-assets?geography=ward25&category=community-spaces").json
    assert len(found["classes"]) == 9
    assert sum(each["count"] for each in found["classes"]) + found["no_data"]["count"] == 20
    page = reader.get(NEED).text
    for row in rows(page):
        place = found["values"][re.search(r"/neighbourhoods/(\w+)", row)[1]]["class"]
        assert found["classes"][place]["label"] in row


def test_the_picture_of_two_measures_can_be_read_in_grey(reader):
    svg = reader.get("/compare/picture.svg?left=loneliness_pct&geography=ward25").text
    said = " ".join(ElementTree.fromstring(svg).itertext())
    assert "high need, few assets" in said
    assert "may only mean" in said
    high = re.findall(r'<path [^>]*fill="url\(#picture-dots\)"', svg)
    page = reader.get("/compare?view=both&left=loneliness_pct&geography=ward25").text
    assert len(high) == sum("high need" in row for row in rows(page))


@pytest.mark.parametrize("asked", ["category=nonsense", "geography=parish&left=x", "k=3"])
def test_a_question_about_need_and_assets_that_cannot_be_read_is_refused(reader, asked):
    assert reader.get(f"/api/v1/indicators/loneliness_pct/by-assets?{asked}").status_code == 400


def test_modelled_figures_and_estimates_are_marked_in_the_columns_that_have_them(reader):
    page = reader.get("/compare?left=iod25_income_rate&right=loneliness_pct").text
    measured, modelled = (words(each) for each in re.findall(r'<th scope="col" class="number">.*?</th>', page, re.DOTALL))
    assert "Modelled" not in measured
    assert "Estimate" in measured  # rates of wards are put together from smaller areas
    assert "Modelled" in modelled
    assert "Nobody was asked here." in words(page)


def test_need_by_assets_says_what_is_an_estimate_and_whose_people_were_counted(reader):
    page = reader.get("/compare?view=both&left=loneliness_pct&geography=ward25").text
    found = reader.get("/api/v1/indicators/loneliness_pct/by-assets?geography=ward25").json
    svg = reader.get("/compare/picture.svg?left=loneliness_pct&geography=ward25").text
    published = reader.get("/api/v1/indicators/loneliness_pct/observations?geography=ward25").json["values"]
    drawn = {code: each for code, each in found["values"].items() if each["class"] is not None}
    assert drawn
    assert {code: each["kind"] for code, each in drawn.items()} == {code: published[code]["kind"] for code in drawn}
    assert all("(about " in each["text"] for each in drawn.values() if each["kind"] == "estimate")
    told = " ".join([found["legend"]["from_text"], found["legend"]["method_text"]])
    for text in (words(page), " ".join(" ".join(ElementTree.fromstring(svg).itertext()).split()), told):
        for needed in (
            "Nobody was asked here.",
            "Estimates: the average of the Small areas",
            "rest on an estimate of the people",
            "People living here, 2022",
        ):
            assert needed.lower() in text.lower()
    heads = [words(each) for each in re.findall(r'<th scope="col" class="number">.*?</th>', page, re.DOTALL)]
    assert "Modelled" in heads[0]
    assert "Estimate" in heads[-1]


def test_the_list_of_indicators_leads_here(reader):
    assert 'href="/compare"' in reader.get("/indicators").text


def test_what_is_said_of_many_areas_has_no_numbers_of_one(reader):
    legend = reader.get("/api/v1/indicators/loneliness_pct/observations?geography=ward25").json["legend"]
    assert "in each area" in legend["method_text"]
    assert " of 9 " not in legend["method_text"]
