"""Nobody's box is filled by what somebody types: letters to one address, and from one account, are few."""

import pytest

from assetmap.web import limits
from tests.web.inviting import choir
from tests.web.letterbox import letters, link
from tests.web.test_claims import ask
from tests.web.typed import submission, suggest, value


def test_few_letters_go_to_a_groups_addresses_however_they_are_written(app, sign_in):
    number, client = choir(app), sign_in("resident")
    for email in ("hello@choir.example.org", "Hello@choir.example.org", "HELLO@Choir.example.org"):
        ask(client, number, email)
    assert len(letters(app, "claim")) == 1
    answers = [ask(client, number, f"{name}@choir.example.org").status_code for name in ("amina", "bilal", "carol", "dev")]
    assert (answers, len(letters(app, "claim"))) == ([303, 303, 422, 422], 3)


def test_one_address_is_seldom_asked_and_one_account_asks_seldom(app, sign_in):
    app.extensions["counter"].enabled = True
    number, client = choir(app), sign_in("resident")
    answers = []
    for _time in range(4):
        answers.append(ask(client, number, "hello@choir.example.org").status_code)
        client.post(link(app, "claim"), data={"say": "no"})
    assert answers == [303, 303, 303, 429]
    assert ask(client, number).status_code == 303, "a steward can be asked still"


def test_one_address_gets_few_shortlists_whoever_sends_them(posting):
    app, _box = posting
    app.extensions["counter"].enabled = True
    client = app.test_client()
    client.post("/shortlists", data={"subject": "asset", "id": 1})
    path = client.get("/shortlists").headers["Location"]
    answers = [
        client.post(f"{path}/send", data={"email": email}, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"}).status_code
        for number, email in enumerate(["amina@example.org"] * 4 + ["Amina@example.org"] * 2 + ["bilal@example.org"])
    ]
    assert answers == [303] * 5 + [429, 303]


def test_one_address_gets_few_links_to_a_new_password(app):
    app.extensions["counter"].enabled = True
    client = app.test_client()
    for number in range(7):
        data, environ = {"email": "steward@example.org"}, {"REMOTE_ADDR": f"192.0.2.{number}"}
        answer = client.post("/password/forgotten", data=data, environ_base=environ)
    assert (answer.status_code, len(letters(app, "reset"))) == (429, 5)


def test_to_whom_a_letter_goes_is_counted_by_a_digest(app):
    with app.test_request_context("/shortlists", method="POST", data={"email": "Amina@example.org "}):
        key = limits.addressee()
    with app.test_request_context("/shortlists", method="POST", data={"email": "amina@example.org"}):
        assert limits.addressee() == key and "amina" not in key


def test_nobody_writes_to_others_by_the_name_of_an_entry(app, client, steward):
    for name in ("Win at prizes.example.com now", "The sewing club"):
        shown = f"/moderation/{submission(app, suggest(client, name=name, sender_email='amina@example.org')).id}"
        steward.post(f"{shown}/decline", data={"seen": value(steward.get(shown).text, "seen"), "reason": "No"})
    spam, usual = letters(app, "outcome")
    assert "prizes" not in spam.subject + spam.body and "your entry" in spam.subject
    assert "The sewing club" in usual.subject


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("2001:db8:1:2::3", "2001:db8:1:2:ffff::4", True), ("2001:db8:1:2::3", "2001:db8:1:3::3", False), ("192.0.2.1", "192.0.2.2", False)],
)
def test_who_has_a_network_of_addresses_is_counted_as_one(app, one, other, same):
    counted = []
    for address in (one, other):
        with app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
            counted.append(limits.connection())
    assert (counted[0] == counted[1]) == same
