"""Findings: what is said of a network, what it rests on, how long it is kept, and that it tells nothing of what one may not see."""

from datetime import timedelta

import pandas as pd
import pytest

from assetmap.graphs import frames
from assetmap.models import Ask, Asset, Visibility
from assetmap.models.columns import now
from assetmap.services import networks
from assetmap.services.networks import Look, Network, Viewer
from assetmap.services.networks.basis import Thin, basis
from assetmap.services.networks.findings import Finder, FindingKind, findings
from tests.graphs.drawn import network as drawn
from tests.networked import add_groups, add_link

TODAY = pd.Timestamp("2026-06-01")
PRIVATE, SHARED = Visibility.private, Visibility.shared


def net(*given, **more):
    nodes, links = drawn(*given, **more)
    return Network(nodes, links, frames.links_frame([]), frames.notices_frame([]))


def found(network, whole=None, **more):
    by_kind = {}
    for finding in Finder(network, whole or network, TODAY, **more).all().found:
        by_kind.setdefault(finding.kind, []).append(finding)
    return by_kind


@pytest.fixture
def triangles():
    """Two triangles held together by one link, a venue, and somebody alone."""
    return net("ab bc ca cd de ef fd aH bH gH", alone="x")


def test_an_empty_network_has_no_findings_and_one_group_is_said_to_have_no_known_link():
    assert found(net()) == {}
    assert [finding.nodes for finding in found(net(alone="a"))[FindingKind.alone]] == [("ga",)]
    assert set(found(net(alone="ab"))) == {FindingKind.alone}


def test_everything_is_told_with_its_figures(triangles):
    told = found(triangles)
    assert dict(told[FindingKind.together][0].figures) == {"networks": 1, "largest": 7, "linked": 7, "groups": 8}
    assert told[FindingKind.alone][0].nodes == ("gx",)
    assert told[FindingKind.broker][0].nodes == ("gc",)
    bridge = told[FindingKind.bridge][0]
    assert bridge.nodes == ("gc", "gd") and dict(bridge.figures) == {"one": 4, "other": 3}
    assert told[FindingKind.hanging][0].nodes == ("gg",)
    venue = told[FindingKind.venue][0]
    assert venue.nodes == ("ah", "ga", "gb", "gg") and dict(venue.figures) == {"groups": 3, "only": 3, "cut_off": 1}
    assert dict(told[FindingKind.density][0].figures) == {"groups": 8, "pairs": 28, "linked": 7}


def test_findings_say_what_they_rest_on_and_when_that_is_thin(triangles):
    told = found(triangles)
    rests = told[FindingKind.together][0].rests
    assert (rests.links, rests.confirmed, rests.groups, rests.answered) == (10, 10, 8, 0)
    assert rests.thin == (Thin.few_answered,)
    assert (told[FindingKind.venue][0].rests.links, told[FindingKind.bridge][0].rests.links) == (3, 1)


def test_a_basis_is_thin_for_few_links_few_answers_and_few_confirmed():
    nodes, links = drawn("ab bc", a={"answered_on": "2026-01-01"}, b={"answered_on": "2024-01-01"})
    assert basis(links, nodes, TODAY).thin == (Thin.few_links,)
    assert basis(links.assign(state="claimed"), nodes[1:], TODAY, few=0).thin == (Thin.few_answered, Thin.few_confirmed)


def test_in_a_part_nobody_is_called_alone_who_has_a_link_elsewhere(triangles):
    told = found(networks.within(triangles, ["gc", "gx", "gf"]), triangles)
    assert told[FindingKind.alone][0].nodes == ("gx",)


def test_in_a_part_a_venue_is_judged_by_all_that_is_known():
    whole = net("aH bH bI cI")
    part = networks.within(whole, ["ah", "ga", "gb"])
    assert found(part, whole)[FindingKind.venue][0].nodes == ("ah", "ga")


def test_around_a_group_nothing_is_said_of_who_is_in_the_middle(triangles):
    assert not {FindingKind.broker, FindingKind.together} & set(found(triangles, around=True))


def test_neighbourhoods_and_themes_are_compared_from_five_groups_on():
    more = {each: {"areas": ("E1",) if each in "abcde" else ("E2",), "themes": ("faith",)} for each in "abcdefghij"}
    told = found(net("ab bc fg gh hi ij", alone="de", **more))
    parts = told[FindingKind.by_area][0].parts
    assert [(part.key, part.groups, part.pairs, part.linked) for part in parts] == [("E2", 5, 10, 4), ("E1", 5, 10, 2)]
    assert FindingKind.by_theme not in told


def test_neighbourhoods_that_are_all_as_closely_linked_are_not_compared():
    more = {each: {"areas": ("E1",) if each in "abcde" else ("E2",)} for each in "abcdefghij"}
    assert FindingKind.by_area not in found(net("ab bc fg gh", alone="deij", **more))
    assert FindingKind.by_area in found(net("ab bc fg gh hi", alone="dej", **more))


def test_change_tells_new_to_the_map_from_newly_begun():
    network = net("ab bc")
    network.links["made_on"] = [pd.Timestamp("2026-01-01"), pd.Timestamp("2020-01-01")]
    network.links["since"] = pd.array([1990, None], dtype="Int64")
    figures = found(network)[FindingKind.change][0].figures
    assert (figures["new"], figures["older"], figures["young"]) == (1, 1, 0)


def test_findings_are_kept_until_the_network_changes(session):
    one, two, three = add_groups(session, "One", "Two", "Three")
    add_link(session, "co_runs", one, two)
    first = findings(session, networks.look(session, Look(example="no")))
    assert findings(session, networks.look(session, Look(example="no"))) is first
    add_link(session, "co_runs", two, three)
    assert findings(session, networks.look(session, Look(example="no"))) is not first


def test_findings_for_everybody_say_nothing_of_shared_and_private_links(session):
    groups = add_groups(session, *"ABCDEF")
    hall = session.query(Asset).filter(Asset.group_id.is_(None)).first()
    add_link(session, "co_runs", groups[0], groups[1])
    before = findings(session, networks.known(session, Viewer.everyone))
    for visibility, other in ((SHARED, groups[2]), (PRIVATE, groups[3]), (SHARED, hall)):
        add_link(session, "refers_to", groups[0], other, visibility=visibility)
        add_link(session, "refers_to", groups[4], other, visibility=visibility)
    after = findings(session, networks.known(session, Viewer.everyone))
    assert after == before
    connector = findings(session, networks.known(session, Viewer.connector))
    assert connector != before
    alone = next(finding for finding in connector.found if finding.kind == FindingKind.alone)
    assert f"g{groups[3].id}" in alone.nodes and f"g{groups[2].id}" not in alone.nodes


def test_who_answered_within_a_year_counts(session):
    one, two = add_groups(session, "One", "Two")
    add_link(session, "co_runs", one, two)
    for group, days in ((one, 30), (two, 500)):
        session.add(Ask(group_id=group.id, digest=f"d{group.id}", expires_at=now(), used_at=now() - timedelta(days=days)))
    session.flush()
    network = networks.look(session, Look(around=f"g{one.id}", example="no"))
    change = next(finding for finding in findings(session, network, around=True).found if finding.kind == FindingKind.change)
    assert (change.rests.answered, change.rests.groups) == (1, 2)
