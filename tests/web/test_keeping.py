"""A page that says the same to everybody is made once, and never shows one person what is only for another."""

import re

import pytest

from assetmap.services import places
from assetmap.web import keeping

NONCE = re.compile(r'nonce="([^"]+)"')


def nonces(answer) -> set[str]:
    return set(NONCE.findall(answer.text)) | set(re.findall(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"]))


@pytest.mark.parametrize("path", ["/", "/assets", "/map", "/neighbourhoods/E05009317"])
def test_a_kept_page_says_the_same_under_a_nonce_of_its_own(client, path):
    first, second = client.get(path), client.get(path)
    assert len(nonces(first)) == len(nonces(second)) == 1
    assert nonces(first) != nonces(second)
    assert NONCE.sub("", first.text) == NONCE.sub("", second.text)
    assert keeping.BLANK not in second.text


def test_a_page_is_made_anew_when_the_register_changes(app, client):
    before = client.get("/assets")
    with app.app_context():
        session = app.extensions["sessions"](bind=app.extensions["engine"].execution_options(writer=True))
        places.current(session).attribution = "Something else is said at the foot"
        places.changed(session)
        session.commit()
    assert "Something else" not in before.text
    assert "Something else" in client.get("/assets").text


def test_what_a_steward_sees_is_for_stewards(client, steward):
    client.get("/assets")
    assert "Moderation" in steward.get("/assets").text
    assert "Moderation" not in client.get("/assets").text


def test_a_page_a_steward_sees_first_is_not_for_visitors(client, steward):
    assert "Moderation" in steward.get("/groups").text
    assert "Moderation" not in client.get("/groups").text


def test_a_message_is_shown_once_and_to_nobody_else(app, client):
    with client.session_transaction() as cookie:
        cookie["_flashes"] = [("success", "Only for you")]
    assert "Only for you" in client.get("/assets").text
    assert "Only for you" not in client.get("/assets").text
    assert "Only for you" not in app.test_client().get("/assets").text


def test_another_host_gets_a_page_of_its_own(client):
    assert "elsewhere.example" not in client.get("/api/v1/assets?limit=1", base_url="http://elsewhere.example").headers.get("Link", "")
    links = client.get("/api/v1/assets?limit=1").json["links"]
    assert all("elsewhere.example" not in link["href"] for link in links)
