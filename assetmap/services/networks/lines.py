"""The links of a network on a map: what of them is in view, and all of them as GeoJSON."""

import json
import math
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from assetmap.geo import bundles
from assetmap.geo.bundles import Bundled, Placed, View
from assetmap.geo.cells import Bounds
from assetmap.services.networks.known import Network
from assetmap.services.networks.looks import Look, look, whole
from assetmap.services.remember import remembered

ROOM = 0.003
"""Degrees around what a map begins with, a little over 200 metres."""


@dataclass(frozen=True)
class Laid:
    """A network laid out on the grid, and how much room it takes where answers are kept."""

    network: Network
    placed: Placed
    kept_parts: int


@dataclass(frozen=True)
class Lines:
    """What a map shows of a network."""

    network: Network
    bundled: Bundled
    chosen: str = ""

    @property
    def own(self) -> pd.DataFrame:
        """The links of the chosen node, wherever they are."""
        links = self.network.links
        return links[(links["source"] == self.chosen) | (links["target"] == self.chosen)]

    def without_place(self, kind: str) -> int:
        """How many nodes of a kind have no place."""
        nodes = self.network.nodes
        return int((nodes["lon"].isna() & (nodes["kind"] == kind)).sum())


def in_view(session: Session, asked: Look, view: View) -> Lines:
    """The marks and lines of a look at a network in a view. NotFound where there is no such area."""
    laid = remembered(session, ("network on a map", asked), lambda: _lay(session, asked))
    return Lines(laid.network, bundles.bundle(laid.placed, view), view.chosen)


def bounds(network: Network) -> Bounds | None:
    """The box that all nodes with a place are in, with some room around it; none where no node has one."""
    placed = network.nodes[["lon", "lat"]].dropna()
    if placed.empty:
        return None
    (west, south), (east, north) = placed.min(), placed.max()
    return float(west) - ROOM, float(south) - ROOM, float(east) + ROOM, float(north) + ROOM


def geojson(session: Session, network: Network) -> str:
    """Every link as a feature of GeoJSON (EPSG:4326): a line where both ends have a place, without a geometry where not. Features are
    counted through: what a link is called in the register is not told.

    Places are those of the nodes, which are only ever public ones: of what is only roughly public, the surroundings.
    """
    nodes = network.nodes
    points = {
        name: None if math.isnan(lon) else (lon, lat)
        for name, lon, lat in zip(nodes.index, nodes["lon"].round(6).tolist(), nodes["lat"].round(6).tolist(), strict=True)
    }
    features = [_feature(network, points, link) | {"id": number} for number, link in enumerate(network.links.to_dict("records"), 1)]
    collection = {"type": "FeatureCollection", "example": network.example, "numberReturned": len(features), "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _lay(session: Session, asked: Look) -> Laid:
    network = look(session, asked)
    placed = bundles.place(network.nodes, network.links)
    # What is all that is known is kept already, and takes no room of its own.
    return Laid(network, placed, placed.kept_parts + (0 if network is whole(session, asked) else network.kept_parts))


def _feature(network: Network, points: dict[str, tuple[float, float] | None], link: dict[Any, Any]) -> dict[str, Any]:
    ends = [points.get(link["source"]), points.get(link["target"])]
    nodes = network.nodes
    roughly = [bool(nodes.at[link[end], "approximate"]) for end in ("source", "target")]
    facts = {name: link[name] for name in ("source", "target", "kind", "directed", "state", "frequency", "visibility", "note", "origin")}
    names = {f"{end}_name": nodes.at[link[end], "name"] for end in ("source", "target")}
    rough = {f"{end}_approximate": here for end, here in zip(("source", "target"), roughly, strict=True)}
    since = None if pd.isna(link["since"]) else int(link["since"])
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": ends} if all(ends) else None,
        "properties": {**names, **facts, "since": since, **rough, "example": network.example},
    }
