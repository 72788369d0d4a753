"""Every page answers, for a visitor, on both databases."""

import pytest
from flask.testing import FlaskClient

PAGES = [
    "/",
    "/map",
    "/map/list?bbox=-0.1,51.4,0.1,51.6",
    "/assets",
    "/assets?view=table&holder=statutory",
    "/assets/1",
    "/assets/new",
    "/groups",
    "/groups/1",
    "/groups/new",
    "/neighbourhoods",
    "/neighbourhoods/E05009317",
    "/neighbourhoods/E01004198",
    "/neighbourhoods/E09000030",
    "/indicators",
    "/indicators/iod25_imd_score",
    "/indicators/ons_anxiety",
    "/about",
    "/sign-in",
    "/api/v1/",
    "/healthz",
    "/readyz",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_answers(reader: FlaskClient, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 200, answer.text[:500]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("libary", "Showing results for"),
        ("library", "Show only the kind"),
        ("library near E1 0AA", "the nearest to E1 0AA come first"),
        ("whitechapel", "Show everything near"),
    ],
)
def test_how_words_were_understood_is_said_with_a_way_out(reader, typed, said):
    for path in ("/assets", "/map", "/map/list"):
        answer = reader.get(path, query_string={"q": typed})
        assert answer.status_code == 200 and said in answer.text, path
    assert said not in reader.get("/assets", query_string={"q": typed, "words": "exact"}).text


def test_a_slip_in_the_name_of_a_group_finds_it_and_is_said(reader):
    answer = reader.get("/groups?q=artsadmn")
    assert "Showing results for" in answer.text and "Artsadmin" in answer.text
    assert "1 group has these words too" in reader.get("/assets?q=artsadmn").text
    exact = reader.get("/groups?q=artsadmn&words=exact").text
    assert "Showing results for" not in exact and "Artsadmin" not in exact
