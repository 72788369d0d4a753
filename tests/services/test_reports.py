"""What anyone says of an entry: counted by who says it, whatever the day; it hides nothing; settled once."""

import pytest
from sqlalchemy import select

from assetmap.errors import Faulty, NotFound
from assetmap.models import Asset, Report, Subject, User
from assetmap.services import assets, reports
from assetmap.services.filters import Filters

HERE = (Subject.asset, 1)


def say(session, address: str, says: str = "closed", words: str = "", about=HERE) -> Report:
    return reports.add(session, about, says, words, reports.source_of(session, address, *about))


def test_two_people_press_one_person_twice_does_not_even_on_another_day(session):
    say(session, "192.0.2.1", words="The door was shut.")
    say(session, "192.0.2.1", "changed")
    found = reports.open_of(session, *HERE)
    assert (found.sources, found.presses, len(found.reports), found.reports[0].words) == (1, False, 1, "The door was shut.")
    assert reports.pressing(session) == []
    say(session, "192.0.2.2")
    assert [(each.entry_id, each.sources) for each in reports.pressing(session)] == [(1, 2)]


def test_a_connection_is_one_source_although_it_has_many_addresses(session):
    say(session, "2001:db8:1:2::1")
    say(session, "2001:db8:1:2:ffff::9")
    assert reports.open_of(session, *HERE).sources == 1
    say(session, "2001:db8:1:3::1")
    assert reports.open_of(session, *HERE).sources == 2


def test_two_connections_of_version_4_are_two_sources_however_they_are_written(session):
    say(session, "::ffff:192.0.2.1")
    say(session, "192.0.2.1")
    assert reports.open_of(session, *HERE).sources == 1
    say(session, "::ffff:192.0.2.2")
    assert reports.open_of(session, *HERE).sources == 2


def test_nobody_can_be_followed_from_one_entry_to_another_nor_known_by_the_digest(session):
    one, other = (reports.source_of(session, "192.0.2.1", Subject.asset, number) for number in (1, 2))
    assert one != other
    assert "192.0.2" not in one + other


def test_reports_hide_nothing(session):
    before = assets.listed(session, Filters()).total
    for number in range(9):
        say(session, f"192.0.2.{number}")
    assert assets.listed(session, Filters()).total == before
    assert assets.get(session, 1).name


def test_settling_is_done_once_and_what_is_said_afterwards_counts_anew(session):
    steward = session.scalar(select(User).where(User.email == "steward@example.org"))
    say(session, "192.0.2.1")
    say(session, "192.0.2.2")
    assert reports.settle(session, *HERE, steward) == 2
    assert reports.settle(session, *HERE, steward) == 0
    assert reports.open_of(session, *HERE) is None
    say(session, "192.0.2.1")
    assert reports.open_of(session, *HERE).sources == 1


def test_what_cannot_be_kept_is_said_with_every_fault(session):
    with pytest.raises(Faulty) as caught:
        say(session, "192.0.2.1", "nonsense", "\x07")
    assert [fault.field for fault in caught.value.faults] == ["says", "words"]
    with pytest.raises(NotFound):
        say(session, "192.0.2.1", about=(Subject.group, 9999))


def test_what_presses_comes_first_then_what_waited_longest(session):
    for address, number in (("192.0.2.1", 5), ("192.0.2.1", 3), ("192.0.2.1", 7), ("192.0.2.2", 7)):
        say(session, address, about=(Subject.asset, number))
    assert [each.entry_id for each in reports.waiting(session)] == [7, 5, 3]
    assert reports.waiting(session)[0].name == session.get(Asset, 7).name
