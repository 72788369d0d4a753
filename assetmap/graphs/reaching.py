"""How some nodes are connected among each other, and who could introduce somebody to them.

A way is one reason why a group knows another: a link that is stated between the two (`outward` where it goes from the one who
knows), or a place that both use (kind `same_place`, `venue` names it), which is the weaker reason.
"""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from assetmap.graphs.venues import using

SAME_PLACE = "same_place"
WAY_COLUMNS = ("node", "target", "kind", "outward", "venue", "strength", "state")


@dataclass(frozen=True)
class Joined:
    """Of some groups: those that are linked with at least one other of them, those linked with every other, and the places that two or
    more of them use (the most used first, each with its users). All but the last by stated links between groups only."""

    linked: tuple[str, ...]
    hubs: tuple[str, ...]
    venues: tuple[tuple[str, tuple[str, ...]], ...]


def among(links: pd.DataFrame, chosen: Collection[str]) -> pd.DataFrame:
    """The links with both ends among the chosen nodes."""
    return links[links["source"].isin(list(chosen)) & links["target"].isin(list(chosen))]


def uses(nodes: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Which group uses which place (columns `node`, `venue`): by a link that says so, or since it runs it. Each pair once."""
    assets = set(nodes.index[nodes["kind"] == "asset"])
    used = using(links)
    stated = used.loc[used["target"].isin(assets), ["source", "target"]].set_axis(["node", "venue"], axis=1)
    run = nodes[nodes["runs_by"] != ""]
    runs = pd.DataFrame({"node": run["runs_by"].to_numpy(), "venue": run.index.to_numpy()}, dtype="object")
    return pd.concat([stated, runs[runs["node"].isin(nodes.index)]]).drop_duplicates(ignore_index=True)


def ways(nodes: pd.DataFrame, links: pd.DataFrame, targets: Collection[str]) -> pd.DataFrame:
    """Every way in which a group knows a target that is a group (columns `WAY_COLUMNS`), the stated ones first."""
    wanted = list(targets)
    groups = set(nodes.index[nodes["kind"] == "group"])
    between = links[links["source"].isin(groups) & links["target"].isin(groups)]
    names = {"kind": "kind", "strength": "strength", "state": "state"}
    outward = between[between["target"].isin(wanted)].rename(columns={"source": "node", "target": "target"}).assign(outward=True)
    inward = between[between["source"].isin(wanted)].rename(columns={"source": "target", "target": "node"}).assign(outward=False)
    used = uses(nodes, links)
    shared = used.merge(used[used["node"].isin(wanted)].rename(columns={"node": "target"}), on="venue")
    shared = shared[shared["node"] != shared["target"]].assign(kind=SAME_PLACE, outward=True, strength=1, state="")
    stated = [frame[["node", "target", "outward", *names]].assign(venue="") for frame in (outward, inward)]
    found = pd.concat([*stated, shared], ignore_index=True)
    return found[list(WAY_COLUMNS)].reset_index(drop=True)


def joined(nodes: pd.DataFrame, found: pd.DataFrame, chosen: Collection[str]) -> Joined:
    """How the chosen groups are connected among each other; `found` are the ways to them."""
    among_them = set(chosen)
    found = found[found["node"].isin(among_them)]
    stated = found[found["kind"] != SAME_PLACE]
    known = stated.groupby("node")["target"].nunique()
    order = [str(node) for node in nodes.index if node in among_them]
    place = {node: number for number, node in enumerate(order)}
    shared = found[found["kind"] == SAME_PLACE].groupby("venue")["node"]
    used = {str(venue): tuple(sorted(users.unique(), key=place.__getitem__)) for venue, users in shared}
    venues = sorted(used.items(), key=lambda each: (-len(each[1]), each[0]))
    return Joined(
        linked=tuple(node for node in order if node in known.index),
        hubs=tuple(node for node in order if known.get(node, 0) == len(order) - 1 > 0),
        venues=tuple(venues),
    )


def introducers(found: pd.DataFrame) -> pd.DataFrame:
    """Who knows the targets of some ways, the best first (index `node`; columns `known`, `direct`, `strength`).

    `known` is how many targets it knows in any way, `direct` by a stated link; `strength` adds up the strongest stated link with
    each. More known come first, then more direct, then stronger, then the node's own name.
    """
    stated = found[found["kind"] != SAME_PLACE]
    strongest = stated.groupby(["node", "target"])["strength"].max().groupby("node").sum()
    ranked = pd.DataFrame({"known": found.groupby("node")["target"].nunique()})
    ranked["direct"] = stated.groupby("node")["target"].nunique().reindex(ranked.index, fill_value=0)
    ranked["strength"] = strongest.reindex(ranked.index, fill_value=0)
    by = ranked.reset_index().sort_values(["known", "direct", "strength", "node"], ascending=[False, False, False, True])
    return by.set_index("node").astype("int64")
