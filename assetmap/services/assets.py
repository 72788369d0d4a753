"""Assets as the public sees them: found, listed, shown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, not_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from assetmap.geo.cells import Bounds
from assetmap.geo.distance import around, metres
from assetmap.geo.frames import lon_lat
from assetmap.models import Area, Asset, Category, Group, Subject
from assetmap.services import areas, matching, whereabouts
from assetmap.services.filters import Filters, box_condition, conditions
from assetmap.services.hints import BY_NAME, first, in_order_of_names, searching
from assetmap.services.matching import Condition
from assetmap.services.remember import remembered
from assetmap.services.vocabulary import Vocabulary, vocabulary

NEAREST_RADIUS_M = 100.0
SAME_PLACE_M = 100.0  # over less than this being fresh counts more than being near
FARTHEST_M = 60_000.0
Point = tuple[float, float]


@dataclass(frozen=True)
class AssetItem:
    """An asset as a list shows it. `lon`, `lat` are its public point in degrees; both none where it has no fixed place."""

    id: int
    name: str
    summary: str
    category: Category
    holder: str
    address: str
    postcode: str
    cost: str
    audience_bits: int
    language_bits: int
    access_bits: int
    opening_times: str
    website: str
    approximate: bool
    lon: float | None
    lat: float | None
    group_id: int | None
    group_name: str
    confirmed_on: date | None
    source_date: date | None
    updated_at: datetime
    area_title: str = ""
    distance_m: float | None = None


@dataclass(frozen=True)
class AssetPage:
    """One page of a list. `placeless` assets under the same filters have no fixed place: no box holds them, no map shows them."""

    items: list[AssetItem]
    total: int
    placeless: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


COLUMNS = (
    *(Asset.id, Asset.name, Asset.summary, Asset.category_id, Asset.holder, Asset.address, Asset.postcode, Asset.cost),
    *(Asset.audience_bits, Asset.language_bits, Asset.access_bits, Asset.opening_times, Asset.website, Asset.approximate, Asset.patch_id),
    *(func.ST_X(Asset.point).label("lon"), func.ST_Y(Asset.point).label("lat"), Asset.group_id, Group.name.label("group_name")),
    *(Asset.confirmed_on, Asset.source_date, Asset.updated_at),
)


def listed(
    session: Session, filters: Filters, page: int = 1, size: int = 25, bounds: Bounds | None = None, near: Point | None = None
) -> AssetPage:
    """One page of the assets under these filters, by name, or by distance from `near` (degrees)."""
    where = where_of(session, filters, bounds)
    total, _placed = counted(session, filters, bounds)
    everywhere, placed = counted(session, filters)
    page = max(1, min(page, -(-total // size) or 1))
    skip = (page - 1) * size
    if near is not None:
        items = by_distance(session, where, near, skip, size)
    elif filters.sought:
        items = by_ids(session, first(session, where, filters.sought, BY_NAME, skip, size))
    else:
        query = select(Asset.id).where(*where).order_by(Asset.name, Asset.id).offset(skip).limit(size)
        items = by_ids(session, list(session.scalars(in_order_of_names(query, session, total))))
    return AssetPage(items, total, everywhere - placed, page, size)


def counted(session: Session, filters: Filters, bounds: Bounds | None = None) -> tuple[int, int]:
    """How many assets there are under these filters, and how many of them have a place."""

    def count() -> tuple[int, int]:
        where = where_of(session, filters, bounds)
        if (total := counted_already(session, filters, bounds)) is not None:
            return total, total - (session.scalar(select(func.count()).select_from(Asset).where(Asset.cell.is_(None), *where)) or 0)
        query = select(func.count(), func.count(Asset.cell)).where(*where)
        row = session.execute(searching(query, session, filters.sought)).one()
        return int(row[0]), int(row[1])

    return remembered(session, ("counted", filters, bounds), count)


def counted_already(session: Session, filters: Filters, bounds: Bounds | None) -> int | None:
    """How many assets there are under these filters, where nothing but words is asked for and the database keeps their number."""
    return matching.total(session, filters.sought) if bounds is None and filters.only_words else None


def after(session: Session, filters: Filters, last_id: int, size: int, bounds: Bounds | None = None) -> list[AssetItem]:
    """The next assets in order of their id, for reading the whole register in steps."""
    where = [Asset.id > last_id, *where_of(session, filters, bounds)]
    if filters.sought:
        return by_ids(session, first(session, where, filters.sought, (Asset.id,), 0, size))
    return by_ids(session, list(session.scalars(select(Asset.id).where(*where).order_by(Asset.id).limit(size))))


def nearest(session: Session, point: Point, size: int, but: int | None = None) -> list[AssetItem]:
    """The assets nearest to a point in degrees."""
    where: list[Condition] = [Asset.cell.is_not(None)] + ([Asset.id != but] if but is not None else [])
    return [item for item in by_distance(session, where, point, 0, size) if item.distance_m is not None]


def newest(session: Session, size: int) -> list[AssetItem]:
    """The assets registered last."""
    return by_ids(session, list(session.scalars(select(Asset.id).order_by(Asset.id.desc()).limit(size))))


def by_ids(session: Session, ids: list[int]) -> list[AssetItem]:
    """The assets with these ids, in this order."""
    words = vocabulary(session)
    rows: Iterable[Any] = session.execute(_items().where(Asset.id.in_(ids))) if ids else []
    titles = areas.titles_of_patches(session)
    found = {row.id: _item(row, words, titles) for row in rows}
    return [found[number] for number in ids if number in found]


def get(session: Session, asset_id: int) -> Asset:
    """One asset with its category, group and areas; NotFound where there is none, Departed where there was one."""
    query = select(Asset).where(Asset.id == asset_id)
    query = query.options(joinedload(Asset.category), joinedload(Asset.group), selectinload(Asset.areas).joinedload(Area.geography))
    asset = session.scalar(query)
    if asset is None:
        raise whereabouts.absent(session, Subject.asset, asset_id)
    return asset


def point_of(session: Session, asset: Asset) -> Point | None:
    """An asset's public point in degrees, or none."""
    shape = session.scalar(select(func.ST_AsBinary(Asset.point)).where(Asset.id == asset.id))
    return lon_lat(bytes(shape)) if shape is not None else None


def where_of(session: Session, filters: Filters, bounds: Bounds | None) -> list[Condition]:
    """The filters, and the box where one is given, as conditions on assets, to be joined by AND."""
    return conditions(session, vocabulary(session), filters) + ([box_condition(bounds)] if bounds else [])


def _items() -> Select[Any]:
    return select(*COLUMNS).outerjoin(Group, Group.id == Asset.group_id)


def _item(row: Any, words: Vocabulary, titles: dict[int, str]) -> AssetItem:
    values = row._asdict()
    category, title = words.category_by_id(values.pop("category_id")), titles.get(values.pop("patch_id"), "")
    return AssetItem(category=category, area_title=title, **(values | {"group_name": row.group_name or ""}))


def by_distance(
    session: Session, where: list[Condition], near: Point, skip: int, size: int, sinking: Condition | None = None
) -> list[AssetItem]:
    """Some of the assets by their distance: rings that widen until they hold enough, then the far and the placeless by name.

    What is `sinking` comes behind the others that are about as far.
    """
    radius, last = NEAREST_RADIUS_M, false() if sinking is None else sinking
    found = _within(session, where, near, radius, last)
    while len(found) < skip + size and radius < FARTHEST_M:
        radius = min(4 * radius, FARTHEST_M)
        found = _within(session, where, near, radius, last)
    ids = [number for number, _ in found[skip : skip + size]]
    if len(ids) < size:
        far = or_(Asset.cell.is_(None), not_(box_condition(around(*near, FARTHEST_M))))
        query = select(Asset.id).where(far, *where).order_by(Asset.name, Asset.id)
        ids += session.scalars(query.offset(max(0, skip - len(found))).limit(size - len(ids)))
    distances = dict(found)
    return [replace(item, distance_m=distances.get(item.id)) for item in by_ids(session, ids)]


def _within(session: Session, where: list[Condition], near: Point, radius_m: float, last: Condition) -> list[tuple[int, float]]:
    """The ids and distances (metres) of the assets within a radius, the nearest first; of the widest, its corners too."""
    box: ColumnElement[bool] = box_condition(around(*near, radius_m))
    rows = session.execute(select(Asset.id, func.ST_X(Asset.point), func.ST_Y(Asset.point), last).where(box, *where)).all()
    if not rows:
        return []
    ids, lons, lats, sinks = zip(*rows, strict=True)
    found = zip(metres(*near, lons, lats).tolist(), ids, sinks, strict=True)
    inside = [each for each in found if each[0] <= radius_m or radius_m >= FARTHEST_M]
    # Every radius is a whole number of steps, so that none is cut.
    ordered = sorted(inside, key=lambda each: (each[0] // SAME_PLACE_M, bool(each[2]), *each[:2]))
    return [(number, distance) for distance, number, _sinks in ordered]
