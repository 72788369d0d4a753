"""A network as a table: a small one worked out by hand."""

import pytest
from sqlalchemy import select

from assetmap.models import Asset
from assetmap.services import areas, networks
from assetmap.services.networks import Look, Viewer, listing
from assetmap.services.networks.findings import FindingKind, findings
from assetmap.services.vocabulary import vocabulary
from tests.networked import add_groups, add_link


@pytest.fixture
def five(session):
    """Ash refers to Birch and shares space with Cedar; Cedar states a link to Birch alone; Dill and Élan have none."""
    ash, birch, cedar, dill, elan = add_groups(session, "Ash", "Birch", "Cedar", "Dill", "Élan")
    add_link(session, "refers_to", ash, birch, frequency="weekly", since=2019)
    add_link(session, "shares_space", cedar, ash)
    add_link(session, "co_runs", birch, cedar, from_says=None, from_said_at=None)
    mine = [f"g{group.id}" for group in (ash, birch, cedar, dill, elan)]
    return networks.within(networks.known(session, Viewer.everyone), mine)


def test_the_summary_counts_each_once(five):
    found = listing.summary(five)
    assert (found.groups, found.linked, found.alone, found.assets, found.links) == (5, 3, 2, 0, 3)
    assert (found.confirmed, found.claimed, found.observed) == (2, 1, 0)


def test_each_link_stands_with_both_ends_as_seen_from_there(five):
    rows = {row.group.name: row for row in listing.listed(five, sort=listing.BY_NAME).items}
    assert list(rows) == ["Ash", "Birch", "Cedar"]
    (refers, shares) = rows["Ash"].ties
    assert (refers.kind, refers.outward, refers.other.name, refers.frequency, refers.since) == ("refers_to", True, "Birch", "weekly", 2019)
    assert (shares.kind, shares.other.name, shares.since) == ("shares_space", "Cedar", None)
    (back, _claimed) = rows["Birch"].ties
    assert (back.kind, back.outward, back.other.name) == ("refers_to", False, "Ash")


def test_those_with_most_links_come_first_and_then_by_name(session, five):
    assert [row.group.name for row in listing.listed(five).items] == ["Ash", "Birch", "Cedar"]
    assert set(listing.counts(five)) == {0, 2}


def test_a_search_finds_names_without_their_accents(five):
    assert [row.group.name for row in listing.alone(five, "elan").items] == ["Élan"]
    assert listing.listed(five, "birch").total == 1


def test_pages_are_as_long_as_asked_and_the_last_is_the_last(five):
    page = listing.listed(five, page=9, size=2)
    assert (page.page, page.pages, page.total, len(page.items)) == (2, 2, 3, 1)


def test_those_no_link_is_known_for_are_listed_by_name(five):
    assert [row.group.name for row in listing.alone(five).items] == ["Dill", "Élan"]


def told_alone(session, network):
    return {node for each in findings(session, network).found if each.kind == FindingKind.alone for node in each.nodes}


def listed_alone(network):
    return {row.group.node for row in listing.alone(network, size=10_000).items}


def test_for_every_ward_of_the_example_the_list_and_what_stands_out_name_the_same_groups(session):
    for area in areas.neighbourhoods(session):
        network = networks.look(session, Look(area=areas.address(session, area), example="yes"))
        assert listed_alone(network) == told_alone(session, network), area.name
        assert listing.summary(network).alone == len(listed_alone(network))


def test_for_every_theme_of_the_example_nobody_is_said_to_have_no_link_at_all_who_is_not_without_one_there(session):
    for category in vocabulary(session).categories:
        network = networks.look(session, Look(theme=category.slug, example="yes"))
        assert told_alone(session, network) <= listed_alone(network), category.slug


def test_who_runs_elsewhere_what_others_use_has_a_link_here_too(session):
    here = areas.neighbourhoods(session)[0]
    keeper, guest = add_groups(session, "Keeper", "Guest")
    room = session.scalars(select(Asset).where(Asset.group_id.is_(None), Asset.cell.is_not(None), ~Asset.areas.any(id=here.id))).first()
    room.group_id, keeper.areas = keeper.id, [here]
    add_link(session, "meets_at", guest, room)
    network = networks.look(session, Look(area=areas.address(session, here), example="no"))
    assert f"g{keeper.id}" not in listed_alone(network) | told_alone(session, network)
    assert network.beyond == {f"a{room.id}", f"g{guest.id}"}
