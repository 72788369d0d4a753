"""Who is asked about which entries, how often, and what the three links do."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from assetmap.errors import Gone, NotFound
from assetmap.models import (
    Asset,
    Channel,
    Group,
    Keeper,
    Letter,
    Purpose,
    Reminder,
    Sender,
    Status,
    Subject,
    Submission,
    Ticket,
    User,
    Wish,
)
from assetmap.services import freshness, recurring, reminders, tickets
from assetmap.services.recurring import REMINDERS, WEEKLY
from tests.conftest import TOLERANCE_M

TODAY = date(2026, 11, 22)
WITHIN = freshness.limits(TODAY, 12, 24)
SECRET, SITE = "only for the tests, not secret", "https://map.example.org"
LINK = re.compile(rf"{SITE}/remind/(\w+)/(\S+)")


@pytest.fixture
def kept(session) -> Group:
    """A group that runs assets, with a keeper."""
    group = session.get(Group, session.scalar(select(Asset.group_id).where(Asset.group_id.is_not(None))))
    session.add(Keeper(group_id=group.id, name="Amina", email="amina@example.org"))
    session.flush()
    return group


def sent_by(session, asset: int, email: str, status: Status = Status.approved) -> None:
    row = Submission(reference=f"r{asset}{email}", subject=Subject.asset, content={}, status=status, published_id=asset)
    row.decided_at, row.reason = datetime.now(UTC), "Not one of ours." if status == Status.declined else ""
    session.add(row)
    session.flush()
    session.add(Sender(submission_id=row.id, email=email))
    session.flush()


def remind(session) -> dict[str, str]:
    """Write to everybody who is due; the letters by address."""
    for email, entries in reminders.due(session, WITHIN).items():
        assert reminders.remind(session, SECRET, SITE, email, entries)
    return {row.email: row.body for row in session.scalars(select(Letter).where(Letter.kind == "remind"))}


def links(body: str) -> dict[str, str]:
    """The text of the first link of each kind."""
    found: dict[str, str] = {}
    for kind, text in LINK.findall(body):
        found.setdefault(kind, text)
    return found


def test_a_keeper_is_asked_about_the_group_and_all_it_runs_in_one_letter(session, kept):
    runs = set(session.scalars(select(Asset.id).where(Asset.group_id == kept.id)))
    found = reminders.due(session, WITHIN)
    assert set(found) == {"amina@example.org"}
    assert {(each.subject, each.entry_id) for each in found["amina@example.org"]} == {
        (Subject.group, kept.id),
        *((Subject.asset, number) for number in runs),
    }
    letters = remind(session)
    assert len(letters) == 1
    assert kept.name in letters["amina@example.org"]


def test_one_person_with_several_parts_gets_one_letter(session, kept):
    sent_by(session, 70, "Amina@Example.org")
    user = session.scalar(select(User).where(User.email == "resident@example.org"))
    session.add(Keeper(group_id=kept.id, name="R", user_id=user.id))
    session.flush()
    assert set(reminders.due(session, WITHIN)) == {"amina@example.org", "resident@example.org"}


def test_senders_are_asked_about_what_became_public_and_nothing_else(session):
    sent_by(session, 3, "bo@example.org")
    sent_by(session, 4, "cem@example.org", Status.declined)
    sent_by(session, 99_999, "dee@example.org")
    assert {email: [each.entry_id for each in own] for email, own in reminders.due(session, WITHIN).items()} == {"bo@example.org": [3]}


def test_what_is_fresh_is_nobodys_to_be_asked_about(session):
    sent_by(session, 3, "bo@example.org")
    freshness.confirm(session, Subject.asset, 3, TODAY - timedelta(days=300))
    assert reminders.due(session, WITHIN) == {}


def test_nobody_is_asked_twice_in_thirty_days_and_a_second_run_at_once_writes_nothing(session, kept):
    due = reminders.due(session, WITHIN)
    assert len(remind(session)) == 1
    assert reminders.due(session, WITHIN) == {}
    assert not reminders.remind(session, SECRET, SITE, "amina@example.org", due["amina@example.org"])
    row = session.scalar(select(Reminder))
    row.sent_at -= timedelta(days=30)
    session.flush()
    assert set(reminders.due(session, WITHIN)) == {"amina@example.org"}


def test_who_wants_no_more_gets_no_more_and_no_address_is_kept_for_it(session, kept):
    body = remind(session)["amina@example.org"]
    key = recurring.read_stop(SECRET, REMINDERS, links(body)["stop"])
    recurring.stop(session, key)
    row = session.scalar(select(Reminder))
    row.sent_at -= timedelta(days=400)
    session.flush()
    assert reminders.due(session, WITHIN) == {}
    assert "amina" not in row.digest
    recurring.stop(session, key, again=True)
    assert reminders.due(session, WITHIN) != {}
    for wrong in ("", "x", key, f"{links(body)['stop']}x"):
        with pytest.raises(NotFound):
            recurring.read_stop(SECRET, REMINDERS, wrong)
    with pytest.raises(NotFound):
        recurring.read_stop(SECRET, WEEKLY, links(body)["stop"])


def test_right_confirms_once_without_a_version(session):
    sent_by(session, 3, "bo@example.org")
    text = links(remind(session)["bo@example.org"])["right"]
    ticket = tickets.find(session, SECRET, Purpose.right, text)
    reminders.right(session, ticket, TODAY)
    asset = session.get(Asset, 3)
    assert (asset.confirmed_on, asset.version) == (TODAY, 0)
    with pytest.raises(Gone):
        tickets.find(session, SECRET, Purpose.right, text)


def test_closed_goes_to_a_steward_and_once_only(session):
    for email in ("bo@example.org", "cem@example.org"):
        sent_by(session, 3, email)
    letters = remind(session)
    for email in ("bo@example.org", "cem@example.org"):
        ticket = tickets.find(session, SECRET, Purpose.closed, links(letters[email])["closed"])
        reminders.closed(session, ticket, TOLERANCE_M)
    waiting = list(session.scalars(select(Submission).where(Submission.status == Status.waiting)))
    assert [(row.wish, row.target_id, row.subject) for row in waiting] == [(Wish.close, 3, Subject.asset)]
    assert session.get(Sender, waiting[0].id).email == "bo@example.org"
    assert session.get(Asset, 3) is not None


def test_a_letter_is_not_endless(session, kept):
    for number in session.scalars(select(Asset.id)):
        sent_by(session, number, "eve@example.org")
    body = remind(session)["eve@example.org"]
    assert body.count("Still right:") == reminders.MOST_AT_ONCE
    assert "63 more come another time." in body
    assert session.query(Ticket).filter_by(email="eve@example.org").count() == 3 * reminders.MOST_AT_ONCE


def test_a_person_with_an_account_is_asked_once_and_a_paper_is_asked_of_who_sent_it(session):
    typist = session.scalar(select(User).where(User.email == "resident@example.org"))
    for asset, channel in ((3, Channel.web), (4, Channel.paper)):
        sent_by(session, asset, f"other{asset}@example.org")
        row = session.scalar(select(Submission).where(Submission.published_id == asset))
        row.user_id, row.channel = typist.id, channel
    session.flush()
    asked = {email: [each.entry_id for each in found] for email, found in reminders.due(session, WITHIN).items()}
    assert asked == {"resident@example.org": [3], "other4@example.org": [4]}


def test_a_keeper_with_an_account_is_asked_at_its_address_alone(session, kept):
    (keeper,) = session.scalars(select(Keeper).where(Keeper.group_id == kept.id))
    keeper.user_id = session.scalar(select(User.id).where(User.email == "resident@example.org"))
    session.flush()
    assert set(reminders.due(session, WITHIN)) == {"resident@example.org"}
