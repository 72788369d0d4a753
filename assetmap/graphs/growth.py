"""How a network grew: what stood on a day, by what the register has learned of it since."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from assetmap.graphs.graph import have_links, with_own_assets

MONTHS = 3
DAYS = (31, 30, 30, 31)  # of the last month of each quarter


@dataclass(frozen=True)
class Quarter:
    """Three months of a year; `number` is 1 to 4."""

    year: int
    number: int

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, MONTHS * self.number - 2, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        return date(self.year, MONTHS * self.number, DAYS[self.number - 1])

    @property
    def before(self) -> "Quarter":
        """The one before it."""
        return quarter_of(self.start - timedelta(days=1))


@dataclass(frozen=True)
class Standing:
    """What stood on one day: links, those that both ends had stated by then, and groups that had one (or run an asset that had)."""

    links: int
    confirmed: int
    groups: int


def quarter_of(day: date) -> Quarter:
    """The quarter a day is in."""
    return Quarter(day.year, (day.month + 2) // MONTHS)


def quarters(first: date, last: date, most: int) -> list[Quarter]:
    """The quarters from one day to another, at most so many of the latest, in the order of time."""
    found = [quarter_of(last)]
    while found[0].start > first and len(found) < most:
        found.insert(0, found[0].before)
    return found


def standing(nodes: pd.DataFrame, links: pd.DataFrame, ended: pd.DataFrame, day: date, among: Collection[str] | None = None) -> Standing:
    """What stood at the end of a day; with `among`, links of these nodes and of what they run, and the groups among them."""
    frame = pd.concat([links, ended]) if len(ended) else links
    at = pd.Timestamp(day)
    stood = frame[(frame["made_on"] <= at) & (frame["ended_on"].isna() | (frame["ended_on"] > at))]
    if among is not None:
        here = with_own_assets(nodes, among)
        stood = stood[stood["source"].isin(here) | stood["target"].isin(here)]
    groups = have_links(nodes, stood)
    confirmed = int((stood["confirmed_on"] <= at).sum())
    return Standing(len(stood), confirmed, len(groups if among is None else groups & frozenset(among)))


def first_day(*parts: pd.DataFrame) -> date | None:
    """The day on which the register learned of the first of these links, or none."""
    days = [part["made_on"].min() for part in parts if len(part) and part["made_on"].notna().any()]
    return min(days).date() if days else None
