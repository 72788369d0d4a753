"""Density: how many of the possible pairs of groups are linked directly."""

import numpy as np
import pandas as pd

from assetmap.graphs.ties import Ties

COLUMNS = ["groups", "pairs", "linked"]


def density(ties: Ties) -> tuple[int, int, int]:
    """How many groups there are, how many pairs of them are possible, and how many are linked directly (not only through an asset)."""
    groups = int(ties.is_group.sum())
    return groups, groups * (groups - 1) // 2, len(_pairs_of_groups(ties))


def density_by(nodes: pd.DataFrame, ties: Ties, column: str) -> pd.DataFrame:
    """The same among the groups of each slug in a column of tuples (`areas`, `themes`): index `part`, columns `COLUMNS`, and `share` of
    the possible pairs that are linked, missing where no pair is possible. A group of several parts counts in each."""
    kept = nodes.reindex(ties.nodes)[column].where(ties.is_group)
    parts = sorted({slug for each in kept if isinstance(each, tuple) for slug in each})
    member = np.zeros((len(ties.nodes), len(parts)), dtype=bool)
    number = {slug: position for position, slug in enumerate(parts)}
    for row, each in enumerate(kept):
        for slug in each if isinstance(each, tuple) else ():
            member[row, number[slug]] = True
    tied = _pairs_of_groups(ties)
    groups = member.sum(axis=0)
    linked = (member[tied[:, 0]] & member[tied[:, 1]]).sum(axis=0)
    frame = pd.DataFrame({"groups": groups, "pairs": groups * (groups - 1) // 2, "linked": linked}, index=pd.Index(parts, name="part"))
    return frame.assign(share=frame["linked"] / frame["pairs"].where(frame["pairs"] > 0))


def _pairs_of_groups(ties: Ties) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    return ties.pairs[ties.is_group[ties.pairs].all(axis=1)]
