"""A network as a table: a small one worked out by hand."""

import pytest

from assetmap.services import networks
from assetmap.services.networks import Viewer, listing
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
