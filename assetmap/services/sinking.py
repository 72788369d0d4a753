"""Lists in which what is stale comes last: near a point, and of a neighbourhood."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session

from assetmap.geo.cells import Bounds
from assetmap.models import Asset
from assetmap.services import assets, freshness
from assetmap.services.assets import AssetItem, AssetPage, Point
from assetmap.services.filters import Filters
from assetmap.services.hints import in_order_of_names, searching
from assetmap.services.matching import Condition
from assetmap.services.remember import remembered


@dataclass(frozen=True)
class Wanted:
    """Which assets: under these filters, inside a box, the nearest to a point first (degrees) or by name."""

    filters: Filters
    bounds: Bounds | None = None
    near: Point | None = None


def listed(session: Session, wanted: Wanted, last: date, page: int = 1, size: int = 25) -> AssetPage:
    """One page as `assets.listed` gives it, but first all that is not stale, then what is: what nothing says was right after `last`.

    The two parts are read one after the other, each in its own order, so that neither needs to be sorted.
    """
    where, stale = assets.where_of(session, wanted.filters, wanted.bounds), freshness.until(Asset, last)
    total, _placed = assets.counted(session, wanted.filters, wanted.bounds)
    everywhere, placed = assets.counted(session, wanted.filters)
    page = max(1, min(page, -(-total // size) or 1))
    skip, lively = (page - 1) * size, _lively(session, wanted, where, last)
    found = _part(session, wanted, [*where, not_(stale)], (skip, size), total) if skip < lively else []
    if len(found) < size:
        found += _part(session, wanted, [*where, stale], (max(0, skip - lively), size - len(found)), total)
    return AssetPage(found, total, everywhere - placed, page, size)


def _lively(session: Session, wanted: Wanted, where: list[Condition], last: date) -> int:
    """How many are not stale."""

    def count() -> int:
        query = select(func.count()).select_from(Asset).where(*where, not_(freshness.until(Asset, last)))
        return int(session.execute(searching(query, session, wanted.filters.sought)).scalar_one())

    return remembered(session, ("lively", wanted.filters, wanted.bounds, last), count)


def _part(session: Session, wanted: Wanted, where: list[Condition], stretch: tuple[int, int], total: int) -> list[AssetItem]:
    """A stretch (how many to skip, how many to give) of one of the two parts."""
    skip, size = stretch
    if wanted.near is not None:
        return assets.by_distance(session, where, wanted.near, skip, size)
    query = select(Asset.id).where(*where).order_by(Asset.name, Asset.id).offset(skip).limit(size)
    return assets.by_ids(session, list(session.scalars(in_order_of_names(query, session, total))))
