"""Pairs of groups worth introducing, each with its reasons and with how both can be reached."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.geo.reach import DETOUR
from assetmap.graphs import introductions as graph
from assetmap.models import Group, Introduction, Keeper
from assetmap.models.columns import now
from assetmap.services import networks
from assetmap.services.networks import Network, Viewer
from assetmap.services.remember import remembered

MOST = 3
EACH = 2  # of a longer list, so many may be about one group
RANKED = 100
Reason = dict[str, Any]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Party:
    """One of two groups: what the public may know of it, and whether somebody is kept who answers for it (`keeper`)."""

    node: str
    id: int | None
    name: str
    summary: str
    website: str = ""
    public_email: str = ""
    public_phone: str = ""
    keeper: bool = False


@dataclass(frozen=True)
class Suggestion:
    """Two groups and why they should meet, as graphs/introductions.all_reasons says. `public` are the reasons that everybody could
    work out; `names` are those of all nodes in the reasons. An `example` is invented and cannot be recorded."""

    first: Party
    second: Party
    score: float
    reasons: list[Reason]
    public: list[Reason]
    names: Mapping[str, str]
    example: bool

    @property
    def nodes(self) -> Pair:
        """The two as nodes."""
        return self.first.node, self.second.node

    @property
    def pair(self) -> tuple[int, int] | None:
        """The two as groups in the register, the smaller id first; none for an example."""
        if self.example or self.first.id is None or self.second.id is None:
            return None
        return min(self.first.id, self.second.id), max(self.first.id, self.second.id)


def worth_making(session: Session, network: Network, most: int = MOST) -> list[Suggestion]:
    """The best pairs of which at least one group is looked at, worked out of the whole network; none that was introduced or set aside.

    Among three, no group stands twice; in longer lists, `EACH` times, unless there are no others.
    """
    ranked = remembered(session, _question(network), lambda: _ranked(session, network))
    chosen = spread(ranked, most)
    numbers = {int(node[1:]) for row in chosen for node in (row["first"], row["second"])} if not network.example else set()
    groups = {group.id: group for group in session.scalars(select(Group).where(Group.id.in_(numbers)))}
    kept = set(session.scalars(select(Keeper.group_id).where(Keeper.group_id.in_(numbers), Keeper.email != "").distinct()))
    names, summaries = (dict(_whole(session, network).nodes[column]) for column in ("name", "summary"))

    def party(node: str) -> Party:
        group = groups.get(int(node[1:])) if not network.example else None
        if group is None:
            return Party(node, None, names[node], summaries[node])
        contact = group.website, group.public_email, group.public_phone
        return Party(node, group.id, group.name, group.purpose, *contact, group.id in kept)

    return [
        Suggestion(
            *(party(row["first"]), party(row["second"]), row["score"], row["reasons"], row["public"]),
            {node: names[node] for reason in row["reasons"] for node in mentioned(reason) if node in names},
            network.example,
        )
        for row in chosen
    ]


def reasons_for(session: Session, viewer: Viewer, pair: tuple[int, int]) -> list[Reason]:
    """Why two groups (ids) should meet, to be kept with the record: what groups wrote in their own words is left out."""
    network = networks.known(session, viewer)
    (found,) = _explain(network, [(f"g{pair[0]}", f"g{pair[1]}")])
    return [{name: value for name, value in reason.items() if name != "fits"} | _plain_fits(reason) for reason in found]


def spread(ranked: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """The best of a ranking of which not too many are about one group; where they are too few, the best of the others follow."""
    each = 1 if most <= MOST else EACH
    taken: dict[str, int] = {}
    first: list[dict[str, Any]] = []
    rest: list[dict[str, Any]] = []
    for row in ranked:
        ends = row["first"], row["second"]
        if len(first) < most and all(taken.get(node, 0) < each for node in ends):
            first.append(row)
            taken |= {node: taken.get(node, 0) + 1 for node in ends}
        else:
            rest.append(row)
    return (first + rest)[:most]


def mentioned(reason: Reason) -> Collection[str]:
    """The nodes a reason names."""
    return [*reason.get("who", ()), *(reason["shared"] if reason["kind"] in ("contacts", "venue") else ())]


def _question(network: Network) -> tuple[object, ...]:
    """What a ranking is kept under: whose network, which nodes of it are looked at, and the day, since notices end."""
    nodes = hashlib.sha256("\n".join(sorted(network.groups.index)).encode()).hexdigest()
    return "introductions", network.viewer, network.example, nodes, now().date()


def _ranked(session: Session, network: Network) -> list[dict[str, Any]]:
    """The best pairs as records of `first`, `second`, `score`, `reasons` and `public`."""
    whole = _whole(session, network)
    among = list(network.groups.index)
    asked = graph.Asked(now().date(), among, () if network.example else _apart(session), RANKED, DETOUR)
    records = graph.rank(whole.nodes, whole.links, whole.notices, asked).to_dict("records")
    pairs = [(row["first"], row["second"]) for row in records]
    open_to_all = whole if network.example else networks.known(session, Viewer.everyone)
    public = _explain(open_to_all, pairs)
    return [{str(name): value for name, value in row.items()} | {"public": own} for row, own in zip(records, public, strict=True)]


def _whole(session: Session, network: Network) -> Network:
    if network.example:
        return networks.example(session) or network
    return networks.known(session, network.viewer)


def _explain(network: Network, pairs: list[Pair]) -> list[list[Reason]]:
    asked = graph.Asked(now().date(), detour=DETOUR)
    return graph.explain(network.nodes, network.links, network.notices, pairs, asked)


def _plain_fits(reason: Reason) -> Reason:
    kept = ("thing", "weekdays", "needs", "offers")
    return {"fits": [{name: fit[name] for name in kept} for fit in reason["fits"]]} if "fits" in reason else {}


def _apart(session: Session) -> list[Pair]:
    """The pairs that were introduced or set aside."""
    query = select(Introduction.first_group_id, Introduction.second_group_id)
    return [(f"g{one}", f"g{other}") for one, other in session.execute(query)]
