"""Need by assets: an indicator and how many assets there are for 1,000 people, each in thirds, over all areas of a geography.

Few entries may only mean that few were registered: whoever shows this must say so.
"""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.errors import BadQuery
from assetmap.geo.classes import Class, class_of
from assetmap.models import Area, Asset, Geography, PatchArea, Polarity
from assetmap.services import figures, indicators, tables, tiles
from assetmap.services.figures import Figure
from assetmap.services.filters import Filters, conditions
from assetmap.services.indicators import IndicatorRow
from assetmap.services.neighbourhoods import per_1000
from assetmap.services.remember import remembered
from assetmap.services.tables import IndicatorTable
from assetmap.services.vocabulary import vocabulary

Cell = tuple[int, int]


@dataclass(frozen=True)
class CrossedRow:
    """An area: its figure, its assets, how many that is for 1,000 people, and its cell.

    A cell is the third of the need (0 low, 1 middling, 2 high) and the third of the assets (0 few, 1 some, 2 many); none where
    the figure or the number of people is not known. Where one way is better, need is high where the figure is bad.
    """

    area: Area
    figure: Figure
    assets: int
    people: Figure | None
    per_1000: float | None
    cell: Cell | None


@dataclass(frozen=True)
class Crossing:
    """Need by assets over a geography; high need with few assets comes first. `need` and `assets` are the classes of each."""

    table: IndicatorTable
    rows: list[CrossedRow]
    need: list[Class]
    assets: list[Class]
    total: int

    @property
    def counts(self) -> dict[Cell, int]:
        """How many areas are in each cell."""
        return Counter(each.cell for each in self.rows if each.cell is not None)

    @property
    def missing(self) -> int:
        """How many areas are in none."""
        return sum(each.cell is None for each in self.rows)


def crossing(session: Session, row: IndicatorRow, geography: str, period: str, filters: Filters) -> Crossing:
    """Need by assets; NotFound where the indicator has no such geography or period, BadQuery where there are too many areas."""
    if geography in tiles.pyramids(session):
        raise BadQuery([f"'{geography}' has too many areas for a map of two measures; choose larger ones."])
    table = tables.table(session, row, geography, period)
    counts = counted(session, table.geography, filters)
    people = _people(session, table.geography)
    rates = {each.area.id: per_1000(counts.get(each.area.id, 0), _value(people.get(each.area.id))) for each in table.rows}
    need = tables.thirds([each.figure.value for each in table.rows if each.figure.value is not None])
    assets = tables.thirds([rate for rate in rates.values() if rate is not None])
    rows = [
        CrossedRow(
            each.area,
            each.figure,
            counts.get(each.area.id, 0),
            people.get(each.area.id),
            rates[each.area.id],
            _cell(each.figure, rates[each.area.id], need, assets),
        )
        for each in table.rows
    ]
    rows.sort(key=lambda each: (each.cell is None, *((-each.cell[0], each.cell[1]) if each.cell else (0, 0)), each.area.name))
    return Crossing(table, rows, need, assets, sum(counts.values()))


def counted(session: Session, geography: Geography, filters: Filters) -> dict[int, int]:
    """How many assets under some filters each area (id) of a geography has."""

    def count() -> dict[int, int]:
        patches = select(Asset.patch_id, func.count().label("assets")).where(Asset.patch_id.is_not(None))
        patches = patches.where(*conditions(session, vocabulary(session), filters)).group_by(Asset.patch_id)
        each = patches.subquery()
        query = select(PatchArea.area_id, func.sum(each.c.assets)).join(each, each.c.patch_id == PatchArea.patch_id)
        query = query.join(Area, Area.id == PatchArea.area_id).where(Area.geography_id == geography.id).group_by(PatchArea.area_id)
        return {int(area): int(total) for area, total in session.execute(query)}

    return remembered(session, ("assets of areas", geography.key, filters), count)


def _people(session: Session, geography: Geography) -> dict[int, Figure]:
    """How many people each area (id) has, in the newest period; nothing where that is not known."""
    row = indicators.population(session)
    period = figures.newest(session, row, geography) if row else ""
    return figures.of_geography(session, row, geography, period) if row and period else {}


def _value(figure: Figure | None) -> float | None:
    return figure.value if figure is not None else None


def _cell(figure: Figure, rate: float | None, need: list[Class], assets: list[Class]) -> Cell | None:
    first, second = _third(figure.value, need), _third(rate, assets)
    if first is None or second is None:
        return None
    return (2 - first if figure.indicator.polarity == Polarity.high else first), second


def _third(value: float | None, classes: list[Class]) -> int | None:
    """0, 1 or 2; of two classes the outer ones, and of a single one the middle."""
    number = class_of(value, classes)
    return number if number is None or len(classes) == 3 else {1: (1,), 2: (0, 2)}[len(classes)][number]
