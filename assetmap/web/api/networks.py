"""A network in the API: what the graph of a page draws."""

from typing import Any

from werkzeug.wrappers import Response

from assetmap.models import LinkKind
from assetmap.services import networks
from assetmap.services.networks import Look, Network, places
from assetmap.web.api.answers import kept, only
from assetmap.web.networks import asking
from assetmap.web.sessions import session

ARGUMENTS = ("kind", "theme", "area", "around", "steps", "example")
STATES = ("confirmed", "claimed", "observed")
KINDS = tuple(kind.value for kind in LinkKind)
FINE = 2
"""Decimals of a place in the drawing."""


def graph() -> Response:
    """The nodes and links that a look at the network sees."""
    asked = asking.must_read(only(ARGUMENTS))
    return kept(lambda: document(asked), viewer=asked.viewer)


def document(asked: Look) -> dict[str, Any]:
    """A look as the API tells it."""
    network = networks.look(session(), asked)
    return {
        "example": network.example,
        "hidden": network.hidden,
        "kinds": KINDS,
        "states": STATES,
        "nodes": nodes(network, asked),
        "links": links(network),
    }


def nodes(network: Network, asked: Look) -> list[dict[str, Any]]:
    """The nodes with their places in the drawing, in units of about the least distance between two of them."""
    place = places.positions(session(), asked).reindex(network.nodes.index)
    columns = ("kind", "name", "areas", "themes", "runs_by")
    rows = zip(network.nodes.index, place["x"], place["y"], *(network.nodes[name] for name in columns), strict=True)
    return [
        {"node": node, "kind": kind, "name": name, "x": round(x, FINE), "y": round(y, FINE), "areas": areas, "themes": themes}
        | ({"runs_by": runs_by} if runs_by else {})
        | ({"beyond": True} if node in network.beyond else {})
        for node, x, y, kind, name, areas, themes, runs_by in rows
    ]


def links(network: Network) -> list[list[Any]]:
    """Each link as the numbers of its source, target, kind and state in their lists, its strength, and 1 where it is directed."""
    number = {node: count for count, node in enumerate(network.nodes.index)}
    frame = network.links
    return [
        [number[source], number[target], KINDS.index(kind), STATES.index(state), strength, int(directed)]
        for source, target, kind, state, strength, directed in zip(
            *(frame[name].tolist() for name in ("source", "target", "kind", "state", "strength", "directed")), strict=True
        )
    ]
