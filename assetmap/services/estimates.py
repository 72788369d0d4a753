"""Figures for larger areas put together from those of smaller ones, many indicators in one pass. The rule is in geo/figures.py."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from assetmap.geo.figures import combine
from assetmap.models import Area, AreaLookup, Geography, Indicator, Observation
from assetmap.services import indicators
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered_of_place

Rows = dict[int, dict[str, Any]]


def of_geography(session: Session, row: IndicatorRow, source: Geography, geography: Geography, period: str) -> Rows:
    """For each area (id) of a geography the row that `combine` gives for one indicator and period, from the areas of `source`."""
    if period == next(iter(row.known.get(source.id, ())), None):
        return _newest(session, source, geography).get(row.indicator.id, {})
    return _combined(session, source, geography, [(row.indicator, period)]).get(row.indicator.id, {})


def _newest(session: Session, source: Geography, geography: Geography) -> dict[int, Rows]:
    """The newest period of every indicator that is known for `source`."""

    def find() -> dict[int, Rows]:
        here = [row for row in indicators.listed(session) if source.id in row.known]
        return _combined(session, source, geography, [(row.indicator, row.known[source.id][0]) for row in here])

    return remembered_of_place(session, ("newest estimates", source.key, geography.key), find)


def _combined(session: Session, source: Geography, geography: Geography, asked: Sequence[tuple[Indicator, str]]) -> dict[int, Rows]:
    lookups = _lookups(session, source, geography)
    values = _values(session, source, asked)
    people = {key: _people(session, source, key) for key in {indicator.weight for indicator, _period in asked}}
    columns = [(indicator, period, values.get((indicator.id, period), {}), people[indicator.weight]) for indicator, period in asked]
    parts = pd.concat([_parts(lookups, *each) for each in columns], ignore_index=True)
    found: dict[int, Rows] = {}
    for each in combine(parts).to_dict("records"):
        found.setdefault(int(each["indicator_id"]), {})[int(each["area_id"])] = {str(name): value for name, value in each.items()}
    return found


def _lookups(session: Session, source: Geography, geography: Geography) -> pd.DataFrame:
    """The small areas (`child_id`) of each larger one (`area_id`), and how much of each counts (`share`)."""
    child, parent = aliased(Area), aliased(Area)
    query = (
        select(AreaLookup.parent_id, AreaLookup.child_id, AreaLookup.share)
        .join(child, (child.id == AreaLookup.child_id) & (child.geography_id == source.id))
        .join(parent, (parent.id == AreaLookup.parent_id) & (parent.geography_id == geography.id))
    )
    return pd.DataFrame(session.execute(query).all(), columns=["area_id", "child_id", "share"])


def _values(session: Session, source: Geography, asked: Sequence[tuple[Indicator, str]]) -> dict[tuple[int, str], dict[int, float]]:
    """The known values of each indicator and period by small area (id)."""
    query = (
        select(Observation.indicator_id, Observation.period, Observation.area_id, Observation.value)
        .join(Area, (Area.id == Observation.area_id) & (Area.geography_id == source.id))
        .where(
            Observation.indicator_id.in_({indicator.id for indicator, _period in asked}),
            Observation.period.in_({period for _indicator, period in asked}),
            Observation.value.is_not(None),
        )
    )
    found: dict[tuple[int, str], dict[int, float]] = {}
    for indicator_id, period, area_id, value in session.execute(query):
        found.setdefault((indicator_id, period), {})[area_id] = float(value or 0.0)  # none are null, see above
    return found


def _people(session: Session, source: Geography, weight: str) -> dict[int, float]:
    """How many people each small area (id) has of those an indicator is about: as last published, or else put together too.

    Areas of another vintage, say, have figures but no population of the year: theirs comes from the areas that have one.
    """
    row = next((row for row in indicators.listed(session) if row.indicator.key == weight), None)
    if row is None:
        return {}
    if source.id in row.known:
        newest = row.indicator, row.known[source.id][0]
        return _values(session, source, [newest]).get((row.indicator.id, newest[1]), {})
    smaller = next((each for each in reversed(row.geographies) if len(_lookups(session, each, source))), None)
    found = of_geography(session, row, smaller, source, row.known[smaller.id][0]) if smaller else {}
    return {area: float(each["value"]) for area, each in found.items() if not pd.isna(each["value"])}


def _parts(lookups: pd.DataFrame, indicator: Indicator, period: str, values: dict[int, float], people: dict[int, float]) -> pd.DataFrame:
    """The small areas with one indicator's values, as `combine` wants them."""
    return lookups.assign(
        indicator_id=indicator.id,
        period=period,
        measure=indicator.measure.value,
        value=lookups["child_id"].map(values).astype(float),
        people=lookups["child_id"].map(people).astype(float),
    )
