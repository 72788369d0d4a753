"""Pictures of an indicator's map: files to take away, and what a page has without JavaScript."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from tests import surveys
from tests.conftest import changing

PICTURE = "/indicators/iod25_imd_score/picture"


@pytest.fixture
def survey(app):
    """The application with the survey in it."""
    with changing(app) as session:
        surveys.hold(session)
    return app.test_client()


def test_a_picture_has_every_area_the_period_the_source_and_the_method(reader):
    answer = reader.get(f"{PICTURE}.svg?geography=ward25&classes=natural")
    assert answer.mimetype == "image/svg+xml"
    said = " ".join(ElementTree.fromstring(answer.text).itertext())
    for needed in ("Overall deprivation", "Wards (May 2025), 2025", "Ministry of Housing", "Licence:", "natural breaks", "Whitechapel: "):
        assert needed in said


def test_a_picture_has_the_colours_of_the_map(reader):
    asked = "geography=ward25&classes=equal&k=4&around=borough"
    classes = reader.get(f"/api/v1/indicators/iod25_imd_score/observations?{asked}").json["classes"]
    svg = reader.get(f"{PICTURE}.svg?{asked}").text
    for each in classes:
        assert len(re.findall(rf'<path [^>]*fill="{each["colour"]}"', svg)) == each["count"]
    below = sum(each["count"] for each in classes if each["side"] < 0)
    assert len(re.findall(r'<path [^>]*fill="url\(#picture-dots\)"', svg)) == below


def test_the_same_picture_comes_as_png(reader):
    answer = reader.get(f"{PICTURE}.png?geography=ward25&size=small")
    assert answer.mimetype == "image/png"
    assert answer.data.startswith(b"\x89PNG")


@pytest.mark.parametrize("asked", ["size=huge", "scale=world", "classes=nice", "k=2", "colour=red", "around=mars"])
def test_a_question_that_cannot_be_read_is_refused(reader, asked):
    assert reader.get(f"{PICTURE}.svg?geography=ward25&{asked}").status_code == 400


@pytest.mark.parametrize(
    "path", [f"{PICTURE}.gif", f"{PICTURE}.svg?geography=parish", f"{PICTURE}.svg?period=1999", "/indicators/x/picture.svg"]
)
def test_a_picture_of_nothing_is_not_found(reader, path):
    assert reader.get(path).status_code == 404


def test_areas_without_boundaries_have_no_picture(reader):
    assert reader.get("/indicators/ons_anxiety/picture.svg?geography=region").status_code == 404


def test_several_periods_are_shown_as_small_pictures_in_the_same_colours(survey):
    page = unescape(survey.get(f"/indicators/{surveys.KEY}?geography=ward25&classes=equal").text)
    sources = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', page)
    assert [re.search(r"period=(\d+)", src)[1] for src, _ in sources] == list(surveys.PERIODS)
    assert all("scale=periods" in src and "classes=equal" in src for src, _ in sources)
    assert sources[0][1].startswith("Map of Often lonely (survey), Wards, 2022: from 18.0 %")
    fills = [set(re.findall(r'<path [^>]*fill="(#\w+)"', survey.get(src).text)) for src, _ in sources]
    assert fills[0] & fills[2]


def test_one_period_has_no_small_pictures(reader):
    assert "small-maps" not in reader.get("/indicators/iod25_imd_score?geography=ward25").text


def test_without_javascript_there_is_a_picture(reader):
    page = reader.get("/indicators/iod25_imd_score?geography=ward25").text
    inside = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)[1]
    assert "picture.svg?geography=ward25" in unescape(inside)


def test_in_the_colours_of_all_periods_the_figure_they_turn_at_is_named_with_its_period(survey):
    asked = f"/indicators/{surveys.KEY}/picture.svg?geography=ward25&period=2022&around=middle"
    said = {
        scale: " ".join(" ".join(ElementTree.fromstring(survey.get(f"{asked}&scale={scale}").text).itertext()).split())
        for scale in ("", "periods")
    }
    assert "worse than the middle one of the Wards (27.5 %)" in said[""]
    assert "worse than the middle one of the Wards in 2024 (30.0 %)" in said["periods"]


@pytest.mark.parametrize(
    ("key", "said"), [("loneliness_pct", "Estimate from a model"), ("survey_lonely", "Estimate from a survey"), ("iod25_income_rate", "")]
)
def test_the_legend_and_the_picture_say_what_is_modelled_or_from_a_survey(survey, key, said):
    legend = survey.get(f"/api/v1/indicators/{key}/observations?geography=ward25").json["legend"]
    svg = survey.get(f"/indicators/{key}/picture.svg?geography=ward25").text
    drawn = " ".join(" ".join(each.text or "" for each in ElementTree.fromstring(svg).iterfind("{*}text")).split())
    for text in (legend["from_text"], drawn):
        assert ("Estimate from a" in text) == bool(said)
        assert said in text
    hint = {"Estimate from a model": "Nobody was asked here.", "Estimate from a survey": "Some people were asked"}.get(said, "")
    assert hint in legend["method_text"]
    assert hint in drawn
