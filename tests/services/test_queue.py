"""What waits for a steward: one order, counts that agree, ages that stand still while the sender is asked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assetmap.models import Area, Asset, Category, Remit, Report, ReportKind, Sender, Status, Subject, Submission, Ticket, User, Wish
from assetmap.models.columns import now
from assetmap.services import contents, notes, queue, remits, submissions
from assetmap.services.queue import NOWHERE, Urgency, Wanted
from assetmap.services.submissions import Sent
from tests.conftest import TOLERANCE_M

SECRET = "a secret of this test alone"
PLACED = {"lon": -0.052098, "lat": 51.512497}
ASSET = {"name": "Loom", "category": "equipment", "summary": "A loom", "holder": "community", "precision": "exact"} | PLACED


def person(session, role):
    return session.scalar(select(User).where(User.email == f"{role}@example.org"))


@pytest.fixture
def steward(session):
    return person(session, "steward")


def send(session, name, days=0, sent=None, **more):
    """An asset that waits since `days` days."""
    found = submissions.send(session, Subject.asset, ASSET | {"name": name} | more, TOLERANCE_M, sent)
    found.submitted_at = now() - timedelta(days=days)
    session.flush()
    return found


def report(session, asset, *sources):
    for source in sources:
        session.add(Report(subject=Subject.asset, entry_id=asset.id, says=ReportKind.closed, source=source))
    session.flush()


def names(session, user, **wanted):
    return [item.name for item in queue.page_of(session, user, Wanted(**wanted)).items]


def test_the_order_is_reported_held_answered_oldest_and_last_who_was_asked(session, steward):
    asset = session.scalar(select(Asset).order_by(Asset.id))
    report(session, asset, "one", "two")
    send(session, "Young", 1)
    send(session, "Old", 30)
    send(session, "Held", 0, Sent(user=person(session, "developer")), website="https://example.org")
    asked, answered = (send(session, name, 60, Sent(email="amina@example.org")) for name in ("Asked", "Answered"))
    for each in (asked, answered):
        notes.ask(session, each, steward, "Is it open?", SECRET, "https://map.example.org")
    ticket = session.scalars(select(Ticket).order_by(Ticket.id.desc())).first()
    notes.answer(session, ticket, "Yes, it is.")
    assert names(session, steward) == [asset.name, "Held", "Answered", "Old", "Young", "Asked"]


def test_one_person_twice_does_not_make_an_entry_urgent_and_a_settled_report_neither(session, steward):
    first, second = session.scalars(select(Asset).order_by(Asset.id).limit(2))
    report(session, first, "one", "one")
    report(session, second, "one", "two")
    assert names(session, steward) == [second.name]
    for each in session.scalars(select(Report)):
        each.settled_at = now()
    session.flush()
    assert names(session, steward) == []


def test_a_change_to_an_entry_that_two_people_reported_is_on_top_with_it(session, steward):
    asset = session.scalar(select(Asset).order_by(Asset.id))
    content = contents.of_entry(session, Subject.asset, asset.id).everything
    send(session, "Older", 50)
    report(session, asset, "one", "two")
    submissions.send(session, Subject.asset, content, TOLERANCE_M, Sent(Wish.close, asset.id, 0, "It is shut."))
    found = queue.page_of(session, steward, Wanted()).items
    assert [(item.kind, item.urgency) for item in found] == [
        ("report", Urgency.reported),
        ("close", Urgency.reported),
        ("asset", Urgency.waiting),
    ]


def test_while_its_sender_is_asked_the_age_of_an_entry_stands_still(session, steward):
    found = send(session, "Loom", 10, Sent(email="amina@example.org"))
    notes.ask(session, found, steward, "Is it open?", SECRET, "https://map.example.org")
    found.asked_at = now() - timedelta(days=4)
    notes.of(session, found)[0].made_at = found.asked_at
    session.flush()
    assert queue.page_of(session, steward, Wanted()).items[0].waited.days == 6
    ticket = session.scalars(select(Ticket)).one()
    notes.answer(session, ticket, "Yes.")
    item = queue.page_of(session, steward, Wanted()).items[0]
    assert (item.waited.days, item.urgency, found.asked_at) == (6, Urgency.answered, None)


def test_the_counts_beside_a_filter_are_what_choosing_it_shows_on_every_page(session, steward):
    for number in range(5):
        send(session, f"Loom {number}", number)
    send(session, "Nowhere", lon=None, lat=None)
    group = {"name": "Club", "purpose": "We meet.", "kind": "informal", "areas": ["E05009317", "E05009318"]}
    submissions.send(session, Subject.group, group, TOLERANCE_M)
    whole = queue.page_of(session, steward, Wanted(), size=3)
    assert (whole.total, whole.all, whole.pages, len(whole.items)) == (7, 7, 3, 3)
    assert whole.kinds == {"asset": 6, "group": 1}
    assert {number for number, _title, _count in whole.areas} >= {NOWHERE}
    for number, _title, count in whole.areas:
        assert queue.page_of(session, steward, Wanted(area=number)).total == count
    for kind, count in whole.kinds.items():
        assert queue.page_of(session, steward, Wanted(kind=kind)).total == count
    every = [item.name for page in (1, 2, 3) for item in queue.page_of(session, steward, Wanted(), page, 3).items]
    assert sorted(every) == sorted(names(session, steward))
    assert queue.page_of(session, steward, Wanted(), 99, 3).page == 3


def test_a_steward_sees_and_counts_only_what_they_look_after(session, steward):
    area = session.scalar(select(Area).where(Area.code == "E05009318"))
    category = session.scalar(select(Category).where(Category.slug == "equipment"))
    send(session, "Loom")
    place = session.scalar(select(Category).where(Category.id != category.id, Category.id.in_(select(Asset.category_id))))
    send(session, "Elsewhere", lon=None, lat=None, category=place.slug)
    report(session, session.scalar(select(Asset).where(Asset.category_id == place.id)), "one", "two")
    assert queue.count(session, steward) == 3 == queue.page_of(session, steward, Wanted()).all
    session.add(Remit(user_id=steward.id, category_id=place.id))
    session.flush()
    mine = queue.everything(session, steward)
    assert len(mine) == 2 == queue.count(session, steward)
    assert all(remits.covers(session, steward, item.submission) for item in mine if item.submission)
    session.query(Remit).delete()
    session.add(Remit(user_id=steward.id, area_id=area.id, category_id=category.id))
    session.flush()
    assert queue.count(session, steward) == 0 == queue.page_of(session, steward, Wanted()).total
    assert queue.count(session, person(session, "administrator")) == 3


def test_a_reported_entry_that_has_gone_is_no_longer_there_to_look_at(session, steward):
    asset = session.scalar(select(Asset).order_by(Asset.id))
    content = contents.of_entry(session, Subject.asset, asset.id).everything
    report(session, asset, "one", "two")
    gone = submissions.send(session, Subject.asset, content, TOLERANCE_M, Sent(Wish.close, asset.id, 0, "It is shut."))
    submissions.approve(session, gone, steward, submissions.seal(gone), TOLERANCE_M)
    assert queue.count(session, steward) == 0 == len(queue.everything(session, steward))


def test_a_question_is_sent_once_and_its_answer_is_taken_once(session, steward):
    found = send(session, "Loom", 1, Sent(email="amina@example.org"))
    for _again in range(2):
        notes.ask(session, found, steward, "Is it open?", SECRET, "https://map.example.org")
    ticket = session.scalars(select(Ticket)).one()
    notes.answer(session, ticket, "Yes.")
    assert [(note.kind.value, note.words, note.user_id) for note in notes.of(session, found)] == [
        ("question", "Is it open?", steward.id),
        ("answer", "Yes.", None),
    ]
    assert ticket.used_at is not None
    assert session.get(Sender, found.id).email == ticket.email
    assert found.status == Status.waiting and session.get(Submission, found.id).asked_at is None
