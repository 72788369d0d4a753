"""A network as a table: each group with its links, those no link is known for, and how much is known in all."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd

from assetmap.graphs.frames import Record
from assetmap.graphs.graph import have_links
from assetmap.services.networks.known import Network
from assetmap.services.words import fold, search_words

BY_LINKS, BY_NAME = "links", "name"


@dataclass(frozen=True)
class Node:
    """A group or an asset by name; `id` is its number in the register, none where it is invented."""

    node: str
    kind: str
    id: int | None
    name: str


@dataclass(frozen=True)
class Tie:
    """One link as seen from a group: it goes on to `other`; `outward` where the group is its source."""

    kind: str
    outward: bool
    other: Node
    state: str
    frequency: str
    since: int | None
    note: str
    visibility: str


@dataclass(frozen=True)
class Row:
    """A group, its links, and the assets of the network that it runs."""

    group: Node
    ties: list[Tie]
    runs: list[Node]


@dataclass(frozen=True)
class Listing:
    """One page of groups."""

    items: list[Row]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True)
class Summary:
    """How much is known: counts of groups, of those with a link (or whose asset has one), of linked assets, of links by who states
    them. Of an area `leading` links lead out of it, to `elsewhere` groups and assets."""

    groups: int
    linked: int
    assets: int
    links: int
    confirmed: int
    claimed: int
    observed: int
    answered: int
    leading: int = 0
    elsewhere: int = 0

    @property
    def alone(self) -> int:
        """Groups no link is known for."""
        return self.groups - self.linked


def summary(network: Network) -> Summary:
    """How much is known of a network."""
    states = Counter(network.links["state"])
    linked = set(network.links["source"]) | set(network.links["target"])
    return Summary(
        groups=len(network.groups),
        linked=int(tied(network).sum()),
        assets=len(linked & set(network.assets.index) - network.beyond),
        links=len(network.links),
        **{state: states[state] for state in ("confirmed", "claimed", "observed")},
        answered=int(network.groups["answered_on"].notna().sum()),
        leading=int((network.links["source"].isin(network.beyond) | network.links["target"].isin(network.beyond)).sum()),
        elsewhere=len(network.beyond),
    )


def counts(network: Network) -> "pd.Series[int]":
    """How many links each node has."""
    ends = pd.concat([network.links["source"], network.links["target"]])
    found: pd.Series[int] = ends.value_counts().reindex(network.nodes.index, fill_value=0)
    return found


def tied(network: Network) -> "pd.Series[bool]":
    """For each group, whether it has a link or runs an asset that others have a link with."""
    groups = network.groups.index
    return pd.Series(groups.isin(list(have_links(network.nodes, network.links))), index=groups)


def listed(network: Network, q: str = "", sort: str = BY_LINKS, page: int = 1, size: int = 25) -> Listing:
    """One page of the groups with links, those with most links first, or by name; `q` has words of their names."""
    found = _matching(network.groups, q)
    number = counts(network)[found.index]
    names = found["name"].str.casefold()
    keys = pd.DataFrame({"links": -number, "name": names} if sort == BY_LINKS else {"name": names, "links": -number})
    order = keys[tied(network)[found.index]].sort_values(list(keys.columns), kind="stable").index
    return _page(network, list(order), page, size)


def alone(network: Network, q: str = "", page: int = 1, size: int = 25) -> Listing:
    """One page of the groups no link is known for, by name."""
    found = _matching(network.groups, q)
    order = found["name"].str.casefold()[~tied(network)[found.index]].sort_values(kind="stable").index
    return _page(network, list(order), page, size)


def rows_of(network: Network, groups: list[str]) -> list[Row]:
    """These groups with their links, by the name at the other end."""
    wanted = set(groups)
    ties: dict[str, list[Tie]] = {group: [] for group in groups}
    for end, other, outward in (("source", "target", True), ("target", "source", False)):
        chosen = network.links[network.links[end].isin(wanted)]
        records: Any = chosen.to_dict("records")
        for link in records:
            ties[link[end]].append(_tie(network, link, link[other], outward))
    run = network.assets[network.assets["runs_by"].isin(wanted)]["runs_by"]
    runs: dict[str, list[Node]] = {group: [_node(network, node) for node in run.index[run == group]] for group in set(run)}
    by_name = {group: sorted(found, key=lambda tie: (tie.other.name.casefold(), tie.kind)) for group, found in ties.items()}
    return [Row(_node(network, group), by_name[group], runs.get(group, [])) for group in groups]


def _page(network: Network, order: list[str], page: int, size: int) -> Listing:
    page = max(1, min(page, -(-len(order) // size) or 1))
    return Listing(rows_of(network, order[(page - 1) * size : page * size]), len(order), page, size)


def _matching(groups: pd.DataFrame, q: str) -> pd.DataFrame:
    words = search_words(q)
    if not words:
        return groups
    folded = groups["name"].map(fold)
    return groups[[all(word in name for word in words) for name in folded]]


def _tie(network: Network, link: Record, other: str, outward: bool) -> Tie:
    texts = {name: str(link[name]) for name in ("kind", "state", "frequency", "note", "visibility")}
    return Tie(outward=outward, other=_node(network, other), since=_number(link["since"]), **texts)


def _node(network: Network, node: str) -> Node:
    row: Any = network.nodes.loc[node]
    return Node(node, row["kind"], _number(row["id"]), row["name"])


def _number(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
