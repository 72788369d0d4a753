"""The links of one group, or at one asset, as somebody may see them: for pages and the API."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from assetmap.services.networks.known import Network, Viewer, known


@dataclass(frozen=True)
class Shown:
    """A standing link seen from one of its ends. `other` is the node at the other end (graphs/frames.py) with its kind, id and name;
    `at` is the asset of this group's own that the link names, where it names one. `since` is a year or none. The number of the link is
    for those who look after networks: nobody else is told it."""

    link_id: int | None
    kind: str
    outward: bool
    other: str
    other_kind: str
    other_id: int
    other_name: str
    at_id: int | None
    at_name: str
    state: str
    frequency: str
    since: int | None
    note: str
    origin: str
    visibility: str


def of_group(session: Session, group_id: int, viewer: Viewer) -> list[Shown]:
    """A group's links, and those to assets it runs, as this viewer may see them: by kind, then by the name at the other end."""
    network, node = known(session, viewer), f"g{group_id}"
    runs = network.nodes.index[network.nodes["runs_by"] == node]
    links = network.links
    return _sorted(
        [
            *_seen(network, links[links["source"] == node], outward=True),
            *_seen(network, links[links["target"] == node], outward=False),
            *_seen(network, links[links["target"].isin(runs)], outward=False),
        ]
    )


def at_asset(session: Session, asset_id: int, viewer: Viewer) -> list[Shown]:
    """The links to an asset as this viewer may see them, by kind, then by the group's name."""
    network = known(session, viewer)
    found = _seen(network, network.links[network.links["target"] == f"a{asset_id}"], outward=False)
    return _sorted([replace(each, at_id=None, at_name="") for each in found])


def _seen(network: Network, links: pd.DataFrame, outward: bool) -> list[Shown]:
    ends = network.nodes.index.isin(links["source"]) | network.nodes.index.isin(links["target"])
    nodes = network.nodes.loc[ends, ["kind", "id", "name"]].to_dict("index")
    return [
        _one(nodes, number if network.viewer == Viewer.connector else None, link, outward)
        for number, link in links.to_dict("index").items()
    ]


def _one(nodes: dict[Any, Any], number: Any, link: dict[Any, Any], outward: bool) -> Shown:
    other = link["target" if outward else "source"]
    at = None if outward or link["target"][0] != "a" else nodes[link["target"]]
    return Shown(
        link_id=int(str(number)[1:]) if number else None,
        outward=outward or not link["directed"],
        other=other,
        other_kind=nodes[other]["kind"],
        other_id=int(nodes[other]["id"]),
        other_name=nodes[other]["name"],
        at_id=int(at["id"]) if at else None,
        at_name=at["name"] if at else "",
        since=None if pd.isna(link["since"]) else int(link["since"]),
        **{name: link[name] for name in ("kind", "state", "frequency", "note", "origin", "visibility")},
    )


def _sorted(found: list[Shown]) -> list[Shown]:
    return sorted(found, key=lambda each: (each.kind, not each.outward, each.other_name.casefold(), each.other))
