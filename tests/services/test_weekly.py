"""The weekly letter: what helps most, at most once a week, to whoever wants it, about what they look after."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from assetmap.errors import NotFound
from assetmap.models import Area, Asset, Category, Claim, Group, Letter, Link, Photo, Reminder, Remit, Report, ReportKind, Subject, User
from assetmap.models.columns import now
from assetmap.services import queue, recurring, submissions, weekly, worklists
from assetmap.services.freshness import Limits
from assetmap.services.recurring import WEEKLY
from tests.conftest import TOLERANCE_M

SITE = weekly.Site("a secret of this test alone", "https://map.example.org", Limits(date(1990, 1, 1), date(1980, 1, 1)))
ASSET = {"name": "Loom", "category": "equipment", "summary": "A loom", "holder": "community", "lon": -0.052098, "lat": 51.512497}


@pytest.fixture
def steward(session):
    return session.scalar(select(User).where(User.email == "steward@example.org"))


def send(session, name, days):
    found = submissions.send(session, Subject.asset, ASSET | {"name": name}, TOLERANCE_M)
    found.submitted_at = now() - timedelta(days=days)
    session.flush()


def stale(session, *ids):
    session.execute(update(Asset).where(Asset.id.in_(ids)).values(confirmed_on=date(1979, 5, 1)))
    session.expire_all()


def tasks(session, user):
    return [task.words for task in weekly.tasks(session, user, queue.everything(session, user), SITE.within)]


def body(session):
    return session.scalars(select(Letter.body).order_by(Letter.id.desc())).first()


def test_first_comes_one_thing_of_each_kind_then_more_of_the_same(session, steward):
    numbers = list(session.scalars(select(Asset.id).order_by(Asset.id).limit(3)))
    for source in ("one", "two"):
        session.add(Report(subject=Subject.asset, entry_id=numbers[0], says=ReportKind.closed, source=source))
    send(session, "Young", 2)
    send(session, "Old", 9)
    stale(session, numbers[1], numbers[2])
    session.add(Link(kind="funds", from_group_id=session.scalar(select(Group.id).limit(1)), to_asset_id=numbers[2]))
    session.flush()
    found = tasks(session, steward)
    assert len(found) == 3
    assert found[0].startswith("2 people say that ")
    assert found[1] == "Old has waited the longest (for 9 days). Say yes or no to it."
    assert session.get(Asset, numbers[2]).name in found[2]
    assert "May 1979" in found[2]


def test_what_waits_for_its_sender_is_nothing_to_do(session, steward):
    send(session, "Loom", 3)
    for item in queue.everything(session, steward):
        item.submission.asked_at = now()
    session.flush()
    assert tasks(session, steward) == []


def test_it_says_plainly_when_nothing_waits(session, steward):
    assert weekly.write(session, steward, SITE)
    assert "Nothing waits for you this week." in body(session)
    assert "1." not in body(session)


def test_nobody_gets_two_in_a_week_however_often_it_runs_and_none_who_stopped_it(session, steward):
    assert steward in weekly.due(session)
    assert [weekly.write(session, steward, SITE) for _again in range(2)] == [True, False]
    assert steward not in weekly.due(session)
    session.scalars(select(Reminder)).one().sent_at = now() - timedelta(days=7)
    session.flush()
    assert steward in weekly.due(session)
    key = recurring.digest(session, WEEKLY, steward.email)
    for _again in range(2):
        recurring.stop(session, key)
    assert steward not in weekly.due(session)
    assert not weekly.write(session, steward, SITE)
    recurring.stop(session, key, again=True)
    assert not recurring.is_stopped(session, key)
    assert session.scalars(select(Reminder.digest)).one() != steward.email


def test_it_is_about_what_a_steward_looks_after(session, steward):
    send(session, "Loom", 3)
    number = session.scalar(select(Asset.id).join(Asset.category).where(Category.slug == "libraries"))
    stale(session, number)
    assert len(tasks(session, steward)) == 2
    session.add(Remit(user_id=steward.id, category_id=session.scalar(select(Category.id).where(Category.slug == "libraries"))))
    session.flush()
    (only,) = tasks(session, steward)
    assert session.get(Asset, number).name in only


def test_only_stewards_and_administrators_get_it(session):
    assert {user.email.split("@")[0] for user in weekly.due(session)} == {"steward", "administrator"}


def test_the_address_that_stops_it_is_signed_and_tells_nothing_when_wrong(session, steward):
    token = recurring.stop_text(session, SITE.secret, WEEKLY, steward.email)
    assert recurring.read_stop(SITE.secret, WEEKLY, token) == recurring.digest(session, WEEKLY, steward.email)
    assert "steward" not in token
    for wrong in (token[:-1], f"0{token}", "none", "²", ""):
        with pytest.raises(NotFound, match="no such link"):
            recurring.read_stop(SITE.secret, WEEKLY, wrong)
    with pytest.raises(NotFound):
        recurring.read_stop("another secret altogether", WEEKLY, token)


def test_claims_and_photos_that_wait_are_among_the_tasks_within_what_a_steward_looks_after(session, steward):
    group = session.scalars(select(Group).order_by(Group.id)).first()
    number = session.scalars(select(Asset.id).order_by(Asset.id)).first()
    session.add(Claim(group_id=group.id, user_id=steward.id, made_at=now() - timedelta(days=4)))
    for stored, days in (("1", 1), ("2", 6)):
        picture = {"stored": stored, "width": 1, "height": 1, "description": "A hall"}
        session.add(Photo(subject=Subject.asset, entry_id=number, made_at=now() - timedelta(days=days), **picture))
    session.flush()
    assert tasks(session, steward)[:2] == [
        "1 person says that they answer for a group (for 4 days). Say yes or no to it.",
        "2 photos wait to be looked at (the oldest for 6 days).",
    ]
    assert worklists.counts(session, steward) | {"pairs": 0} == {"photos": 2, "claims": 1, "reports": 0, "pairs": 0}
    assert weekly.write(session, steward, SITE)
    assert "3 things wait for you." in body(session)
    kind = session.scalar(select(Category.id).where(Category.id != session.get(Asset, number).category_id).limit(1))
    far = session.scalar(select(Area.id).where(Area.code == "E05009336"))
    session.add(Remit(user_id=steward.id, category_id=kind, area_id=far))
    session.flush()
    session.expire_all()
    assert (worklists.photos_of(session, steward).count, tasks(session, steward)) == (0, [])
