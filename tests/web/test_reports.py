"""Saying that an entry has changed or closed, without an account; and stewards, who look at it."""

from sqlalchemy import select

from assetmap import db
from assetmap.models import Asset, Group, Keeper, Report, User
from tests.conftest import changing


def count(app) -> int:
    with db.Session(app.extensions["engine"]) as session:
        return len(list(session.scalars(select(Report))))


def test_every_entry_has_the_way_to_say_it_and_saying_it_is_kept(app, client):
    for page in ("/assets/1", "/groups/1"):
        assert f'href="{page}/report"' in client.get(page).text
        assert client.get(f"{page}/report").status_code == 200
        done = client.post(f"{page}/report", data={"says": "closed", "words": "The shutters are down."})
        assert (done.status_code, done.headers["Location"]) == (303, page)
        assert "A steward looks at it" in client.get(page).text
    assert count(app) == 2


def test_without_a_choice_it_says_so_and_a_machine_is_refused(app, client):
    answer = client.post("/assets/1/report", data={"words": "Something"})
    assert (answer.status_code, "Say what is not right any more." in answer.text, "Something" in answer.text) == (422, True, True)
    assert client.post("/assets/1/report", data={"says": "closed", "website_2": "spam"}).status_code == 422
    assert client.post("/assets/9999/report", data={"says": "closed"}).status_code == 404
    assert count(app) == 0


def test_only_a_steward_reads_what_was_said_and_settles_it(app, client, steward, sign_in):
    client.post("/assets/1/report", data={"says": "changed", "words": "Now on Tuesdays."})
    assert "Now on Tuesdays." not in client.get("/assets/1").text
    assert "Now on Tuesdays." in steward.get("/moderation/reports").text
    assert sign_in("planner").get("/moderation/reports").status_code == 403
    assert steward.post("/moderation/reports/asset/1/settle").status_code == 303
    assert "Now on Tuesdays." not in steward.get("/moderation/reports").text


def test_a_steward_confirms_with_one_tap_and_a_stranger_cannot(app, client, steward, sign_in):
    assert "Still right" in steward.get("/assets/1").text
    assert "Still right" not in client.get("/assets/1").text
    assert "Still right" not in sign_in("planner").get("/assets/1").text
    assert client.post("/assets/1/right").status_code == 403
    assert sign_in("planner").post("/assets/1/right").status_code == 403
    for _twice in range(2):
        assert steward.post("/assets/1/right").status_code == 303
    assert client.get("/api/v1/assets/1").json["properties"]["freshness"]["state"] == "fresh"
    assert "Somebody who knows it confirmed it on" in client.get("/assets/1").text


def test_a_keeper_confirms_their_group_and_what_it_runs_and_nothing_else(app, sign_in):
    with changing(app) as session:
        run = session.scalar(select(Asset).where(Asset.group_id.is_not(None)))
        other = session.scalar(select(Group.id).where(Group.id != run.group_id))
        user = session.scalar(select(User).where(User.email == "resident@example.org"))
        session.add(Keeper(group_id=run.group_id, name="Amina", user_id=user.id))
        asset, group = run.id, run.group_id
    keeper = sign_in("resident")
    assert "Still right" in keeper.get(f"/groups/{group}").text
    assert keeper.post(f"/groups/{group}/right").status_code == 303
    assert keeper.post(f"/assets/{asset}/right").status_code == 303
    assert keeper.post(f"/groups/{other}/right").status_code == 403
