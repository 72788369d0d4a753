"""Needs and offers: said, seen by whom they are for, and gone when their day is past."""

from datetime import timedelta

import pytest

from assetmap.errors import Faulty, NotFound
from assetmap.models import Area, GroupArea, Visibility
from assetmap.models.columns import now
from assetmap.services import notices
from assetmap.services.networks import Viewer
from tests.networked import add_groups

ROOM = {"side": "need", "thing": "room", "words": "for 20 people", "weekdays": ["1"], "until": "", "visibility": "public"}


def test_weekdays_are_bits_with_monday_first(session):
    (group,) = add_groups(session, "One")
    made = notices.add(session, group, {**ROOM, "weekdays": ["0", "6"]})
    assert made.weekdays == 0b1000001
    assert notices.days(made.weekdays) == [0, 6]


def test_what_is_for_those_who_look_after_networks_is_not_public(session):
    (group,) = add_groups(session, "One")
    notices.add(session, group, ROOM)
    notices.add(session, group, {**ROOM, "thing": "money", "visibility": "shared"})
    assert [notice.thing for notice in notices.of_group(session, group, Viewer.everyone)] == ["room"]
    assert {notice.thing for notice in notices.listed(session, Viewer.connector)} == {"money", "room"}
    assert {notice.thing for notice in notices.listed(session, Viewer.everyone)} == {"room"}


def test_one_whose_last_day_is_past_or_that_was_closed_is_gone(session):
    (group,) = add_groups(session, "One")
    today = now().date()
    last = notices.add(session, group, {**ROOM, "until": today.isoformat()})
    assert notices.listed(session, Viewer.everyone) == [last]
    last.until = today - timedelta(days=1)
    session.flush()
    assert notices.listed(session, Viewer.everyone) == []
    other = notices.add(session, group, ROOM)
    notices.close(session, other)
    assert notices.open_of(session, group.id, tuple(Visibility)) == []


def test_said_twice_it_stands_once(session):
    (group,) = add_groups(session, "One")
    first = notices.add(session, group, ROOM)
    assert notices.add(session, group, {**ROOM, "weekdays": ["2"]}) is first
    assert notices.days(first.weekdays) == [2]


def test_every_fault_is_said_at_once(session):
    wrong = {"side": "both", "thing": "gold", "words": "x" * 301, "weekdays": ["7"], "until": "tomorrow", "visibility": "private"}
    with pytest.raises(Faulty) as faulty:
        notices.check(wrong)
    assert {fault.field for fault in faulty.value.faults} == set(wrong)


@pytest.mark.parametrize("until", ["2020-01-01", "9999-12-31", "2030-02-30", "1", "\x00"])
def test_a_day_that_cannot_be_meant_is_refused(until):
    with pytest.raises(Faulty):
        notices.check({**ROOM, "until": until})


def test_something_else_needs_words(session):
    with pytest.raises(Faulty):
        notices.check({**ROOM, "thing": "other", "words": ""})


def test_a_need_and_an_offer_fit_on_a_day_they_share(session):
    one, two = add_groups(session, "One", "Two")
    need = notices.add(session, one, ROOM)
    offer = notices.add(session, two, {**ROOM, "side": "offer", "weekdays": ["2"]})
    assert not notices.fit(need, offer)
    offer.weekdays = 0
    assert notices.fit(need, offer)
    offer.thing = "kitchen"
    assert not notices.fit(need, offer)


def test_they_are_found_by_thing_side_and_where_the_group_works(session):
    one, two = add_groups(session, "One", "Two")
    ward = session.query(Area).filter_by(code="E05009317").one()
    session.add(GroupArea(group_id=one.id, area_id=ward.id))
    session.flush()
    here, elsewhere = notices.add(session, one, ROOM), notices.add(session, two, {**ROOM, "side": "offer"})
    assert notices.listed(session, Viewer.everyone, area="E05009317") == [here]
    assert notices.listed(session, Viewer.everyone, side="offer") == [elsewhere]
    assert notices.listed(session, Viewer.everyone, thing="food") == []
    with pytest.raises(NotFound):
        notices.listed(session, Viewer.everyone, area="none")


def test_who_repeats_what_is_for_few_does_not_make_it_public(session):
    (group,) = add_groups(session, "One")
    made = notices.add(session, group, {**ROOM, "visibility": "shared"})
    assert notices.add(session, group, ROOM).visibility == Visibility.shared
    notices.close(session, made)
    assert notices.add(session, group, ROOM).visibility == Visibility.public
