"""The order of what a search finds: what matches best first, then what is nearest where there is a place, then what is fresh."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session

from assetmap.geo.distance import metres
from assetmap.models import Asset
from assetmap.services import assets, freshness
from assetmap.services.assets import AssetItem, AssetPage, Point
from assetmap.services.filters import Filters
from assetmap.services.hints import BY_NAME, first
from assetmap.services.matching import Condition, Terms, terms_condition, up_to
from assetmap.services.remember import remembered
from assetmap.services.sinking import Wanted
from assetmap.services.words import fold, in_name

MOST_RANKED = 1000  # of more finds only those are ranked whose names have the words; the rest follow by name
NAME, NAME_BEGINS, SUMMARY, ELSEWHERE = 8.0, 6.0, 3.0, 1.0
COLUMNS = (Asset.id, Asset.name, Asset.search_text, Asset.confirmed_on, Asset.source_date, Asset.updated_at)
Lines = tuple[list[str], list[str], str]


@dataclass(frozen=True)
class Ranked:
    """The first of what a search finds, in order: ids, each with its distance in metres where there is a place. `all` says that
    nothing else is found."""

    head: tuple[tuple[int, float | None], ...]
    all: bool


def listed(session: Session, wanted: Wanted, last: date, page: int = 1, size: int = 25) -> AssetPage:
    """One page of what a search finds, the best first; what nothing says was right after `last` sinks below its equals.

    Where even the names that have the words are too many to be told apart, the nearest or the first by name stand first.
    """
    where = assets.where_of(session, wanted.filters, wanted.bounds)
    total, _placed = assets.counted(session, wanted.filters, wanted.bounds)
    everywhere, placed = assets.counted(session, wanted.filters)
    page = max(1, min(page, -(-total // size) or 1))
    skip = (page - 1) * size
    ranked = remembered(session, ("ranked", wanted, last), lambda: rank(session, where, wanted, total, last))
    if ranked is not None:
        items = _by_fit(session, where, wanted.filters.sought, ranked, skip, size)
    elif wanted.near is not None:
        items = assets.by_distance(session, where, wanted.near, skip, size, freshness.until(Asset, last))
    else:
        found = remembered(session, ("names first", wanted, skip, size), lambda: _names_first(session, wanted, skip, size))
        items = assets.by_ids(session, found)
    return AssetPage(items, total, everywhere - placed, page, size)


def rank(session: Session, where: list[Condition], wanted: Wanted, total: int, last: date) -> Ranked | None:
    """The best of `total` finds in order; none where there are too many to tell one from another, even by their names."""
    whole = total <= MOST_RANKED
    filters = in_names(wanted.filters)
    named = where if whole else assets.where_of(session, filters, wanted.bounds)
    if not whole and _many(session, replace(wanted, filters=filters), named):
        return None
    place = (func.ST_X(Asset.point).label("lon"), func.ST_Y(Asset.point).label("lat")) if wanted.near else ()
    rows = session.execute(select(*COLUMNS, *place).where(*named)).all()
    distances = _distances(rows, wanted.near) if wanted.near else None
    ordered = sorted(rows, key=lambda row: _order(row, wanted.filters.sought, distances, last))
    return Ranked(tuple((row.id, distances.get(row.id) if distances else None) for row in ordered), whole)


def in_names(filters: Filters) -> Filters:
    """The same filters, where each word is one of the name, or begins one: fewer than all that have it."""
    return replace(filters, terms=tuple(tuple(in_name(word) for word in words) for words in filters.sought))


def _many(session: Session, wanted: Wanted, where: list[Condition]) -> bool:
    """Whether more are found than can be ranked."""
    known = assets.counted_already(session, wanted.filters, wanted.bounds)
    return (up_to(session, select(Asset.id).where(*where), MOST_RANKED + 1) if known is None else known) > MOST_RANKED


def _by_fit(session: Session, where: list[Condition], terms: Terms, ranked: Ranked, skip: int, size: int) -> list[AssetItem]:
    """Some of the assets as they are ranked, and behind those the rest by name."""
    chosen = dict(ranked.head[skip : skip + size])
    ids = list(chosen)
    if len(ids) < size and not ranked.all:
        others = Asset.id.not_in([number for number, _distance in ranked.head])
        ids += first(session, [others, *where], terms, BY_NAME, max(0, skip - len(ranked.head)), size - len(ids))
    return [replace(item, distance_m=chosen.get(item.id)) for item in assets.by_ids(session, ids)]


def _names_first(session: Session, wanted: Wanted, skip: int, size: int) -> list[int]:
    """The ids of some of very many finds: by name those whose names have the words, then the others."""
    filters = in_names(wanted.filters)
    where, named = (assets.where_of(session, each, wanted.bounds) for each in (wanted.filters, filters))
    # They are known to be more than are ranked, so that only pages behind these need to know how many.
    count = MOST_RANKED + 1 if skip + size <= MOST_RANKED else assets.counted(session, filters, wanted.bounds)[0]
    ids = first(session, named, filters.sought, BY_NAME, skip, size) if skip < count else []
    if len(ids) < size:
        others = [*where, not_(terms_condition(session, filters.sought))]
        ids += first(session, others, wanted.filters.sought, BY_NAME, max(0, skip - count), size - len(ids))
    return ids


def _distances(rows: Sequence[Any], near: Point) -> dict[int, float]:
    placed = [row for row in rows if row.lon is not None]
    if not placed:
        return {}
    found = metres(*near, [row.lon for row in placed], [row.lat for row in placed]).tolist()
    return {row.id: distance for row, distance in zip(placed, found, strict=True)}


def _order(row: Any, terms: Terms, distances: dict[int, float] | None, last: date) -> tuple[object, ...]:
    """By what rows are sorted. Where there is a place, how well one fits is told in three steps only, so that near things come first."""
    lines = lines_of(row.name, row.search_text)
    stale = freshness.said_on(row)[0] <= last
    if distances is None:
        return -score(terms, lines), stale, row.name, row.id
    distance = distances.get(row.id, float("inf"))
    return fit(terms, lines), distance if distance == float("inf") else distance // assets.SAME_PLACE_M, stale, distance, row.name, row.id


def lines_of(name: str, search_text: str) -> Lines:
    """The folded words of an asset's name, those of its summary, and all of them in one text."""
    lines = search_text.split("\n")
    if len(lines) < 2:  # written before there were lines
        return fold(name).split(), [], f" {search_text}"
    return lines[0].split(), lines[1].split(), " " + search_text.replace("\n", " ")


def fit(terms: Terms, lines: Lines) -> int:
    """0 where the name has all of it, 1 where name and summary have, else 2."""
    name, summary, _all = lines
    if all(_begins(words, name) for words in terms):
        return 0
    return 1 if all(_begins(words, name) or _begins(words, summary) for words in terms) else 2


def score(terms: Terms, lines: Lines) -> float:
    """How well an asset fits: each term by the best place it is found in, and how much of the name is what was asked for."""
    name, summary, text = lines
    found = sum(max(_weight(word, name, summary, text) - place for place, word in enumerate(words)) for words in terms)
    asked = {word for words in terms for word in words}
    covered = sum(any(word.startswith(part) for part in asked) for word in name) / max(1, len(name))
    begins = bool(name) and any(name[0].startswith(part) for part in asked)
    return round(found + 4 * covered + begins, 3)


def _weight(word: str, name: list[str], summary: list[str], text: str) -> float:
    if word in name:
        return NAME
    if any(each.startswith(word) for each in name):
        return NAME_BEGINS
    if any(each.startswith(word) for each in summary):
        return SUMMARY
    return ELSEWHERE if f" {word}" in text else 0.0


def _begins(words: tuple[str, ...], said: list[str]) -> bool:
    return any(each.startswith(word) for word in words for each in said)
