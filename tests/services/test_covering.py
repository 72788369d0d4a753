"""An entry that shows less shows less in its history, too; nothing shows more without its owner's leave."""

import pytest
from sqlalchemy import func, select

from assetmap.errors import Faulty
from assetmap.models import Act, Asset, Subject, User, Version
from assetmap.services import assets, contents, departures, entries, merging, publish, submissions, versions
from assetmap.services.merging import Merger
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M

SPOT = {"lon": -0.0601, "lat": 51.5205}
CLOSE = {"lon": -0.0604, "lat": 51.5207}


@pytest.fixture
def category(session):
    return assets.get(session, session.scalar(select(func.min(Asset.id)))).category.slug


@pytest.fixture
def content(category):
    said = {"name": "Sewing", "summary": "On Mondays", "category": category, "holder": "community", "cost": "free"}
    return said | {"address": "7 Nowhere Row", "postcode": "E1 4NS", "precision": "exact", **SPOT}


def add(session, content, **more):
    checked = entries.check_asset(session, content | more, TOLERANCE_M)
    return publish.add(session, Subject.asset, checked, TOLERANCE_M, Made(Act.added))


def change(session, number, content, **more):
    publish.change(session, Subject.asset, number, content | more, TOLERANCE_M, Made(Act.changed))


def public_row(session, number):
    asset = session.get_one(Asset, number)
    return asset.x, asset.y, asset.cell, asset.patch_id, asset.address, asset.postcode, asset.search_text


@pytest.mark.parametrize(("precision", "radius"), [("blurred", 250), ("area", None), ("hidden", None)])
def test_showing_less_covers_every_earlier_version(session, content, precision, radius):
    number = add(session, content)
    change(session, number, content, precision=precision, radius_m=radius)
    kept = session.scalars(select(Version).where(Version.entry_id == number, Version.subject == Subject.asset)).all()
    assert len(kept) == 2
    assert all("Nowhere" not in str(version.content) and "51.5205" not in str(version.content) for version in kept)
    assert [versions.everything(session, version)["lat"] for version in kept] == [SPOT["lat"]] * 2
    now = contents.of_entry(session, Subject.asset, number).public["lon"]
    assert {version.content["precision"] for version in kept} == {precision}
    assert [version.content["lon"] for version in kept] == [now and pytest.approx(now)] * 2


@pytest.mark.parametrize(("precision", "radius"), [("blurred", 1000), ("area", None), ("hidden", None)])
def test_the_public_row_is_the_same_wherever_in_the_square_or_neighbourhood_it_is(session, content, precision, radius):
    one, other = (add(session, content, precision=precision, radius_m=radius, **spot) for spot in (SPOT, CLOSE))
    assert public_row(session, one) == public_row(session, other)


def test_a_small_move_leaves_the_pin_where_it_is(session, content):
    number = add(session, content, precision="blurred", radius_m=250)
    before = public_row(session, number)[:3]
    for step in range(1, 5):
        change(session, number, content, precision="blurred", radius_m=250, lon=SPOT["lon"] + step * 0.0004)
        asset = session.get_one(Asset, number)
        if public_row(session, number)[:3] != before:
            break
    pin = assets.point_of(session, asset)
    assert pin is not None
    assert step >= 2


def test_an_entry_shown_by_a_circle_is_linked_to_no_small_area(session, content):
    number = add(session, content, precision="blurred", radius_m=250)
    assert {area.geography.key for area in session.get_one(Asset, number).areas} == {"borough", "ward25"}


def test_of_a_persons_own_and_of_a_home_the_neighbourhood_is_shown_unless_somebody_chose(session, content):
    for more in ({"holder": "personal"}, {"home": True}):
        checked = entries.check_asset(session, content | {"precision": "usual"} | more, TOLERANCE_M)
        assert checked["precision"] == "area"
    assert entries.check_asset(session, content | {"precision": "usual"}, TOLERANCE_M)["precision"] == "exact"


@pytest.mark.parametrize("shown", [{"precision": "exact"}, {"precision": "blurred", "radius_m": 1000}])
def test_more_of_a_home_is_shown_only_with_its_owners_leave(session, content, shown):
    home = content | shown | {"home": True}
    with pytest.raises(Faulty) as refused:
        entries.check_asset(session, home, TOLERANCE_M)
    assert [fault.field for fault in refused.value.faults] == ["precision"]
    assert entries.check_asset(session, home | {"place_ticked": True}, TOLERANCE_M)["precision"] == shown["precision"]


def test_a_steward_shows_more_than_was_asked_for_only_with_leave(session, content):
    sent = submissions.send(session, Subject.asset, content | {"precision": "area"}, TOLERANCE_M)
    seen = submissions.seal(sent)
    with pytest.raises(Faulty):
        submissions.change(session, sent, sent.content | {"precision": "blurred", "radius_m": 500}, seen, TOLERANCE_M)
    submissions.change(session, sent, sent.content | {"precision": "hidden"}, seen, TOLERANCE_M)


def test_a_change_shows_more_than_is_public_only_with_leave(session, content):
    number = add(session, content, precision="area")
    with pytest.raises(Faulty):
        change(session, number, content, precision="exact")
    change(session, number, content, precision="exact", place_ticked=True)
    assert session.get_one(Asset, number).address == "7 Nowhere Row"


@pytest.mark.parametrize("words", ["Come to 7 Nowhere Row", "Near E1 4NS", "near e14ns", "7 NOWHERE ROW!"])
def test_public_words_that_name_the_place_kept_back_are_refused(session, content, words):
    with pytest.raises(Faulty) as refused:
        entries.check_asset(session, content | {"precision": "area", "description": words}, TOLERANCE_M)
    assert [fault.field for fault in refused.value.faults] == ["description"]
    entries.check_asset(session, content | {"precision": "exact", "description": words}, TOLERANCE_M)


def said_in_public(session, *numbers):
    return str([version.content for version in session.scalars(select(Version).where(Version.entry_id.in_(numbers)))])


def test_showing_less_covers_the_versions_of_what_was_merged_into_it_too(session, content):
    by = session.scalars(select(User)).first()
    kept, gone = add(session, content, address="", postcode="", **CLOSE), add(session, content)
    seen = merging.seal(session, Subject.asset, kept, gone)
    merging.merge(session, Merger(Subject.asset, kept, gone, {"place": "gone"}, seen), by, TOLERANCE_M)
    change(session, kept, content, precision="area")
    assert "Nowhere" not in said_in_public(session, kept, gone)
    assert versions.everything(session, versions.get(session, Subject.asset, gone, 1))["address"] == content["address"]
    merging.undo(session, Subject.asset, gone, by, TOLERANCE_M)
    assert contents.of_entry(session, Subject.asset, gone).public["precision"] == "area"


def test_a_version_that_showed_less_covers_those_after_it_when_it_comes_back_after_closing(session, content):
    number = add(session, content, precision="hidden")
    change(session, number, content, place_ticked=True)
    departures.depart(session, Subject.asset, number, Made(Act.closed))
    first = versions.get(session, Subject.asset, number, 1)
    departures.bring_back(session, Subject.asset, number, first, TOLERANCE_M, Made(Act.restored))
    assert contents.of_entry(session, Subject.asset, number).public["precision"] == "hidden"
    assert "Nowhere" not in said_in_public(session, number)
