"""Rows written once, however often they come."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, TypeVar

from geoalchemy2 import WKBElement
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from assetmap.db import Base

T = TypeVar("T")
MOST_IN_A_STATEMENT = 10_000  # of bound values; SQLite takes 32,766 and PostgreSQL 65,535


def upsert(
    session: Session, model: type[Base], natural: Sequence[str], rows: list[dict[str, Any]], first_id: int | None = None
) -> dict[Hashable, int]:
    """Insert the rows that are new by their natural key and update those that differ; gives the id of each natural key.

    New rows are numbered from `first_id` on, or as the database does where it is none.
    """
    known = ids(session, model, natural)
    old = [{"id": known[key_of(row, natural)], **row} for row in rows if key_of(row, natural) in known]
    old = _differing(session, model, old)
    new = [row for row in rows if key_of(row, natural) not in known]
    if first_id is not None:
        new = [{"id": number, **row} for number, row in enumerate(new, first_id)]
    if old:
        session.execute(update(model), old)
    if new:
        session.execute(insert(model), new)
    return ids(session, model, natural)


def pieces(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Any number of values, as many at a time as one statement takes."""
    for start in range(0, len(values), MOST_IN_A_STATEMENT):
        yield values[start : start + MOST_IN_A_STATEMENT]


def forget(session: Session, model: type[Base], numbers: Sequence[int]) -> None:
    """Delete the rows with these ids, however many."""
    for some in pieces(numbers):
        session.execute(delete(model).where(model.id.in_(some)))  # type: ignore[attr-defined]


def ids(session: Session, model: type[Base], natural: Sequence[str]) -> dict[Hashable, int]:
    """The id of each natural key."""
    columns = [getattr(model, name) for name in natural]
    found = session.execute(select(model.id, *columns))  # type: ignore[attr-defined]
    return {row[1] if len(natural) == 1 else tuple(row[1:]): row[0] for row in found}


def key_of(row: dict[str, Any], natural: Sequence[str]) -> Hashable:
    """A row's natural key."""
    return row[natural[0]] if len(natural) == 1 else tuple(row[name] for name in natural)


def _differing(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that are not in the table as they are, so that what has not changed does not look changed.

    A shape is not compared: an asset's point shows in its `x` and `y`, an area is always written.
    """
    names = [name for name, value in (rows[0] if rows else {}).items() if not isinstance(value, WKBElement) and name != "point"]
    if not rows or "shape" in rows[0]:
        return rows
    kept = session.execute(select(*(getattr(model, name) for name in names)))
    there = {row.id: row._asdict() for row in kept}
    return [row for row in rows if any(there[row["id"]][name] != row[name] for name in names)]
