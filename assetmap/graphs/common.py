"""What groups have in common: one row for each group in the order of their names as nodes, so that no order of rows matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import block_array, csr_array
from scipy.sparse.csgraph import connected_components

from assetmap.graphs.venues import using

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Rows = NDArray[np.int64]
EARTH_M = 6_371_008.8  # mean radius: within a town the distance of two places is right to a few metres
FAINT = 0.25  # a word that many groups have says nothing about two of them: one that 16 of 40 have, or 300 of 2,000
MATCH = ("thing", "weekdays", "needs", "offers", "need", "offer")
OTHER = "other"  # what two groups need and offer as "something else" need not be the same thing


@dataclass(frozen=True)
class Words:
    """Which words (columns) each group (rows) has, and how much it tells that two groups share one: 1 for a word that one group in
    many has, about 0 for one that all have, which is 1 - log(groups with it) / log(1 + groups with any); nothing below `FAINT`."""

    names: Sequence[str]
    has: csr_array
    worth: Floats

    def shared(self, rows: Rows, columns: Rows) -> Floats:
        """What the words are worth that each of some groups shares with each of others, at most 1."""
        telling = csr_array(self.has.multiply(self.worth[None, :]))
        return np.asarray(np.minimum((self.has[rows] @ telling[columns].T).toarray(), 1.0), dtype=float)

    def of_both(self, row: int, column: int) -> list[str]:
        """The telling words that two groups share, those that tell most first."""
        telling = [each for each in both(self.has, row, column) if self.worth[each] > 0]
        return [self.names[each] for each in sorted(telling, key=lambda each: (-self.worth[each], self.names[each]))]


def words_of(values: Sequence[Sequence[str]]) -> Words:
    """The words of each group."""
    names = sorted({word for own in values for word in own})
    at = {word: number for number, word in enumerate(names)}
    rows = [row for row, own in enumerate(values) for _word in set(own)]
    columns = [at[word] for own in values for word in sorted(set(own))]
    has = matrix(rows, columns, (len(values), len(names)))
    count, some = np.asarray(has.sum(axis=0)).ravel(), sum(1 for own in values if own)
    worth = 1 - np.log(np.maximum(count, 1)) / np.log(1 + max(some, 1))
    return Words(names, has, np.where(worth < FAINT, 0.0, worth))


class Common:
    """The groups of a network, side by side. `on` is the day on which notices must stand; `detour` turns straight metres into walked."""

    def __init__(self, nodes: pd.DataFrame, links: pd.DataFrame, notices: pd.DataFrame, on: date, detour: float):
        groups = nodes[nodes["kind"] == "group"].sort_index()
        self.names: list[str] = list(groups.index)
        self.at = {name: number for number, name in enumerate(self.names)}
        self.detour = detour
        self._groups, self._nodes, self._links = groups, nodes, links
        stands = notices["until"].isna() | (notices["until"] >= pd.Timestamp(on))
        self.notices = notices[stands & notices["node"].isin(self.names) & (notices["thing"] != OTHER)]
        self.audiences, self.languages, self.themes, self.areas = (
            words_of([tuple(each) for each in groups[name]]) for name in ("audiences", "languages", "themes", "areas")
        )

    @property
    def size(self) -> int:
        """How many groups there are."""
        return len(self.names)

    @cached_property
    def exact(self) -> Bools:
        """Whose place is known, not only its surroundings."""
        return np.asarray(self._groups["lon"].notna() & ~self._groups["approximate"].astype(bool), dtype=bool)

    @cached_property
    def metres(self) -> Floats:
        """East and north of the equator in metres on the parallel through the middle; missing where no place is known."""
        lon, lat = (np.radians(self._groups[name].to_numpy(dtype=float)) for name in ("lon", "lat"))
        middle = np.nanmean(lat[self.exact]) if self.exact.any() else 0.0
        return np.column_stack([lon * np.cos(middle), lat]) * EARTH_M

    def walk(self, rows: Rows, columns: Rows) -> Floats:
        """How far each of some groups is from each of others on foot, in metres; missing where either's place is not known exactly."""
        one, other = self.metres[rows], self.metres[columns]
        away = np.hypot(one[:, None, 0] - other[None, :, 0], one[:, None, 1] - other[None, :, 1]) * self.detour
        return np.where(self.exact[rows][:, None] & self.exact[columns][None, :], away, np.nan)

    @cached_property
    def known(self) -> csr_array:
        """Who is linked to whom, both ways."""
        inside = self._links["source"].isin(self.at) & self._links["target"].isin(self.at)
        ends = self._links[inside]
        one, other = ([self.at[node] for node in ends[name]] for name in ("source", "target"))
        return matrix([*one, *other], [*other, *one], (self.size, self.size))

    @cached_property
    def assets(self) -> list[str]:
        """The assets in the network, by name of their node."""
        return sorted(self._nodes.index[self._nodes["kind"] == "asset"])

    @cached_property
    def uses(self) -> csr_array:
        """Which asset (columns) each group uses."""
        return self._with_assets(using(self._links))

    @cached_property
    def linked(self) -> csr_array:
        """Which asset (columns) each group is linked to in any way, also since it funds it or sends people there."""
        return self._with_assets(self._links)

    def _with_assets(self, links: pd.DataFrame) -> csr_array:
        place = {name: number for number, name in enumerate(self.assets)}
        ends = links[links["source"].isin(self.at) & links["target"].isin(place)]
        return matrix([self.at[node] for node in ends["source"]], [place[node] for node in ends["target"]], (self.size, len(place)))

    @cached_property
    def runs(self) -> csr_array:
        """Which asset (columns) each group runs."""
        owners = self._nodes["runs_by"].reindex(self.assets).fillna("")
        found = [(self.at[owner], number) for number, owner in enumerate(owners) if owner in self.at]
        return matrix([row for row, _ in found], [column for _, column in found], (self.size, len(self.assets)))

    @cached_property
    def tied(self) -> csr_array:
        """Who need not be introduced: those who are linked, and those of whom one is linked with what the other runs."""
        through = self.linked @ self.runs.T
        return csr_array(self.known + through + through.T)

    @cached_property
    def part(self) -> Rows:
        """The number of the connected part of the network each group is in, over groups and assets."""
        if not self.size:
            return np.zeros(0, dtype=np.int64)
        hang = self.linked + self.runs
        whole = block_array([[self.known, hang], [hang.T, None]]) if len(self.assets) else self.known
        return np.asarray(connected_components(whole, directed=False)[1][: self.size], dtype=np.int64)

    @cached_property
    def alone(self) -> Bools:
        """Who is tied to no other group, not even by an asset that both are linked with."""
        if not self.size:
            return np.zeros(0, dtype=bool)
        return np.asarray(np.bincount(self.part)[self.part] == 1)

    @cached_property
    def matches(self) -> pd.DataFrame:
        """Needs that another group's offer fits: `thing`, `weekdays` (bits; 0 any), rows of groups, what both say in words."""
        notices = self.notices.assign(at=self.notices["node"].map(self.at))[["side", "thing", "at", "words", "weekdays"]]
        needs, offers = (notices[notices["side"] == side].drop(columns="side") for side in ("need", "offer"))
        found = needs.merge(offers, on="thing", suffixes=("_need", "_offer"))
        one, other = found["weekdays_need"], found["weekdays_offer"]
        found["weekdays"] = (one & other).where((one > 0) & (other > 0), one | other)
        found = found[(found["weekdays"] > 0) | ((one == 0) & (other == 0))]
        found = found[found["at_need"] != found["at_offer"]]
        names = {"at_need": "needs", "at_offer": "offers", "words_need": "need", "words_offer": "offer"}
        return found.rename(columns=names)[list(MATCH)]

    @cached_property
    def fits(self) -> csr_array:
        """Of which two groups one needs what the other offers."""
        one, other = self.matches["needs"], self.matches["offers"]
        return matrix([*one, *other], [*other, *one], (self.size, self.size))

    def fits_of(self, row: int, column: int) -> list[dict[str, Any]]:
        """The matches of two groups, with the nodes of who `needs` and who `offers`."""
        needs, offers = self.matches["needs"].to_numpy(), self.matches["offers"].to_numpy()
        mine = np.flatnonzero(((needs == row) & (offers == column)) | ((needs == column) & (offers == row)))
        records = zip(*(self.matches[name].iloc[mine].tolist() for name in MATCH), strict=True)
        found: list[dict[str, Any]] = [dict(zip(MATCH, record, strict=True)) for record in sorted(records)]
        return [each | {"needs": self.names[each["needs"]], "offers": self.names[each["offers"]]} for each in found]


def shared(own: csr_array, rows: Rows, columns: Rows) -> Floats:
    """How many of a matrix's columns each of some rows shares with each of others, dense."""
    return np.asarray((own[rows] @ own[columns].T).toarray(), dtype=float)


def both(own: csr_array, row: int, column: int) -> list[int]:
    """Which columns two rows of a matrix share."""
    one, other = (set(own.indices[own.indptr[each] : own.indptr[each + 1]].tolist()) for each in (row, column))
    return sorted(one & other)


def matrix(rows: Sequence[int], columns: Sequence[int], shape: tuple[int, int]) -> csr_array:
    """A matrix with a 1 at each of these rows and columns, 0 elsewhere."""
    made: csr_array = csr_array((np.ones(len(rows)), (np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64))), shape=shape)
    made.sum_duplicates()
    made.data[:] = 1.0
    return made
