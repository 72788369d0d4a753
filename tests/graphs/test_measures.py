"""What is worked out of a network equals what one works out by hand, and what networkx says."""

from datetime import date

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.graphs import frames
from assetmap.graphs.bridges import bridges
from assetmap.graphs.brokers import brokers
from assetmap.graphs.change import change
from assetmap.graphs.components import alone, components
from assetmap.graphs.density import density, density_by
from assetmap.graphs.graph import graph_of, have_links
from assetmap.graphs.ties import ties_of
from assetmap.graphs.venues import cut_off, venues
from tests.graphs.drawn import link, network, of_graph

EDGES = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] < pair[1]), max_size=16)


def ties(*net, **more):
    return ties_of(*network(*net, **more))


def numbered(edges):
    made = nx.empty_graph(range(1, 10))
    made.add_edges_from(edges)
    return of_graph(made)


@pytest.fixture(scope="module")
def club():
    return nx.karate_club_graph()


def test_an_empty_network_and_one_of_a_single_group_are_answered_too():
    for net in (network(), network(alone="a")):
        tied = ties_of(*net)
        assert components(tied).empty and bridges(tied).empty and venues(*net, tied).empty
        assert brokers(tied)["share"].sum() == 0
        assert density(tied) == (len(net[0]), 0, 0)
        assert list(alone(tied)) == list(net[0].index)
        assert density_by(net[0], tied, "areas").empty


def test_components_count_groups_and_the_largest_comes_first():
    found = components(ties("ab cd de eH", alone="x"))
    assert found["groups"].tolist() == [3, 2]
    assert set(found["nodes"][0]) == {"gc", "gd", "ge", "ah"}


def test_alone_is_who_has_no_link_and_runs_nothing_that_others_use():
    assert alone(ties("ab cH", alone="xr", H={"runs_by": "gr"})) == ("gx",)


def test_an_asset_that_no_standing_link_leads_to_ties_nobody_to_who_runs_it():
    net = network("ab", alone="Hr", H={"runs_by": "gr"})
    assert alone(ties_of(*net)) == ("gr",)
    assert not graph_of(*net).edges("ah")
    assert have_links(*net) == {"ga", "gb"}


@given(EDGES)
def test_nobody_alone_has_a_link(edges):
    nodes, links = numbered(edges)
    assert set(alone(ties_of(nodes, links))) == set(nodes.index) - set(links["source"]) - set(links["target"])


def test_the_middle_of_a_star_is_between_every_pair_of_others():
    found = brokers(ties("ab ac ad ae"))
    assert found.index[0] == "ga"
    assert found.loc["ga"].tolist() == [6.0, 1.0]
    assert found["pairs"].tolist()[1:] == [0.0] * 4


def test_two_equally_short_ways_count_half_each():
    assert brokers(ties("ab bd ac cd"))["pairs"].tolist() == [0.5] * 4


def test_brokers_of_the_karate_club_are_those_known(club):
    found = brokers(ties_of(*of_graph(club)))
    assert list(found.index[:3]) == ["g0", "g33", "g32"]
    assert found["share"]["g0"] == pytest.approx(0.437635, abs=1e-6)
    for node, share in nx.betweenness_centrality(club).items():
        assert found["share"][f"g{node}"] == pytest.approx(share)


@given(EDGES)
def test_brokers_equal_those_of_networkx(edges):
    nodes, links = numbered(edges)
    found, known = brokers(ties_of(nodes, links)), nx.betweenness_centrality(graph_of(nodes, links))
    assert found["share"].to_dict() == pytest.approx(known)


def test_the_karate_club_has_one_bridge_one_cut_group_and_a_known_density(club):
    tied = ties_of(*of_graph(club))
    found = bridges(tied)
    assert found[["one", "other", "one_groups", "other_groups"]].to_numpy().tolist() == [["g0", "g11", 33, 1]]
    assert cut_off(tied, "group") == {"g0": ("g4", "g5", "g6", "g10", "g11", "g16")}
    assert density(tied) == (34, 561, 78)
    assert components(tied)["groups"].tolist() == [34]


def test_a_bridge_between_two_triangles_leaves_three_groups_on_either_side():
    found = bridges(ties("ab bc ca cd de ef fd fg"))
    assert found[["one_groups", "other_groups"]].to_numpy().tolist() == [[3, 4], [6, 1]]
    assert found.index.tolist() == ["l3", "l7"]


def test_two_links_of_one_pair_are_no_bridge():
    assert bridges(ties("ab ba")).empty


def test_the_loss_of_a_link_between_an_asset_and_who_runs_it_splits_nothing():
    found = bridges(ties("rH aH", H={"runs_by": "gr"}))
    assert found["one"].tolist() == ["ah"]


def test_groups_on_either_side_of_a_bridge_are_counted_without_assets():
    found = bridges(ties("aH bH cH ca"))
    assert found[["one", "other", "one_groups", "other_groups"]].to_numpy().tolist() == [["ah", "gb", 2, 1]]


@given(EDGES)
def test_the_loss_of_a_bridge_makes_one_part_more(edges):
    nodes, links = numbered(edges)
    parts = nx.number_connected_components(graph_of(nodes, links))
    found = bridges(ties_of(nodes, links))
    for name, row in found.iterrows():
        left = graph_of(nodes, links.drop(name))
        assert nx.number_connected_components(left) == parts + 1
        assert len(nx.node_connected_component(left, row["one"])) == row["one_groups"]
        assert len(nx.node_connected_component(left, row["other"])) == row["other_groups"]
    assert len(found) == len(list(nx.bridges(graph_of(nodes, links))))


def test_a_shared_venue_has_two_groups_besides_the_one_that_runs_it():
    net = network("aH bH rI aI", H={"runs_by": "gr"}, I={"runs_by": "gr"})
    assert venues(*net, ties_of(*net)).index.tolist() == ["ah"]


def test_the_groups_that_have_no_other_shared_venue_are_stranded_when_it_closes():
    net = network("aH bH cH cI dI eI")
    found = venues(*net, ties_of(*net))
    assert found.loc["ah", "groups"] == ("ga", "gb", "gc")
    assert found.loc["ah", "only"] == ("ga", "gb")
    assert found.loc["ai", "only"] == ("gd", "ge")


def test_cut_off_are_those_who_no_longer_hang_together_with_the_largest_part():
    found = cut_off(ties("aH bH cH cd de"))
    assert found == {"ah": ("ga", "gb")}
    assert cut_off(ties("aH bH ab")) == {}


def test_where_only_single_groups_are_left_nobody_is_cut_off_from_the_rest():
    net = network("aH bH")
    (venue,) = venues(*net, ties_of(*net)).itertuples()
    assert (venue.only, venue.cut_off) == (("ga", "gb"), ())
    assert cut_off(ties("aH bH bc")) == {"ah": ("ga",)}


@given(EDGES)
def test_who_is_cut_off_stands_outside_the_largest_part_left(edges):
    nodes, links = numbered(edges)
    graph = graph_of(nodes, links)
    found = cut_off(ties_of(nodes, links), "group")
    assert set(found) == set(nx.articulation_points(graph))
    for node, lost in found.items():
        part = graph.subgraph(nx.node_connected_component(graph, node) - {node})
        largest = max(len(each) for each in nx.connected_components(part))
        assert len(lost) == (len(part) - largest if largest > 1 else 0)


def test_density_counts_pairs_of_groups_that_are_linked_directly():
    more = {"a": {"areas": ("E1", "E2")}, "b": {"areas": ("E1",)}, "c": {"areas": ("E1", "E2")}, "d": {"areas": ("E3",)}}
    net = network("ab ba aH cH", alone="d", H={"areas": ("E1",)}, **more)
    tied = ties_of(*net)
    assert density(tied) == (4, 6, 1)
    found = density_by(net[0], tied, "areas")
    assert found[["groups", "pairs", "linked"]].to_numpy().tolist() == [[3, 3, 1], [2, 1, 0], [1, 0, 0]]
    assert found["share"][:2].tolist() == pytest.approx([1 / 3, 0.0])
    assert pd.isna(found["share"]["E3"])


def test_new_to_the_map_is_not_newly_begun():
    since = date(2025, 6, 1)
    made = [("2024-01-01", None, None), ("2024-01-01", "2025-07-01", None), ("2025-07-01", "2025-08-01", 1999), ("2025-07-01", None, 2025)]
    rows = [link(n, "ga", "gb", made_on=on, confirmed_on=yes, since=year) for n, (on, yes, year) in enumerate(made)]
    rows.append(link(9, "ga", "gb", made_on="2025-06-01"))
    over = [
        link(5, "ga", "gb", made_on="2024-01-01", ended_on="2025-12-01"),
        link(6, "ga", "gb", made_on="2023-01-01", ended_on="2024-12-01"),
    ]
    found = change(frames.links_frame(rows), frames.links_frame(over), since)
    assert (found.before, found.new, found.older, found.younger, found.unsaid) == (3, 3, 1, 1, 1)
    assert (found.confirmed, found.ended) == (1, 1)
