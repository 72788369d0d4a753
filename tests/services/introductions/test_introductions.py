"""From a suggestion to an introduction, and what came of it."""

from datetime import UTC, datetime, timedelta
from threading import Timer

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.errors import AlreadyDecided, Faulty, NotAllowed, NotFound
from assetmap.models import Introduction, Keeper, Notice, Outcome, Side, Thing, User, Visibility
from assetmap.models.columns import now
from assetmap.services import introductions, networks
from assetmap.services.networks import Look, Viewer
from tests.networked import add_groups, add_link

TODAY = datetime.now(UTC).date()
LOOK = Look(Viewer.connector, example="no")


def user(session, role="developer"):
    return session.scalars(select(User).where(User.email == f"{role}@example.org")).one()


def notices(session, needs, offers, **more):
    for group, side in ((needs, Side.need), (offers, Side.offer)):
        session.add(Notice(group_id=group.id, side=side, thing=Thing.kitchen, weekdays=2, words=f"{side} of a kitchen", **more))
    session.flush()
    session.info["unsettled"] = True


def pair(one, other):
    return min(one.id, other.id), max(one.id, other.id)


@pytest.fixture
def two(session):
    """Two groups of which one needs what the other offers."""
    found = add_groups(session, "Cooks of Bow", "Kitchen of Bow")
    notices(session, *found)
    return found


def suggested(session, look=LOOK):
    return [each.pair for each in introductions.worth_making(session, networks.look(session, look))]


def test_a_suggestion_says_who_why_and_how_to_reach_them(session, two):
    session.add(Keeper(group_id=two[0].id, name="Ada", email="ada@example.org"))
    two[1].public_phone = "020 7946 0000"
    session.flush()
    best = introductions.worth_making(session, networks.look(session, LOOK))[0]
    assert best.pair == pair(*two)
    assert {party.name: (party.keeper, party.public_phone) for party in (best.first, best.second)} == {
        **{"Cooks of Bow": (True, ""), "Kitchen of Bow": (False, "020 7946 0000")},
    }
    assert [reason["kind"] for reason in best.reasons] == ["match", "alone"]
    assert not best.example


def test_what_was_suggested_introduced_and_led_somewhere(session, two):
    ours = pair(*two)
    assert ours in suggested(session)
    reasons = introductions.reasons_for(session, Viewer.connector, ours)
    made = introductions.introduce(session, ours, TODAY - timedelta(days=9), "Over tea", user(session), reasons)
    assert ours not in suggested(session)
    assert made.reasons[0]["fits"] == [{"thing": "kitchen", "weekdays": 2, "needs": f"g{two[0].id}", "offers": f"g{two[1].id}"}]
    introductions.outcome(session, made, "together", TODAY - timedelta(days=2), "A supper club", user(session))
    assert introductions.listed(session) == [introductions.Record(made)]
    add_link(session, "co_runs", *two)
    (record,) = introductions.listed(session)
    assert record.linked == ("co_runs",)
    assert (made.outcome, made.outcome_note) == (Outcome.together, "A supper club")


def test_a_link_from_before_the_introduction_did_not_come_of_it(session, two):
    introductions.introduce(session, pair(*two), TODAY - timedelta(days=9), "", user(session), [])
    add_link(session, "co_runs", *two, made_at=now() - timedelta(days=20))
    assert introductions.listed(session)[0].linked == ()


def test_a_pair_set_aside_is_not_suggested_until_it_is_taken_back(session, two):
    ours = pair(*two)
    aside = introductions.set_aside(session, ours, "They fell out", user(session, "steward"))
    assert ours not in suggested(session)
    assert introductions.listed(session) == []
    assert [each.introduction.note for each in introductions.listed(session, introduced=False)] == ["They fell out"]
    introductions.back(session, aside, user(session))
    assert ours in suggested(session)


def test_a_pair_set_aside_can_be_introduced_after_all_and_then_stays(session, two):
    introductions.set_aside(session, pair(*two), "Not now", user(session))
    made = introductions.introduce(session, pair(*two), TODAY - timedelta(days=1), "", user(session), [])
    assert session.scalar(select(func.count()).select_from(Introduction)) == 1
    with pytest.raises(Faulty, match="stays on record"):
        introductions.back(session, made, user(session))


def test_every_fault_is_named_at_once(session, two):
    with pytest.raises(Faulty) as error:
        introductions.introduce(session, (two[0].id, two[0].id), TODAY + timedelta(days=2), "x" * 1001, user(session), [])
    assert [fault.field for fault in error.value.faults] == ["", "on", "note"]
    with pytest.raises(Faulty) as error:
        introductions.set_aside(session, (two[0].id, 999_999), " ", user(session))
    assert [fault.field for fault in error.value.faults] == ["", "why"]
    made = introductions.introduce(session, pair(*two), TODAY - timedelta(days=9), "", user(session), [])
    with pytest.raises(Faulty) as error:
        introductions.outcome(session, made, "together", TODAY - timedelta(days=20), "\x07", user(session))
    assert [fault.field for fault in error.value.faults] == ["outcome_on", "outcome_note"]
    with pytest.raises(Faulty):
        introductions.outcome(session, made, "marvellous", None, "", user(session))
    assert made.outcome == Outcome.waiting


def test_only_those_who_look_after_networks_record(session, two):
    with pytest.raises(NotAllowed):
        introductions.introduce(session, pair(*two), TODAY, "", user(session, "planner"), [])
    with pytest.raises(NotAllowed):
        introductions.set_aside(session, pair(*two), "No", user(session, "resident"))
    with pytest.raises(NotFound):
        introductions.get(session, 999_999)


def test_two_people_at_once_leave_one_record(session, two):
    introductions.introduce(session, pair(*two), TODAY - timedelta(days=1), "first", user(session), [])
    with pytest.raises(AlreadyDecided):
        introductions.introduce(session, pair(*two), TODAY - timedelta(days=1), "", user(session), [])
    with pytest.raises(AlreadyDecided):
        introductions.set_aside(session, pair(*two), "No", user(session))


def test_at_the_same_moment_the_database_keeps_one(town, two_groups_kept):
    """The second looks before the first is kept, as two workers may on PostGIS; on SpatiaLite it waits for the first anyway."""
    url, ours = two_groups_kept
    engine = db.make_engine(url)
    with Session(db.writer(engine)) as one:
        introductions.introduce(one, ours, TODAY - timedelta(days=1), "one", user(one), [])
        if town.backend == "spatialite":
            one.commit()
        else:
            Timer(0.5, one.commit).start()
        with Session(db.writer(engine)) as other, pytest.raises(AlreadyDecided):
            introductions.introduce(other, ours, TODAY - timedelta(days=1), "other", user(other), [])
    with Session(engine) as after:
        assert [row.note for row in after.scalars(select(Introduction))] == ["one"]
    engine.dispose()


@pytest.fixture
def two_groups_kept(town):
    """A database of its own in which two groups are kept, and their ids."""
    url = town.copy()
    engine = db.make_engine(url)
    with Session(db.writer(engine)) as session, session.begin():
        ours = pair(*add_groups(session, "One", "Two"))
    engine.dispose()
    yield url, ours
    town.drop(url)


def test_what_only_connectors_may_know_is_no_reason_that_is_told_to_others(session):
    one, other = add_groups(session, "One", "Other")
    notices(session, one, other, visibility=Visibility.shared)
    best = introductions.worth_making(session, networks.look(session, LOOK))[0]
    assert [reason["kind"] for reason in best.reasons] == ["match", "alone"]
    assert [reason["kind"] for reason in best.public] == ["alone"]
    assert pair(one, other) not in suggested(session, Look(Viewer.everyone, example="no"))


def test_a_look_at_a_part_still_knows_the_links_outside_it(session, two):
    (third,) = add_groups(session, "Third")
    add_link(session, "co_runs", two[0], third)
    add_link(session, "co_runs", two[1], third)
    whole = networks.known(session, Viewer.connector)
    part = networks.within(whole, {f"g{each.id}" for each in two})
    (best,) = introductions.worth_making(session, part)
    assert [reason["kind"] for reason in best.reasons] == ["match", "contacts"]
    assert best.names == {f"g{third.id}": "Third"}


def test_among_three_no_group_stands_twice_unless_there_are_no_others():
    ranked = [{"first": first, "second": second} for first, second in ("ab", "ac", "de", "ad", "fg")]
    assert ["".join(row.values()) for row in introductions.suggestions.spread(ranked, 3)] == ["ab", "de", "fg"]
    assert ["".join(row.values()) for row in introductions.suggestions.spread(ranked[:2], 3)] == ["ab", "ac"]
    assert ["".join(row.values()) for row in introductions.suggestions.spread(ranked, 4)] == ["ab", "ac", "de", "fg"]


def test_the_example_is_suggested_from_and_never_recorded(session):
    example = networks.look(session, Look(Viewer.connector, example="yes"))
    found = introductions.worth_making(session, example)
    assert found
    assert all(each.example and each.pair is None and each.reasons == each.public for each in found)
