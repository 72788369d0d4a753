"""Two indicators side by side: where both can be shown, and one row for each area with both figures."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from assetmap.models import Area
from assetmap.services import tables
from assetmap.services.indicators import IndicatorRow
from assetmap.services.tables import Choice, IndicatorTable, TableRow


@dataclass(frozen=True)
class PairRow:
    """An area with the row that it has in either table."""

    area: Area
    left: TableRow
    right: TableRow


@dataclass(frozen=True)
class Pair:
    """Two tables of the same areas, and their rows in the order of the left one."""

    left: IndicatorTable
    right: IndicatorTable
    rows: list[PairRow]


def pair(session: Session, rows: tuple[IndicatorRow, IndicatorRow], geography: str, periods: tuple[str, str], choice: Choice) -> Pair:
    """Two indicators over the same geography; NotFound where either has no figures for it or for its period."""
    left, right = (tables.table(session, row, geography, period, choice) for row, period in zip(rows, periods, strict=True))
    there = {each.area.id: each for each in right.rows}
    return Pair(left, right, [PairRow(each.area, each, there[each.area.id]) for each in left.rows])
