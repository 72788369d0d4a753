"""Keepers and their addresses: good once, kept as a digest only, and forgotten when somebody asks."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assetmap.errors import Faulty, Gone, NotFound
from assetmap.models import Ask, Keeper, Link, Notice, User
from assetmap.models.columns import now
from assetmap.services import keepers, telling, yearly
from assetmap.services.links import Statement
from assetmap.services.telling import Said, Told
from tests.networked import add_groups, add_link

AMINA = {"name": "Amina Q", "email": "amina@example.org", "phone": "020 7946 0000"}


def test_only_a_digest_of_what_stands_in_the_address_is_kept(session):
    (group,) = add_groups(session, "One")
    asked, token = keepers.ask(session, group, None, None)
    assert len(token) >= 43  # 256 bits
    assert asked.digest == keepers.digest(token)
    assert token not in repr([getattr(asked, column.name) for column in Ask.__table__.columns])
    assert keepers.find(session, token) is asked


def test_looking_uses_nothing_up_and_answering_does(session):
    (group,) = add_groups(session, "One")
    asked, token = keepers.ask(session, group, None, None)
    for _look in range(3):
        keepers.find(session, token)
    keepers.answered(session, asked, "The sewing circle")
    with pytest.raises(Gone, match="was used on"):
        keepers.find(session, token)
    assert [one.missing for one in yearly.missing(session)] == ["The sewing circle"]


def test_an_address_that_ran_out_says_so_kindly_and_a_forged_one_is_nowhere(session):
    (group,) = add_groups(session, "One")
    asked, token = keepers.ask(session, group, None, None)
    asked.expires_at = now() - timedelta(seconds=1)
    session.flush()
    with pytest.raises(Gone, match="Nothing is lost: ask for a new one"):
        keepers.find(session, token)
    for forged in ("", "none", token[:-1], token.swapcase(), asked.digest):
        with pytest.raises(NotFound):
            keepers.find(session, forged)


@pytest.mark.parametrize("days", [0, 91, -1])
def test_an_address_is_good_for_a_sensible_time(session, days):
    (group,) = add_groups(session, "One")
    with pytest.raises(Faulty):
        keepers.ask(session, group, None, None, days)


def test_a_keeper_of_another_group_is_not_asked(session):
    one, two = add_groups(session, "One", "Two")
    with pytest.raises(Faulty):
        keepers.ask(session, one, keepers.add(session, two, AMINA), None)


def test_every_fault_of_a_keeper_is_said_at_once(session):
    (group,) = add_groups(session, "One")
    with pytest.raises(Faulty) as faulty:
        keepers.add(session, group, {"name": "x" * 121, "email": "nobody", "phone": "ring me"})
    assert [fault.field for fault in faulty.value.faults] == ["name", "email", "phone"]
    with pytest.raises(Faulty):
        keepers.add(session, group, {})


@pytest.mark.parametrize("email", ["a@b.org\nBcc: all@example.org", "a@b.org, c@d.org", "a b@c.org", "\u202ea@b.org"])
def test_an_address_that_could_reach_others_is_refused(session, email):
    (group,) = add_groups(session, "One")
    with pytest.raises(Faulty):
        keepers.add(session, group, {"email": email})


def test_a_forgotten_keeper_leaves_nothing_and_their_address_stops_working(session):
    (group,) = add_groups(session, "One")
    keeper = keepers.add(session, group, AMINA)
    _asked, token = keepers.ask(session, group, keeper, None)
    keepers.forget(session, keeper)
    assert session.scalars(select(Keeper)).all() == []
    with pytest.raises(NotFound):
        keepers.find(session, token)


def test_an_address_sent_to_a_number_that_changed_stops_working(session):
    (group,) = add_groups(session, "One")
    keeper = keepers.add(session, group, AMINA)
    _asked, token = keepers.ask(session, group, keeper, None)
    keepers.change(session, keeper, {**AMINA, "name": "Amina R"})
    keepers.find(session, token)
    keepers.change(session, keeper, {**AMINA, "phone": "020 7946 0001"})
    with pytest.raises(NotFound):
        keepers.find(session, token)


def test_keepers_who_are_silent_for_three_years_are_forgotten(session):
    one, two = add_groups(session, "One", "Two")
    long_ago, before = now() - timedelta(days=3 * 365 + 1), now() - timedelta(days=3 * 365)
    for group in (one, two):
        keepers.add(session, group, AMINA).made_at = long_ago
    asked, _token = keepers.ask(session, two, None, None)
    keepers.answered(session, asked)
    assert keepers.forget_silent(session, before) == 1
    assert [keeper.group_id for keeper in session.scalars(select(Keeper))] == [two.id]


def test_a_keeper_with_an_account_is_forgotten_by_no_clock_and_by_no_answer(session):
    (one,) = add_groups(session, "One")
    keeper = keepers.add(session, one, AMINA)
    keeper.made_at = now() - timedelta(days=2000)
    keeper.user_id = session.scalar(select(User.id).where(User.email == "resident@example.org"))
    session.flush()
    assert keepers.forget_silent(session, now() - timedelta(days=1000)) == 0
    asked, _token = keepers.ask(session, one, keeper, None)
    keepers.answered(session, asked, forgotten=True)
    (kept,) = keepers.of_group(session, one)
    assert (kept.user_id, kept.name, kept.email, kept.phone) == (keeper.user_id, "", "", "")


def test_who_is_due_has_a_keeper_has_not_answered_for_a_year_and_was_not_written_to_lately(session):
    never, lately, longago, written, alone = add_groups(session, "Never", "Lately", "Long ago", "Written", "Alone")
    for group in (never, lately, longago, written):
        keepers.add(session, group, AMINA)
    for group, days in ((lately, 300), (longago, 400)):
        asked, _token = keepers.ask(session, group, None, None)
        keepers.answered(session, asked)
        asked.used_at = now() - timedelta(days=days)
    asked, _token = keepers.ask(session, written, None, None)
    keepers.sent(session, asked)
    session.flush()
    due = yearly.due(session)
    assert [row.name for row in due] == ["Never", "Long ago"]
    assert alone.name in [row.name for row in yearly.standings(session, choice="unkept")]
    assert {row.name for row in yearly.standings(session, choice="asked")} == {"Written"}
    assert [row.name for row in yearly.standings(session, "LONG A")] == ["Long ago"]


def test_what_a_group_tells_is_written_all_at_once(session):
    one, two, three, four = add_groups(session, "One", "Two", "Three", "Four")
    silent = {"from_says": None, "from_said_at": None, "from_visibility": None}
    claimed = add_link(session, "refers_to", one, two, **silent)
    over, never = add_link(session, "funds", one, three), add_link(session, "member_of", one, two, **silent)
    asked, _token = keepers.ask(session, one, None, None)
    told = Told(
        said=[
            Said(claimed.id, "yes", "weekly", "shared", "link-1"),
            Said(over.id, "ended", "unknown", "public", "link-2"),
            Said(never.id, "never", "unknown", "public", "link-3"),
        ],
        more={"more-0": Statement("co_runs", one.id, four.id, frequency="monthly")},
        notices={"notice-0": {"side": "need", "thing": "room", "visibility": "public"}},
        missing="The sewing circle",
    )
    telling.tell(session, asked, told)
    session.expire_all()
    assert (claimed.from_says, claimed.frequency, claimed.visibility) == (True, "weekly", "shared")
    assert over.ended_at is not None
    assert never.from_says is False
    new = session.scalar(select(Link).where(Link.kind == "co_runs", Link.from_group_id == one.id))
    assert (new.to_group_id, new.from_says, new.to_says, new.frequency) == (four.id, True, None, "monthly")
    assert session.scalar(select(Notice.thing).where(Notice.group_id == one.id)) == "room"
    assert (asked.used_at is not None, asked.missing) == (True, "The sewing circle")


def test_one_fault_and_nothing_is_written(session):
    one, two = add_groups(session, "One", "Two")
    link = add_link(session, "funds", one, two)
    asked, token = keepers.ask(session, one, None, None)
    told = Told(
        said=[Said(link.id, "ended", "unknown", "public", "link-1")],
        more={"more-0": Statement("co_runs", one.id, one.id)},
        notices={"notice-0": {"side": "need", "thing": "nothing", "visibility": "private"}},
        missing="x" * 1001,
    )
    with pytest.raises(Faulty) as faulty:
        telling.tell(session, asked, told)
    assert [fault.field for fault in faulty.value.faults] == ["more-0-to", "notice-0-thing", "notice-0-visibility", "missing"]
    assert link.ended_at is None
    assert keepers.find(session, token) is asked


def test_a_group_says_nothing_of_links_that_are_not_its_own(session):
    one, two, three = add_groups(session, "One", "Two", "Three")
    theirs = add_link(session, "funds", two, three)
    asked, _token = keepers.ask(session, one, None, None)
    telling.tell(session, asked, Told(said=[Said(theirs.id, "ended", "unknown", "public")]))
    assert theirs.ended_at is None
