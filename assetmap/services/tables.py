"""One indicator over all areas of a geography: classes for a map, rows for a table, a spread for a chart."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from assetmap.errors import NotFound
from assetmap.geo.classes import Class, class_of, classify
from assetmap.models import Area, Geography, Measure, Polarity
from assetmap.services import areas, figures, places
from assetmap.services.figures import Figure
from assetmap.services.indicators import IndicatorRow


@dataclass(frozen=True)
class TableRow:
    """An area with its figure, the number of its class and the colour of that."""

    area: Area
    figure: Figure
    number: int | None
    class_colour: str | None


@dataclass(frozen=True)
class IndicatorTable:
    """An indicator over a geography in a period; rows are worst first where one way is better, else highest first."""

    row: IndicatorRow
    geography: Geography
    geographies: list[Geography]
    period: str
    rows: list[TableRow]
    classes: list[Class]
    whole: Figure | None

    @property
    def periods(self) -> list[str]:
        """The periods there are figures for, the newest first."""
        return self.row.periods

    @property
    def known(self) -> int:
        """How many areas have a value."""
        return sum(each.figure.value is not None for each in self.rows)

    @property
    def missing(self) -> int:
        """How many areas have none."""
        return len(self.rows) - self.known


def table(session: Session, row: IndicatorRow, geography: str = "", period: str = "") -> IndicatorTable:
    """The table of an indicator; the smallest published geography and the newest period where none is asked for."""
    possible = choices(session, row)
    owner = next((each for each in possible if each.key == geography), None)
    if geography and owner is None:
        raise NotFound(f"'{row.indicator.key}' has no figures for the geography '{geography}'.")
    owner = owner or default_geography(row, possible)
    if period and period not in row.periods:
        raise NotFound(f"'{row.indicator.key}' has no figures for the period '{period}'.")
    period = period or figures.newest(session, row, owner)
    found = figures.of_geography(session, row, owner, period)
    classes = classify(
        [each.value for each in found.values() if each.value is not None],
        deciles=row.indicator.measure == Measure.decile,
        darker_is_higher=row.indicator.polarity != Polarity.high,
    )
    rows = [_table_row(area, found[area.id], classes) for area in areas.in_geography(session, owner.key)]
    rows.sort(key=lambda each: (each.figure.rank or len(rows) + 1, each.area.name))
    return IndicatorTable(row, owner, possible, period, rows, classes, _whole(session, row, owner, period))


def _table_row(area: Area, figure: Figure, classes: list[Class]) -> TableRow:
    number = class_of(figure.value, classes)
    return TableRow(area, figure, number, classes[number].colour if number is not None else None)


def choices(session: Session, row: IndicatorRow) -> list[Geography]:
    """The geographies an indicator can be shown for: published, or put together from smaller areas."""
    return [each for each in areas.geographies(session, with_shapes=False) if figures.source_of(session, row, each) is not None]


def default_geography(row: IndicatorRow, possible: list[Geography]) -> Geography:
    """The smallest geography the indicator is published for."""
    published = {each.id for each in row.geographies}
    found = [each for each in possible if each.id in published]
    if not found:
        raise NotFound(f"'{row.indicator.key}' has no figures yet.")
    return found[-1]


def _whole(session: Session, row: IndicatorRow, geography: Geography, period: str) -> Figure | None:
    everything = areas.whole(session)
    if geography.key == places.current(session).whole_geography:
        return None
    found = figures.of_geography(session, row, everything.geography, period).get(everything.id)
    return replace(found, whole_title=everything.title) if found else None
