"""The page that finds local networks, and its twin in the API."""

import json

import pytest
from markupsafe import escape


def test_nothing_asked_is_a_form_and_questions_that_all_work(reader):
    page = reader.get("/networks/find")
    assert page.status_code == 200
    links = [part.split('"')[0].replace("&amp;", "&") for part in page.text.split('class="chip" href="')[1:]]
    assert 4 <= len(links) <= 6
    for link in links:
        assert 'id="answer"' in reader.get(link).text, link


@pytest.mark.parametrize(
    "asked",
    [
        *("theme=moon", "audience=moon", "language=moon", "minutes=0", "minutes=61", "minutes=x", "metres=-5", "metres=nan", "metres=inf"),
        *("area=E99", "near=Atlantis", "near=E99+9ZZ", "near=0,0", "near=181,91", "pace=run", "q=" + "a" * 300),
    ],
)
def test_what_cannot_be_understood_is_said_on_the_page_and_refused_by_the_api(reader, asked):
    page = reader.get(f"/networks/find?{asked}")
    assert page.status_code == 200
    assert "This question cannot be answered yet" in page.text
    assert reader.get(f"/api/v1/networks/find?{asked}").status_code == 400


def test_the_api_needs_a_question_and_takes_no_strange_names(reader):
    assert reader.get("/api/v1/networks/find").status_code == 400
    assert reader.get("/api/v1/networks/find?theme=libraries&moon=1").status_code == 400


def test_a_neighbourhood_by_name_by_code_and_by_how_its_name_begins(reader):
    by_name, by_code = (reader.get(f"/api/v1/networks/find?{asked}").json for asked in ("near=Bow+East", "area=E05009319"))
    assert by_name["areas"] == by_code["areas"]
    assert by_name["sentences"] == by_code["sentences"]
    both = reader.get("/api/v1/networks/find?near=bow").json
    assert len(both["areas"]) == 2
    assert both["sentences"][0].endswith("in Bow East or Bow West.")


def test_the_page_and_the_api_say_the_same(reader):
    asked = "near=E1+0AA&minutes=20"
    page, answer = reader.get(f"/networks/find?{asked}").text, reader.get(f"/api/v1/networks/find?{asked}").json
    for sentence in [*answer["sentences"], *answer["rests_on"]]:
        assert str(escape(sentence)) in page
    for found in [*answer["groups"], *answer["assets"]]:
        assert str(escape(found["name"])) in page
        assert found["walk_metres"] is None or found["walk_metres"] <= 20 * 80


HOSTILE = ["<script>alert(1)</script>", "${7*7}", "'; DROP TABLE groups;--", "{{ 7*7 }}", "%(num)s %s", "\u202eabc", "%00"]


@pytest.mark.parametrize("name", ["q", "near", "theme", "area", "minutes"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(reader, name, text):
    for path in ("/networks/find", "/api/v1/networks/find"):
        answer = reader.get(path, query_string={name: text})
        assert answer.status_code in (200, 400)
        assert path.startswith("/api") or "<script>alert" not in answer.text


def test_while_no_link_is_known_the_page_leads_to_an_example_that_says_what_it_is(reader):
    assert "/networks/find?example=yes" in reader.get("/networks/find").text
    page = reader.get("/networks/find?example=yes").text
    assert "None of these groups exist" in page
    links = [part.split('"')[0].replace("&amp;", "&") for part in page.split('class="chip" href="')[1:]]
    assert all("example=yes" in link for link in links)
    answer = reader.get(links[0]).text
    assert "None of these groups exist" in answer
    assert 'href="/groups/' not in answer.split('id="answer"')[1].split("<footer")[0]
    assert json.loads(reader.get(links[0].replace("/networks", "/api/v1/networks")).text)["example"] is True
