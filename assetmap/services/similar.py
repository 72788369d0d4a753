"""Is it one of these? Entries a new one may be the same as, offered before it is sent."""

from dataclasses import replace

from rapidfuzz import fuzz, utils
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from assetmap.geo.distance import around, metres
from assetmap.models import Area, Asset, Group
from assetmap.services import areas, assets, drawn
from assetmap.services.assets import AssetItem, Point
from assetmap.services.filters import box_condition
from assetmap.services.matching import Condition, text_condition
from assetmap.services.words import search_words

ALIKE = 75.0  # of 100; below it, names only share ordinary words
NEAR_M = 300.0
MOST = 5
MOST_COMPARED = 2000


def similar_assets(session: Session, name: str, point: Point | None, near_m: float = NEAR_M) -> list[AssetItem]:
    """At most five assets with a similar name, within `near_m` of `point` (degrees), or anywhere without one; the likeliest first."""
    near: list[Condition] = [box_condition(around(*point, near_m))] if point else []
    shares_word: list[Condition] = [text_condition(session, word) for word in search_words(name)]
    if not near and not shares_word:
        return []
    query = select(Asset.id, Asset.name, func.ST_X(Asset.point), func.ST_Y(Asset.point)).where(*(near or [or_(*shares_word)]))
    rows = session.execute(query.limit(MOST_COMPARED)).all()
    scored = sorted(((alike(name, row.name), row.id) for row in rows), reverse=True)
    found = assets.by_ids(session, [number for score, number in scored if score >= ALIKE][:MOST])
    return [_with_distance(item, point) for item in found]


def similar_groups(session: Session, name: str) -> list[Group]:
    """At most five groups with a similar name, the likeliest first."""
    scored = sorted(((alike(name, known), number) for number, known in session.execute(select(Group.id, Group.name))), reverse=True)
    ids = [number for score, number in scored if score >= ALIKE][:MOST]
    found = {group.id: group for group in session.scalars(select(Group).where(Group.id.in_(ids)))}
    return [found[number] for number in ids]


def similar_areas(session: Session, name: str, but: str = "") -> list[Area]:
    """At most five neighbourhoods or drawn areas with a similar name, the likeliest first, without the one with the code `but`."""
    found = [*areas.neighbourhoods(session), *drawn.listed(session)]
    scored = [(max(alike(name, area.name), alike(name, area.title)), area.id, area) for area in found if area.code != but]
    return [area for score, _id, area in sorted(scored, key=lambda each: (-each[0], each[1])) if score >= ALIKE][:MOST]


def alike(one: str, other: str) -> float:
    """How alike two names are, 0 to 100, whatever the order of their words."""
    return float(fuzz.token_sort_ratio(one, other, processor=utils.default_process))


def _with_distance(item: AssetItem, point: Point | None) -> AssetItem:
    if point is None or item.lon is None or item.lat is None:
        return item
    return replace(item, distance_m=float(metres(*point, [item.lon], [item.lat])[0]))
