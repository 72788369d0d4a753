"""`assetmap weekly`: one letter a week to each steward, and the ways to stop it."""

import re

import pytest
from click.testing import CliRunner

from assetmap.cli import commands
from tests import mailbox


@pytest.fixture
def box(app, monkeypatch):
    with mailbox.serving() as box:
        monkeypatch.setenv("DATABASE_URL", app.extensions["settings"].database_url)
        for name, value in (("URL", f"smtp://127.0.0.1:{box.port}"), ("FROM", "map@example.org")):
            monkeypatch.setenv(f"ASSETMAP_MAIL_{name}", value)
        monkeypatch.setenv("ASSETMAP_SITE_URL", "https://map.example.org/")
        monkeypatch.setenv("SECRET_KEY", app.config["SECRET_KEY"])
        yield box


def run(*words):
    answer = CliRunner().invoke(commands, ["weekly", *words])
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_it_writes_once_a_week_says_no_addresses_and_its_link_stops_it_by_a_button_only(app, box):
    assert "2 of 2 stewards are due" in run()
    assert box.messages == []
    said = run("--send")
    assert "2 letters written.\n2 messages sent, 0 failed." in said
    assert "@" not in said
    assert "0 letters written" in run("--send")
    assert {to for to, _message in box.messages} == {"steward@example.org", "administrator@example.org"}
    body = next(message for to, message in box.messages if to.startswith("steward")).get_payload(decode=True).decode()
    path = re.search(r"https://map\.example\.org(/weekly/\S+)", body).group(1)
    visitor = app.test_client()
    for _scanner in range(2):
        assert "at most once a week" in visitor.get(path).text
    app.config["WTF_CSRF_ENABLED"] = True
    forged = visitor.post(path, data={"want": "no"})
    assert (forged.status_code, "press the button once more" in forged.text, "at most once a week" in forged.text) == (400, True, True)
    app.config["WTF_CSRF_ENABLED"] = False
    assert visitor.post(path, data={"want": "no"}).status_code == 303
    assert "no weekly letter any more" in visitor.get(path).text
    assert visitor.get("/weekly/none").status_code == 404


def test_a_steward_stops_it_in_their_list_too(steward):
    assert "Stop the letter" in steward.get("/moderation").text
    assert steward.post("/moderation/weekly", data={"want": "no"}).status_code == 303
    assert "Send me the weekly letter" in steward.get("/moderation").text
