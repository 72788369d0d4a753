"""Shortlists without an account: added to, ordered, noted, sent and deleted; nobody else changes one, and nothing hidden is on it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from assetmap import db
from assetmap.models import Asset, Group, Letter, Shortlist, Subject
from assetmap.services import departures, places, schedules, shortlists
from assetmap.services.times.check import check
from assetmap.services.versions import Act, Made


@pytest.fixture
def numbers(app) -> list[int]:
    with db.Session(app.extensions["engine"]) as session:
        return list(session.scalars(select(Asset.id).order_by(Asset.id).limit(4)))


def put(client, number: int, subject: str = "asset", **more) -> object:
    return client.post("/shortlists", data={"subject": subject, "id": number, "back": "/assets?q=hall"}, **more)


def address(client) -> str:
    return client.get("/shortlists").headers["Location"]


def rows(app) -> list[Shortlist]:
    with db.Session(app.extensions["engine"]) as session:
        return list(session.scalars(select(Shortlist)))


def order(app) -> list[int]:
    return [each["id"] for each in rows(app)[0].content]


def test_the_first_entry_makes_a_shortlist_and_the_next_join_it(app, client, numbers):
    assert "Add to my shortlist" in client.get("/assets").text
    first = put(client, numbers[0])
    assert (first.status_code, first.headers["Location"]) == (303, "/assets?q=hall")
    assert "It is on your shortlist now." in client.get("/assets?q=hall").text
    put(client, numbers[1])
    put(client, numbers[1])
    with db.Session(app.extensions["engine"]) as session:
        group = session.scalar(select(func.min(Group.id)))
    put(client, group, "group")
    assert order(app) == [numbers[0], numbers[1], group]


def test_its_address_shows_it_to_anybody_and_lets_nobody_else_change_it(app, client, numbers):
    put(client, numbers[0])
    other, path = app.test_client(), address(client)
    answer = other.get(path)
    assert answer.status_code == 200 and "Take it off" not in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow" and answer.headers["Cache-Control"] == "no-store"
    for do in ("remove", "end", "title"):
        assert other.post(f"{path}/change", data={"do": do, "subject": "asset", "id": numbers[0]}).status_code == 403
    assert other.post(f"{path}/send", data={"email": "a@example.org"}).status_code == 403
    assert order(app) == numbers[:1]


def test_entries_are_moved_noted_named_and_taken_off(app, client, numbers):
    for number in numbers[:3]:
        put(client, number)
    path = address(client)

    def press(do: str, number: int, **more) -> int:
        return client.post(f"{path}/change", data={"do": do, "subject": "asset", "id": number, **more}).status_code

    assert press("up", numbers[2]) == press("up", numbers[0]) == press("down", numbers[0]) == 303
    assert order(app) == [numbers[2], numbers[0], numbers[1]]
    assert press("remove", numbers[0]) == press("remove", numbers[0]) == 303
    assert order(app) == [numbers[2], numbers[1]]
    assert press("note", numbers[1], note="Ask for <Sam>") == press("title", 0, title="On Tuesdays") == 303
    shown = app.test_client().get(path).text
    assert "Ask for &lt;Sam&gt;" in shown and "<h1><bdi>On Tuesdays</bdi></h1>" in shown
    assert press("note", numbers[1], note="x" * 301) == 422
    assert "shortlist--large" in client.get(f"{path}?print=large").text
    assert press("end", 0) == 303
    assert client.get(path).status_code == 404 and rows(app) == []
    assert "have not put anything" in client.get("/shortlists").text


def test_another_site_cannot_put_anything_on_it(app, client, numbers):
    assert put(client, numbers[0], headers={"Origin": "https://evil.example"}).status_code == 403
    assert put(client, numbers[0], headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert rows(app) == []


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_it_leads_back_to_this_site_only(client, numbers, back):
    answer = client.post("/shortlists", data={"subject": "asset", "id": numbers[0], "back": back})
    assert answer.headers["Location"] == "/shortlists"


@pytest.mark.parametrize("asked", [{}, {"subject": "area", "id": 1}, {"subject": "asset", "id": "x"}])
def test_only_entries_can_be_put_on_it(client, asked):
    assert client.post("/shortlists", data=asked).status_code == 400
    assert put(client, 999_999_999).status_code == 404


def test_what_has_closed_says_so_and_what_was_merged_is_what_it_became(app, client, numbers):
    for number in numbers[:3]:
        put(client, number)
    with db.Session(db.writer(app.extensions["engine"])) as session:
        kept = session.get(Asset, numbers[3]).name
        departures.depart(session, Subject.asset, numbers[0], Made(Act.closed, why="It has closed"))
        departures.depart(session, Subject.asset, numbers[1], Made(Act.merged, why="The same"), into=numbers[3])
        session.commit()
    shown = client.get(address(client)).text
    assert "Not in the register any more" in shown and kept.replace("&", "&amp;").replace("'", "&#39;") in shown
    assert f"/assets/{numbers[3]}" in shown


def test_to_whom_it_is_sent_is_kept_nowhere_and_nobody_s_words_go_along(posting, numbers):
    app, box = posting
    client = app.test_client()
    put(client, numbers[0])
    path = address(client)
    client.post(f"{path}/change", data={"do": "title", "title": "Buy this now"})
    client.post(f"{path}/change", data={"do": "note", "subject": "asset", "id": numbers[0], "note": "evil.example"})
    assert client.post(f"{path}/send", data={"email": "nobody"}).status_code == 422
    assert client.post(f"{path}/send", data={"email": "patient@example.org"}).status_code == 303
    with app.app_context():
        app.extensions["post"]["deliver"]()
    [(to, message)] = box.messages
    body = message.get_payload(decode=True).decode()
    assert to == "patient@example.org" and f"https://map.example.org{path}" in body
    assert "Buy this now" not in body and "evil.example" not in body
    with db.Session(app.extensions["engine"]) as session:
        assert session.scalar(select(func.count()).select_from(Letter)) == 0
        assert "patient" not in str(session.scalars(select(Shortlist)).one().content)


def test_a_shortlist_is_full_at_some_time(app, client, monkeypatch, numbers):
    monkeypatch.setattr(shortlists, "MOST_ENTRIES", 1)
    put(client, numbers[0])
    assert put(client, numbers[1]).status_code == 303
    assert "room for 1 entries" in client.get("/assets").text
    assert order(app) == numbers[:1]


def test_page_and_letter_say_when_in_words_and_how_fresh_that_is(posting, numbers):
    app, box = posting
    row = {"kind": "hours", "rule": "FREQ=WEEKLY;BYDAY=TU", "starts_on": "2024-01-02", "until": "", "title": "", "term_time": False}
    checked, faults = check([row | {"starts_at": "10:00", "ends_at": "12:00"}], date(2024, 1, 1))
    assert faults == []
    with db.Session(db.writer(app.extensions["engine"])) as session:
        session.get(Asset, numbers[0]).opening_times = "Ring the bell"
        schedules.write(session, Subject.asset, numbers[0], checked)
        places.changed(session)
        session.commit()
    client = app.test_client()
    put(client, numbers[0])
    path = address(client)
    for page in (client.get(path).text, client.get(f"{path}?print=large").text):
        assert "Tuesdays 10:00 to 12:00" in page and "Ring the bell" in page
        assert "nobody has confirmed it yet" in page
    client.post(f"{path}/send", data={"email": "patient@example.org"})
    with app.app_context():
        app.extensions["post"]["deliver"]()
    body = box.messages[0][1].get_payload(decode=True).decode()
    assert "When: Tuesdays 10:00 to 12:00; Ring the bell" in body and "nobody has confirmed it yet" in body
    assert "opening times" not in body


def test_it_says_where_the_web_address_of_an_entry_is_and_the_message_leads_to_it(app, client):
    with db.Session(app.extensions["engine"]) as session:
        asset = session.scalars(select(Asset).where(Asset.website.like("https://%"))).first()
    put(client, asset.id)
    assert 'href="/shortlists">See your shortlist, print it or send it (1)</a>' in client.get("/assets").text
    page = client.get(address(client)).text
    assert f'<b>Website:</b> <a href="{asset.website}"' in page
    put(client, 1, "group")
    assert client.get(address(client)).status_code == 200
