"""The pages a reminder leads to, as a person and a scanner of links open them."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from assetmap import db
from assetmap.models import Letter, Sender, Submission, Wish
from assetmap.services import freshness, reminders
from tests.conftest import changing
from tests.services.test_reminders import links, sent_by
from tests.web.typed import token

SITE = "https://map.example.org"


@pytest.fixture
def addresses(app) -> dict[str, str]:
    """The paths in a reminder about asset 3, by what they are for."""
    with changing(app) as session:
        sent_by(session, 3, "bo@example.org")
        due = reminders.due(session, freshness.limits(date(2026, 11, 22), 12, 24))
        reminders.remind(session, app.extensions["settings"].secret_key, SITE, "bo@example.org", due["bo@example.org"])
        body = session.scalar(select(Letter.body))
        for letter in session.scalars(select(Letter)):
            session.delete(letter)
    return {kind: f"/remind/{kind}/{text}" for kind, text in links(body).items()}


def state(client) -> str:
    return client.get("/api/v1/assets/3").json["properties"]["freshness"]["state"]


def test_opening_every_link_as_a_scanner_does_changes_nothing(client, addresses):
    for path in [*addresses.values(), *addresses.values()]:
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == (200, "no-referrer", "no-store")
        assert client.head(path).status_code == 200
    assert state(client) == "stale"


def test_still_right_is_one_button_that_works_once(client, addresses):
    done = client.post(addresses["right"])
    assert (done.status_code, done.headers["Location"]) == (303, "/assets/3")
    assert "confirmed as of today" in client.get("/assets/3").text
    assert state(client) == "fresh"
    assert client.get(addresses["right"]).status_code == client.post(addresses["right"]).status_code == 410


def test_closed_waits_for_a_steward(app, client, addresses):
    assert client.post(addresses["closed"]).headers["Location"] == "/assets/3"
    with db.Session(app.extensions["engine"]) as session:
        row = session.scalar(select(Submission).where(Submission.wish == Wish.close))
        assert (row.target_id, session.get(Sender, row.id).email) == (3, "bo@example.org")
    assert client.get("/assets/3").status_code == 200
    assert client.post(addresses["closed"]).status_code == 410


def test_change_leads_to_the_form_for_suggestions(client, addresses):
    for _twice in range(2):
        done = client.post(addresses["change"])
        assert (done.status_code, done.headers["Location"]) == (303, "/assets/3/suggest")


def test_a_change_sent_with_the_ticket_in_hand_uses_it_up_and_says_whom_to_tell(app, client, addresses):
    client.post(addresses["change"])
    page = client.get("/assets/3/suggest?wish=close")
    base = re.search(r'name="base" value="(\d+)"', page.text).group(1)
    sent = client.post("/assets/3/suggest?wish=close", data={"base": base, "message": "I run it, and it is no more."})
    assert sent.status_code == 303
    with db.Session(app.extensions["engine"]) as session:
        row = session.scalar(select(Submission).where(Submission.wish == Wish.close))
        assert session.get(Sender, row.id).email == "bo@example.org"
    assert client.get(addresses["change"]).status_code == 410


def test_wrong_links_reveal_nothing(client, addresses):
    wrong = [addresses["right"].replace("/right/", "/closed/"), addresses["right"][:-1], "/remind/right/x.y", "/remind/stop/x.y"]
    told = {client.get(path).status_code: client.get(path).text for path in wrong}
    assert set(told) == {404}
    assert "bo@example.org" not in told[404]


def test_stopping_takes_a_button_and_can_be_taken_back(client, addresses):
    assert "Send me no more" in client.get(addresses["stop"]).text
    assert client.post(addresses["stop"], data={"do": "stop"}).status_code == 303
    assert "You get no more reminders" in client.get(addresses["stop"]).text
    client.post(addresses["stop"], data={"do": "again"})
    assert "Send me no more" in client.get(addresses["stop"]).text


def test_a_forged_press_changes_nothing_and_the_page_comes_back(app, addresses):
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    late = client.post(addresses["right"])
    assert (late.status_code, "press the button once more" in late.text) == (400, True)
    assert state(client) == "stale"
    assert client.post(addresses["right"], data={"csrf_token": token(late.text)}).status_code == 303
    assert state(client) == "fresh"


def test_an_entry_that_has_gone_says_so(app, client, steward, addresses):
    assert client.post(addresses["closed"]).status_code == 303
    number = re.search(r"/moderation/(\d+)", steward.get("/moderation").text).group(1)
    seen = re.search(r'name="seen" value="(\w+)"', steward.get(f"/moderation/{number}").text).group(1)
    assert steward.post(f"/moderation/{number}/approve", data={"seen": seen}).status_code == 303
    assert client.get(addresses["right"]).status_code == 410
    assert client.post(addresses["right"]).status_code == 410
