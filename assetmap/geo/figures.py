"""Figures for areas from the figures of smaller areas, and where an area stands among its peers.

Only what may be combined is: counts are added, scores, proportions and means are averaged by the people they are about.
Ranks and deciles are never averaged: of them the lowest and the highest are given.
"""

from dataclasses import dataclass

import pandas as pd

ADDED = {"count"}
AVERAGED = {"proportion", "percent", "score", "mean"}


@dataclass(frozen=True)
class Estimate:
    """A figure put together from `parts` smaller areas; `covered` is the share of people (0 to 1) it rests on."""

    value: float | None
    lowest: float | None
    highest: float | None
    parts: int
    known: int
    covered: float


def combine(parts: pd.DataFrame, measure: str) -> Estimate:
    """One figure from small areas with `value` (missing where not known) and `people`."""
    known = parts[parts["value"].notna()]
    people = float(parts["people"].sum())
    covered = float(known["people"].sum()) / people if people else 0.0
    return Estimate(
        value=_value(known, measure) if len(known) else None,
        lowest=float(known["value"].min()) if len(known) else None,
        highest=float(known["value"].max()) if len(known) else None,
        parts=len(parts),
        known=len(known),
        covered=covered,
    )


def _value(known: pd.DataFrame, measure: str) -> float | None:
    if measure in ADDED:
        return float(known["value"].sum())
    if measure in AVERAGED and known["people"].sum() > 0:
        return float((known["value"] * known["people"]).sum() / known["people"].sum())
    return None


def rank(value: float | None, peers: pd.Series, highest_first: bool) -> int | None:
    """The place of a value among its peers (1 is first; equal values share the better place)."""
    if value is None:
        return None
    better = peers > value if highest_first else peers < value
    return int(better.sum()) + 1
