"""Developers and stewards note down links they know of: the form, with and without its script, and the page of one link."""

import re

import pytest
from sqlalchemy import select

from assetmap.models import Asset, Link, Visibility
from assetmap.services import links
from assetmap.services.links import Statement
from tests.conftest import changing
from tests.networked import add_groups
from tests.web.typed import chosen, counts, faults, sessions, value


def written(app, act):
    with changing(app) as session:
        return act(session)


@pytest.fixture
def ends(app):
    """The ids of two groups and a place."""

    def make(session):
        ada, brick = (group.id for group in add_groups(session, "Ada's Kitchen", "Brick Lane Singers"))
        return ada, brick, session.scalars(select(Asset.id).where(Asset.group_id.is_(None)).order_by(Asset.id)).first()

    return written(app, make)


@pytest.fixture
def developer(sign_in):
    return sign_in("developer")


def said(ends, **more):
    ada, brick, _place = ends
    return {"group": ada, "says": "refers_to", "to": f"g{brick}", "frequency": "weekly", "visibility": "public"} | more


def only_link(app):
    with sessions(app) as session:
        return session.scalars(select(Link)).one()


def test_a_link_is_noted_down_and_shown_as_seen_by_somebody_else(app, developer, ends):
    answer = developer.post("/links", data=said(ends, note="Every  Tuesday", source="Ward walk", since="2019", visibility="shared"))
    assert answer.status_code == 303
    link = only_link(app)
    assert (link.from_group_id, link.to_group_id, str(link.kind), link.since) == (ends[0], ends[1], "refers_to", 2019)
    assert (link.note, link.source, link.visibility, link.from_says) == ("Every Tuesday", "Ward walk", Visibility.shared, None)
    assert link.observed_by_id is not None
    page = developer.get(answer.headers["Location"]).text
    assert all(
        word in page for word in ("Noted. This is how it stands now.", "Every Tuesday", "Has not answered yet", "Every week or more")
    )


def test_a_link_can_come_from_the_other_end_and_lead_to_a_place(app, developer, ends):
    ada, brick, place = ends
    developer.post("/links", data=said(ends, says="from-funds"))
    developer.post("/links", data=said(ends, says="meets_at", to=f"a{place}"))
    with sessions(app) as session:
        found = [(str(link.kind), link.from_group_id, link.to_group_id or link.to_asset_id) for link in session.scalars(select(Link))]
    assert found == [("funds", brick, ada), ("meets_at", ada, place)]


def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(app, developer, ends):
    typed = said(ends, says="", to="", since="soon", note="Mondays\u202e", q="Brick", visibility="private")
    before = counts(app)
    answer = developer.post("/links", data=typed)
    assert answer.status_code == 422
    assert set(faults(answer.text)) == {"says", "to-0", "since", "note", "visibility-0"}
    assert ('value="Brick"' in answer.text, value(answer.text, "since")) == (True, "soon")
    assert counts(app) == before


def test_a_place_funds_nobody(developer, ends):
    answer = developer.post("/links", data=said(ends, says="from-funds", to=f"a{ends[2]}"))
    assert "says" in faults(answer.text)


def test_without_a_script_the_find_button_offers_ends_and_keeps_what_was_typed(app, developer, ends):
    ada, brick, _place = ends
    before = counts(app)
    page = developer.post("/links", data=said(ends, to="", q="kitchen", note="Half a note", then="find")).text
    offered = re.findall(r'name="to"[^>]*value="(\w+)"', page)
    assert f"g{ada}" not in offered  # it is the group itself
    page = developer.post("/links", data=said(ends, q="singers", note="Half a note", then="find")).text
    assert f"g{brick}" in re.findall(r'name="to"[^>]*value="(\w+)"', page)
    assert (value(page, "note"), chosen(page, "to")) == ("Half a note", [f"g{brick}"])
    assert counts(app) == before


def test_the_form_is_opened_from_a_group_s_page(developer, ends):
    address = re.search(r'href="(/links/new[^"]*)"', developer.get(f"/groups/{ends[0]}").text).group(1)
    assert value(developer.get(address).text, "group") == str(ends[0])
    for nowhere in ("/links/new", "/links/new?group=999999", "/links/new?group=x"):
        assert developer.get(nowhere).headers["Location"] == "/groups"


def test_a_link_nobody_answered_for_can_be_changed_and_one_that_an_end_stated_cannot(app, developer, ends):
    developer.post("/links", data=said(ends))
    number = only_link(app).id
    answer = developer.post(f"/links/{number}/change", data={"frequency": "yearly", "note": "Less now", "visibility": "shared"})
    assert answer.status_code == 303
    assert (str(only_link(app).frequency), only_link(app).note) == ("yearly", "Less now")
    assert developer.post(f"/links/{number}/change", data={"frequency": "often", "visibility": "all", "since": "0"}).status_code == 422
    written(app, lambda session: links.answer(session, session.get(Link, number), ends[0], True))
    assert "theirs to change" in developer.get(f"/links/{number}").text
    assert developer.post(f"/links/{number}/change", data={"frequency": "weekly", "visibility": "public"}).status_code == 403
    assert "End it" in developer.get(f"/links/{number}").text
    written(app, lambda session: links.answer(session, session.get(Link, number), ends[1], True))
    page = developer.get(f"/links/{number}").text
    assert ("only they can end it" in page, "End it" in page) == (True, False)
    assert developer.post(f"/links/{number}/end", data={"reason": "I heard so"}).status_code == 403


def test_a_link_ends_with_a_reason_and_stays_in_the_history(app, developer, ends):
    developer.post("/links", data=said(ends, note="A van"))
    number = only_link(app).id
    assert "reason" in faults(developer.post(f"/links/{number}/end", data={"reason": " "}).text)
    assert developer.post(f"/links/{number}/end", data={"reason": "Sold it"}).status_code == 303
    page = developer.get(f"/links/{number}").text
    assert "A van Sold it" in page
    assert "It stays here as history" in page
    assert developer.post(f"/links/{number}/end", data={"reason": "Again"}).status_code == 409


def test_a_private_link_has_no_page_and_noting_it_down_does_not_open_it(app, developer, ends):
    ada, brick, _place = ends
    statement = Statement("refers_to", ada, brick, visibility="private", note="Between us")
    number = written(app, lambda session: links.state(session, statement, ada).id)
    answer = developer.post("/links", data=said(ends, note="I saw it"))
    assert answer.headers["Location"] == f"/groups/{ada}"
    assert only_link(app).visibility == Visibility.private
    assert developer.get(f"/links/{number}").status_code == 404
    for action in ("change", "end"):
        assert developer.post(f"/links/{number}/{action}", data={"reason": "x"}).status_code == 404
    assert "Brick Lane" not in developer.get(f"/groups/{ada}").text.split('id="links"')[1]


def test_a_link_an_end_denies_says_so_to_connectors_only(app, client, developer, ends):
    developer.post("/links", data=said(ends))
    number = only_link(app).id
    written(app, lambda session: links.answer(session, session.get(Link, number), ends[1], False))
    assert "One of its ends says that this is not so" in developer.get(f"/links/{number}").text
    assert "Brick Lane" not in client.get(f"/groups/{ends[0]}").text


def test_a_name_is_shown_as_it_is_typed_and_never_as_markup(app, developer, ends):
    other = written(app, lambda session: add_groups(session, "<i>Slanted</i> ${1+1}")[0].id)
    answer = developer.post("/links", data=said(ends, to=f"g{other}", note="<script>alert(1)</script>"))
    page = developer.get(answer.headers["Location"]).text
    assert "<i>Slanted" not in page
    assert "<script>alert" not in page
