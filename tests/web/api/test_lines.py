"""Links in view, over the API: counted once at every zoom, and told to each as they may know."""

import pytest
from sqlalchemy import select

from assetmap.models import Asset, Visibility
from tests.conftest import changing
from tests.networked import add_groups, add_link

LINES = "/api/v1/networks/lines"
WHERE = ("on_lines", "inside", "elsewhere", "placeless", "left_out")


@pytest.fixture
def town_of_links(app):
    """Three groups and two venues: links that are public, shared and private."""
    with changing(app) as session:
        one, two, three = add_groups(session, "One <b>", "Two", "Three")
        venues = session.scalars(select(Asset).where(Asset.cell.is_not(None), Asset.group_id.is_(None)).order_by(Asset.cell)).all()
        add_link(session, "meets_at", one, venues[0])
        add_link(session, "meets_at", two, venues[-1])
        add_link(session, "refers_to", one, two, to_says=None, to_said_at=None)
        add_link(session, "co_runs", two, three)
        add_link(session, "funds", one, two, visibility=Visibility.shared)
        add_link(session, "trusted_contact", one, two, visibility=Visibility.private)
        return one.id, two.id, three.id


@pytest.mark.parametrize("zoom", [0, 10, 13, 16, 19, 22])
def test_all_links_are_somewhere_at_every_zoom(client, town_of_links, zoom):
    counts = client.get(f"{LINES}?zoom={zoom}&example=no").json["counts"]
    assert counts["links"] == sum(counts[name] for name in WHERE) == 4
    assert counts["placeless"] == 1


def test_a_line_has_its_links_and_the_answer_their_names(client, town_of_links):
    one, two, _three = town_of_links
    answer = client.get(f"{LINES}?zoom=19").json
    (line,) = [each["properties"] for each in answer["features"] if each["geometry"]["type"] == "LineString"]
    assert line["links"] == [[f"g{one}", f"g{two}", "refers_to", "claimed"]]
    assert (line["count"], line["confirmed"], line["claimed"], line["kinds"]) == (1, 0, 1, {"refers_to": 1})
    assert answer["nodes"][f"g{one}"]["name"] == "One <b>"
    assert answer["example"] is False


def test_what_is_not_on_the_map_is_said(client, town_of_links):
    notes = " ".join(client.get(f"{LINES}?example=no").json["notes"])
    assert "1 group has no place on the map; it is in the table." in notes
    assert "1 link is not drawn: one of its ends has no place." in notes
    assert "Nothing of this network is in view" in " ".join(client.get(f"{LINES}?bbox=10,10,11,11&example=no").json["notes"])


def test_what_is_shared_is_for_connectors_and_kept_by_nobody_between(sign_in, town_of_links):
    visitor, planner, developer = sign_in("visitor"), sign_in("planner"), sign_in("developer")
    answers = [each.get(f"{LINES}?zoom=19&example=no") for each in (developer, visitor, planner, developer)]
    assert [answer.json["counts"]["links"] for answer in answers] == [5, 4, 4, 5]
    assert "funds" not in answers[1].text + answers[2].text
    assert not any("trusted_contact" in answer.text for answer in answers)
    assert answers[0].headers["Cache-Control"] == "private, no-cache"
    assert all("Cookie" in answer.headers["Vary"] for answer in answers)
    assert answers[0].headers["ETag"] != answers[1].headers["ETag"]
    again = visitor.get(f"{LINES}?zoom=19&example=no", headers={"If-None-Match": answers[0].headers["ETag"]})
    assert again.status_code == 200


def test_an_unchanged_answer_is_not_sent_again(client, town_of_links):
    first = client.get(f"{LINES}?zoom=14")
    assert client.get(f"{LINES}?zoom=14", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_of_a_chosen_group_all_links_are_told(client, town_of_links):
    _one, two, _three = town_of_links
    answer = client.get(f"{LINES}?zoom=19&chosen=g{two}&bbox=10,10,11,11").json
    assert answer["chosen"]["count"] == len(answer["chosen"]["links"]) == 3
    assert answer["chosen"]["at"] and answer["counts"]["links"] == 3
    assert client.get(f"{LINES}?chosen=g999999").json["chosen"] == {"node": "g999999", "at": None, "count": 0, "links": []}


@pytest.mark.parametrize("query", ["zoom=23", "zoom=x", "bbox=1,2,3", "colour=red", "bbox=3,2,1,4"])
def test_what_cannot_be_read_is_refused(reader, query):
    assert reader.get(f"{LINES}?{query}").status_code == 400


def test_there_is_no_such_area(reader):
    assert reader.get(f"{LINES}?area=nowhere").status_code == 404


def test_the_example_says_so(reader):
    answer = reader.get(f"{LINES}?example=yes").json
    assert answer["example"] is True
    assert all(node.startswith("x") for node in answer["nodes"])
