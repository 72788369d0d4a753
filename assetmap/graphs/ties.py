"""Which nodes of a network are tied together, as numbers: the form that fast libraries want."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import rustworkx as rx
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from assetmap.graphs.graph import run_and_linked

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Ties:
    """`nodes` by name, in an order that does not depend on the frame's, and `pairs` (p, 2) of their numbers, each pair once and the
    smaller number first: those that a link holds together, and linked assets with the group that runs them (as in graphs/graph.py).
    `only` (p) names the link where it alone ties a pair, and is empty for the others. `is_group` (n) tells groups from assets."""

    nodes: pd.Index
    pairs: Numbers
    only: NDArray[np.object_]
    is_group: NDArray[np.bool_]

    @cached_property
    def component(self) -> Numbers:
        """The number of the component each node is in."""
        return components_of(len(self.nodes), self.pairs)

    @cached_property
    def degree(self) -> Numbers:
        """How many others each node is tied to."""
        return np.bincount(self.pairs.ravel(), minlength=len(self.nodes))

    @cached_property
    def graph(self) -> "rx.PyGraph[int, None]":
        """The same as a graph of rustworkx, whose nodes have the same numbers."""
        made: rx.PyGraph[int, None] = rx.PyGraph(multigraph=False)
        made.add_nodes_from(range(len(self.nodes)))
        made.add_edges_from_no_data([(int(one), int(other)) for one, other in self.pairs])
        return made


def components_of(count: int, pairs: Numbers) -> Numbers:
    """The number of the component each of `count` nodes is in, tied in `pairs` (p, 2)."""
    if not count:
        return np.zeros(0, dtype=np.int64)
    matrix = coo_array((np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    return np.asarray(connected_components(matrix, directed=False)[1], dtype=np.int64)


def ties_of(nodes: pd.DataFrame, links: pd.DataFrame) -> Ties:
    """The ties of a network. Links whose ends are not both nodes tie nothing."""
    names = pd.Index(sorted(nodes.index, key=_order), dtype="object")
    run = run_and_linked(nodes, links)
    sources = names.get_indexer(pd.Index([*links["source"], *run.index], dtype="object"))
    targets = names.get_indexer(pd.Index([*links["target"], *run["runs_by"]], dtype="object"))
    ends = np.sort(np.stack([sources, targets], axis=1).astype(np.int64), axis=1)
    known = (ends[:, 0] >= 0) & (ends[:, 0] != ends[:, 1])
    stated = np.array([*links.index, *[""] * len(run)], dtype=object)[known]
    pairs, first, times = np.unique(ends[known], axis=0, return_index=True, return_counts=True)
    return Ties(names, pairs, np.where(times == 1, stated[first], ""), (nodes["kind"].reindex(names) == "group").to_numpy(bool))


def _order(node: str) -> tuple[str, int, str]:
    """Nodes by their letters, then by their number, so that a new node comes last."""
    letters = node.rstrip("0123456789")
    number = node[len(letters) :]
    return letters, int(number or 0), number
