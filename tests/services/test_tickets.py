"""One-use addresses: once, for a while, for one thing, and silent when wrong."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assetmap.errors import Gone, NotFound
from assetmap.models import Purpose, Subject, Ticket
from assetmap.models.columns import now
from assetmap.services import tickets
from assetmap.services.tickets import About

SECRET = "a secret of the tests"


@pytest.fixture
def text(session):
    return tickets.make(session, SECRET, Purpose.right, About(Subject.asset, 1, "amina@example.org"))


def test_opening_uses_nothing_up(session, text):
    for _ in range(3):
        assert tickets.find(session, SECRET, Purpose.right, text).entry_id == 1


def test_it_works_once(session, text):
    tickets.use(session, tickets.find(session, SECRET, Purpose.right, text, hold=True))
    with pytest.raises(Gone):
        tickets.find(session, SECRET, Purpose.right, text)


def test_it_runs_out(session, text):
    session.scalars(select(Ticket)).one().expires_at = now() - timedelta(seconds=1)
    with pytest.raises(Gone):
        tickets.find(session, SECRET, Purpose.right, text)


def test_a_wrong_one_says_the_same_whatever_is_wrong_with_it(session, text):
    token, signature = text.rsplit(".", 1)
    other = tickets.make(session, "another secret", Purpose.right, About())
    said = set()
    for wrong in ("", "x", token, f"{token}.{signature[:-2]}", f"{token[:-2]}.{signature}", other, "é" * 500, "\x00"):
        with pytest.raises(NotFound) as refused:
            tickets.find(session, SECRET, Purpose.right, wrong)
        said.add(str(refused.value))
    assert said == {tickets.NO_SUCH}


def test_it_is_good_for_one_thing_only(session, text):
    with pytest.raises(NotFound):
        tickets.find(session, SECRET, Purpose.enter, text)


def test_nothing_kept_tells_the_address(session, text):
    row = session.scalars(select(Ticket)).one()
    assert text.rsplit(".", 1)[0] not in str({column.name: getattr(row, column.name) for column in Ticket.__table__.columns})
