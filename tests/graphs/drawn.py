"""Networks in frames, from edges written as text: `network("ab bc")` has groups ga, gb, gc and two confirmed links."""

from typing import Any

import networkx as nx
import pandas as pd

from assetmap.graphs import frames

Frames = tuple[pd.DataFrame, pd.DataFrame]


def network(edges: str = "", alone: str = "", **more: dict[str, Any]) -> Frames:
    """Groups by one letter each; a capital letter is an asset. `more` says something of a node."""
    pairs = edges.split()
    letters = dict.fromkeys("".join(pairs) + alone)
    nodes = frames.nodes_frame({"node": name(each), "kind": kind(each), "name": each, **more.get(each, {})} for each in letters)
    return nodes, frames.links_frame(link(number, name(pair[0]), name(pair[1])) for number, pair in enumerate(pairs))


def name(letter: str) -> str:
    """The node of a letter."""
    return f"{'a' if letter.isupper() else 'g'}{letter.lower()}"


def kind(letter: str) -> str:
    """An asset in capitals."""
    return "asset" if letter.isupper() else "group"


def link(number: int, source: str, target: str, **more: Any) -> dict[str, Any]:
    """A link that both ends state."""
    kinds = "meets_at" if target.startswith("a") else "co_runs"
    return {"link": f"l{number}", "source": source, "target": target, "kind": kinds, "state": "confirmed", **more}


def of_graph(graph: "nx.Graph[int]") -> Frames:
    """A graph of numbers as groups."""
    nodes = frames.nodes_frame({"node": f"g{node}", "kind": "group", "name": f"Group {node}"} for node in graph)
    return nodes, frames.links_frame(link(number, f"g{one}", f"g{other}") for number, (one, other) in enumerate(graph.edges))
