"""The page of introductions: for those who look after networks only, and from a suggestion to what came of it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from assetmap.models import Area, Introduction, Keeper, Notice, Side, Thing, Visibility
from tests.conftest import changing
from tests.networked import add_groups, add_link
from tests.web.typed import faults, sessions, value

TODAY = datetime.now(UTC).date()
BEFORE = (TODAY - timedelta(days=9)).isoformat()


@pytest.fixture
def two(app):
    """Two groups in Bow of which one needs a kitchen and the other, only for those who look after networks, offers one; their ids."""
    with changing(app) as session:
        cooks, kitchen = add_groups(session, "Cooks of Bow", "Kitchen of Bow", public_email="hello@example.org", purpose="We eat together")
        cooks.areas = [session.scalars(select(Area).where(Area.code == "E05009317")).one()]
        shared = {"thing": Thing.kitchen, "weekdays": 2, "visibility": Visibility.shared}
        session.add(Notice(group_id=cooks.id, side=Side.need, words="Twenty of us", **shared))
        session.add(Notice(group_id=kitchen.id, side=Side.offer, words="Four hobs", **shared))
        session.add(Keeper(group_id=cooks.id, name="Adelaide Secret", email="secret@example.org", phone="020 7946 0999"))
    return cooks.id, kitchen.id


@pytest.fixture
def developer(sign_in):
    return sign_in("developer")


def page(client, query="example=no"):
    answer = client.get(f"/introductions?{query}")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def introduce(client, two, **typed):
    return client.post(
        "/introductions/introduce?example=no", data={"first": two[0], "second": two[1], "on": BEFORE, "note": "Over tea"} | typed
    )


def test_a_suggestion_has_its_reasons_in_words_and_how_to_reach_both(developer, two):
    text = page(developer)
    assert "Cooks of Bow needs a kitchen (Tuesday); Kitchen of Bow offers that." in text
    assert "Neither has a link to another group on this map yet." in text
    assert "It has a keeper we can write to." in text
    assert 'href="mailto:hello@example.org"' in text
    assert "Cooks of Bow" in page(developer, "example=no&area=E05009317")
    assert "Cooks of Bow needs" not in page(developer, "example=no&area=E05009318")


def test_nobody_reads_who_the_keeper_is_and_the_letter_says_only_what_is_public(developer, two):
    text = developer.get("/introductions?example=no").text
    assert not re.search("Adelaide|secret@|0999", text)
    letter = value(text, f"letter-{two[0]}-{two[1]}") or re.search(rf'id="letter-{two[0]}-{two[1]}"[^>]*>(.*?)</textarea>', text, re.S)[1]
    assert "Dear Cooks of Bow, dear Kitchen of Bow," in letter
    assert "We eat together" in letter
    assert "needs" not in letter
    assert "needs%20a%20kitchen" not in text


def test_only_those_who_look_after_networks_see_it(client, sign_in, two):
    assert client.get("/introductions").status_code == 303
    for role in ("resident", "planner"):
        person = sign_in(role)
        assert person.get("/introductions").status_code == 403
        assert introduce(person, two).status_code == 403
        assert "Introductions worth making" not in person.get("/networks").text
        assert "needs a kitchen" not in person.get("/networks/growth").text
    assert "Introductions worth making" not in client.get("/networks").text
    assert "Introductions worth making" in sign_in("developer").get("/networks?example=no").text


def test_from_a_suggestion_to_what_came_of_it(app, developer, two):
    answer = introduce(developer, two)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/introductions?example=no#made")
    text = page(developer)
    assert f'id="pair-{two[0]}-{two[1]}"' not in text
    assert "Over tea" in text
    assert "Not known yet" in text
    with sessions(app) as session:
        number = session.scalars(select(Introduction.id)).one()
    typed = {"outcome": "together", "outcome_on": TODAY.isoformat(), "outcome_note": "A supper club"}
    assert developer.post(f"/introductions/{number}/outcome", data=typed).status_code == 303
    text = page(developer)
    assert "They do something together" in text
    assert "A supper club" in text
    with changing(app) as session:
        made = session.get(Introduction, number)
        add_link(session, "co_runs", made.first_group, made.second_group)
    assert "Since then the map has a link between them: Run something together." in page(developer)


def test_what_is_wrong_is_said_at_once_and_what_was_typed_stays(developer, two):
    answer = introduce(developer, two, on=(TODAY + timedelta(days=3)).isoformat(), note="x" * 1001)
    key = f"{two[0]}-{two[1]}"
    assert answer.status_code == 422
    assert set(faults(answer.text)) == {f"on-{key}", f"note-{key}"}
    assert "x" * 1001 in answer.text
    aside = developer.post("/introductions/aside?example=no", data={"first": two[0], "second": two[1], "why": " "})
    assert (aside.status_code, set(faults(aside.text))) == (422, {f"why-{key}"})
    assert developer.post("/introductions/introduce", data={"first": "one", "second": "2"}).status_code == 400
    assert introduce(developer, (two[0], 999_999)).status_code == 422


def test_two_who_record_the_same_pair_leave_one_record(developer, sign_in, two):
    assert introduce(developer, two).status_code == 303
    assert introduce(sign_in("steward"), two).status_code == 409


def test_a_pair_set_aside_is_gone_until_it_is_suggested_again(app, developer, two):
    assert developer.post("/introductions/aside", data={"first": two[1], "second": two[0], "why": "They fell out"}).status_code == 303
    text = page(developer)
    assert "They fell out" in text
    assert f'id="pair-{two[0]}-{two[1]}"' not in text
    with sessions(app) as session:
        number = session.scalars(select(Introduction.id)).one()
    assert developer.post(f"/introductions/{number}/back").status_code == 303
    assert f'id="pair-{two[0]}-{two[1]}"' in page(developer)


def test_the_example_is_marked_and_cannot_be_written_down(developer):
    text = page(developer, "example=yes")
    assert "None of these groups exist." in text
    assert "How to reach them" in text
    assert "/introductions/introduce" not in text
