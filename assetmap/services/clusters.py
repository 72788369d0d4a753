"""Assets on a map tile: one GROUP BY, whose counts add up to the list's by construction."""

from dataclasses import dataclass

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from assetmap.geo import cells
from assetmap.models import Asset
from assetmap.services.filters import Filters, conditions
from assetmap.services.vocabulary import Vocabulary, vocabulary


@dataclass(frozen=True)
class Cluster:
    """`count` assets round one point in degrees; where it is a single one, which."""

    lon: float
    lat: float
    count: int
    id: int | None = None
    name: str = ""
    category: str = ""


def tile(session: Session, z: int, x: int, y: int, filters: Filters) -> list[Cluster]:
    """The clusters of a map tile: at most 64, each with the mean position of its assets."""
    words = vocabulary(session)
    first, last = cells.tile_range(z, x, y)
    cluster = Asset.cell.op(">>")(literal_column(str(cells.cluster_shift(z)))).label("cluster")
    query = (
        select(func.count().label("number"), func.avg(Asset.x).label("x"), func.avg(Asset.y).label("y"), func.min(Asset.id).label("id"))
        .where(Asset.cell.between(first, last), *conditions(session, words, filters))
        .group_by(cluster)
    )
    rows = session.execute(query).all()
    singles = _singles(session, words, [row.id for row in rows if row.number == 1])
    return [Cluster(*cells.degrees(float(row.x), float(row.y)), row.number, *singles.get(row.id, ())) for row in rows]


def _singles(session: Session, words: Vocabulary, ids: list[int]) -> dict[int, tuple[int, str, str]]:
    """The id, name and category of assets that stand alone in their cell."""
    if not ids:
        return {}
    rows = session.execute(select(Asset.id, Asset.name, Asset.category_id).where(Asset.id.in_(ids)))
    return {row.id: (row.id, row.name, words.category_by_id(row.category_id).slug) for row in rows}
