"""Figures for areas from the figures of smaller areas, and where an area stands among its peers.

Only what may be combined is: counts are added, scores, proportions and means are averaged by the people they are about.
Ranks and deciles are never averaged: of them the lowest and the highest are given.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

ADDED = ("count",)
AVERAGED = ("proportion", "percent", "score", "mean")
WHOLE = 0.9999  # a share from here on is all of a small area


def combine(parts: pd.DataFrame) -> pd.DataFrame:
    """One row for each `indicator_id`, `period` and `area_id` from the rows of the small areas in it.

    `parts` has those three, `measure`, `value` (missing where not known), `people` (weight; missing where there is none)
    and `share` (how much of the small area counts, 0 to 1). Gives `value` (missing where it may not be combined), `lowest`,
    `highest`, `parts`, `partly` and `known` (numbers of small areas: all, those that count only in part, those with a value) and
    `covered` (share of people with a known value, 0 to 1).
    """
    frame = parts.copy()
    # A value that is to be averaged counts for nothing where nobody knows for how many people it stands.
    known = frame["value"].notna() & (frame["people"].notna() | ~frame["measure"].isin(AVERAGED))
    weight = frame["people"].fillna(0.0) * frame["share"]
    frame["weight"], frame["known_weight"] = weight, weight.where(known, 0.0)
    frame["weighted"] = (frame["value"] * weight).where(known, 0.0)
    frame["added"] = (frame["value"] * frame["share"]).where(known, 0.0)
    frame["known"] = known
    frame["partly"] = frame["share"] < WHOLE
    grouped = frame.groupby(["indicator_id", "period", "area_id"], sort=False)
    found = grouped.agg(
        measure=("measure", "first"),
        weighted=("weighted", "sum"),
        added=("added", "sum"),
        weight=("weight", "sum"),
        known_weight=("known_weight", "sum"),
        lowest=("value", "min"),
        highest=("value", "max"),
        parts=("value", "size"),
        partly=("partly", "sum"),
        known=("known", "sum"),
    ).reset_index()
    found["covered"] = np.where(
        found["weight"] > 0, found["known_weight"] / found["weight"].where(found["weight"] > 0), found["known"] / found["parts"]
    )
    mean = found["weighted"] / found["known_weight"].where(found["known_weight"] > 0)
    total = found["added"].where(found["known"] == found["parts"])  # a sum with a part missing would be too low
    found["value"] = np.select([found["measure"].isin(ADDED), found["measure"].isin(AVERAGED)], [total, mean], default=np.nan)
    return found.drop(columns=["weighted", "added", "weight", "known_weight"])


def ranks(values: Sequence[float], highest_first: bool) -> list[int]:
    """The place of each value among all of them (1 is first; equal values share the better place)."""
    known = np.asarray(values, dtype=float)
    in_order = np.sort(known)
    ahead = len(known) - np.searchsorted(in_order, known, side="right") if highest_first else np.searchsorted(in_order, known, side="left")
    return [int(count) + 1 for count in ahead]
