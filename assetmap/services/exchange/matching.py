"""Which group or asset here an element means: the same name, a question where names are near, or nobody knows."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz, process, utils
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Asset, Group
from assetmap.services.exchange.guesses import is_asset
from assetmap.services.similar import ALIKE
from assetmap.services.words import fold

MOST_NEAR = 5
MOST_COMPARED = 30_000_000  # pairs of names; a few seconds
NUMBERED = re.compile(r"(.+) \(([ga]\d+)\)")


@dataclass(frozen=True)
class Known:
    """The groups and assets here. Names are by node (`g12`, `a40`), nodes by folded name; `runs_by` names each asset's group (id)."""

    names: dict[str, str]
    nodes: dict[str, list[str]]
    runs_by: dict[int, int | None]


@dataclass
class Match:
    """What an element may be here. `node` is what it is taken for, or nothing; `near` are nodes to choose from."""

    label: str
    node: str = ""
    near: list[str] = field(default_factory=list)
    said: bool = False


def known(session: Session) -> Known:
    """Every group and asset by name."""
    groups = session.execute(select(Group.id, Group.name).order_by(Group.id)).all()
    assets = session.execute(select(Asset.id, Asset.name, Asset.group_id).order_by(Asset.id)).all()
    names = {f"g{number}": name for number, name in groups} | {f"a{row.id}": row.name for row in assets}
    nodes = defaultdict(list)
    for node, name in names.items():
        nodes[fold(name)].append(node)
    return Known(names, dict(nodes), {row.id: row.group_id for row in assets})


def match(here: Known, labels: Iterable[str], types: dict[str, str], chosen: dict[str, str]) -> dict[str, Match]:
    """What each label means. `types` are the types of elements; `chosen` has what a person said: a node, or nothing for none of these."""
    found = {label: _match(here, label, types.get(label, "")) for label in labels}
    _near(here, [each for each in found.values() if not each.node and not each.near])
    for label, node in chosen.items():
        if label in found and (node == "" or node in here.names):
            found[label].node, found[label].said = node, True
    return found


def _match(here: Known, label: str, kind: str) -> Match:
    numbered = NUMBERED.fullmatch(label)
    if numbered and here.names.get(numbered[2]) == numbered[1]:
        return Match(label, numbered[2])
    same = here.nodes.get(fold(label), []) if fold(label) else []
    letter = "a" if is_asset(kind) else "g"
    first = sorted(same, key=lambda node: node[0] != letter)
    alone = [node for node in first if node[0] == letter] or first
    if len(alone) == 1:
        return Match(label, alone[0], first[:MOST_NEAR] if len(first) > 1 else [])
    return Match(label, "", first[:MOST_NEAR])


def _near(here: Known, open_ones: list[Match]) -> None:
    """Look for near names; of very many only the first, since each is compared with all."""
    if not here.names:
        return
    nodes = list(here.names)
    names = [utils.default_process(name) for name in here.names.values()]
    some = open_ones[: max(1, MOST_COMPARED // len(nodes))]
    for start in range(0, len(some), 200):  # of many at once only so many scores have to be kept
        part = some[start : start + 200]
        wanted = [utils.default_process(each.label) for each in part]
        scores = process.cdist(wanted, names, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, dtype=np.float32)
        for each, row in zip(part, scores, strict=True):
            best = [int(place) for place in np.argsort(-row, kind="stable")[:MOST_NEAR] if row[place] >= ALIKE]
            each.near = [nodes[place] for place in best]
