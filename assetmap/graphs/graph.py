"""A network as a graph of networkx, and walks along it."""

from collections.abc import Collection

import networkx as nx
import pandas as pd

RUNS = "runs"
"""The kind of the tie between an asset and the group that runs it. It is no link that anybody stated, but it holds the two together."""


def graph_of(nodes: pd.DataFrame, links: pd.DataFrame) -> "nx.Graph[str]":
    """An undirected graph of all nodes. Several links between two nodes are one edge: `links` counts them, `strength` is the
    strongest, `kinds` is a set. A linked asset hangs on the group that runs it where both are nodes (kind `runs`, no links)."""
    made: nx.Graph[str] = nx.Graph()
    made.add_nodes_from(nodes.index)
    for source, target, kind, strength in zip(links["source"], links["target"], links["kind"], links["strength"], strict=True):
        edge = made.get_edge_data(source, target)
        if edge is None:
            made.add_edge(source, target, links=1, strength=strength, kinds={kind})
        else:
            edge["links"] += 1
            edge["strength"] = max(edge["strength"], strength)
            edge["kinds"].add(kind)
    run = run_and_linked(nodes, links)
    for asset, group in zip(run.index, run["runs_by"], strict=True):
        if group in made and not made.has_edge(asset, group):
            made.add_edge(asset, group, links=0, strength=1, kinds={RUNS})
    return made


def run_and_linked(nodes: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """The assets that a group runs and that one of these links leads to: one that only an ended link names holds nobody together."""
    return nodes[(nodes["runs_by"] != "") & nodes.index.isin(links["target"])]


def have_links(nodes: pd.DataFrame, links: pd.DataFrame) -> frozenset[str]:
    """The groups that have one of these links, or run an asset that has one."""
    groups = nodes.index[nodes["kind"] == "group"]
    ends = {*links["source"], *links["target"], *run_and_linked(nodes, links)["runs_by"]}
    return frozenset(groups[groups.isin(ends)])


def with_own_assets(nodes: pd.DataFrame, chosen: Collection[str]) -> frozenset[str]:
    """Some nodes, and the assets that they run wherever these are: a link with such an asset is a link of who runs it."""
    return frozenset(chosen) | frozenset(nodes.index[nodes["runs_by"].isin(list(chosen))])


def steps_from(nodes: pd.DataFrame, links: pd.DataFrame, starts: Collection[str], most: int) -> dict[str, int]:
    """How many steps each node is from the nearest start, for those at most `most` steps away."""
    graph = graph_of(nodes, links)
    known = {start for start in starts if start in graph}
    return {node: step for step, layer in enumerate(nx.bfs_layers(graph, known)) if step <= most for node in layer} if known else {}
