"""What can be told of every area of a geography as one number: an indicator, or what the register has for every 1,000 people."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assetmap.errors import NotFound
from assetmap.models import Geography, Indicator, Measure, Method
from assetmap.services import areas, figures, groups, indicators, neighbourhoods, places
from assetmap.services.figures import ESTIMATE
from assetmap.services.indicators import IndicatorRow
from assetmap.services.vocabulary import vocabulary

ASSETS, GROUPS, OF = "assets", "groups", "assets:"
"""Keys of what the register has: all assets, groups, and assets of one category (followed by its slug)."""


@dataclass(frozen=True)
class Measured:
    """A measure of the areas of a geography: `values` by area (id), only those that are known.

    `indicator` and `period` are none and empty for what the register has; `category` is a category's name. `estimates` is how
    many values are put together from smaller areas.
    """

    key: str
    values: Mapping[int, float]
    indicator: Indicator | None = None
    period: str = ""
    category: str = ""
    estimates: int = 0
    counts_people: bool = False

    @property
    def method(self) -> Method:
        """How its values came about; the register is counted."""
        return self.indicator.method if self.indicator else Method.measured

    @property
    def is_number(self) -> bool:
        """Whether it is a number of things or people, which grows with the area."""
        return self.indicator is not None and self.indicator.measure == Measure.count


def reaches(session: Session, key: str, geography: Geography) -> bool:
    """Whether a measure has one number for areas of a geography; NotFound where there is no such measure."""
    row = indicator_row(session, key)
    if row is None:
        people = indicators.population(session)
        return people is not None and bool(figures.newest(session, people, geography))
    source = figures.source_of(session, row, geography)
    published = source is not None and source.id == geography.id
    return published or (source is not None and row.indicator.measure not in (Measure.rank, Measure.decile))


def indicator_row(session: Session, key: str) -> IndicatorRow | None:
    """The indicator of a measure, none for what the register has; NotFound where there is no such measure."""
    slugs = {each.slug for each in vocabulary(session).categories}
    if key in (ASSETS, GROUPS) or (key.startswith(OF) and key.removeprefix(OF) in slugs):
        return None
    return indicators.get(session, key[:80])


def measured(session: Session, key: str, geography: Geography, period: str = "") -> Measured:
    """A measure over a geography, of the newest period where none is asked for; NotFound for what is not there."""
    row = indicator_row(session, key)
    return _indicator(session, row, geography, period) if row else _register(session, key, geography)


def _indicator(session: Session, row: IndicatorRow, geography: Geography, period: str) -> Measured:
    if period and period not in row.periods:
        raise NotFound(f"'{row.indicator.key}' has no figures for the period '{period[:20]}'.")
    period = period or figures.newest(session, row, geography)
    found = figures.of_geography(session, row, geography, period)
    values = {number: figure.value for number, figure in found.items() if figure.value is not None}
    estimates = sum(figure.kind == ESTIMATE for figure in found.values())
    is_population = row.indicator.key == places.current(session).population_indicator
    return Measured(row.indicator.key, values, row.indicator, period, estimates=estimates, counts_people=is_population)


def _register(session: Session, key: str, geography: Geography) -> Measured:
    row = indicators.population(session)
    period = figures.newest(session, row, geography) if row else ""
    found = figures.of_geography(session, row, geography, period) if row and period else {}
    people = {number: figure.value for number, figure in found.items() if figure.value}
    category = next((each for each in vocabulary(session).categories if key == OF + each.slug), None)
    values = {}
    for area in areas.in_geography(session, geography.key):
        if area.id in people:
            if key == GROUPS:
                count = groups.count_in(session, area)
            else:
                counts = neighbourhoods.category_counts(session, area)
                count = counts.get(category.id, 0) if category else sum(counts.values())
            values[area.id] = count / people[area.id] * 1000
    estimates = sum(figure.kind == ESTIMATE for figure in found.values())
    return Measured(key, values, None, period, category.name if category else "", estimates)
