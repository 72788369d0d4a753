"""`assetmap ask`: whom to ask, and writing to them; never a person's address or a link in what it prints."""

import re
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.cli import commands
from assetmap.models import Ask, Group, Keeper
from assetmap.services import keepers
from tests import mailbox


@pytest.fixture
def url(town, monkeypatch):
    """A copy of the town with three groups that have keepers, one of them without e-mail."""
    url = town.copy()
    monkeypatch.setenv("DATABASE_URL", url)
    engine = db.make_engine(url)
    with Session(db.writer(engine)) as session, session.begin():
        for number, email in ((1, "amina@example.org"), (2, "bo@example.org"), (3, "")):
            keepers.add(session, session.get(Group, number), {"name": f"Keeper {number}", "email": email})
    engine.dispose()
    yield url
    town.drop(url)


@pytest.fixture
def box(monkeypatch):
    with mailbox.serving() as box:
        for name, value in (("URL", f"smtp://127.0.0.1:{box.port}"), ("FROM", "map@example.org")):
            monkeypatch.setenv(f"ASSETMAP_MAIL_{name}", value)
        monkeypatch.setenv("ASSETMAP_SITE_URL", "https://map.example.org/")
        monkeypatch.setenv("SECRET_KEY", "only for the tests, not secret")
        yield box


def run(*arguments: str):
    return CliRunner().invoke(commands, ["ask", *arguments])


def asks(url: str) -> list[tuple[int, bool]]:
    engine = db.make_engine(url)
    with Session(engine) as session:
        found = [(row.group_id, row.sent_at is not None) for row in session.scalars(select(Ask).order_by(Ask.group_id))]
    engine.dispose()
    return found


def test_without_send_it_only_says_whom_and_needs_no_secret(url, box, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    told = run()
    assert told.exit_code == 0
    assert "3 groups to ask." in told.output
    assert "nobody by e-mail" in told.output
    assert (box.messages, asks(url)) == ([], [])


def test_each_is_written_to_once_and_the_link_works(url, box):
    told = run("--send")
    assert told.exit_code == 0, told.output
    assert "2 messages sent, 0 failed." in told.output
    assert sorted(to for to, _message in box.messages) == ["amina@example.org", "bo@example.org"]
    assert asks(url) == [(1, True), (2, True)]
    body = box.messages[0][1].get_payload(decode=True).decode()
    (token,) = re.findall(r"https://map\.example\.org/keepers/([\w-]{43})\s", body)
    assert not re.search(r"@|keepers/|Keeper \d", told.output)
    assert token not in told.output
    engine = db.make_engine(url)
    with Session(engine) as session:
        assert keepers.find(session, token).group_id in (1, 2)
    engine.dispose()
    again = run("--send")
    assert "0 messages sent" in again.output
    assert len(box.messages) == 2


def test_one_that_fails_is_named_by_its_group_and_tried_again(url, box):
    box.refuse = "amina@example.org"
    told = run("--send")
    assert told.exit_code == 1
    assert "1 messages sent, 1 failed." in told.output
    assert "not sent" in told.output
    assert "amina" not in told.output
    assert asks(url) == [(2, True)]
    box.refuse = ""
    assert "1 messages sent, 0 failed." in run("--send").output
    assert asks(url) == [(1, True), (2, True)]


def test_without_a_mail_server_it_says_which_settings_are_missing(url, monkeypatch):
    for name in ("MAIL_URL", "MAIL_FROM", "SITE_URL"):
        monkeypatch.delenv(f"ASSETMAP_{name}", raising=False)
    told = run("--send")
    assert told.exit_code == 1
    assert "ASSETMAP_MAIL_URL" in str(told.exception)


def test_a_group_that_has_answered_is_left_alone_for_a_year(url, box):
    engine = db.make_engine(url)
    with Session(db.writer(engine)) as session, session.begin():
        asked, _token = keepers.ask(session, session.get(Group, 1), None, None)
        keepers.answered(session, asked)
    engine.dispose()
    assert "2 groups to ask." in run().output
    assert "3 groups to ask." in run("--older-than", "0").output


def test_it_forgets_nobody_that_is_what_forget_is_for(url):
    engine = db.make_engine(url)
    with Session(db.writer(engine)) as session, session.begin():
        for keeper in session.scalars(select(Keeper)):
            keeper.made_at = datetime(2001, 1, 1, tzinfo=UTC)
    assert run().exit_code == 0
    with Session(engine) as session:
        assert len(session.scalars(select(Keeper)).all()) == 3
    engine.dispose()
