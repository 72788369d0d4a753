"""Every version is kept; what goes comes back; what people said is not written over."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from assetmap.errors import NotFound
from assetmap.models import Act, Asset, Category, Group, Link, PrivatePlace, PrivateVersion, Subject, User, Version
from assetmap.paths import PLACES
from assetmap.services import assets, contents, departures, histories, packages, publish, versions, vocabulary, whereabouts
from assetmap.services.filters import Filters
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M
from tests.networked import add_groups, add_link
from tests.web.typed import INSIDE

HOME = {"lon": -0.0601, "lat": 51.5205}


def content(**more):
    return {
        **{"name": "Sewing at Amina's", "summary": "Sewing on Mondays", "category": "skills-and-time", "holder": "personal"},
        **{"address": "7 Nowhere Row", "postcode": "E1 4NS", "cost": "free", "precision": "exact", **HOME},
        **more,
    }


@pytest.fixture
def category(session):
    """A category of the place, whatever it is called."""
    return assets.get(session, session.scalar(select(func.min(Asset.id)))).category.slug


def add(session, category, **more):
    return publish.add(session, Subject.asset, content(category=category, **more), TOLERANCE_M, Made(Act.added))


def test_the_first_change_of_a_packages_entry_keeps_what_the_package_said(session):
    asset = session.scalars(select(Asset).where(Asset.key.is_not(None)).limit(1)).one()
    before = contents.of_asset(session, asset).everything
    publish.change(session, Subject.asset, asset.id, before | {"summary": "Open again"}, TOLERANCE_M, Made(Act.changed, why="I was there"))
    newest, first = versions.history(session, Subject.asset, asset.id)
    assert (first.number, first.act, first.content["summary"]) == (1, Act.loaded, before["summary"])
    assert (newest.number, newest.why, newest.content["summary"]) == (2, "I was there", "Open again")


def test_loading_a_package_again_leaves_what_people_changed(session):
    asset = session.scalars(select(Asset).where(Asset.key.is_not(None)).limit(1)).one()
    said = contents.of_asset(session, asset).everything | {"summary": "Open again"}
    publish.change(session, Subject.asset, asset.id, said, TOLERANCE_M, Made(Act.changed))
    packages.load(session, packages.read(PLACES / "tower-hamlets"), TOLERANCE_M)
    session.expire_all()
    assert asset.summary == "Open again"


def test_loading_a_package_again_does_not_bring_back_what_closed(session):
    asset = session.scalars(select(Asset).where(Asset.key.is_not(None)).limit(1)).one()
    number, key = asset.id, asset.key
    departures.depart(session, Subject.asset, number, Made(Act.closed))
    packages.load(session, packages.read(PLACES / "tower-hamlets"), TOLERANCE_M)
    assert session.scalar(select(func.count()).select_from(Asset).where(Asset.key == key)) == 0


def test_a_change_moves_the_entry_in_every_count(session, category):
    number = add(session, category)
    moved = content(category=category, name="Sewing", lon=None, lat=None)
    publish.change(session, Subject.asset, number, moved, TOLERANCE_M, Made(Act.changed))
    asset = session.get_one(Asset, number)
    assert (asset.name, asset.cell, asset.patch_id) == ("Sewing", None, None)
    assert assets.listed(session, Filters(q="amina")).total == 0


@pytest.mark.parametrize(("precision", "radius"), [("blurred", 500), ("area", None), ("hidden", None)])
def test_the_public_tables_never_hold_what_is_more_exact_than_asked_for(session, category, precision, radius):
    number = add(session, category, precision=precision, radius_m=radius)
    asset = assets.get(session, number)
    assert assets.point_of(session, asset) != (HOME["lon"], HOME["lat"])
    version = versions.get(session, Subject.asset, number, 1)
    assert "7 Nowhere Row" not in str(version.content) and str(HOME["lat"]) not in str(version.content)
    assert "Nowhere" not in asset.search_text and "e14ns" not in asset.search_text
    assert versions.everything(session, version)["lat"] == HOME["lat"]
    assert session.get(PrivatePlace, number).address == "7 Nowhere Row"


def test_the_same_spot_is_blurred_to_the_same_point_in_every_entry(session, category):
    first, second = (add(session, category, name=name, precision="blurred", radius_m=500) for name in ("One", "Two"))
    assert assets.point_of(session, session.get_one(Asset, first)) == assets.point_of(session, session.get_one(Asset, second))


def test_making_it_exact_again_forgets_the_private_place_but_not_the_history(session, category):
    number = add(session, category, precision="area")
    publish.change(session, Subject.asset, number, content(category=category, place_ticked=True), TOLERANCE_M, Made(Act.changed))
    assert session.get(PrivatePlace, number) is None
    assert session.scalar(select(func.count()).select_from(PrivateVersion)) == 1


def test_a_closed_entry_is_nowhere_public_and_comes_back_with_its_links(session):
    (choir,) = add_groups(session, "The choir")
    venue = session.scalars(select(Asset).limit(1)).one()
    hall, link = venue.id, add_link(session, "meets_at", choir, venue).id
    departures.depart(session, Subject.asset, hall, Made(Act.closed, why="The roof fell in"))
    with pytest.raises(NotFound):
        assets.get(session, hall)
    assert session.scalar(select(func.count()).select_from(Link)) == 0
    last = versions.history(session, Subject.asset, hall)[0]
    departures.bring_back(session, Subject.asset, hall, last, TOLERANCE_M, Made(Act.restored))
    assert assets.get(session, hall).name == last.content["name"]
    assert session.scalar(select(Link.id).where(Link.to_asset_id == hall)) == link
    assert [version.act for version in versions.history(session, Subject.asset, hall)] == [Act.restored, Act.closed, Act.loaded]


def test_a_closed_group_comes_back_with_the_assets_it_runs(session):
    group = add_groups(session, "The choir")[0].id
    hall = session.scalars(select(Asset).limit(1)).one()
    hall.group_id, number = group, hall.id
    session.flush()
    departures.depart(session, Subject.group, group, Made(Act.closed))
    assert session.get(Group, group) is None
    departures.bring_back(
        session, Subject.group, group, versions.history(session, Subject.group, group)[0], TOLERANCE_M, Made(Act.restored)
    )
    assert session.get_one(Asset, number).group_id == group


def test_the_address_of_a_merged_entry_leads_on_through_every_merger(session):
    one, two, three = (group.id for group in add_groups(session, "One", "Two", "Three"))
    departures.depart(session, Subject.group, one, Made(Act.merged), into=two)
    departures.depart(session, Subject.group, two, Made(Act.merged), into=three)
    assert whereabouts.goal(session, Subject.group, one) == three
    departures.depart(session, Subject.group, three, Made(Act.closed))
    assert whereabouts.goal(session, Subject.group, one) is None


def test_a_number_is_never_given_twice(session, category):
    number = add(session, category)
    departures.depart(session, Subject.asset, number, Made(Act.closed))
    assert add(session, category) > number


def test_versions_are_told_at_the_moment_they_were_made(session, category):
    number = add(session, category)
    made = session.scalars(select(Version).where(Version.entry_id == number, Version.subject == Subject.asset)).one().made_at
    assert abs((datetime.now(UTC) - made).total_seconds()) < 60


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("precision", ["blurred", "area", "hidden"])
def test_a_version_whose_place_was_forgotten_leaves_the_place_as_it_is(session, precision, closed):
    steward = session.scalars(select(User).where(User.email == "steward@example.org")).one()
    category = vocabulary.vocabulary(session).categories[0].slug
    said = {"name": "Sewing", "summary": "One", "category": category, "holder": "community", "cost": "free", "precision": precision}
    said |= {"lon": INSIDE[0], "lat": INSIDE[1], "address": "12 Some Street", "postcode": "E1 4NS"}
    said |= {"radius_m": 500 if precision == "blurred" else None}
    number = publish.add(session, Subject.asset, said, TOLERANCE_M, Made(Act.added))
    publish.change(session, Subject.asset, number, said | {"summary": "Two"}, TOLERANCE_M, Made(Act.changed))
    exact = contents.exact_place(session, number)
    first = versions.get(session, Subject.asset, number, 1)
    session.delete(session.get_one(PrivateVersion, first.id))
    session.flush()
    if closed:
        departures.depart(session, Subject.asset, number, Made(Act.closed))
    assert versions.place_forgotten(session, first)
    histories.bring_back(session, first, steward, versions.latest(session, Subject.asset, number), "", TOLERANCE_M)
    assert session.get_one(Asset, number).summary == "One"
    assert contents.exact_place(session, number) == exact


@pytest.mark.parametrize("themes", [[0], [1], []])
def test_the_first_change_of_a_packages_group_that_is_about_something_changes_what_it_is_about(session, themes):
    (group,) = add_groups(session, "As a package has it")
    words = vocabulary.read(session).categories
    group.themes = [session.get_one(Category, words[0].id)]
    session.flush()
    session.expire_all()
    assert group.version == 0
    said = contents.of_entry(session, Subject.group, group.id).everything
    wanted = [words[place].slug for place in themes]
    publish.change(session, Subject.group, group.id, said | {"themes": wanted}, TOLERANCE_M, Made(Act.changed))
    session.expire_all()
    assert contents.of_entry(session, Subject.group, group.id).public["themes"] == wanted


def test_reading_the_words_of_the_place_leaves_what_the_session_works_with_in_it(session):
    asset = session.scalars(select(Asset).limit(1)).one()
    mine = asset.category
    words = vocabulary.read(session)
    assert mine in session and not any(each in session for each in (*words.categories, *words.all_terms))
    assert words.category_by_id(mine.id).name == mine.name
