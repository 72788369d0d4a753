"""What a steward with limits looks after, and what not."""

import pytest
from sqlalchemy import func, select

from assetmap.models import Act, Asset, Group, Remit, Subject, User, Wish
from assetmap.services import areas, contents, departures, patches, publish, remits, submissions, vocabulary
from assetmap.services.submissions import Sent
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M
from tests.web.typed import INSIDE


@pytest.fixture
def steward(session):
    return session.scalar(select(User).where(User.email == "steward@example.org"))


@pytest.fixture
def wards(session):
    """The ward of INSIDE, and another one."""
    found = areas.neighbourhoods(session)
    inside = patches.areas_of_point(session, *INSIDE, TOLERANCE_M).values()
    here = next(area for area in found if area.id in inside)
    return here, next(area for area in found if area is not here)


def limit(session, user, area=None, category=""):
    chosen = vocabulary.vocabulary(session).category(category)
    session.add(Remit(user_id=user.id, area_id=area.id if area else None, category_id=chosen.id if chosen else None))
    session.flush()


def asset(session, **more):
    slug = more.pop("category", vocabulary.vocabulary(session).categories[0].slug)
    told = {"name": "A lathe", "summary": "To turn wood", "category": slug, "holder": "community", "cost": "free"}
    return told | {"lon": INSIDE[0], "lat": INSIDE[1], "precision": "exact"} | more


def group(**more):
    return {"name": "The Turners", "purpose": "We turn wood.", "kind": "informal", "areas": ["E05009317"], "themes": []} | more


def sent(session, subject, content, **more):
    return submissions.send(session, subject, content, TOLERANCE_M, Sent(**more))


def test_a_steward_without_limits_looks_after_everything(session, steward):
    assert remits.limits(session, steward) == []
    assert remits.covers(session, steward, sent(session, Subject.asset, asset(session, lon=None, lat=None)))


def test_an_administrator_is_never_limited(session, wards):
    admin = session.scalar(select(User).where(User.email == "administrator@example.org"))
    limit(session, admin, wards[1])
    assert remits.limits(session, admin) == []
    assert remits.covers(session, admin, sent(session, Subject.asset, asset(session)))


@pytest.mark.parametrize("precision", ["exact", "blurred", "area", "hidden"])
def test_an_area_takes_in_what_is_really_there_however_it_is_shown(session, steward, wards, precision):
    here, elsewhere = wards
    one = sent(session, Subject.asset, asset(session, precision=precision, radius_m=500 if precision == "blurred" else None))
    limit(session, steward, elsewhere)
    assert not remits.covers(session, steward, one)
    limit(session, steward, here)
    assert remits.covers(session, steward, one)
    number = submissions.approve(session, one, steward, submissions.seal(one), TOLERANCE_M)
    assert remits.covers_entry(session, steward, Subject.asset, number)


def test_a_larger_area_takes_in_what_its_parts_hold(session, steward):
    limit(session, steward, areas.whole(session))
    assert remits.covers(session, steward, sent(session, Subject.asset, asset(session)))
    assert remits.covers(session, steward, sent(session, Subject.group, group()))
    assert not remits.covers(session, steward, sent(session, Subject.asset, asset(session, lon=None, lat=None)))


def test_a_category_in_an_area_is_both(session, steward, wards):
    first, second = [category.slug for category in vocabulary.vocabulary(session).categories[:2]]
    limit(session, steward, wards[0], first)
    mine = sent(session, Subject.asset, asset(session, category=first))
    other = sent(session, Subject.asset, asset(session, category=second))
    assert remits.covered(session, steward, [other, mine]) == [mine]


def test_a_category_takes_in_groups_that_are_about_it(session, steward):
    first, second = [category.slug for category in vocabulary.vocabulary(session).categories[:2]]
    limit(session, steward, category=first)
    assert remits.covers(session, steward, sent(session, Subject.group, group(themes=[first])))
    assert not remits.covers(session, steward, sent(session, Subject.group, group(themes=[second])))


def test_a_group_belongs_where_it_says_it_works_and_where_it_runs_something(session, steward, wards):
    number = publish.add(
        session, Subject.group, group(areas=[wards[1].code], languages=[], audiences=[], **BLANK), TOLERANCE_M, Made(Act.added)
    )
    limit(session, steward, wards[0])
    assert not remits.covers_entry(session, steward, Subject.group, number)
    content = submissions.CHECKS[Subject.asset](session, asset(session, group_name="The Turners"), TOLERANCE_M)
    publish.add(session, Subject.asset, content, TOLERANCE_M, Made(Act.added))
    assert remits.covers_entry(session, steward, Subject.group, number)


BLANK = {"website": "", "public_email": "", "public_phone": "", "source": ""}


def test_a_change_is_for_whoever_looks_after_what_it_changes(session, steward, wards):
    content = submissions.CHECKS[Subject.asset](session, asset(session), TOLERANCE_M)
    number = publish.add(session, Subject.asset, content, TOLERANCE_M, Made(Act.added))
    there = dict(zip(("lon", "lat"), areas.middle(session, wards[1]), strict=True))
    moved = sent(session, Subject.asset, content | there, wish=Wish.change, target_id=number, base=1)
    limit(session, steward, wards[1])
    assert not remits.covers(session, steward, moved)
    limit(session, steward, wards[0])
    assert remits.covers(session, steward, moved)


def test_what_a_drawn_neighbourhood_holds_is_its_stewards(session, steward, wards):
    shape = {"type": "Polygon", "coordinates": [[[-0.06, 51.509], [-0.04, 51.509], [-0.04, 51.516], [-0.06, 51.516], [-0.06, 51.509]]]}
    drawn = sent(session, Subject.area, {"name": "Ropewalk", "reason": "We all meet there.", "shape": shape})
    number = submissions.approve(session, drawn, steward, submissions.seal(drawn), TOLERANCE_M)
    limit(session, steward, areas.by_id(session, number))
    assert remits.covers(session, steward, sent(session, Subject.asset, asset(session)))
    there = dict(zip(("lon", "lat"), areas.middle(session, wards[1]), strict=True))
    assert not remits.covers(session, steward, sent(session, Subject.asset, asset(session, **there)))


def test_every_entry_of_the_place_is_some_wards_stewards_or_names_no_area(session, steward):
    """Nothing of the package falls between the wards: a steward of all of them looks after all that has a place."""
    for area in areas.neighbourhoods(session):
        limit(session, steward, area)
    placed = session.scalars(select(Asset.id).where(Asset.patch_id.is_not(None)).order_by(Asset.id).limit(12))
    assert all(remits.covers_entry(session, steward, Subject.asset, number) for number in placed)
    for number in session.scalars(select(Group.id).order_by(Group.id).limit(12)):
        whole = contents.of_entry(session, Subject.group, number).public
        runs = session.scalar(select(func.count()).where(Asset.group_id == number, Asset.patch_id.is_not(None)))
        assert remits.covers_entry(session, steward, Subject.group, number) == bool(whole["areas"] or runs)


def test_what_has_closed_is_looked_after_as_what_it_said_last(session, steward, wards):
    here, other = wards
    number = publish.add(session, Subject.asset, asset(session, address="", postcode=""), TOLERANCE_M, Made(Act.added))
    departures.depart(session, Subject.asset, number, Made(Act.closed))
    limit(session, steward, area=other)
    assert not remits.covers_entry(session, steward, Subject.asset, number)
    limit(session, steward, area=here)
    assert remits.covers_entry(session, steward, Subject.asset, number)
