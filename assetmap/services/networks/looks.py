"""One look at a network: of which, where, by which kinds of link, about what, around whom."""

from dataclasses import dataclass, replace

import pandas as pd
from sqlalchemy.orm import Session

from assetmap.graphs.graph import steps_from
from assetmap.services import areas
from assetmap.services.networks.example import example
from assetmap.services.networks.known import Network, Viewer, known
from assetmap.services.networks.parts import inside, reaching, within

STEPS = 2


@dataclass(frozen=True)
class Look:
    """What is asked for. `example` is `yes`, `no`, or empty: then the example stands in while no link is known. `area` is an
    area's address; it is seen with the links that lead out of it. `kinds` of links (none: all); `theme` a category; `around` a
    node and all within `steps` of it."""

    viewer: Viewer = Viewer.everyone
    example: str = ""
    area: str = ""
    kinds: tuple[str, ...] = ()
    theme: str = ""
    around: str = ""
    steps: int = STEPS


def whole(session: Session, asked: Look) -> Network:
    """The network a look is taken at, all of it: what is known, or the example."""
    found = known(session, asked.viewer)
    if asked.example == "no" or (asked.example != "yes" and (len(found.links) or found.hidden)):
        return found
    return example(session) or found


def look(session: Session, asked: Look) -> Network:
    """What is seen. NotFound where there is no such area."""
    found = whole(session, asked)
    if asked.kinds:
        found = replace(found, links=_of(found.links, asked), ended=_of(found.ended, asked), hidden=None)
    if asked.theme:
        found = within(found, _about(found, asked.theme))
    if asked.area:
        found = reaching(found, inside(session, found, areas.get(session, asked.area)))
    if asked.around:
        found = within(found, steps_from(found.nodes, found.links, [asked.around], asked.steps))
    return _without_idle_assets(found) if asked.kinds or asked.theme or asked.area else found


def _of(links: pd.DataFrame, asked: Look) -> pd.DataFrame:
    return links[links["kind"].isin(asked.kinds)]


def _about(network: Network, theme: str) -> set[str]:
    """The groups and assets about a theme, and the assets such groups are linked to."""
    about = {str(node) for node, themes in network.nodes["themes"].items() if theme in themes}
    ends = network.links[network.links["source"].isin(about)]["target"]
    return about | {node for node in ends if node in set(network.assets.index)}


def _without_idle_assets(network: Network) -> Network:
    """Without the assets that no link is left for."""
    linked = set(network.links["source"]) | set(network.links["target"]) | set(network.ended["target"])
    nodes = network.nodes[(network.nodes["kind"] == "group") | network.nodes.index.isin(linked)]
    return replace(network, nodes=nodes)
