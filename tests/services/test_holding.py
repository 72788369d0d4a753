"""Holding rules: what is noticed in an entry, compared with what it said before."""

import pytest
from sqlalchemy import select

from assetmap.errors import NotAllowed
from assetmap.models import Subject, User, Wish
from assetmap.services import contents, holding, salts, submissions
from assetmap.services.holding import Rules
from assetmap.services.submissions import Sent
from tests.conftest import TOLERANCE_M

GROUP = {"name": "Friends of the Ropewalk", "purpose": "We keep the Ropewalk gardens.", "kind": "informal", "areas": []}


def noticed(session, content, before=None, source="", rules=None):
    found = holding.reasons(session, content, before or {}, source, rules or Rules())
    return [(each["code"], each.get("new") or each.get("word") or each.get("count")) for each in found]


def person(session, role):
    return session.scalar(select(User).where(User.email == f"{role}@example.org"))


def test_a_web_address_is_new_unless_the_entry_had_it_however_it_is_written(session):
    before = {"website": "https://www.Example.org/", "description": "See example.net/Tea."}
    after = {"website": "http://example.org", "description": "See https://example.net/Tea, or shop.example.com/pay."}
    assert noticed(session, after, before) == [("link", "shop.example.com/pay")]
    assert noticed(session, {"summary": "Mail tea@example.org at 10.30. Bring tea.Thank you, e.g. a cup."}) == []


def test_a_telephone_number_is_new_unless_the_entry_had_it_however_it_is_written(session):
    before = {"public_phone": "020 7946 0000"}
    assert noticed(session, {"public_phone": "+44 (0)20 7946-0000"}, before) == []
    assert noticed(session, {"description": "Ring 0770 0900 123 now"}, before) == [("phone", "0770 0900 123")]
    assert noticed(session, {"description": "রিং ০২০৭৯৪৬০০০১"}, before) == [("phone", "০২০৭৯৪৬০০০১")]


def test_times_days_and_numbers_of_charities_are_not_telephone_numbers(session):
    said = {"opening_times": "09.00-12.00 13.00-17.00, 2026-01-05 2026-02-05", "source": "Charity 1234567, 2024-2025", "postcode": "E1 0AA"}
    assert noticed(session, said) == []
    assert noticed(session, {"schedules": [{"rule": "FREQ=WEEKLY;UNTIL=20261231T000000Z", "note": "", "starts_on": "2026-01-01"}]}) == []


def test_what_is_written_beside_times_is_looked_at_too(session):
    assert noticed(session, {"schedules": [{"title": "Tea", "note": "book at tea.example.org"}]}) == [("link", "tea.example.org")]


@pytest.mark.parametrize(
    ("listed", "written", "found"),
    [
        ("casino", "A CASINO night", True),
        ("casino", "Casinos of old", False),
        ("casino", "Cas\u200bino", True),
        ("pay day loan", "Pay-day  LOAN here", True),
        ("café noir", "cafe noir", True),
        ("জুয়া", "এখানে জুয়া খেলা", True),
        ("জুয়া", "জুয়াড়ি", False),
        ("赌场", "我们的赌场很好", True),
    ],
)
def test_blocked_words_are_matched_whole_and_folded_in_any_script(session, tmp_path, listed, written, found):
    file = tmp_path / "words.txt"
    file.write_text(f"\ufeff# what we look at\n\n{listed}\n", encoding="utf-8")
    rules = Rules(holding.read_words(file))
    assert bool(noticed(session, {"summary": written}, rules=rules)) is found
    assert noticed(session, {"summary": written}, {"summary": written}, rules=rules) == []


def test_the_slugs_of_an_entry_are_not_words_of_its_sender(session):
    assert noticed(session, {"category": "equipment", "audiences": ["equipment"]}, rules=Rules(("equipment",))) == []


def test_many_entries_from_one_source_are_held_from_the_next_one_on(session):
    sent = Sent(source="a" * 64, rules=Rules(most_a_day=2))
    held = [submissions.send(session, Subject.group, GROUP | {"name": f"Club {n}"}, TOLERANCE_M, sent).held for n in range(3)]
    assert held == [[], [], [{"code": "many", "count": 3, "most": 2}]]
    other = Sent(source="b" * 64, rules=Rules(most_a_day=2))
    assert submissions.send(session, Subject.group, GROUP, TOLERANCE_M, other).held == []


def test_a_change_is_compared_with_the_published_entry(session):
    number = submissions.approve(
        session, sent := submissions.send(session, Subject.group, GROUP | {"website": "https://example.org"}, TOLERANCE_M),
        person(session, "steward"), submissions.seal(sent), TOLERANCE_M,
    )  # fmt: skip
    content = contents.of_entry(session, Subject.group, number).everything
    same = submissions.send(session, Subject.group, content, TOLERANCE_M, Sent(Wish.change, number, 1))
    moved = submissions.send(
        session, Subject.group, content | {"website": "https://example.net"}, TOLERANCE_M, Sent(Wish.change, number, 1)
    )
    assert [same.held, moved.held] == [[], [{"code": "link", "new": "example.net"}]]


def test_nobody_reviews_their_own_held_entry_while_somebody_else_can(session):
    steward, administrator = person(session, "steward"), person(session, "administrator")
    own = submissions.send(session, Subject.group, GROUP | {"website": "https://example.org"}, TOLERANCE_M, Sent(user=steward))
    with pytest.raises(NotAllowed, match="another steward"):
        submissions.approve(session, own, steward, submissions.seal(own), TOLERANCE_M)
    administrator.active = False
    session.flush()
    assert submissions.approve(session, own, steward, submissions.seal(own), TOLERANCE_M)


def test_one_connection_is_one_source_for_a_day_by_either_version_of_addresses(session):
    def told(address, day="2026-01-01"):
        return salts.source_of(session, address, day)

    assert told("2001:db8:1:2::1") == told("2001:db8:1:2:ffff::9") != told("2001:db8:1:3::1")
    assert told("::ffff:192.0.2.1") == told("192.0.2.1") != told("192.0.2.2")
    assert told("192.0.2.1") != told("192.0.2.1", "2026-01-02")
    assert told("") == ""
