"""Signing in by a link and signing up: who asks learns nothing, opening a link does nothing, pressing its button does it once."""

import pytest
from sqlalchemy import select, update

from assetmap import create_app
from assetmap.models import Ticket, User
from assetmap.models.columns import now
from tests.conftest import settings_for
from tests.web.letterbox import letters, link
from tests.web.typed import sessions, token

STEWARD = "steward@example.org"


def ask(client, email=STEWARD, where="/sign-in/by-mail", **more):
    return client.post(where, data={"email": email, **more})


def person(app, email):
    with sessions(app) as session:
        return session.scalar(select(User).where(User.email == email))


def test_whoever_asks_gets_the_same_answer_whether_there_is_an_account_or_not(app, client):
    known, unknown = ask(client), ask(client, "nobody@example.org")
    assert (
        (known.status_code, known.headers["Location"])
        == (unknown.status_code, unknown.headers["Location"])
        == (303, "/sign-in/sent?way=in")
    )
    assert [letter.email for letter in letters(app)] == [STEWARD]


def test_signing_up_says_the_same_whether_there_is_an_account_or_not(app, client):
    known, unknown = (ask(client, email, "/sign-up", name="A") for email in (STEWARD, "new@example.org"))
    assert known.headers["Location"] == unknown.headers["Location"]
    assert [(letter.email, letter.kind) for letter in letters(app)] == [(STEWARD, "enter"), ("new@example.org", "welcome")]


def test_opening_a_link_signs_nobody_in_and_pressing_does_once(app, client):
    ask(client)
    path = link(app, "enter")
    for _scan in range(3):
        assert app.test_client().get(path).status_code == 200
    assert client.get("/me").status_code == 303
    assert client.post(path).status_code in (302, 303)
    assert STEWARD in client.get("/me").text
    assert app.test_client().post(path).status_code == 410
    assert app.test_client().get(path).status_code == 410


def test_other_links_stop_working_once_one_was_used(app, client):
    ask(client)
    first = link(app, "enter")
    ask(client)
    client.post(link(app, "enter"))
    assert app.test_client().post(first).status_code == 404


def test_an_account_is_made_only_when_the_button_is_pressed(app, client):
    ask(client, "new@example.org", "/sign-up", name="Amina")
    path = link(app, "welcome")
    client.get(path)
    assert person(app, "new@example.org") is None
    client.post(path)
    made = person(app, "new@example.org")
    assert (made.shown_name, made.password, made.confirmed_at is not None) == ("Amina", None, True)
    with sessions(app) as session:
        assert [role.name for role in session.get(User, made.id).roles] == ["resident"]
    assert "Amina" in client.get("/me").text


@pytest.mark.parametrize("path", ["/enter/", "/sign-up/", "/claims/answer/", "/invitations/"])
def test_a_wrong_link_reveals_nothing(app, client, path):
    ask(client)
    other = link(app, "enter").rsplit("/", 1)[-1]
    answers = [client.get(path + wrong) for wrong in ("none", "x" * 300, other[:-9] + ("A" if other[-9] != "A" else "B") + other[-8:])]
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.headers["Referrer-Policy"] for answer in answers} == {"no-referrer"}
    assert all("There is no such link" in answer.text for answer in answers)


def test_a_link_for_one_thing_does_nothing_else(app, client):
    ask(client)
    key = link(app, "enter").rsplit("/", 1)[-1]
    assert client.post(f"/sign-up/{key}").status_code == 404


def test_a_link_runs_out(app, client):
    ask(client)
    path = link(app, "enter")
    with sessions(app) as session:
        session.execute(update(Ticket).values(expires_at=now()))
        session.commit()
    assert client.post(path).status_code == 410


def test_somebody_switched_off_gets_no_link_and_an_old_one_is_worth_nothing(app, client):
    ask(client)
    path = link(app, "enter")
    with sessions(app) as session:
        session.execute(update(User).where(User.email == STEWARD).values(active=False))
        session.commit()
    assert client.post(path).status_code == 404
    ask(client)
    assert len(letters(app)) == 1


def test_nobody_fills_somebody_elses_letter_box(app, client):
    for _again in range(10):
        ask(client)
        ask(client, "new@example.org", "/sign-up")
    assert len(letters(app, "enter")) == len(letters(app, "welcome")) == 4


def test_many_requests_are_slowed_down(town):
    app = create_app(settings_for(town.copy(), assetmap_rate_sign_in="3 per hour"))
    app.config["WTF_CSRF_ENABLED"] = False
    answers = [ask(app.test_client(), f"nobody{number}@example.org").status_code for number in range(4)]
    app.extensions["engine"].dispose()
    assert answers == [303, 303, 303, 429]


def test_a_forged_press_does_nothing_and_an_old_page_says_press_again(app, client):
    ask(client)
    path = link(app, "enter")
    app.config["WTF_CSRF_ENABLED"] = True
    refused = client.post(path)
    assert (refused.status_code, "press the button once more" in refused.text) == (400, True)
    assert client.post(path, data={"csrf_token": token(refused.text)}).status_code in (302, 303)


def test_a_forgotten_password_is_replaced_by_a_link_that_a_scanner_may_open(app, client):
    known, unknown = (
        client.post("/password/forgotten", data={"email": STEWARD}),
        client.post("/password/forgotten", data={"email": "no@example.org"}),
    )
    assert known.status_code == unknown.status_code == 200
    assert [letter.kind for letter in letters(app)] == ["reset"]
    path = link(app, "reset")
    client.get(path)
    new = "Quite another long one"
    assert client.post(path, data={"password": new, "password_confirm": new}).status_code == 302
    assert app.test_client().post("/sign-in", data={"email": STEWARD, "password": new}).status_code == 302
    assert client.post(path, data={"password": new, "password_confirm": new}).headers["Location"] == "/password/forgotten"


def test_a_page_of_a_link_is_kept_nowhere(app, client):
    ask(client)
    answer = client.get(link(app, "enter"))
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
