"""Which index SQLite should read: its planner cannot know how much a search or a box finds, as PostgreSQL's can."""

from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from assetmap.db import is_sqlite
from assetmap.models import Asset
from assetmap.services.matching import Terms, found_by_words, up_to
from assetmap.services.remember import remembered

TILES, NAMES = "INDEXED BY ix_assets_tiles", "INDEXED BY ix_assets_names"
ONE_IN = 20  # from one asset in twenty on, looking through an index is faster than following each find
Query = TypeVar("Query", bound="Select[*tuple[Any, ...]]")


def in_order_of_names(query: Query, session: Session, total: int) -> Query:
    """A query for the first of `total` assets by name: where these are many, told to walk along the names."""
    return query.with_hint(Asset, NAMES, "sqlite") if is_sqlite(session) and total >= many(session) else query


def one_after_the_other(query: Query, session: Session, total: int) -> Query:
    """A query that must read the rows of `total` assets themselves: where these are many, told to read all rows in their order."""
    return query.with_hint(Asset, "NOT INDEXED", "sqlite") if is_sqlite(session) and total >= many(session) else query


def searching(query: Query, session: Session, terms: Terms) -> Query:
    """A query over all that a search finds: where that is much, told to look through the index of tiles."""
    return query.with_hint(Asset, TILES, "sqlite") if terms and is_sqlite(session) and finds_much(session, terms) else query


def searching_by_name(query: Query, session: Session, terms: Terms) -> Query:
    """A query for the first by name of what a search finds: where that is much, told to walk along the names."""
    return query.with_hint(Asset, NAMES, "sqlite") if terms and is_sqlite(session) and finds_much(session, terms) else query


def finds_much(session: Session, terms: Terms) -> bool:
    """Whether a search finds much of the register."""
    if not terms:
        return False

    def count() -> bool:
        most = many(session)
        return up_to(session, found_by_words(session, terms), most) == most

    return remembered(session, ("finds much", terms), count)


def many(session: Session) -> int:
    """How many assets are many: the twentieth part of the highest id, which is known without counting."""
    highest = session.scalar(select(func.max(Asset.id))) or 0
    return highest // ONE_IN + 1
