"""An indicator over a geography as columns: for geographies with so many areas that an object for each would fill the memory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Area, Geography, Observation, Polarity, ValueState
from assetmap.services import figures
from assetmap.services.figures import NONE, PUBLISHED, Figure
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered_of_place

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Row = tuple[int, float | None, float | None, float | None, bool]
"""An area's id, its value with the ends of its interval, and whether the publisher holds it back."""


@dataclass(frozen=True)
class Members:
    """The areas of a geography in code order: their ids, codes and titles, and where in this order each code stands."""

    ids: Places
    codes: list[str]
    titles: list[str]
    places: dict[str, int]

    @property
    def kept_parts(self) -> int:
        """How much memory this takes, counted in figures of the usual kind."""
        return len(self.codes) // 2 + 1


@dataclass(frozen=True)
class Values:
    """An indicator's values for the `members` of a geography, in their order; not a number where there is none.

    `source` is the geography they come from: the same one where they are published, a smaller one where they are estimates,
    none where nothing is known. `held` says which values their publisher holds back. `ranked` holds the known values from the
    lowest to the highest.
    """

    row: IndicatorRow
    geography: Geography
    period: str
    source: Geography | None
    members: Members
    value: Numbers
    lower: Numbers
    upper: Numbers
    held: NDArray[np.bool_]
    ranked: Numbers

    @property
    def kept_parts(self) -> int:
        """How much memory this takes, counted in figures of the usual kind; the members are kept on their own."""
        return len(self.value) // 10 + 1

    @property
    def published(self) -> bool:
        """Whether the values are as published for this geography."""
        return self.source is not None and self.source.id == self.geography.id

    @property
    def ranks(self) -> Places:
        """Each area's place among its peers, 1 being the worst off (or the highest); 0 where there is no value."""
        if self.row.indicator.polarity == Polarity.high:
            places = np.searchsorted(self.ranked, self.value, side="left") + 1
        else:
            places = len(self.ranked) - np.searchsorted(self.ranked, self.value, side="right") + 1
        return np.where(np.isnan(self.value), 0, places)


def of_geography(session: Session, row: IndicatorRow, geography: Geography, period: str) -> Values:
    """The values of an indicator for a geography in a period."""
    question = ("values", row.indicator.key, geography.key, period)
    return remembered_of_place(session, question, lambda: _of_geography(session, row, geography, period))


def members(session: Session, geography: Geography) -> Members:
    """The areas of a geography in code order."""

    def find() -> Members:
        query = select(Area.id, Area.code, Area.name, Area.other_name).where(Area.geography_id == geography.id)
        rows = sorted(session.execute(query).all(), key=lambda row: row.code)
        codes = [row.code for row in rows]
        titles = [row.other_name or row.name for row in rows]
        return Members(np.array([row.id for row in rows], np.int64), codes, titles, {code: at for at, code in enumerate(codes)})

    return remembered_of_place(session, ("members", geography.key), find)


def _of_geography(session: Session, row: IndicatorRow, geography: Geography, period: str) -> Values:
    own = members(session, geography)
    source = figures.source_of(session, row, geography, period)
    rows: list[Row] = []
    if source is not None and source.id == geography.id:
        rows = _published(session, row, geography, period)
    elif source is not None:
        found = figures.of_geography(session, row, geography, period)
        rows = [(number, each.value, each.lower, each.upper, False) for number, each in found.items()]
    value, lower, upper, held = _columns(own.ids, rows)
    return Values(row, geography, period, source, own, value, lower, upper, held == 1, np.sort(value[~np.isnan(value)]))


def _published(session: Session, row: IndicatorRow, geography: Geography, period: str) -> list[Row]:
    query = (
        select(Observation.area_id, Observation.value, Observation.lower, Observation.upper, Observation.state == ValueState.suppressed)
        .join(Area, Area.id == Observation.area_id)
        .where(Observation.indicator_id == row.indicator.id, Observation.period == period, Area.geography_id == geography.id)
    )
    return [(number, value, lower, upper, held) for number, value, lower, upper, held in session.execute(query)]


def _columns(ids: Places, rows: list[Row]) -> Numbers:
    """The value, the lower and the upper end and the mark of each of the areas `ids`; not a number where there is none."""
    table = np.full((4, len(ids)), np.nan)
    if rows:
        order = np.argsort(ids)
        given = np.array(rows, dtype=float)  # none becomes not a number
        table[:, order[np.searchsorted(ids[order], given[:, 0].astype(np.int64))]] = given[:, 1:].T
    return table


def figure(session: Session, values: Values, place: int) -> Figure:
    """The figure of the area at a place in the members' order, with everything that must be read with it."""
    number = int(values.members.ids[place])
    if not values.published:
        return figures.of_geography(session, values.row, values.geography, values.period)[number]
    value, lower, upper = (None if np.isnan(each[place]) else float(each[place]) for each in (values.value, values.lower, values.upper))
    return Figure(
        values.row.indicator,
        number,
        values.period,
        NONE if value is None else PUBLISHED,
        value,
        lower,
        upper,
        rank=int(values.ranks[place]) or None,
        peers=len(values.ranked),
        source_geography=values.source,
        state=ValueState.known if value is not None else ValueState.suppressed if values.held[place] else ValueState.missing,
    )
