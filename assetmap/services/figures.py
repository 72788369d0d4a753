"""What an indicator says about each area of a geography: as published, or put together from smaller areas and marked so."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from assetmap.geo.figures import rank
from assetmap.models import Area, AreaLookup, Geography, Indicator, Observation, Polarity
from assetmap.services import areas, estimates, indicators, places
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered_of_place

PUBLISHED, ESTIMATE, RANGE, NONE = "published", "estimate", "range", "none"


@dataclass(frozen=True)
class Figure:
    """One indicator for one area. `kind` says how the value came about:

    `published`; an `estimate` from smaller areas by the people living there; a `range` of ranks or deciles, which are never
    averaged; or `none`. `covered` is the share of people (0 to 1) an estimate rests on. `rank` 1 is the worst off where the
    indicator says which way is better, else the highest.
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
    known: int = 0
    covered: float = 0.0
    rank: int | None = None
    peers: int = 0
    source_geography: Geography | None = None
    whole: "Figure | None" = None
    whole_title: str = ""

    @property
    def whole_value(self) -> float | None:
        """The whole place's value, to compare with."""
        return self.whole.value if self.whole else None


def of_geography(session: Session, row: IndicatorRow, geography: Geography, period: str) -> dict[int, Figure]:
    """The indicator's figure for each area (id) of a geography in a period."""
    question = ("figures", row.indicator.key, geography.key, period)
    return remembered_of_place(session, question, lambda: _of_geography(session, row, geography, period))


def _of_geography(session: Session, row: IndicatorRow, geography: Geography, period: str) -> dict[int, Figure]:
    members = list(session.scalars(select(Area.id).where(Area.geography_id == geography.id)))
    source = source_of(session, row, geography)
    if source is None:
        return {number: Figure(row.indicator, number, period, NONE) for number in members}
    found = _published(session, row, geography, period) if source.id == geography.id else _combined(session, row, source, geography, period)
    values = [figure.value for figure in found.values() if figure.value is not None]
    first_highest = row.indicator.polarity != Polarity.high
    return {
        number: _ranked(found.get(number, Figure(row.indicator, number, period, NONE)), values, first_highest, source) for number in members
    }


def source_of(session: Session, row: IndicatorRow, geography: Geography) -> Geography | None:
    """The geography a figure for this one comes from: itself, or the smallest published one that nests in it, or none."""
    if any(each.id == geography.id for each in row.geographies):
        return geography
    nested = {child for child, parent in _nesting(session) if parent == geography.id}
    return next((each for each in reversed(row.geographies) if each.id in nested), None)


def _nesting(session: Session) -> set[tuple[int, int]]:
    def find() -> set[tuple[int, int]]:
        child, parent = aliased(Area), aliased(Area)
        query = select(child.geography_id, parent.geography_id).select_from(AreaLookup).distinct()
        pairs = session.execute(query.join(child, child.id == AreaLookup.child_id).join(parent, parent.id == AreaLookup.parent_id))
        return {(int(small), int(large)) for small, large in pairs}

    return remembered_of_place(session, "nesting", find)


def _published(session: Session, row: IndicatorRow, geography: Geography, period: str) -> dict[int, Figure]:
    query = (
        select(Observation.area_id, Observation.value, Observation.lower, Observation.upper)
        .join(Area, Area.id == Observation.area_id)
        .where(Observation.indicator_id == row.indicator.id, Observation.period == period, Area.geography_id == geography.id)
    )
    return {
        number: Figure(row.indicator, number, period, PUBLISHED if value is not None else NONE, value, lower, upper)
        for number, value, lower, upper in session.execute(query)
    }


def _combined(session: Session, row: IndicatorRow, source: Geography, geography: Geography, period: str) -> dict[int, Figure]:
    found = estimates.of_geography(session, row, source, geography, period)
    return {number: _estimate(row, period, each) for number, each in found.items()}


def _estimate(row: IndicatorRow, period: str, each: dict[str, Any]) -> Figure:
    value = None if pd.isna(each["value"]) else float(each["value"])
    known = int(each["known"])
    kind = ESTIMATE if value is not None else RANGE if known and each["measure"] in ("rank", "decile") else NONE
    spread = (float(each["lowest"]), float(each["highest"])) if known else (None, None)
    numbers = {"parts": int(each["parts"]), "known": known, "covered": float(each["covered"])}
    return Figure(row.indicator, int(each["area_id"]), period, kind, value, lowest=spread[0], highest=spread[1], **numbers)  # type: ignore[arg-type]


def _ranked(figure: Figure, values: list[float], highest_first: bool, source: Geography) -> Figure:
    place = rank(figure.value, values, highest_first)
    return replace(figure, rank=place, peers=len(values), source_geography=source)


def of_area(session: Session, area: Area) -> list[Figure]:
    """Every indicator's newest figure for an area, each with the whole place's beside it."""
    everything = areas.whole(session)
    found = []
    for row in indicators.listed(session):
        if not row.periods or _nothing_here(row, session, area.geography, everything.geography):
            continue
        period = row.periods[0]
        mine = of_geography(session, row, area.geography, period)[area.id]
        whole = of_geography(session, row, everything.geography, period).get(everything.id)
        found.append(mine if area.id == everything.id else replace(mine, whole=whole, whole_title=everything.title))
    return found


def _nothing_here(row: IndicatorRow, session: Session, geography: Geography, whole: Geography) -> bool:
    return source_of(session, row, geography) is None and source_of(session, row, whole) is None


def population(session: Session, area: Area) -> Figure | None:
    """How many people live in an area, or none where that is not known."""
    row = next((row for row in indicators.listed(session) if row.indicator.key == places.current(session).population_indicator), None)
    if row is None or not row.periods:
        return None
    figure = of_geography(session, row, area.geography, row.periods[0]).get(area.id)
    return figure if figure is not None and figure.value else None
