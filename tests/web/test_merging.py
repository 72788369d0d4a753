"""Stewards look at likely pairs, merge them, tell them apart and take them apart; old addresses lead on, on pages and in the API."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import NotFound
from assetmap.models import Departure, Group, Subject, User
from assetmap.services import merging
from tests.conftest import TOLERANCE_M
from tests.networked import add_groups


@pytest.fixture
def pair(app):
    """Two groups that are one, by their numbers."""
    with Session(app.extensions["engine"]) as session:
        made = [group.id for group in add_groups(session, "Quilombo Tenants Association", "Quilombo Tenants' Association", purpose="A")]
        session.commit()
        return made


def fields(page):
    """The seal in a page's form."""
    return {"seen": page.text.split('name="seen" value="')[1].split('"')[0]}


def merge(steward, one, two, **more):
    page = steward.get(f"/moderation/pairs/group/{one}/{two}")
    assert page.status_code == 200, page.text
    return steward.post(f"/moderation/pairs/group/{one}/{two}/merge", data=fields(page) | more)


def test_the_list_leads_to_both_side_by_side(steward, pair):
    assert f"/moderation/pairs/group/{pair[0]}/{pair[1]}" in steward.get("/moderation/pairs?subject=group").text
    page = steward.get(f"/moderation/pairs/group/{pair[0]}/{pair[1]}").text
    assert "Quilombo Tenants Association" in page and "pick-name-second" in page


def test_merging_leads_the_old_addresses_on(steward, client, pair):
    one, two = pair
    done = merge(steward, one, two, keep="first", **{"pick-name": "second"})
    assert (done.status_code, done.headers["Location"]) == (303, f"/groups/{one}")
    for path in ("/groups/{}", "/api/v1/groups/{}"):
        led = client.get(path.format(two))
        assert (led.status_code, led.headers["Location"]) == (301, path.format(one))
    assert client.get(f"/api/v1/groups/{one}").json["name"] == "Quilombo Tenants' Association"


def test_the_second_can_be_the_one_that_stays(steward, client, pair):
    merge(steward, *pair, keep="second", **{"pick-name": "first"})
    assert client.get(f"/api/v1/groups/{pair[1]}").json["name"] == "Quilombo Tenants Association"
    assert client.get(f"/groups/{pair[0]}").status_code == 301


def test_pressing_twice_does_no_harm(steward, pair):
    one, two = pair
    data = fields(steward.get(f"/moderation/pairs/group/{one}/{two}"))
    answers = [steward.post(f"/moderation/pairs/group/{one}/{two}/merge", data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]


def test_what_somebody_changed_meanwhile_is_not_merged_unseen(steward, app, pair):
    data = fields(steward.get(f"/moderation/pairs/group/{pair[0]}/{pair[1]}"))
    with Session(app.extensions["engine"]) as session:
        session.get_one(Group, pair[1]).purpose = "B"
        session.commit()
    assert steward.post(f"/moderation/pairs/group/{pair[0]}/{pair[1]}/merge", data=data).status_code == 409


def test_not_the_same_is_said_once(steward, pair):
    assert steward.post(f"/moderation/pairs/group/{pair[0]}/{pair[1]}/apart").status_code == 303
    assert f"/moderation/pairs/group/{pair[0]}/{pair[1]}" not in steward.get("/moderation/pairs?subject=group").text


def test_a_merger_is_undone_from_the_list(steward, client, app, pair):
    merge(steward, *pair, keep="first")
    assert f"/moderation/pairs/group/{pair[1]}/undo" in steward.get("/moderation/pairs?subject=group").text
    assert steward.post(f"/moderation/pairs/group/{pair[1]}/undo").status_code == 303
    assert client.get(f"/groups/{pair[1]}").status_code == 200
    with Session(app.extensions["engine"]) as session:
        assert set(session.scalars(select(Group.id).where(Group.id.in_(pair)))) == set(pair)


def test_only_stewards_merge(sign_in, client, pair):
    assert sign_in("planner").get("/moderation/pairs").status_code == 403
    assert client.post(f"/moderation/pairs/group/{pair[0]}/{pair[1]}/merge").status_code == 403


def test_the_api_says_what_is_similar(client, pair):
    found = client.get("/api/v1/similar?kind=group&name=quilombo tenant association").json["similar"]
    assert {each["id"] for each in found} == set(pair)
    assert client.get(f"/api/v1/similar?kind=group&name=quilombo tenants association&but={pair[0]}").json["similar"][0]["id"] == pair[1]


@pytest.mark.parametrize("asked", ["", "kind=area&name=x", "kind=asset", "kind=asset&name=x&lon=1", "kind=asset&name=x&lon=nan&lat=1"])
def test_what_cannot_be_asked_of_names_is_refused(reader, asked):
    assert reader.get(f"/api/v1/similar?{asked}").status_code == 400


def test_a_rough_point_is_all_that_is_read_of_a_place(reader):
    known = reader.get("/api/v1/assets?limit=1").json["features"][0]
    lon, lat = known["geometry"]["coordinates"]
    exact, rough = (
        reader.get("/api/v1/similar", query_string={"kind": "asset", "name": known["properties"]["name"], "lon": x, "lat": y}).json
        for x, y in ((lon, lat), (round(lon, 2), round(lat, 2)))
    )
    assert exact == rough and known["id"] in [each["id"] for each in exact["similar"]]


def test_of_two_who_take_a_merger_back_at_once_the_second_is_told(steward, app, pair):
    if app.extensions["engine"].dialect.name == "sqlite":
        pytest.skip("there one writer waits for the other before it reads anything")
    merge(steward, *pair, keep="first")
    gone = pair[1]
    with Session(app.extensions["engine"]) as first, Session(app.extensions["engine"]) as second:
        people = [session.scalars(select(User).where(User.email == "steward@example.org")).one() for session in (first, second)]
        read = second.get(Departure, (Subject.group, gone))  # by the page, which still holds it
        assert read is not None
        merging.undo(first, Subject.group, gone, people[0], TOLERANCE_M)
        first.commit()
        with pytest.raises(NotFound):
            merging.undo(second, Subject.group, gone, people[1], TOLERANCE_M)


def test_what_shows_exact_places_is_kept_by_no_browser(steward, pair):
    for path in ("/moderation/pairs", f"/moderation/pairs/group/{pair[0]}/{pair[1]}", "/moderation/photos"):
        assert steward.get(path).headers["Cache-Control"] == "no-store"
