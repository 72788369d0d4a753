"""Which nodes of a network are tied together, as numbers: the form that fast libraries want."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Ties:
    """`nodes` by name, in an order that does not depend on the frame's, and `pairs` (p, 2) of their numbers, each pair once and the
    smaller number first: those that a link holds together, and assets with the group that runs them (as in graphs/graph.py)."""

    nodes: pd.Index
    pairs: Numbers

    @cached_property
    def component(self) -> Numbers:
        """The number of the component each node is in."""
        ones = np.ones(len(self.pairs), dtype=np.int8)
        matrix = coo_array((ones, (self.pairs[:, 0], self.pairs[:, 1])), shape=(len(self.nodes),) * 2)
        return np.asarray(connected_components(matrix, directed=False)[1], dtype=np.int64)

    @cached_property
    def degree(self) -> Numbers:
        """How many others each node is tied to."""
        return np.bincount(self.pairs.ravel(), minlength=len(self.nodes))


def ties_of(nodes: pd.DataFrame, links: pd.DataFrame) -> Ties:
    """The ties of a network. Links whose ends are not both nodes tie nothing."""
    names = pd.Index(sorted(nodes.index, key=_order), dtype="object")
    run = nodes[nodes["runs_by"] != ""]
    sources = names.get_indexer(pd.Index([*links["source"], *run.index], dtype="object"))
    targets = names.get_indexer(pd.Index([*links["target"], *run["runs_by"]], dtype="object"))
    pairs = np.sort(np.stack([sources, targets], axis=1).astype(np.int64), axis=1)
    pairs = pairs[(pairs[:, 0] >= 0) & (pairs[:, 0] != pairs[:, 1])]
    return Ties(names, np.unique(pairs, axis=0))


def _order(node: str) -> tuple[str, int, str]:
    """Nodes by their letters, then by their number, so that a new node comes last."""
    letters = node.rstrip("0123456789")
    number = node[len(letters) :]
    return letters, int(number or 0), number
