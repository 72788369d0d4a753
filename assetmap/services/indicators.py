"""Indicators: what is measured, where, and for which periods."""

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.errors import NotFound
from assetmap.models import Area, Geography, Indicator, Observation
from assetmap.services import places
from assetmap.services.periods import newest_first
from assetmap.services.remember import remembered_of_place


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator, the geographies it is published for, its periods (newest first) and how many areas have a value.

    `known` holds the periods (newest first) of each geography (id), since not every one has them all.
    """

    indicator: Indicator
    geographies: list[Geography]
    periods: list[str]
    areas: int
    known: dict[int, list[str]] = field(default_factory=dict)


def listed(session: Session) -> list[IndicatorRow]:
    """All indicators with where and when they are known."""
    return remembered_of_place(session, "indicators", lambda: _listed(session))


def _listed(session: Session) -> list[IndicatorRow]:
    query = (
        select(Observation.indicator_id, Area.geography_id, Observation.period, func.count(Observation.value))
        .join(Area, Area.id == Observation.area_id)
        .group_by(Observation.indicator_id, Area.geography_id, Observation.period)
    )
    geographies = {each.id: each for each in session.scalars(select(Geography).order_by(Geography.level, Geography.key))}
    known: dict[int, list[tuple[int, str, int]]] = {}
    for indicator_id, geography_id, period, count in session.execute(query):
        known.setdefault(indicator_id, []).append((geography_id, period, count))
    rows = [_row(indicator, known.get(indicator.id, []), geographies) for indicator in all_of_them(session)]
    for each in (*geographies.values(), *(row.indicator for row in rows)):
        session.expunge(each)
    return rows


def _row(indicator: Indicator, known: list[tuple[int, str, int]], geographies: dict[int, Geography]) -> IndicatorRow:
    periods = newest_first(period for _, period, _ in known)
    newest = sum(count for _, period, count in known if periods and period == periods[0])
    of_each = {number: newest_first(period for other, period, _ in known if other == number) for number, _, _ in known}
    return IndicatorRow(indicator, [each for number, each in geographies.items() if number in of_each], periods, newest, of_each)


def all_of_them(session: Session) -> list[Indicator]:
    """All indicators in the order of their source."""
    return list(session.scalars(select(Indicator).order_by(Indicator.position, Indicator.key)))


def population(session: Session) -> IndicatorRow | None:
    """The indicator that counts the people of this place, or none where it is not loaded."""
    key = places.current(session).population_indicator
    return next((row for row in listed(session) if row.indicator.key == key), None)


def get(session: Session, key: str) -> IndicatorRow:
    """The indicator with this key; NotFound where there is none."""
    found = next((row for row in listed(session) if row.indicator.key == key), None)
    if found is None:
        raise NotFound(f"There is no indicator called '{key}'.")
    return found
