"""`assetmap user add`: whoever is added can sign in, and only as they should."""

import pytest
from click.testing import CliRunner

from assetmap.cli import commands
from tests.conftest import free_of_limits

SECRET = "pässwort lang genug"


@pytest.fixture
def add(app, monkeypatch):
    for name, value in free_of_limits(str(app.extensions["engine"].url.render_as_string(hide_password=False))).items():
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(commands, ["user", "add", *words])


def sign_in(client, email, password):
    return client.post("/sign-in", data={"email": email, "password": password}).status_code == 302


def test_a_new_person_can_sign_in_whatever_letters_the_password_has(add, client):
    assert add("new@example.org", "--role", "steward", "--name", "Sam Neighbour", "--password", SECRET).exit_code == 0
    assert sign_in(client, "new@example.org", SECRET)
    page = client.get("/moderation")
    assert page.status_code == 200
    assert "Sam Neighbour" in page.text


def test_a_new_password_signs_out_whoever_had_the_old_one(add, client):
    add("new@example.org", "--password", SECRET)
    assert sign_in(client, "new@example.org", SECRET)
    assert add("NEW@example.org", "--password", "another long password").exit_code == 0
    assert client.get("/moderation").status_code == 303
    assert sign_in(client, "new@example.org", "another long password")


@pytest.mark.parametrize(("email", "password"), [("notanaddress", SECRET), ("new@example.org", "short")])
def test_what_could_not_sign_in_is_refused(add, email, password):
    answer = add(email, "--password", password)
    assert answer.exit_code == 2
    assert "Traceback" not in answer.output
