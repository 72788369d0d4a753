"""Taking a contact back by the link in the letter; and the way out of here on every page."""

import re

import pytest

from assetmap.models import Ticket
from assetmap.services import letters, retention
from tests.web import public, typed

MAIL = "amina@private.example"
POST = "someone@private.example"


@pytest.fixture
def taken(app, client, steward, monkeypatch) -> tuple[int, str]:
    """The number of an asset with a public contact, and the address in the letter by which it can be taken back."""
    reference = typed.suggest(client, public_email=MAIL, agreed_email="y", sender_email=POST)
    number = typed.published(steward, app, reference)
    with typed.sessions(app) as session:
        body = session.query(letters.Letter).filter_by(kind="outcome").one().body
    (address,) = re.findall(r"https?://[^/]+(/withdraw/\S+)", body)
    return number, address


def test_who_sent_it_with_an_account_is_told_too_unless_they_decided_themselves(app, client, steward, sign_in):
    resident = sign_in("resident")
    typed.published(steward, app, typed.suggest(resident))
    declined = typed.submission(app, typed.suggest(resident, name="A loom"))
    typed.decide(steward, app, declined.id, "decline", reason="There is none.")
    assert steward.post("/assets/new", data=typed.asset(name="A kiln")).headers["Location"].startswith("/assets/")
    with typed.sessions(app) as session:
        told = session.query(letters.Letter).filter_by(kind="outcome").order_by(letters.Letter.id).all()
        assert [each.email for each in told] == ["resident@example.org"] * 2
        assert all("because you sent it with your account" in each.body for each in told)
        assert "There is none." in told[1].body


def test_the_letter_with_the_outcome_leads_to_taking_it_back(app, client, taken):
    number, address = taken
    for _turn in range(2):
        page = client.get(address)
        assert (page.status_code, MAIL in page.text) == (200, True)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]
    assert client.post(address, data={}).status_code == 422
    answer = client.post(address, data={"field": "public_email"})
    assert answer.status_code == 303
    assert "taken back" in client.get(answer.headers["Location"]).text
    assert client.post(address, data={"field": "public_email"}).status_code == 410
    assert MAIL not in client.get(f"/assets/{number}").text
    assert MAIL not in client.get(f"/api/v1/assets/{number}").text
    assert public.tables_with(app, MAIL) == set()


def test_a_wrong_link_says_nothing(client, taken):
    for wrong in ("none", taken[1].removeprefix("/withdraw/")[:-1]):
        answer = client.get(f"/withdraw/{wrong}")
        assert answer.status_code == 404
        assert MAIL not in answer.text


def test_only_a_digest_of_the_link_is_kept(app, taken):
    with typed.sessions(app) as session:
        assert session.query(Ticket).count() == 1
    assert public.tables_with(app, taken[1].removeprefix("/withdraw/").split(".")[0]) == {"letters"}


def test_every_page_has_a_way_out_of_here(reader):
    for path in ("/", "/map", "/assets", "/assets/new", "/privacy", "/nowhere", "/sign-in"):
        page = reader.get(path).text
        (link,) = re.findall(r'<a [^>]*id="leave"[^>]*>', page)
        assert 'href="https://www.bbc.co.uk/weather"' in link
        assert "noreferrer" in link


def test_the_privacy_notice_says_how_long_each_thing_is_kept(reader):
    page = reader.get("/privacy").text
    assert page.count("months</td>") + page.count("month</td>") == len(retention.KINDS)
