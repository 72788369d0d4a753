"""Whoever only looks at an address changes nothing: what scans the links in a mail asks for their heads as often as for their pages."""

from pathlib import Path

import pytest
from sqlalchemy import select

from assetmap.models import Claim, ClaimState, Ticket, User
from tests.web import inviting
from tests.web.letterbox import letters, link
from tests.web.typed import sessions

WEB = Path(__file__).parents[2] / "assetmap" / "web"


@pytest.mark.parametrize("kind", ["enter", "welcome", "invite", "claim"])
def test_asking_for_the_head_of_a_one_use_address_uses_nothing_up(app, sign_in, kind):
    inviting.CASES[kind](app, sign_in)
    path, written = link(app, kind), len(letters(app))
    client = app.test_client()
    assert client.head(path).status_code == 200
    assert client.get("/me").status_code == 303, "nobody is signed in by looking"
    assert client.get(path).status_code == 200, "it can still be used"
    with sessions(app) as session:
        assert [ticket.used_at for ticket in session.scalars(select(Ticket))] == [None]
        assert session.scalars(select(User).where(User.email == "amina@example.org")).all() == []
        assert [claim.state for claim in session.scalars(select(Claim))] in ([], [ClaimState.waiting])
    assert len(letters(app)) == written


@pytest.mark.parametrize("path", ["/claims/groups/{}/ask", "/groups/{}/edit", "/groups/{}/report", "/groups/{}/suggest"])
def test_asking_for_the_head_of_a_form_sends_nothing(app, sign_in, path):
    number = inviting.choir(app, "planner")
    assert sign_in("planner" if "edit" in path else "resident").head(path.format(number)).status_code == 200
    with sessions(app) as session:
        assert session.scalars(select(Claim)).all() == []


def test_no_view_takes_everything_that_is_not_get_for_a_form_that_was_sent():
    """A request for the head is neither: ask `!= "POST"`."""
    assert [file.name for file in WEB.rglob("*.py") if 'request.method == "GET"' in file.read_text(encoding="utf-8")] == []
