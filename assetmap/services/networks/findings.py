"""What can be said of a network: findings with the figures behind them and what they rest on. The sentences are made elsewhere.

What is asked of the whole network (who is alone, what a venue's closing or the loss of a link would do) is worked out of the whole of what
the viewer may see, also where only a part of it is looked at: a group with no link here may well have one next door.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import pandas as pd
from sqlalchemy.orm import Session

from assetmap.graphs.bridges import bridges
from assetmap.graphs.brokers import brokers
from assetmap.graphs.change import change
from assetmap.graphs.components import alone, components
from assetmap.graphs.density import density, density_by
from assetmap.graphs.ties import Ties, ties_of
from assetmap.graphs.venues import USES, venues
from assetmap.models.columns import now
from assetmap.services.networks.basis import YEAR, Basis, basis
from assetmap.services.networks.example import example
from assetmap.services.networks.known import Network, known
from assetmap.services.networks.parts import within
from assetmap.services.remember import remembered_by_content

MOST = 3
"""How many brokers, venues and bridges are named; the first are those that matter most."""
FEWEST_GROUPS = 5
"""A density is told of a neighbourhood or theme with this many groups: of three groups there are three pairs only."""


class FindingKind(StrEnum):
    """What a finding is about, in the order in which findings are told."""

    together = "together"
    venue = "venue"
    broker = "broker"
    bridge = "bridge"
    hanging = "hanging"
    alone = "alone"
    density = "density"
    by_area = "by_area"
    by_theme = "by_theme"
    change = "change"


@dataclass(frozen=True)
class Part:
    """The density of a neighbourhood (a code) or theme (a slug): how many of its possible pairs of groups are linked directly."""

    key: str
    groups: int
    pairs: int
    linked: int

    @property
    def share(self) -> float:
        """The share of the pairs that are linked, 0 to 1."""
        return self.linked / self.pairs


@dataclass(frozen=True)
class Finding:
    """One finding: the nodes it is about, the figures behind it by name, and what it rests on. `parts` of a density, the densest first."""

    kind: FindingKind
    nodes: tuple[str, ...]
    figures: Mapping[str, float]
    rests: Basis
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Findings:
    """All findings about a network, in the order of `FindingKind`, and the names of the nodes they are about, also those that are not
    in the part that is looked at. `since` is the day that changes are told from."""

    found: tuple[Finding, ...]
    names: Mapping[str, str]
    since: pd.Timestamp
    kept_parts: int = field(default=1, repr=False)


def findings(session: Session, network: Network, around: bool = False) -> Findings:
    """What can be said of a network or a part of it; kept until its nodes or links change, or the day. `around` says that it is what
    lies around one group: then that group is in the middle by the way it was chosen, and nothing is said of who is."""
    whole = (example(session) if network.example else known(session, network.viewer)) or network
    today = pd.Timestamp(now().date())
    return remembered_by_content(
        (network.digest, whole.digest), ("findings", today, around), lambda: Finder(network, whole, today, around).all()
    )


class Finder:
    """Works out findings of `network`, which is all of `whole` or a part of it."""

    def __init__(self, network: Network, whole: Network, today: pd.Timestamp, around: bool = False):
        self.network, self.whole, self.today, self.around = network, whole, today, around
        self.shown = set(network.nodes.index)

    @cached_property
    def ties(self) -> Ties:
        """The ties of what is looked at."""
        return ties_of(self.network.nodes, self.network.links)

    @cached_property
    def own_ties(self) -> Ties:
        """The same without what is beyond."""
        if not self.network.beyond:
            return self.ties
        own = within(self.network, self.shown - self.network.beyond)
        return ties_of(own.nodes, own.links)

    @cached_property
    def whole_ties(self) -> Ties:
        """The ties of everything the viewer may see."""
        return self.ties if self.network.digest == self.whole.digest else ties_of(self.whole.nodes, self.whole.links)

    @cached_property
    def rests(self) -> Basis:
        """What findings about all that is looked at rest on."""
        return basis(self.network.links, self.network.groups, self.today)

    def all(self) -> Findings:
        """Every finding."""
        makers: list[Callable[[], Iterator[Finding]]] = [self.alone, self.change]
        if len(self.network.links):
            middle = [] if self.around else [self.together, self.venues, self.brokers]
            makers = [*(middle or [self.venues]), self.bridges, self.alone, self.densities, self.change]
        found = tuple(finding for make in makers for finding in make())
        named = {node for finding in found for node in finding.nodes}
        names = {str(node): str(name) for node, name in self.whole.nodes["name"].items() if node in named}
        return Findings(found, names, self.today - YEAR, kept_parts=20 * len(found) + 2 * len(names))

    def together(self) -> Iterator[Finding]:
        """How many networks there are, and how large the largest is; of an area nothing, for its links lead out of it."""
        parts = components(self.ties)
        if len(parts) and not self.network.beyond:
            figures = {"networks": len(parts), "largest": int(parts["groups"].iloc[0]), "linked": int(parts["groups"].sum())}
            yield Finding(FindingKind.together, (), figures | {"groups": len(self.network.groups)}, self.rests)

    def brokers(self) -> Iterator[Finding]:
        """The groups that most shortest ways between others lead through."""
        table = brokers(self.ties)
        chosen = table[table.index.isin(self.network.groups.index) & (table["pairs"] >= 1)].head(MOST)
        every = (len(table) - 1) * (len(table) - 2) // 2
        for node, row in chosen.iterrows():
            figures = {"pairs": float(row["pairs"]), "share": float(row["share"]), "every": every, "links": self._links_of(str(node))}
            yield Finding(FindingKind.broker, (str(node),), figures, self.rests)

    def bridges(self) -> Iterator[Finding]:
        """Links whose loss would split the whole network, and the groups that hang on a single one."""
        table = bridges(self.whole_ties)
        here = table[table["one"].isin(self.shown) & table["other"].isin(self.shown)]
        smaller = here[["one_groups", "other_groups"]].min(axis=1)
        groups, links = self.whole.groups, self.whole.links
        for name, row in here[smaller > 1].head(MOST).iterrows():
            own = basis(links.loc[[name]], groups[groups.index.isin([row["one"], row["other"]])], self.today, few=0)
            figures = {"one": int(row["one_groups"]), "other": int(row["other_groups"])}
            yield Finding(FindingKind.bridge, (str(row["one"]), str(row["other"])), figures, own)
        hanging = self._hanging(table)
        if hanging:
            held = table[table["one"].isin(hanging) | table["other"].isin(hanging)].index
            own = basis(links[links.index.isin(held)], groups[groups.index.isin(hanging)], self.today, few=0)
            yield Finding(FindingKind.hanging, hanging, {"groups": len(hanging)}, own)

    def venues(self) -> Iterator[Finding]:
        """Shared venues whose closing would leave groups without one, or cut them off."""
        table = venues(self.whole.nodes, self.whole.links, self.whole_ties)
        lost = table["only"].map(len) + table["cut_off"].map(len) > 0
        links, groups = self.whole.links, self.whole.groups
        for node, row in table[lost & table.index.isin(self.shown)].head(MOST).iterrows():
            used = links[(links["target"] == node) & links["kind"].isin(USES)]
            own = basis(used, groups[groups.index.isin(row["groups"])], self.today, few=0)
            figures = {"groups": len(row["groups"]), "only": len(row["only"]), "cut_off": len(row["cut_off"])}
            yield Finding(FindingKind.venue, (str(node), *row["only"]), figures, own)

    def alone(self) -> Iterator[Finding]:
        """The groups here that no link is known for, here or elsewhere."""
        single = tuple(node for node in alone(self.whole_ties) if node in self.shown)
        if single:
            yield Finding(FindingKind.alone, single, {"alone": len(single), "groups": len(self.network.groups)}, self.rests)

    def densities(self) -> Iterator[Finding]:
        """How many of the possible pairs of groups are linked directly: of all, of each neighbourhood, of each theme."""
        groups, pairs, linked = density(self.own_ties)
        if groups < FEWEST_GROUPS:
            return
        rests = basis(self._between_groups(), self.network.groups, self.today)
        yield Finding(FindingKind.density, (), {"groups": groups, "pairs": pairs, "linked": linked}, rests)
        if self.around:
            return
        for kind, column in ((FindingKind.by_area, "areas"), (FindingKind.by_theme, "themes")):
            parts = self._parts(column)
            if len(parts) > 1 and parts[0].share > parts[-1].share:
                yield Finding(kind, (), {"parts": len(parts)}, rests, parts)

    def change(self) -> Iterator[Finding]:
        """What has come onto the map, been confirmed and ended within a year."""
        every = pd.concat([self.whole.links["made_on"], self.whole.ended["made_on"]])
        found = change(self.network.links, self.network.ended, (self.today - YEAR).date())
        if not found.new + found.confirmed + found.ended:
            return
        names = ("before", "new", "older", "younger", "unsaid", "confirmed", "ended")
        young = int(every.min() >= self.today - YEAR)
        yield Finding(FindingKind.change, (), {name: getattr(found, name) for name in names} | {"young": young}, self.rests)

    def _parts(self, column: str) -> tuple[Part, ...]:
        """Of the parts that are here as a whole: a neighbourhood or theme that was chosen would cut the others short."""
        table = density_by(self.network.nodes.drop(index=list(self.network.beyond)), self.own_ties, column)
        full = density_by(self.whole.nodes, self.whole_ties, column)["groups"].reindex(table.index)
        table = table[(table["groups"] == full) & (table["groups"] >= FEWEST_GROUPS)].sort_values("share", ascending=False, kind="stable")
        return tuple(Part(str(key), int(row["groups"]), int(row["pairs"]), int(row["linked"])) for key, row in table.iterrows())

    def _hanging(self, table: pd.DataFrame) -> tuple[str, ...]:
        groups = set(self.network.groups.index)
        ends = [(row["one"], row["other"], row["one_groups"], row["other_groups"]) for _name, row in table.iterrows()]
        single = {end for one, other, ones, others in ends for end, count in ((one, ones), (other, others)) if count == 1 and end in groups}
        return tuple(str(node) for node in self.whole.groups.index if node in single)

    def _links_of(self, node: str) -> int:
        return int(((self.network.links["source"] == node) | (self.network.links["target"] == node)).sum())

    def _between_groups(self) -> pd.DataFrame:
        links, groups = self.network.links, self.network.groups.index
        return links[links["source"].isin(groups) & links["target"].isin(groups)]
