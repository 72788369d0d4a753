"""What the addresses of entries say that are not public any more."""

import pytest

from assetmap import db
from assetmap.models import Act, Subject
from assetmap.services import departures, whereabouts
from assetmap.services.versions import Made
from assetmap.web import kinds
from tests.networked import add_groups
from tests.web.typed import published, suggest


@pytest.fixture
def depart(app):
    """Let an entry go, for good."""

    def go(subject, number, act, into=None, why="The lease ran out"):
        with db.Session(db.writer(app.extensions["engine"])) as session:
            departures.depart(session, subject, number, Made(act, why=why), into=into)
            session.commit()

    return go


def test_a_closed_entry_is_gone_from_its_page_and_from_the_api_and_its_page_says_why(client, depart):
    name = client.get("/api/v1/assets/1").json["properties"]["name"]
    depart(Subject.asset, 1, Act.closed)
    page = client.get("/assets/1")
    assert page.status_code == 410
    assert "has closed" in page.text and "The lease ran out" in page.text and name.split("&")[0][:20] in page.text
    told = client.get("/api/v1/assets/1")
    assert (told.status_code, told.mimetype) == (410, "application/problem+json")


def test_a_person_s_own_offer_that_has_gone_is_not_named(app, client, steward, depart):
    number = published(steward, app, suggest(client, name="Amina mends bicycles", holder="personal", precision="area"))
    depart(Subject.asset, number, Act.closed, why="")
    assert "Amina" not in client.get(f"/assets/{number}").text


@pytest.mark.parametrize("path", ["/groups/{}", "/api/v1/groups/{}", "/networks/groups/{}"])
def test_the_address_of_a_merged_group_leads_to_the_other_with_its_question(app, client, depart, path):
    with db.Session(db.writer(app.extensions["engine"])) as session:
        one, two = (group.id for group in add_groups(session, "One", "Two"))
        session.commit()
    depart(Subject.group, one, Act.merged, into=two)
    rule = (
        path
        if path != "/networks/groups/{}"
        else next(rule.rule.replace("<int:group_id>", "{}") for rule in app.url_map.iter_rules() if rule.endpoint == "networks.group")
    )
    answer = client.get(rule.format(one))
    assert (answer.status_code, answer.headers["Location"]) == (301, rule.format(two))
    assert client.get(answer.headers["Location"]).status_code == 200


def test_an_entry_that_never_was_is_not_found(client):
    assert client.get("/assets/999999").status_code == 404
    assert client.get("/api/v1/groups/999999").status_code == 404


def test_the_api_tells_the_version_of_an_entry(app, client, steward):
    assert client.get("/api/v1/assets/1").json["properties"]["version"] == 0
    number = published(steward, app, suggest(client))
    told = client.get(f"/api/v1/assets/{number}").json["properties"]
    assert told["version"] == 1 and told["updated"].startswith("20")
    assert client.get("/api/v1/groups/1").json["version"] == 0


def test_letters_and_pages_say_the_same_address_of_an_entry(app):
    with app.test_request_context():
        for subject in whereabouts.MODELS:
            assert whereabouts.path(subject, 7) == kinds.path(subject, 7)
