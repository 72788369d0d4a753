"""Assets on a map tile: counted in the database under the list's own filters, so that both always add up."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, literal, literal_column, select
from sqlalchemy.orm import Session

from assetmap.db import is_sqlite
from assetmap.geo import cells
from assetmap.models import Asset
from assetmap.services.filters import Filters, conditions
from assetmap.services.freshness import said_on
from assetmap.services.hints import TILES
from assetmap.services.matching import Condition
from assetmap.services.vocabulary import Vocabulary, vocabulary

AGGREGATES: tuple[Any, ...] = (func.count(), func.sum(Asset.x), func.sum(Asset.y), func.min(Asset.id))
SINGLE = (Asset.id, Asset.name, Asset.category_id, Asset.approximate, Asset.confirmed_on, Asset.source_date, Asset.updated_at)
Counted = tuple[int, float, float, int]


@dataclass(frozen=True)
class Cluster:
    """`count` assets round one point in degrees; where it is a single one, which, and the day that speaks for it."""

    lon: float
    lat: float
    count: int
    id: int | None = None
    name: str = ""
    category: str = ""
    approximate: bool = False
    right_on: date | None = None


def tile(session: Session, z: int, x: int, y: int, filters: Filters) -> list[Cluster]:
    """The clusters of a map tile: at most 64, each with the mean position of its assets."""
    words = vocabulary(session)
    count = _in_turn if is_sqlite(session) else _at_once
    rows = list(count(session, cells.tile_range(z, x, y), cells.cluster_shift(z), conditions(session, words, filters)))
    singles = _singles(session, words, [number for count, _, _, number in rows if count == 1])
    return [Cluster(*cells.degrees(x, y), count, *(singles.get(number, ()) if count == 1 else ())) for count, x, y, number in rows]


def _at_once(session: Session, span: tuple[int, int], shift: int, where: list[Condition]) -> Iterable[Counted]:
    """The count, the mean position and the smallest id of each cluster: one GROUP BY."""
    cluster = Asset.cell.op(">>")(literal_column(str(shift)))
    rows = session.execute(select(*AGGREGATES).where(Asset.cell.between(*span), *where).group_by(cluster))
    return ((row[0], float(row[1] / row[0]), float(row[2] / row[0]), row[3]) for row in rows)


def _in_turn(session: Session, span: tuple[int, int], shift: int, where: list[Condition]) -> Iterable[Counted]:
    """The same, cluster by cluster: SQLite would sort every row for a GROUP BY, but each cluster is one stretch of the index."""
    step = 1 << shift
    stretch = select(literal(span[0]).label("first")).cte(recursive=True)
    stretch = stretch.union_all(select(stretch.c.first + step).where(stretch.c.first + step <= span[1]))
    inside = Asset.cell.between(stretch.c.first, stretch.c.first + (step - 1))
    packed = select(func.json_array(*AGGREGATES)).where(inside, *where).with_hint(Asset, TILES, "sqlite").correlate(stretch)
    found = (json.loads(text) for text in session.scalars(select(packed.scalar_subquery()).select_from(stretch)))
    return ((count, x / count, y / count, number) for count, x, y, number in found if count)


def _singles(session: Session, words: Vocabulary, ids: list[int]) -> dict[int, tuple[int, str, str, bool, date]]:
    """Of assets that stand alone in their cell: the id, name, category, whether only their surroundings are public, and their day."""
    if not ids:
        return {}
    rows = session.execute(select(*SINGLE).where(Asset.id.in_(ids)))
    return {row.id: (row.id, row.name, words.category_by_id(row.category_id).slug, row.approximate, said_on(row)[0]) for row in rows}
