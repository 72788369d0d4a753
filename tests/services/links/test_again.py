"""What was said before holds when somebody says it again, ends it, or takes over an asset."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assetmap.errors import NotAllowed
from assetmap.graphs.growth import standing
from assetmap.models import Asset, Visibility
from assetmap.models.columns import now
from assetmap.services import keepers, links, networks, packages, telling
from assetmap.services.links import Statement
from assetmap.services.networks import Viewer
from assetmap.services.telling import Said, Told
from tests.conftest import TOLERANCE_M
from tests.networked import add_groups, add_link
from tests.services.packages.broken import Folder

PUBLIC, SHARED, PRIVATE = Visibility.public, Visibility.shared, Visibility.private


@pytest.fixture
def two(session):
    return add_groups(session, "Ada's Kitchen", "Brick Lane Singers")


def tell(session, group, **told):
    asked, _token = keepers.ask(session, group, None, None)
    telling.tell(session, asked, Told(**told))


def hall(session, group=None):
    asset = session.scalars(select(Asset).where(Asset.group_id.is_(None)).order_by(Asset.id)).first()
    asset.group_id = group.id if group else None
    session.flush()
    return asset


def public(session):
    return networks.known(session, Viewer.everyone).links


def test_a_yes_every_year_does_not_make_an_old_link_new(session, two):
    ago = now() - timedelta(days=800)
    link = add_link(session, "funds", *two, made_at=ago, from_said_at=ago, to_said_at=ago)
    for group in two:
        tell(session, group, said=[Said(link.id, "yes", "weekly", "public")])
    network = networks.known(session, Viewer.everyone)
    last_year = (now() - timedelta(days=400)).date()
    assert standing(network.nodes, network.links, network.ended, last_year).confirmed == 1
    links.answer(session, link, two[0].id, False)
    assert (link.from_said_at > ago, link.to_said_at) == (True, ago)


def test_naming_a_group_again_does_not_make_a_private_link_public(session, two):
    ada, brick = two
    link = links.state(session, Statement("funds", ada.id, brick.id, visibility="private"), ada.id)
    tell(session, ada, said=[Said(link.id, "yes", "weekly", "private")], more={"more-0": Statement("funds", ada.id, brick.id)})
    assert (link.visibility, link.from_visibility, len(public(session))) == (PRIVATE, PRIVATE, 0)
    tell(session, ada, said=[Said(link.id, "yes", "weekly", "public")])
    assert link.visibility == PUBLIC


def test_the_wish_of_who_says_no_longer_counts(session, two):
    ada, brick = two
    link = links.state(session, Statement("funds", ada.id, brick.id), ada.id)
    tell(session, brick, said=[Said(link.id, "ended", "unknown", "private")])
    assert (link.ended_at is not None, link.visibility, link.to_says) == (True, PRIVATE, None)
    for viewer in Viewer:
        assert len(networks.known(session, viewer).ended) == 0


@pytest.mark.parametrize("way", ["state", "observe", "observe_all"])
def test_a_denial_holds_when_the_link_is_ended_and_stated_anew(session, two, way):
    ada, brick = two
    said = Statement("funds", ada.id, brick.id)
    for _time in range(2):
        link = links.state(session, said, ada.id)
        if _time == 0:
            links.answer(session, link, brick.id, False)
        links.end(session, link, ada.id)
    if way == "state":
        links.state(session, said, ada.id)
    elif way == "observe":
        links.observe(session, said, None)
    else:
        links.observe_all(session, [said], None)
    assert len(public(session)) == 0
    (theirs,) = links.own(session, brick.id)
    assert theirs.says is False
    links.state(session, said, brick.id)
    assert len(public(session)) == 1


def test_who_denied_and_then_stated_it_denies_it_no_more(session, two):
    ada, brick = two
    said = Statement("co_runs", ada.id, brick.id)
    link = links.state(session, said, ada.id)
    links.answer(session, link, brick.id, False)
    links.answer(session, link, brick.id, True)
    links.end(session, link, ada.id)
    links.state(session, said, ada.id)
    assert list(public(session)["state"]) == ["claimed"]


def test_what_both_ends_state_only_they_can_end(session, two):
    link = add_link(session, "funds", *two)
    with pytest.raises(NotAllowed):
        links.end(session, link, reason="I heard so")
    assert link.ended_at is None
    links.end(session, link, two[1].id)
    assert link.ended_at is not None


def test_a_group_that_takes_over_an_asset_has_answered_nothing_and_sees_nothing_private(session, two):
    ada, brick = two
    before, after = add_groups(session, "Before", "After")
    asset = hall(session, before)
    confirmed = add_link(session, "meets_at", ada, asset)
    private = links.state(session, Statement("funds", ada.id, to_asset_id=asset.id, visibility="private"), ada.id)
    kept = add_link(session, "meets_at", brick, asset, visibility=SHARED, from_visibility=PUBLIC)
    theirs = links.state(session, Statement("co_runs", brick.id, to_asset_id=asset.id), before.id)
    itself = links.state(session, Statement("meets_at", after.id, to_asset_id=asset.id), after.id)
    asset.group_id = after.id
    session.flush()
    links.handed_over(session, [asset.id])
    assert {own.link: own.says for own in links.own(session, after.id)} == {confirmed: None, kept: None}
    assert list(public(session)["state"]) == ["claimed"]
    assert kept.visibility == SHARED
    assert all(link.ended_at is not None for link in (private, theirs, itself))
    again = links.state(session, Statement("funds", ada.id, to_asset_id=asset.id), ada.id)
    assert (again.id != private.id, again.to_says) == (True, None)


def test_loading_a_place_anew_hands_assets_over(session, two, tmp_path):
    folder = Folder(tmp_path / "place")
    key, group = session.execute(select(Asset.key, Asset.group_id).where(Asset.group_id.is_not(None), Asset.key.is_not(None))).first()
    asset = session.scalars(select(Asset).where(Asset.key == key)).one()
    link = add_link(session, "meets_at", two[0], asset)
    other = add_link(session, "funds", two[0], asset, visibility=PRIVATE)
    packages.load(session, packages.read(folder.path), TOLERANCE_M)
    session.expire_all()
    assert (link.to_says, other.ended_at) == (True, None)
    folder.table("assets", lambda rows: next(row for row in rows if row["key"] == key).update(group=""))
    packages.load(session, packages.read(folder.path), TOLERANCE_M)
    session.expire_all()
    assert (asset.group_id, link.to_says, other.ended_at is None) == (None, None, False)
    assert group is not None
