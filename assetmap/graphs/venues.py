"""Shared venues: what would be lost if one closed.

A shared venue is an asset that two groups or more, besides the one that runs it, meet at, share space in or help to run.
"""

from collections import Counter, defaultdict

import numpy as np
import pandas as pd
import rustworkx as rx

from assetmap.graphs.ties import Ties, components_of

USES = ("meets_at", "shares_space", "co_runs")
FEWEST = 2


def using(links: pd.DataFrame) -> pd.DataFrame:
    """The links by which a group uses what it is linked to; who funds a place or sends people there need not ever be there."""
    return links[links["kind"].isin(USES)]


def uses(nodes: pd.DataFrame, links: pd.DataFrame) -> set[tuple[str, str]]:
    """Each asset with each group that a link of `USES` ties to it, but for the group that runs it."""
    assets, runs_by = set(nodes.index[nodes["kind"] == "asset"]), dict(nodes["runs_by"])
    used = using(links)
    pairs = zip(used["target"], used["source"], strict=True)
    return {(asset, group) for asset, group in pairs if asset in assets and runs_by[asset] != group}


def venues(nodes: pd.DataFrame, links: pd.DataFrame, ties: Ties) -> pd.DataFrame:
    """Each shared venue (index `node`), that which most depend on first: `groups`, a tuple of those that use it; `only`, those of them
    that have no other shared venue; `cut_off`, the groups that would no longer hang together with the largest part of the rest."""
    users: dict[str, list[str]] = defaultdict(list)
    for asset, group in sorted(uses(nodes, links)):
        users[asset].append(group)
    shared = {asset: groups for asset, groups in users.items() if len(groups) >= FEWEST}
    times = Counter(group for groups in shared.values() for group in groups)
    stranded = cut_off(ties)
    rows = [(asset, tuple(groups), tuple(g for g in groups if times[g] == 1), stranded.get(asset, ())) for asset, groups in shared.items()]
    rows.sort(key=lambda row: (-len(row[2]), -len(row[3]), -len(row[1])))
    return pd.DataFrame(rows, columns=["node", "groups", "only", "cut_off"]).set_index("node")


def cut_off(ties: Ties, kinds: str = "asset") -> dict[str, tuple[str, ...]]:
    """For each asset (or group) without which a network would fall apart, the groups outside the largest of the parts left over;
    none where no part has more than one group: then there is no rest to be cut off from."""
    found = {}
    for number in sorted(rx.articulation_points(ties.graph)):
        if ties.is_group[number] == (kinds == "group"):
            found[str(ties.nodes[number])] = _outside(ties, number)
    return found


def _outside(ties: Ties, lost: int) -> tuple[str, ...]:
    left = components_of(len(ties.nodes), ties.pairs[(ties.pairs != lost).all(axis=1)])
    here = (ties.component == ties.component[lost]) & ties.is_group
    here[lost] = False
    parts = np.bincount(left[here])
    if not len(parts) or parts.max() < FEWEST:
        return ()
    return tuple(ties.nodes[here & (left != parts.argmax())])
