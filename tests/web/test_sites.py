"""Where the links in letters lead: to this site, whatever host the request named."""

import re

import pytest

from tests.web.inviting import CASES
from tests.web.letterbox import letters

EVIL = "evil.example"


@pytest.fixture
def bare(app):
    """The app without a site address of its own."""
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"assetmap_site_url": "", "assetmap_mail_url": ""})
    return app


@pytest.mark.parametrize("kind", ["enter", "welcome", "reset"])
def test_a_letter_names_no_host_that_a_stranger_asked_for(bare, kind):
    stranger = bare.test_client()
    paths = {"enter": "/sign-in/by-mail", "welcome": "/sign-up", "reset": "/password/forgotten"}
    email = "amina@example.org" if kind == "welcome" else "resident@example.org"
    stranger.post(paths[kind], data={"email": email, "name": "Amina"}, base_url=f"http://{EVIL}")
    body = letters(bare, kind)[-1].body
    assert re.search(r"https?://\S+", body)
    assert EVIL not in body


@pytest.mark.parametrize("kind", sorted(set(CASES) - {"code"}))
def test_with_an_address_every_letter_begins_its_links_with_it(app, sign_in, kind):
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"assetmap_site_url": "https://map.example.org"})
    CASES[kind](app, sign_in)
    links = re.findall(r"https?://[^/\s]+", letters(app, kind)[-1].body)
    assert set(links) == {"https://map.example.org"}


def test_while_developing_the_host_that_was_asked_for_will_do(bare):
    bare.extensions["settings"] = bare.extensions["settings"].model_copy(update={"assetmap_mail_url": "memory:"})
    bare.test_client().post("/sign-in/by-mail", data={"email": "resident@example.org"}, base_url="http://127.0.0.1:5000")
    found = [message.body for message in bare.extensions["mailman"].outbox] if hasattr(bare.extensions.get("mailman"), "outbox") else []
    assert all("http://127.0.0.1:5000/" in body for body in found + [letter.body for letter in letters(bare, "enter")])
