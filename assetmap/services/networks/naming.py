"""Groups and assets that were found, by name: with how far they are, and the contact they have made public."""

from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Asset, Category, Group
from assetmap.services import areas
from assetmap.services.networks.answers import Place
from assetmap.services.networks.known import Network
from assetmap.services.networks.spots import Spots
from assetmap.services.vocabulary import vocabulary

MOST_SHOWN = 40
AT_ONCE = 5000


def in_order(place: Place) -> tuple[bool, float, str, str]:
    """The nearest first, those whose walk nobody knows last; of equals by name."""
    return *_first(place.walk_m), place.name.casefold(), place.node


def _first(walk_m: float | None) -> tuple[bool, float]:
    return walk_m is None, walk_m or 0.0


class Naming:
    """Makes places of nodes: with their names, how far they are, and the contact they have made public."""

    def __init__(self, session: Session, network: Network, found: Spots):
        self.session, self.network = session, network
        both = pd.concat([found.groups, found.assets[list(found.groups.columns)]], ignore_index=True)
        walks: list[float] = both["walk_m"].astype(float).tolist()
        known = ((None if np.isnan(walk) else walk, bool(rough)) for walk, rough in zip(walks, both["rough"], strict=True))
        self.walks = dict(zip(both["node"].astype(str), known, strict=True))
        self.titles = {code: title for _number, code, title in areas.names(session)}
        run = found.assets[found.assets["runs_by"] != ""]
        self.runs = run.groupby("runs_by")["node"].agg(list).to_dict()
        self.contacts = {} if network.example else self._contacts()

    def _contacts(self) -> dict[str, tuple[str, str, str]]:
        query = select(Group.id, Group.website, Group.public_email, Group.public_phone)
        return {f"g{number}": (website, email, phone) for number, website, email, phone in self.session.execute(query)}

    def nearest(self, nodes: list[str]) -> list[str]:
        """Groups in their order (see `in_order`)."""
        names = dict(zip(self.network.nodes.index, self.network.nodes["name"], strict=True))
        return sorted(nodes, key=lambda node: (*_first(self.walks[node][0]), str(names[node]).casefold(), node))

    def name(self, node: str) -> str:
        """What a node is called."""
        return str(self.network.nodes.at[node, "name"])

    def group(self, node: str) -> Place:
        """A group, and the first two of what it runs that was found."""
        row = self.network.nodes.loc[node]
        runs = tuple(place.name for place in self.assets(self.runs.get(node, [])[:2]))
        return self._place(node, row, str(row["detail"]), runs)

    def reachable(self, node: str) -> bool:
        """Whether one can get in touch with a group. An invented one is taken to be."""
        return self.network.example or any(self.contacts.get(node, ()))

    def _place(self, node: str, row: Any, detail: str, runs: tuple[str, ...] = ()) -> Place:
        walk, rough = self.walks.get(node, (None, False))
        number = row["id"]
        titles = tuple(self.titles[code] for code in tuple(row["areas"]) if code in self.titles)
        website, email, phone = self.contacts.get(node, ("", "", ""))
        return Place(
            *(node, None if pd.isna(number) else int(number), str(row["name"]), str(row["summary"]), detail, walk, rough),
            *(titles, runs, website, email, phone),
        )

    def assets(self, nodes: list[str]) -> list[Place]:
        """The nearest of some assets, as many as are shown."""
        words = vocabulary(self.session)
        if self.network.example:
            rows = [(node, self.network.nodes.loc[node]) for node in nodes]
            names = {category.slug: category.name for category in words.categories}
            made = [self._place(node, row, names.get(str(row["detail"]), "")) for node, row in rows]
            return sorted(made, key=in_order)[:MOST_SHOWN]
        near = sorted(nodes, key=lambda node: _first(self.walks[node][0]))
        walked = [node for node in near if self.walks[node][0] is not None][: MOST_SHOWN * 2]
        rest = [int(node[1:]) for node in near[len(walked) :]] if len(walked) < MOST_SHOWN else []
        return sorted(self._registered([int(node[1:]) for node in walked], rest), key=in_order)[:MOST_SHOWN]

    def _registered(self, walked: list[int], rest: list[int]) -> list[Place]:
        query = select(Asset.id, Asset.name, Asset.summary, Category.name).join(Category).order_by(Asset.name, Asset.id)
        rows = list(self.session.execute(query.where(Asset.id.in_(walked)))) if walked else []
        for start in range(0, len(rest), AT_ONCE):
            rows += self.session.execute(query.where(Asset.id.in_(rest[start : start + AT_ONCE])).limit(MOST_SHOWN))
        return [Place(f"a{number}", number, name, summary, kind, *self.walks[f"a{number}"]) for number, name, summary, kind in rows]
