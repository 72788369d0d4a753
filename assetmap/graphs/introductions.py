"""Introductions worth making: groups that are near, serve the same people or complement each other, and are not connected.

A pair's score is the sum over `WEIGHTS` of the weight times a value from 0 to 1. It orders pairs; it measures nothing.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from assetmap.graphs.common import Bools, Common, Floats, Rows, both, matrix, shared

Reason = dict[str, Any]
Pair = tuple[str, str]
# kind of reason: how much it counts at most, and why.
WEIGHTS = {
    "match": 4.0,  # one needs what the other offers: there is something to do together at once, so it outweighs any two others
    "near": 2.0,  # people go where they can walk; falls evenly to nothing at NEAR_M on foot
    "area": 0.75,  # where a place is known roughly only: the same neighbourhood; the share of their neighbourhoods that both work in
    "audiences": 1.5,  # the same people: the rarer it is that groups are for them, the more
    "languages": 1.5,  # the same, for the languages in which they can be served
    "themes": 1.0,  # about the same thing: there is something to talk about, but less often somebody to share
    "contacts": 1.5,  # somebody both know can vouch for either: half for one, three quarters for two
    "venue": 1.0,  # they use the same place, so they may meet without arranging it
    "alone": 1.0,  # one of them has no contact at all: it gains most
    "bridge": 0.5,  # both have contacts, in parts of the network that nothing joins: each brings its own along
}
NOT_ENOUGH_ALONE = frozenset({"alone", "bridge"})  # they say whom it helps, not why the two should meet
NEAR_M = 1000.0  # about a quarter of an hour on foot
SAME_AREAS = 1 / 3  # of the neighbourhoods of either, from here on; a group that works everywhere is in nobody's neighbourhood
FEWEST_REASONS = 2
MOST_FITS = 3
BLOCK = 512
DECIMALS = 6  # so that sums made in another order are equal


@dataclass(frozen=True)
class Asked:
    """Which pairs: at least one of the two among these nodes (none: all groups), no pair that is `apart`, at most `most`.

    `on` is the day on which notices must stand; `detour` turns straight metres into walked ones.
    """

    on: date
    among: Collection[str] | None = None
    apart: Collection[Pair] = ()
    most: int = 100
    detour: float = 1.0


def rank(nodes: pd.DataFrame, links: pd.DataFrame, notices: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """The best pairs first, those of equal score by name of their nodes: `first`, `second`, `score`, `reasons` (see `all_reasons`)."""
    common = Common(nodes, links, notices, asked.on, asked.detour)
    out = _out(common, asked.apart)
    wanted = set(common.names if asked.among is None else asked.among)
    inside = np.array([name in wanted for name in common.names], dtype=bool)
    among = np.flatnonzero(inside)
    blocks = (among[start : start + BLOCK] for start in range(0, len(among), BLOCK))
    found = [each for rows in blocks for each in [_best(common, rows, inside, out, asked.most)] if len(each[0])]
    one, other, scores = (np.concatenate(part) for part in zip(*found, strict=True)) if found else (np.empty(0, int),) * 3
    rows, others = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((others, rows, -scores))[: asked.most]
    pairs = [(int(rows[each]), int(others[each])) for each in order]
    return pd.DataFrame(
        {
            "first": pd.Series([common.names[one] for one, _ in pairs], dtype="object"),
            "second": pd.Series([common.names[other] for _, other in pairs], dtype="object"),
            "score": np.asarray(scores[order], dtype=float),
            "reasons": pd.Series(all_reasons(common, pairs), dtype="object"),
        }
    )


def explain(nodes: pd.DataFrame, links: pd.DataFrame, notices: pd.DataFrame, pairs: Collection[Pair], asked: Asked) -> list[list[Reason]]:
    """The reasons of each of some pairs, whatever they are worth; of `asked` only the day and the detour count."""
    common = Common(nodes, links, notices, asked.on, asked.detour)
    known = {(one, other): (common.at[one], common.at[other]) for one, other in pairs if one in common.at and other in common.at}
    found = dict(zip(known, all_reasons(common, list(known.values())), strict=True))
    return [found.get(pair, []) for pair in pairs]


def values(common: Common, rows: Rows, columns: Rows) -> Iterator[tuple[str, Floats]]:
    """For each kind of reason, how far it holds for each of some groups with each of others, from 0 to 1."""
    walk = common.walk(rows, columns)
    yield "match", common.fits[rows][:, columns].toarray()
    yield "near", np.nan_to_num(np.clip(1 - walk / NEAR_M, 0, 1))
    yield "area", np.where(np.isnan(walk), _same_areas(common, rows, columns), 0.0)
    yield "audiences", common.audiences.shared(rows, columns)
    yield "languages", common.languages.shared(rows, columns)
    yield "themes", common.themes.shared(rows, columns)
    yield "contacts", 1 - 0.5 ** shared(common.known, rows, columns)
    yield "venue", (shared(common.uses, rows, columns) > 0).astype(float)
    alone = common.alone[rows][:, None] | common.alone[columns][None, :]
    yield "alone", alone.astype(float)
    yield "bridge", (~alone & (common.part[rows][:, None] != common.part[columns][None, :])).astype(float)


def all_reasons(common: Common, pairs: Sequence[tuple[int, int]]) -> list[list[Reason]]:
    """Why the groups in these rows should meet, what counts most first: each reason a `kind`, its `score`, and what it rests on.

    `match`: `fits`, each with thing, weekdays (bits; 0 any), needs, offers (nodes), need, offer (words); `near`: metres on foot;
    `area`: codes of neighbourhoods; `audiences`, `languages`, `themes`: slugs; `contacts`, `venue`: nodes; `alone`: `who`
    (nodes); `bridge`: nothing more.
    """
    rows, columns = (np.array(sorted({pair[side] for pair in pairs}), dtype=np.int64) for side in (0, 1))
    one, other = ({int(each): at for at, each in enumerate(side)} for side in (rows, columns))
    found: list[list[Reason]] = [[] for _pair in pairs]
    for kind, value in values(common, rows, columns):
        for reasons, (row, column) in zip(found, pairs, strict=True):
            score = round(WEIGHTS[kind] * float(value[one[row], other[column]]), DECIMALS)
            if score > 0:
                reasons.append({"kind": kind, "score": score} | _figures(common, kind, row, column))
    return [sorted(reasons, key=lambda each: (each["kind"] in NOT_ENOUGH_ALONE, -each["score"])) for reasons in found]


def _best(common: Common, rows: Rows, inside: Bools, out: csr_array, most: int) -> tuple[Rows, Rows, Floats]:
    """The pairs of each of some groups with those outside, and those inside that come after it, that are worth it: all that are at
    least as good as the best `most`."""
    columns = np.arange(rows[0] if inside.all() else 0, common.size)  # the rows are in order, so those before are done
    score, reasons = np.zeros((len(rows), len(columns))), np.zeros((len(rows), len(columns)), dtype=np.int8)
    for kind, value in values(common, rows, columns):
        score += WEIGHTS[kind] * value
        if kind not in NOT_ENOUGH_ALONE:
            reasons += np.where(value > 0, FEWEST_REASONS if kind == "match" else 1, 0).astype(np.int8)
    right = (
        (reasons >= FEWEST_REASONS)
        & ((columns[None, :] > rows[:, None]) | ~inside[columns][None, :])
        & (out[rows][:, columns].toarray() == 0)
    )
    row, column = np.nonzero(right)
    scores = np.round(score[row, column], DECIMALS)
    if len(scores) > most:
        enough = scores >= np.partition(scores, -most)[-most]
        row, column, scores = row[enough], column[enough], scores[enough]
    return rows[row], columns[column], scores


def _out(common: Common, apart: Collection[Pair]) -> csr_array:
    """The pairs that are left out: those that are tied already, and these."""
    known = [(common.at[one], common.at[other]) for one, other in apart if one in common.at and other in common.at]
    ends = [*known, *((other, one) for one, other in known)]
    return csr_array(common.tied + matrix([one for one, _ in ends], [other for _, other in ends], common.tied.shape))


def _same_areas(common: Common, rows: Rows, columns: Rows) -> Floats:
    """The share of the neighbourhoods of either that both work in; nothing below `SAME_AREAS`."""
    own = np.asarray(common.areas.has.sum(axis=1)).ravel()
    same = shared(common.areas.has, rows, columns)
    share = same / np.maximum(own[rows][:, None] + own[columns][None, :] - same, 1)
    return np.where(share >= SAME_AREAS, share, 0.0)


def _figures(common: Common, kind: str, row: int, column: int) -> Reason:
    """What a reason of two groups rests on."""
    if kind == "match":
        return {"fits": common.fits_of(row, column)[:MOST_FITS]}
    if kind == "near":
        return {"metres": round(float(common.walk(np.array([row]), np.array([column]))[0, 0]))}
    if kind in ("audiences", "languages", "themes"):
        return {"shared": getattr(common, kind).of_both(row, column)}
    if kind == "alone":
        return {"who": [common.names[each] for each in (row, column) if common.alone[each]]}
    sides = {
        "area": (common.areas.has, common.areas.names),
        "contacts": (common.known, common.names),
        "venue": (common.uses, common.assets),
    }
    if kind not in sides:
        return {}
    has, names = sides[kind]
    return {"shared": [names[each] for each in both(has, row, column)]}
