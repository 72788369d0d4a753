"""What an indicator says about each area of a geography: as published, or put together from smaller areas and marked so."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from assetmap.geo.figures import ranks
from assetmap.models import Area, AreaLookup, Geography, Indicator, Observation, Polarity, ValueState
from assetmap.services import estimates, indicators
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered_of_place

PUBLISHED, ESTIMATE, RANGE, NONE = "published", "estimate", "range", "none"


@dataclass(frozen=True)
class Figure:
    """One indicator for one area. `kind` says how the value came about:

    `published`; an `estimate` from smaller areas by the people living there; a `range` of ranks or deciles, which are never
    averaged; or `none`, and then `state` says whether its publisher holds it back. An estimate rests on `known` of `parts`
    small areas, of which `partly` lie only partly in this one, and on the share `covered` (0 to 1) of the people. `rank` 1 is
    the worst off where the indicator says which way is better, else the highest.
    """

    indicator: Indicator
    area_id: int
    period: str
    kind: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    lowest: float | None = None
    highest: float | None = None
    parts: int = 0
    partly: int = 0
    known: int = 0
    covered: float = 0.0
    rank: int | None = None
    peers: int = 0
    source_geography: Geography | None = None
    whole_title: str = ""
    state: ValueState = ValueState.known


def of_geography(session: Session, row: IndicatorRow, geography: Geography, period: str) -> dict[int, Figure]:
    """The indicator's figure for each area (id) of a geography in a period."""
    question = ("figures", row.indicator.key, geography.key, period)
    return remembered_of_place(session, question, lambda: _of_geography(session, row, geography, period))


def _of_geography(session: Session, row: IndicatorRow, geography: Geography, period: str) -> dict[int, Figure]:
    members = list(session.scalars(select(Area.id).where(Area.geography_id == geography.id)))
    nothing = {number: Figure(row.indicator, number, period, NONE, state=ValueState.missing) for number in members}
    source = source_of(session, row, geography, period)
    if source is None:
        return nothing
    found = _published(session, row, geography, period) if source.id == geography.id else _combined(session, row, source, geography, period)
    return _ranked(nothing | found, row.indicator.polarity != Polarity.high, source)


def _ranked(found: Mapping[int, Figure], highest_first: bool, source: Geography) -> dict[int, Figure]:
    known = {number: figure.value for number, figure in found.items() if figure.value is not None}
    place = dict(zip(known, ranks(list(known.values()), highest_first), strict=True))
    return {number: replace(figure, rank=place.get(number), peers=len(known), source_geography=source) for number, figure in found.items()}


def source_of(session: Session, row: IndicatorRow, geography: Geography, period: str = "") -> Geography | None:
    """The geography a figure for this one comes from: itself, or the smallest published one with lookups to it, or none.

    Asked without a period, it is that of any period.
    """
    published = [each for each in row.geographies if not period or period in row.known.get(each.id, ())]
    if any(each.id == geography.id for each in published):
        return geography
    nested = {child for child, parent in _nesting(session) if parent == geography.id}
    return next((each for each in reversed(published) if each.id in nested), None)


def periods_of(session: Session, row: IndicatorRow, geography: Geography) -> list[str]:
    """The periods with figures for a geography, its own or put together, the newest first."""
    return [period for period in row.periods if source_of(session, row, geography, period) is not None]


def _nesting(session: Session) -> set[tuple[int, int]]:
    def find() -> set[tuple[int, int]]:
        child, parent = aliased(Area), aliased(Area)
        query = select(child.geography_id, parent.geography_id).select_from(AreaLookup).distinct()
        pairs = session.execute(query.join(child, child.id == AreaLookup.child_id).join(parent, parent.id == AreaLookup.parent_id))
        return {(int(small), int(large)) for small, large in pairs}

    return remembered_of_place(session, "nesting", find)


def _published(session: Session, row: IndicatorRow, geography: Geography, period: str) -> dict[int, Figure]:
    query = (
        select(Observation.area_id, Observation.value, Observation.lower, Observation.upper, Observation.state)
        .join(Area, Area.id == Observation.area_id)
        .where(Observation.indicator_id == row.indicator.id, Observation.period == period, Area.geography_id == geography.id)
    )
    return {
        number: Figure(row.indicator, number, period, PUBLISHED if value is not None else NONE, value, lower, upper, state=state)
        for number, value, lower, upper, state in session.execute(query)
    }


def _combined(session: Session, row: IndicatorRow, source: Geography, geography: Geography, period: str) -> dict[int, Figure]:
    found = estimates.of_geography(session, row, source, geography, period)
    return {number: _estimate(row, period, each) for number, each in found.items()}


def _estimate(row: IndicatorRow, period: str, each: dict[str, Any]) -> Figure:
    value = None if pd.isna(each["value"]) else float(each["value"])
    known = int(each["known"])
    kind = ESTIMATE if value is not None else RANGE if known and each["measure"] in ("rank", "decile") else NONE
    return Figure(
        row.indicator,
        int(each["area_id"]),
        period,
        kind,
        value,
        lowest=float(each["lowest"]) if known else None,
        highest=float(each["highest"]) if known else None,
        parts=int(each["parts"]),
        partly=int(each["partly"]),
        known=known,
        covered=float(each["covered"]),
        state=ValueState.missing if kind == NONE else ValueState.known,
    )


def newest(session: Session, row: IndicatorRow, geography: Geography) -> str:
    """The newest period with figures for a geography, empty where there is none."""
    return next(iter(periods_of(session, row, geography)), "")


def trend(session: Session, row: IndicatorRow, area: Area) -> list[Figure]:
    """An area's figures of every period, the oldest first; periods without one are left out."""
    periods = reversed(periods_of(session, row, area.geography))
    figures = (of_geography(session, row, area.geography, period).get(area.id) for period in periods)
    return [figure for figure in figures if figure is not None and figure.kind != NONE]


def population(session: Session, area: Area) -> Figure | None:
    """How many people live in an area, or none where that is not known."""
    row = indicators.population(session)
    period = newest(session, row, area.geography) if row else ""
    figure = of_geography(session, row, area.geography, period).get(area.id) if row and period else None
    return figure if figure is not None and figure.value else None
