"""Rows written once, however often they come."""

from collections.abc import Hashable, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from assetmap.db import Base


def upsert(session: Session, model: type[Base], natural: Sequence[str], rows: list[dict[str, Any]]) -> dict[Hashable, int]:
    """Insert the rows that are new by their natural key and update the others; gives the id of each natural key."""
    known = ids(session, model, natural)
    old = [{"id": known[key_of(row, natural)], **row} for row in rows if key_of(row, natural) in known]
    new = [row for row in rows if key_of(row, natural) not in known]
    if old:
        session.execute(update(model), old)
    if new:
        session.execute(insert(model), new)
    return ids(session, model, natural)


def ids(session: Session, model: type[Base], natural: Sequence[str]) -> dict[Hashable, int]:
    """The id of each natural key."""
    columns = [getattr(model, name) for name in natural]
    found = session.execute(select(model.id, *columns))  # type: ignore[attr-defined]
    return {row[1] if len(natural) == 1 else tuple(row[1:]): row[0] for row in found}


def key_of(row: dict[str, Any], natural: Sequence[str]) -> Hashable:
    """A row's natural key."""
    return row[natural[0]] if len(natural) == 1 else tuple(row[name] for name in natural)
