"""The pages of gaps: a plain form, an honest answer, downloads, and questions that are kept."""

import csv
import io
import re
from html import unescape

import pytest
from sqlalchemy import select, update

from assetmap.models import Area, Asset, Question, Subject
from assetmap.services import places, questions, schedules
from tests.conftest import changing
from tests.web.typed import sessions

LIBRARIES = "indicator=loneliness_pct&category=libraries"
STEPS = "indicator=loneliness_pct&access=step-free&cost=free"


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_a_question_is_answered_in_one_sentence_with_its_doubts(reader):
    said = text_of(reader.get(f"/gaps?{LIBRARIES}").text)
    assert re.search(r"About [\d,]+00 people in the 6 wards where “Loneliness \(modelled\)” is worst live farther than", said)
    assert "(people of 2022)." in said
    for doubt in ("Opening times", "Near its border", "straight lines times 1.3", "Nobody was asked here"):
        assert doubt in said


def test_a_register_that_cannot_answer_says_so_and_gives_no_number_of_people_without(reader):
    said = text_of(reader.get(f"/gaps?{STEPS}").text)
    assert "The register cannot answer this yet" in said
    assert "75 of 75 entries do not say how one gets in" in said
    assert "62 of 75 entries do not say what they cost" in said
    assert "live farther than" not in said
    assert "People are those of 2022." in said


def test_entries_that_do_not_say_make_the_answer_a_range(reader):
    said = text_of(reader.get("/gaps?indicator=loneliness_pct&cost=free&minutes=10").text)
    assert re.search(
        r"Between 0 and [\d,]+00 people in the 6 wards where .* live farther than a 10 minute walk from any entry listed as “Free”", said
    )
    assert "If all 62 entries that do not say did fit, it would be no one; if none of them did, about" in said


def test_a_weekday_evening_can_be_asked_for_and_leads_to_the_same_list(app, client):
    with changing(app) as session:
        places.changed(session)
        row = {"kind": "hours", "rule": "FREQ=WEEKLY;BYDAY=TU", "weekdays": 2, "starts_on": "2026-01-01", "until": "", "term_time": False}
        row |= {"starts_at": "18:00", "ends_at": "20:00", "title": "", "note": "", "exceptions": []}
        schedules.write(session, Subject.asset, session.scalar(select(Asset.id).limit(1)), [row])
    page = client.get("/gaps?indicator=loneliness_pct&when=evenings").text
    said = text_of(page)
    assert "from any entry that is open on a weekday evening (18:00 to 22:00) in the next five weeks" in said
    assert "74 of 75 entries do not say when they are open" in said and "at least once at such a time" in said
    assert '<option value="evenings" selected>' in page and 'href="/assets?when=evenings"' in page
    assert client.get("/api/v1/assets?when=evenings").json["numberMatched"] == 1
    answer = client.get("/api/v1/gaps?indicator=loneliness_pct&when=evenings&cost=free").json
    assert answer["question"]["when"] == "evenings" and "listed as “Free” that is open on a weekday evening" in answer["sentence"]


def test_the_page_the_table_and_the_api_say_the_same(reader):
    answer = reader.get(f"/api/v1/gaps?{LIBRARIES}").json
    lines = list(csv.DictReader(io.StringIO(reader.get(f"/gaps.csv?{LIBRARIES}").text.lstrip("\ufeff"))))
    page = reader.get(f"/gaps?{LIBRARIES}").text
    assert len(lines) == len(answer["areas"]) == len(answer["values"]) == 20
    for line, area in zip(lines, answer["areas"], strict=True):
        assert (line["code"], float(line["people_without"])) == (area["code"], area["people_without"])
        assert answer["values"][area["code"]]["value"] == pytest.approx(area["share_without"], abs=1e-4)
        assert f"/neighbourhoods/{area['code']}" in page
    assert {(line["people_indicator"], line["people_period"]) for line in lines} == {("pop_mid2022", "2022")}
    assert {line["people_source_url"] for line in lines} == {"https://www.gov.uk/government/statistics/english-indices-of-deprivation-2025"}
    assert sum(each["count"] for each in answer["classes"]) + answer["no_data"]["count"] == 20
    assert answer["entries"]["matches"] == reader.get("/api/v1/assets?category=libraries").json["numberMatched"] == 8


def test_areas_are_linked_by_the_address_that_tells_those_of_one_code_apart(app, client):
    with sessions(app) as session:
        number = session.scalar(select(Area.id).where(Area.code.like("E0100%")).limit(1))
        session.execute(update(Area).where(Area.id == number).values(code="E05009317"))
        places.figures_changed(session)
        session.commit()
    assert 'href="/neighbourhoods/lsoa21:E05009317"' in client.get(f"/gaps?{LIBRARIES}&geography=lsoa21").text


def test_small_areas_can_be_asked_and_all_169_are_there(reader):
    assert len(reader.get(f"/api/v1/gaps?{LIBRARIES}&geography=lsoa21").json["areas"]) == 169
    page = reader.get(f"/gaps?{LIBRARIES}&geography=lsoa21").text
    assert "Small areas (LSOAs) in the third" in page
    assert "Entries shown only by their neighbourhood cannot be counted in areas like these" in page
    assert "Entries shown only by their neighbourhood cannot be counted" not in reader.get(f"/gaps?{LIBRARIES}").text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("indicator=nothing", "There is no indicator called"),
        ("indicator=loneliness_pct&minutes=900", "minutes must be a number from 1 to 60"),
        ("indicator=loneliness_pct&category=castles", "castles"),
        ("indicator=loneliness_pct&pace=flying", "flying"),
        ("indicator=loneliness_pct&when=now", "now"),
        ("indicator=loneliness_pct&period=1066", "1066"),
        ("indicator=pop_mid2022", "Choose whether high or low"),
    ],
)
def test_what_cannot_be_understood_is_said_on_the_page_and_refused_by_the_api(reader, query, said):
    page = reader.get(f"/gaps?{query}")
    assert page.status_code == 200
    assert said in text_of(page.text)
    assert "The answer" not in page.text
    assert reader.get(f"/api/v1/gaps?{query}").status_code in (400, 404)
    assert reader.get(f"/gaps.csv?{query}").status_code in (400, 404)


def test_the_api_needs_an_indicator_and_knows_no_other_parameters(reader):
    assert reader.get("/api/v1/gaps").status_code == 400
    assert reader.get("/api/v1/gaps?indicator=loneliness_pct&area=E05009317").status_code == 400


def test_every_example_has_an_answer(reader):
    found = re.findall(r'href="(/gaps\?[^"]+)"', reader.get("/gaps").text)
    assert len(found) == 4
    for address in found:
        page = reader.get(unescape(address)).text
        assert "The answer" in page
        assert 'role="alert"' not in page


def test_every_figure_leads_to_its_source_in_one_click(reader):
    page = reader.get(f"/gaps?{LIBRARIES}").text
    assert 'href="/indicators/loneliness_pct"' in page
    assert 'href="/indicators/pop_mid2022"' in page
    assert 'href="/assets?category=libraries"' in page


def test_a_visitor_shares_a_question_and_cannot_keep_it(client):
    assert "Keep this question" not in client.get(f"/gaps?{LIBRARIES}").text
    assert client.post(f"/gaps/question/save?{LIBRARIES}", data={"title": "Mine"}).status_code == 403


def test_a_planner_keeps_a_question_everybody_reads_it_and_only_its_maker_deletes_it(client, sign_in):
    planner, steward = sign_in("planner"), sign_in("steward")
    assert "Keep this question" in planner.get(f"/gaps?{LIBRARIES}").text
    done = planner.post(f"/gaps/question/save?{LIBRARIES}", data={"title": "<b>Libraries</b> & loneliness"})
    assert done.status_code == 303
    address = done.headers["Location"]
    assert "each time this site's daily check runs" in unescape(planner.get(address).text)
    for path in ("/gaps", address):
        page = client.get(path).text
        assert "&lt;b&gt;Libraries&lt;/b&gt; &amp; loneliness" in page
        assert "<b>Libraries</b>" not in page
    assert "Delete this question" not in client.get(address).text
    assert "Delete this question" not in steward.get(address).text
    assert steward.post(f"{address}/delete").status_code == 403
    assert "Delete this question" in planner.get(address).text
    assert planner.post(f"{address}/delete").status_code == 303
    assert client.get(address).status_code == 404


def test_a_question_without_a_title_is_not_kept(client, sign_in):
    done = sign_in("planner").post(f"/gaps/question/save?{LIBRARIES}", data={"title": " "})
    assert done.status_code == 303
    assert "Questions that are watched" not in client.get("/gaps").text


def test_a_question_that_cannot_be_asked_is_not_kept(sign_in):
    planner = sign_in("planner")
    assert planner.post("/gaps/question/save", data={"title": "Nothing"}).status_code == 400
    assert planner.post("/gaps/question/save?indicator=none", data={"title": "Nothing"}).status_code == 404


def test_a_kept_question_shows_its_answers_over_time_as_a_table_and_a_chart(app, sign_in, client):
    address = sign_in("planner").post(f"/gaps/question/save?{LIBRARIES}", data={"title": "Libraries"}).headers["Location"]
    assert "data-chart=" not in client.get(address).text
    with sessions(app) as session:
        session.execute(update(Asset).where(Asset.id.in_(select(Asset.id).where(Asset.name.like("Idea Store%")))).values(approximate=True))
        places.changed(session)
        session.commit()
        assert questions.watch(session) == (1, [])
        session.commit()
    page = client.get(address).text
    assert len(re.findall(r'<tr><th scope="row">\d', page)) == 2
    chart = re.search(r'data-chart="([^"]+)"', page)
    assert len(client.get(unescape(chart[1]).replace(".json", ".csv")).text.splitlines()) == 1 + 2 * 2
    assert client.get(unescape(chart[1]).replace(".json", ".svg")).status_code == 200


def test_a_question_whose_indicator_is_gone_keeps_its_old_answers(app, sign_in, client):
    planner = sign_in("planner")
    address = planner.post(f"/gaps/question/save?{LIBRARIES}", data={"title": "Libraries"}).headers["Location"]
    with sessions(app) as session:
        session.execute(update(Question).values(content={"indicator": "gone"}))
        session.commit()
    page = client.get(address)
    assert page.status_code == 200
    assert "There is no indicator called" in page.text
    assert planner.post(f"{address}/delete").status_code == 303


def test_words_that_somebody_searches_stay_words(reader):
    page = reader.get(f"/gaps?{LIBRARIES}&q=%3Cscript%3Ealert(1)%3C/script%3E%7B%7B7*7%7D%7D").text
    assert "<script>alert(1)" not in page
    assert "{{7*7}}" in unescape(page)
