"""The layout of a network: always the same for the same network, nobody on top of anybody, those that hang together together."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from assetmap.graphs.layout import layout
from tests.graphs.drawn import network, of_graph

EDGES = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda pair: pair[0] != pair[1]), max_size=30)


def graph(edges, alone=12):
    made = nx.empty_graph(range(1, alone + 1))
    made.add_edges_from(edges)
    return made


def nearest(frame):
    return cKDTree(frame.to_numpy()).query(frame.to_numpy(), k=2)[0][:, 1].min()


def test_an_empty_network_has_an_empty_layout():
    assert layout(*network()).empty


def test_one_group_stands_in_the_middle():
    assert layout(*network(alone="a")).to_numpy().tolist() == [[0.0, 0.0]]


@settings(max_examples=30)
@given(EDGES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(edges, random):
    nodes, links = of_graph(graph(edges))
    shuffled = [frame.loc[random.sample(list(frame.index), len(frame))] for frame in (nodes, links)]
    assert layout(*shuffled).loc[nodes.index].equals(layout(nodes, links))


@settings(max_examples=30)
@given(EDGES)
def test_nobody_stands_on_top_of_another(edges):
    assert nearest(layout(*of_graph(graph(edges)))) > 0.8


def test_the_karate_club_falls_into_its_two_halves():
    club = nx.relabel_nodes(nx.karate_club_graph(), lambda node: node + 1)
    at = layout(*of_graph(club))
    tied = [np.hypot(*(at.loc[f"g{one}"] - at.loc[f"g{other}"])) for one, other in club.edges]
    apart = [np.hypot(*(at.loc[f"g{one}"] - at.loc[f"g{other}"])) for one in club for other in club if one < other]
    assert np.mean(tied) < 0.65 * np.mean(apart)


def test_one_link_more_moves_nobody_far():
    club = nx.relabel_nodes(nx.karate_club_graph(), lambda node: node + 1)
    before = layout(*of_graph(club))
    club.add_edge(12, 18)
    moved = np.hypot(*(layout(*of_graph(club)) - before).to_numpy().T)
    assert np.median(moved) < 0.1 * np.hypot(*np.ptp(before.to_numpy(), axis=0))


def test_a_change_elsewhere_leaves_a_component_of_its_own_shape():
    one, other = (at - at.loc["ga"] for at in (layout(*network("ab bc ca de")), layout(*network("ab bc ca de ef"))))
    assert one.loc[["gb", "gc"]].to_numpy() == pytest.approx(other.loc[["gb", "gc"]].to_numpy(), abs=0.02)


def test_components_stand_beside_each_other_and_those_alone_below():
    at = layout(*network("ab bc ca de ef fd", alone="xyz"))
    first, second, alone = at.loc[["ga", "gb", "gc"]], at.loc[["gd", "ge", "gf"]], at.loc[["gx", "gy", "gz"]]
    assert first["x"].max() < second["x"].min() or first["y"].max() < second["y"].min()
    assert alone["y"].min() > max(first["y"].max(), second["y"].max())
    assert alone["y"].nunique() == 1


def test_an_asset_stands_by_the_group_that_runs_it():
    at = layout(*network("cH", alone="ab", H={"runs_by": "gb"}))
    assert np.hypot(*(at.loc["ah"] - at.loc["gb"])) < 2


def test_a_large_network_is_laid_out_without_overlap():
    at = layout(*of_graph(nx.gnm_random_graph(700, 1500, seed=4)))
    assert nearest(at) > 0.8
