"""Which index a database should read: SQLite's planner cannot know how much a search or a box finds, and PostgreSQL's guesses it wrong."""

from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assetmap.db import is_sqlite
from assetmap.models import Asset
from assetmap.services import matching
from assetmap.services.matching import Condition, Terms, at_once

TILES, NAMES = "INDEXED BY ix_assets_tiles", "INDEXED BY ix_assets_names"
BY_NAME = (Asset.name, Asset.id)
VERY_MANY = 5  # times many: each row's words are compared anew on PostgreSQL, so that there have to be more before that is faster
Query = TypeVar("Query", bound="Select[*tuple[Any, ...]]")


def in_order_of_names(query: Query, session: Session, total: int) -> Query:
    """A query for the first of `total` assets by name: where these are many, told to walk along the names."""
    return query.with_hint(Asset, NAMES, "sqlite") if is_sqlite(session) and total >= matching.many(session) else query


def one_after_the_other(query: Query, session: Session, total: int) -> Query:
    """A query that must read the rows of `total` assets themselves: where these are many, told to read all rows in their order."""
    return query.with_hint(Asset, "NOT INDEXED", "sqlite") if is_sqlite(session) and total >= matching.many(session) else query


def searching(query: Query, session: Session, terms: Terms) -> Query:
    """A query over all that a search finds: where that is much, told to look through the index of tiles."""
    return query.with_hint(Asset, TILES, "sqlite") if terms and is_sqlite(session) and matching.finds_much(session, terms) else query


def first(session: Session, where: list[Condition], terms: Terms, by: tuple[Any, ...], skip: int, size: int) -> list[int]:
    """The ids of the first of what a search finds by some columns: its rows are found by their words and then sorted; only where these
    are very many are all looked through in this order."""
    if is_sqlite(session):
        walk = matching.finds_much(session, terms) and by[0] is Asset.name
    else:
        walk = (matching.total(session, terms) or 0) > matching.many(session) * VERY_MANY
    query = select(Asset.id, *by[:-1]).where(*where)
    if walk:
        query = query.with_hint(Asset, NAMES, "sqlite").order_by(*by)
    else:
        found = at_once(query)
        query = select(found).order_by(*(found.c[column.key] for column in by))
    return list(session.scalars(query.offset(skip).limit(size)))
