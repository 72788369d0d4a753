"""Bridges: links whose loss would split a network."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd
import rustworkx as rx

from assetmap.graphs.ties import Numbers, Ties, components_of

COLUMNS = ["link", "one", "other", "one_groups", "other_groups"]
Pair = tuple[int, int]


def bridges(ties: Ties) -> pd.DataFrame:
    """Each link (index `link`) without which its two ends would no longer hang together in any way: its ends `one` and `other`, and how
    many groups would be left with each. The one that leaves most groups on its smaller side comes first.

    Where two links tie the same pair, or the one end runs the other, the loss of one link splits nothing. With one group on one side it
    is that group that hangs on a single link; with none there is only an asset.
    """
    cut = _cut(ties)
    sides = _sides(ties, cut)
    rows = [
        (ties.only[number], *ties.nodes[ties.pairs[number]], *groups)
        for number, groups in zip(np.flatnonzero(cut), sides, strict=True)
        if ties.only[number]
    ]
    rows.sort(key=lambda row: (-min(row[3], row[4]), -max(row[3], row[4])))
    return pd.DataFrame(rows, columns=COLUMNS).set_index("link")


def _cut(ties: Ties) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Which pairs hold two parts together that nothing else does."""
    found = {(min(pair), max(pair)) for pair in rx.bridges(ties.graph)}
    return np.array([(int(one), int(other)) in found for one, other in ties.pairs], dtype=bool)


def _sides(ties: Ties, cut: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> list[Pair]:
    """How many groups would be left with each end of each cut pair. Without the cuts every network falls into knots, which the cuts tie
    to a tree: what hangs below a cut is one side, the rest of the tree the other."""
    knot = components_of(len(ties.nodes), ties.pairs[~cut])
    ends = [(int(one), int(other)) for one, other in knot[ties.pairs[cut]]]
    parent, order = _tree(ends)
    below = np.bincount(knot, ties.is_group, minlength=len(ties.nodes) + 1).astype(int)
    for each in reversed(order):
        if parent[each] >= 0:
            below[parent[each]] += below[each]
    root: dict[int, int] = {}
    for each in order:
        root[each] = root[parent[each]] if parent[each] >= 0 else each
    return [_pair(one, other, parent, below, int(below[root[one]])) for one, other in ends]


def _pair(one: int, other: int, parent: Mapping[int, int], below: Numbers, whole: int) -> Pair:
    if parent[one] == other:
        return int(below[one]), whole - int(below[one])
    return whole - int(below[other]), int(below[other])


def _tree(ends: list[Pair]) -> tuple[dict[int, int], list[int]]:
    """The parent of each knot (-1: none) and an order in which parents come first."""
    beside: dict[int, list[int]] = defaultdict(list)
    for one, other in ends:
        beside[one].append(other)
        beside[other].append(one)
    parent: dict[int, int] = {}
    order: list[int] = []
    for start in beside:
        if start in parent:
            continue
        parent[start], first = -1, len(order)
        order.append(start)
        while first < len(order):
            here = order[first]
            first += 1
            for each in beside[here]:
                if each not in parent:
                    parent[each] = here
                    order.append(each)
    return parent, order
