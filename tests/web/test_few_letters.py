"""Nobody's box is filled by what somebody types: letters to one address, and from one account, are few."""

from tests.web.inviting import choir
from tests.web.letterbox import letters, link
from tests.web.test_claims import ask


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
