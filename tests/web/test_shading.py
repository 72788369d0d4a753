"""How a map is coloured, from the address to the legend."""

import re
from html import unescape

import pytest

from assetmap.web import shading
from tests import surveys
from tests.conftest import changing

API = "/api/v1/indicators/iod25_imd_score/observations?geography=ward25"
SURVEY = f"/api/v1/indicators/{surveys.KEY}/observations?geography=ward25"


@pytest.fixture
def survey(app):
    """The application with the survey in it."""
    with changing(app) as session:
        surveys.hold(session)
    return app.test_client()


@pytest.mark.parametrize("method", ["quantiles", "natural", "equal", "deviations"])
@pytest.mark.parametrize("number", [3, 7])
def test_the_answer_has_the_classes_that_are_asked_for(reader, method, number):
    found = reader.get(f"{API}&classes={method}&k={number}").json
    assert sum(each["count"] for each in found["classes"]) == 20
    assert 2 <= len(found["classes"]) <= number
    assert found["legend"]["classes_text"]


def test_every_fault_of_a_question_is_named_at_once(reader):
    answer = reader.get(f"{API}&classes=nice&k=12&breaks=1")
    assert answer.status_code == 400
    assert "classes must be one of" in answer.text
    assert "k must be a whole number from 3 to 7" in answer.text


@pytest.mark.parametrize("breaks", ["", "one", "3,2", "2,2", "1,2,3,4,5,6,7", "nan", "1e999", "1;inf"])
def test_breaks_that_are_not_numbers_going_upwards_are_refused(reader, breaks):
    answer = reader.get(f"{API}&classes=own&breaks={breaks}")
    assert answer.status_code == 400
    assert "breaks must" in answer.text


@pytest.mark.parametrize("breaks", ["20,30", "20 30", "20; 30", " 20 , 30 "])
def test_ones_own_breaks_may_be_written_as_people_write_them(reader, breaks):
    found = reader.get(API.split("?", maxsplit=1)[0], query_string={"geography": "ward25", "classes": "own", "breaks": breaks}).json
    assert [each["upper"] for each in found["classes"][:2]] == [20, 30]


def test_what_there_is_nothing_to_compare_with_is_refused(reader):
    answer = reader.get(f"{API}&around=england")
    assert answer.status_code == 400
    assert "there is: borough, middle" in answer.text


def test_around_the_place_the_legend_says_which_side_is_worse_and_that_dots_mark_the_lower(reader):
    found = reader.get(f"{API}&around=borough").json
    assert found["around"]["title"] == "Tower Hamlets"
    assert {each["side"] for each in found["classes"]} == {-1, 1}
    assert "Orange is worse than Tower Hamlets (about" in found["legend"]["polarity_text"]
    assert "dots" in found["legend"]["polarity_text"]


def test_intervals_that_hold_the_comparison_are_marked_and_explained(survey):
    found = survey.get(f"{SURVEY}&around=england").json
    assert found["unclear"] == {"label": "Not clearly different from England", "count": 7}
    assert sum(each.get("unclear", False) for each in found["values"].values()) == 7
    assert "7 areas have fine lines" in found["legend"]["certainty_text"]


def test_figures_without_intervals_are_said_to_have_none(reader):
    found = reader.get(API).json
    assert found["unclear"] is None
    assert "without a margin of error" in found["legend"]["certainty_text"]


def test_the_page_marks_in_words_what_is_not_clearly_different(survey):
    page = unescape(survey.get(f"/indicators/{surveys.KEY}?geography=ward25&around=england").text)
    assert page.count('<span class="column-note">Not clearly different from England</span>') == 7
    assert "21.0 % to 27.0 %" in page


def test_a_page_says_what_it_could_not_understand_and_shows_the_rest(reader):
    answer = reader.get("/indicators/iod25_imd_score?geography=ward25&classes=nice&around=mars")
    assert answer.status_code == 200
    assert "classes must be one of" in answer.text
    assert "cannot be compared with &#39;mars&#39;" in answer.text


def test_the_choice_stands_in_the_form_and_in_the_map(reader):
    page = reader.get("/indicators/iod25_imd_score?geography=ward25&classes=own&breaks=20,30&around=borough").text
    assert '<option value="own" selected>' in page
    assert '<option value="borough" selected>' in page
    assert '"colours": {"around": "borough", "breaks": "20,30", "classes": "own"}' in page


def test_nothing_typed_reaches_the_script_of_a_map(reader):
    page = reader.get("/map?indicator=iod25_imd_score&classes=%22%3E&breaks=%3Cscript%3E&around=${alert(1)}").text
    script = page.split('<script type="module"')[-1]
    assert "alert" not in script
    assert '"colours": {}' in script


def test_deciles_keep_their_pairs_and_the_legend_says_so(reader):
    found = reader.get("/api/v1/indicators/iod25_imd_decile/observations?geography=lsoa21&classes=equal&k=3").json
    assert [each["upper"] for each in found["classes"]] == [2, 4, 6, 8, 10]
    assert "pairs" in found["legend"]["classes_text"]


@pytest.mark.parametrize(
    "asked", ["indicator=iod25_imd_decile&geography=ward25", "indicator=iod25_imd_score&period=1999", "indicator=nothing"]
)
def test_the_map_says_where_it_shows_something_else_than_was_asked(reader, asked):
    head = reader.get(f"/map?{asked}").text.split("map-page__filters")[0]
    assert re.search(r"has no figures for|There is no figure called", head)


def test_what_is_usual_does_not_stand_in_an_address():
    assert shading.read({}).query == {}
    assert shading.read({"classes": "equal", "k": "5", "breaks": "x"}).query == {"classes": "equal"}
    assert shading.read({"classes": "own", "breaks": "1, 2.50"}).query == {"classes": "own", "breaks": "1,2.5"}
