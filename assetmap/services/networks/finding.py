"""Find local networks: who is there already, how they are connected, and who could introduce somebody to them."""

from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from assetmap.graphs import reaching
from assetmap.models.columns import now
from assetmap.services import areas
from assetmap.services.networks import spots
from assetmap.services.networks.answers import Answer, Introducer, Offer, Place, Tie, Way
from assetmap.services.networks.example import example
from assetmap.services.networks.known import Network, known
from assetmap.services.networks.naming import MOST_SHOWN, Naming, in_order
from assetmap.services.networks.spots import Spots
from assetmap.services.networks.wanted import Wanted
from assetmap.services.remember import remembered

MOST_BEYOND, MOST_INTRODUCERS, MOST_NOTICES = 3, 5, 12


def ask(session: Session, wanted: Wanted) -> Answer:
    """The answer to a question as of today. NotFound where one of its areas is not there."""
    return remembered(session, ("find", wanted, now().date()), lambda: _ask(session, wanted))


def network_of(session: Session, wanted: Wanted) -> Network:
    """The network a question is about: what the viewer may see of what is known, or the example where that was asked for."""
    return (example(session) if wanted.example else None) or known(session, wanted.viewer)


def _ask(session: Session, wanted: Wanted) -> Answer:
    network = network_of(session, wanted)
    found = spots.find(session, network, wanted)
    placed = Naming(session, network, found)
    nodes = placed.nearest([str(node) for node in found.groups["node"]])
    groups = [placed.group(node) for node in nodes[:MOST_SHOWN]]
    assets = placed.assets([str(node) for node in found.assets["node"]])
    shown = {place.node: place for place in (*groups, *assets)}
    ways = reaching.ways(network.nodes, network.links, nodes)
    joined = reaching.joined(network.nodes, ways, nodes)
    return Answer(
        wanted=wanted,
        groups=tuple(groups),
        assets=tuple(assets),
        group_count=len(nodes),
        asset_count=len(found.assets),
        placeless=found.placeless,
        rough=int(found.groups["rough"].sum()) + int(found.assets["rough"].sum()) if wanted.point else 0,
        silent=_silent(session, network, wanted, set(nodes)),
        beyond=_beyond(session, network, wanted) if not groups and not len(found.assets) else (),
        ties=tuple(_ties(network, shown)),
        linked=tuple(placed.name(node) for node in joined.linked),
        hubs=tuple(placed.name(node) for node in joined.hubs),
        venues=tuple((placed.name(venue), tuple(placed.name(node) for node in users)) for venue, users in joined.venues),
        introducers=tuple(_introducers(placed, ways, nodes)),
        offers=tuple(_offers(session, network, wanted, placed, set(nodes))),
        answered=int(network.nodes.loc[nodes, "answered_on"].notna().sum()),
        all_links=len(network.links),
        all_groups=len(network.groups),
        hidden=network.hidden,
        streets=spots.has_streets(session),
    )


def _ties(network: Network, shown: dict[str, Place]) -> list[Tie]:
    rows = records(reaching.among(network.links, list(shown)))
    ends = ((shown[row["source"]], shown[row["target"]], row) for row in rows)
    ties = [Tie(source, target, row["kind"], bool(row["directed"]), row["state"], row["frequency"]) for source, target, row in ends]
    return sorted(ties, key=lambda tie: (tie.source.name.casefold(), tie.target.name.casefold(), tie.kind))


def _introducers(placed: Naming, ways: pd.DataFrame, nodes: list[str]) -> list[Introducer]:
    """The groups that know most of those found and can be reached, the best first."""
    ranked = reaching.introducers(ways)
    able = [str(node) for node in ranked.index if placed.reachable(str(node))][:MOST_INTRODUCERS]
    return [_introducer(placed, ways[ways["node"] == node], node, nodes) for node in able]


def _introducer(placed: Naming, ways: pd.DataFrame, node: str, nodes: list[str]) -> Introducer:
    reasons = tuple(
        Way(placed.name(row["target"]), row["kind"], bool(row["outward"]), placed.name(row["venue"]) if row["venue"] else "", row["state"])
        for row in records(ways.drop_duplicates())
    )
    inside = node in nodes
    return Introducer(placed.group(node), int(ways["target"].nunique()), len(nodes) - inside, inside, reasons)


def _offers(session: Session, network: Network, wanted: Wanted, placed: Naming, found: set[str]) -> list[Offer]:
    """What groups there need and offer, those first that fit: whoever starts something may want a room of anybody there."""
    if network.notices.empty:
        return []
    there = spots.groups(session, network, replace(wanted, theme="", audience="", language="", q=""))
    near = set(there["node"]) | found
    made = [
        Offer(placed.group(row["node"]), row["side"], row["thing"], row["words"], int(row["weekdays"]), row["node"] in found)
        for row in records(network.notices[network.notices["node"].isin(near)])
    ]
    return sorted(made, key=lambda offer: (not offer.found, offer.side != "offer", offer.place.name.casefold()))[:MOST_NOTICES]


def _silent(session: Session, network: Network, wanted: Wanted, found: set[str]) -> int:
    """How many groups and assets there may fit but do not say so."""
    if not (wanted.audience or wanted.language):
        return 0
    there = spots.groups(session, network, spots.open_about(wanted))["node"]
    groups = spots.silent_groups(network, [node for node in there if node not in found], wanted)
    return groups + spots.silent_assets(session, network, wanted)


def _beyond(session: Session, network: Network, wanted: Wanted) -> tuple[Place, ...]:
    """The nearest that fit but are farther than asked, from the point or from the middle of the first area."""
    if wanted.point is None and not wanted.areas:
        return ()
    start = wanted.point or areas.middle(session, areas.get(session, wanted.areas[0]))
    wider = replace(wanted, point=start, areas=())
    found = spots.find(session, network, wider, anywhere=True)
    groups, assets = (frame[frame["walk_m"].notna()].nsmallest(MOST_BEYOND, "walk_m") for frame in (found.groups, found.assets))
    nearest = Spots(assets, groups, 0)
    placed = Naming(session, network, nearest)
    both = [placed.group(str(node)) for node in nearest.groups["node"]] + placed.assets([str(node) for node in nearest.assets["node"]])
    return tuple(sorted(both, key=in_order)[:MOST_BEYOND])


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows by the names of its columns."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
