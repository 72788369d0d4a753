"""Who is connected with whom, and who could introduce somebody: one small network, worked out by hand.

Four groups are looked for: A, B, C, D. A and B run something together. H refers people to A, B and C and meets at the same
hall as D; K is funded by A and B every week; L only meets at the hall. D runs the hall.
"""

import pandas as pd
import pytest

from assetmap.graphs import reaching
from assetmap.graphs.frames import links_frame, nodes_frame


@pytest.fixture
def nodes():
    groups = [{"node": node, "kind": "group", "name": node} for node in ("A", "B", "C", "D", "H", "K", "L")]
    return nodes_frame([*groups, {"node": "hall", "kind": "asset", "name": "Hall", "runs_by": "D"}])


@pytest.fixture
def links():
    pairs = [
        *[("A", "B", "co_runs", "yearly"), ("H", "A", "refers_to", "monthly"), ("H", "B", "refers_to", "rarely")],
        *[("H", "C", "refers_to", "yearly"), ("H", "hall", "meets_at", "weekly"), ("L", "hall", "meets_at", "weekly")],
        *[("A", "K", "funds", "weekly"), ("B", "K", "funds", "weekly"), ("B", "K", "trusted_contact", "rarely")],
    ]
    return links_frame(
        {"link": str(number), "source": source, "target": target, "kind": kind, "frequency": often, "state": "claimed"}
        for number, (source, target, kind, often) in enumerate(pairs)
    )


FOUND = ("A", "B", "C", "D")


def joined(nodes, links, chosen):
    return reaching.joined(nodes, reaching.ways(nodes, links, chosen), chosen)


def test_the_best_introducer_knows_most_and_a_place_in_common_counts_least(nodes, links):
    ranked = reaching.introducers(reaching.ways(nodes, links, FOUND))
    assert list(ranked.index) == ["H", "K", "A", "B", "L"]
    assert ranked.loc["H"].to_dict() == {"known": 4, "direct": 3, "strength": 3 + 1 + 2}
    assert ranked.loc["K"].to_dict() == {"known": 2, "direct": 2, "strength": 8}
    assert ranked.loc["L"].to_dict() == {"known": 1, "direct": 0, "strength": 0}


def test_each_way_says_which_way_it_goes_and_where_both_are(nodes, links):
    found = reaching.ways(nodes, links, FOUND)
    of = {node: {(way.target, way.kind, way.outward, way.venue) for way in rows.itertuples()} for node, rows in found.groupby("node")}
    assert of["H"] == {
        *{(node, "refers_to", True, "") for node in "ABC"},
        ("D", "same_place", True, "hall"),
    }
    assert of["K"] == {("A", "funds", False, ""), ("B", "funds", False, ""), ("B", "trusted_contact", False, "")}
    assert of["A"] == {("B", "co_runs", True, "")}


def test_those_found_are_linked_hubs_or_alone(nodes, links):
    found = joined(nodes, links, FOUND)
    assert (found.linked, found.hubs, found.venues) == (("A", "B"), (), ())
    assert joined(nodes, links, ("A", "H", "B")).hubs == ("A", "B", "H")
    assert joined(nodes, links, ("A", "B", "K", "H")).hubs == ("A", "B")
    assert joined(nodes, links, ("D", "H", "L")).venues == (("hall", ("D", "H", "L")),)


@pytest.mark.parametrize("chosen", [(), ("A",), ("nobody",)])
def test_nothing_and_one_have_no_connections_among_them(nodes, links, chosen):
    found = joined(nodes, links, chosen)
    assert (found.linked, found.hubs, found.venues) == ((), (), ())


def test_who_funds_a_place_or_sends_people_there_does_not_use_it(nodes, links):
    more = [("K", "hall", "funds"), ("C", "hall", "refers_to")]
    added = links_frame({"link": f"m{at}", "source": one, "target": other, "kind": kind} for at, (one, other, kind) in enumerate(more))
    every = pd.concat([links, added])
    assert set(reaching.uses(nodes, every)["node"]) == {"D", "H", "L"}
    assert joined(nodes, every, ("C", "D", "K", "L")).venues == (("hall", ("D", "L")),)


def test_without_links_nobody_can_introduce(nodes, links):
    assert reaching.introducers(reaching.ways(nodes.assign(runs_by=""), links.iloc[:0], FOUND)).empty
    assert reaching.among(links, ("A", "B"))["kind"].tolist() == ["co_runs"]
