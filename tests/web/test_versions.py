"""The history that everybody reads, and versions that stewards bring back."""

import pytest
from sqlalchemy import select

from assetmap import db
from assetmap.models import Act, Subject, Version
from assetmap.services import contents, departures, publish
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M
from tests.networked import add_groups
from tests.web.typed import published, sessions, suggest, value

HOME = {"located": "map", "lon": "-0.0601", "lat": "51.5205", "address": "7 Nowhere Row", "postcode": "E1 4NS"}


@pytest.fixture
def write(app):
    """Change something as a service would."""

    def run(verb):
        with db.Session(db.writer(app.extensions["engine"])) as session:
            found = verb(session)
            session.commit()
            return found

    return run


def changed(number, why="", **more):
    def run(session):
        said = contents.of_entry(session, Subject.asset, number).everything | more
        publish.change(session, Subject.asset, number, said, TOLERANCE_M, Made(Act.changed, why=why))

    return run


def bring_back(steward, path, number, **more):
    """Open the page of a version and press its button."""
    seen = value(steward.get(f"{path}/history/{number}").text, "seen")
    return steward.post(f"{path}/history/{number}", data={"seen": seen} | more)


def test_the_history_says_what_changed_why_and_in_which_role_and_names_nobody(app, client, steward, write):
    number = published(steward, app, suggest(client))
    write(changed(number, why="The sign is new", summary="Ladders only"))
    page = client.get(f"/assets/{number}/history").text
    assert "The sign is new" in page and "Ladders only" in page and "Drills and ladders to borrow" in page
    assert "Suggested by a neighbour, approved by a steward" in page and "steward@example.org" not in page
    assert "steward@example.org" in steward.get(f"/assets/{number}/history").text
    assert f"/assets/{number}/history" in client.get(f"/assets/{number}").text


@pytest.mark.parametrize("path", ["/assets/1", "/groups/1"])
def test_an_entry_nobody_changed_says_so(client, path):
    assert "Nobody has changed it here" in client.get(f"{path}/history").text


def test_the_history_never_gives_away_a_place_or_a_contact_that_was_taken_back(app, client, steward, write):
    typed = HOME | {"precision": "exact", "public_phone": "020 7946 0123", "agreed_phone": "y", "place_ticked": "y"}
    number = published(steward, app, suggest(client, **typed))
    write(changed(number, precision="area", approximate=True, public_phone="", place_agreed=100_000))
    page = client.get(f"/assets/{number}/history").text
    assert "What it said is not shown" in page
    assert [each for each in ("Nowhere Row", "51.52050", "7946 0123", "E1 4NS") if each in page] == []


def test_a_steward_brings_a_version_back_and_pressing_twice_does_no_harm(app, client, steward, write):
    number = published(steward, app, suggest(client))
    write(changed(number, name="Spam", summary="Buy now"))
    path = f"/assets/{number}"
    for _twice in range(2):
        assert steward.post(f"{path}/history/1", data={"seen": "2", "why": "That was spam"}).status_code == 303
    assert "Shadwell Tool Library" in client.get(path).text
    with sessions(app) as session:
        found = session.scalars(select(Version).where(Version.entry_id == number, Version.subject == Subject.asset)).all()
    assert [each.act for each in sorted(found, key=lambda each: each.number)] == [Act.added, Act.changed, Act.restored]
    assert "That was spam" in client.get(f"{path}/history").text


def test_of_two_stewards_at_once_the_second_is_told(app, steward, write, client):
    number = published(steward, app, suggest(client))
    write(changed(number, name="Spam"))
    seen = value(steward.get(f"/assets/{number}/history/1").text, "seen")
    write(changed(number, name="Another name"))
    answer = steward.post(f"/assets/{number}/history/1", data={"seen": seen, "why": "My careful reason"})
    assert answer.status_code == 409 and "My careful reason" in answer.text
    assert "Another name" in client.get(f"/assets/{number}").text


def test_only_stewards_bring_versions_back(sign_in, app, client, steward):
    number = published(steward, app, suggest(client))
    assert sign_in("resident").get(f"/assets/{number}/history/1").status_code == 403
    assert sign_in("developer").post(f"/assets/{number}/history/1").status_code == 403
    assert "Bring version" not in client.get(f"/assets/{number}/history").text


def test_what_has_closed_comes_back_from_its_history_which_only_stewards_read(client, steward, write):
    write(lambda session: departures.depart(session, Subject.asset, 1, Made(Act.closed, why="The lease ran out")))
    assert client.get("/assets/1/history").status_code == 410
    assert "/assets/1/history" in steward.get("/assets/1").text
    assert "The lease ran out" in steward.get("/assets/1/history").text
    assert bring_back(steward, "/assets/1", 1).status_code == 303
    assert client.get("/assets/1").status_code == 200
    assert client.get("/api/v1/assets/1").status_code == 200


def test_a_merged_group_is_found_in_the_other_s_history_and_comes_back(client, steward, write):
    one, two = write(lambda session: [group.id for group in add_groups(session, "One", "Two")])
    write(lambda session: departures.depart(session, Subject.group, one, Made(Act.merged), into=two))
    assert client.get(f"/groups/{one}/history").headers["Location"].endswith(f"/groups/{two}/history")
    assert f"/groups/{one}/history" in steward.get(f"/groups/{two}/history").text
    assert bring_back(steward, f"/groups/{one}", 1).status_code == 303
    assert "One" in client.get(f"/groups/{one}").text
