"""Many rows at once: COPY on PostgreSQL, a hundred rows a statement on SQLite, both inside the session's own transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

from sqlalchemy import FromClause, text
from sqlalchemy.orm import Session

from assetmap.db import is_sqlite

MANY = 200_000
AT_ONCE = 100  # of eight values each, far below the 32,766 that SQLite takes; a third less time than one row a statement


def insert(session: Session, table: str, columns: Sequence[str], values: Sequence[list[Any]]) -> None:
    """Write rows into a table; `values` are its columns, each a list of plain Python objects of one length."""
    session.flush()
    connection: Any = session.connection().connection.driver_connection
    names = ", ".join(columns)
    if is_sqlite(session):
        statement = f"INSERT INTO {table} ({names}) VALUES "  # noqa: S608  our own names
        insert_some(connection, statement, f"({', '.join('?' * len(columns))})", values)
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in zip(*values, strict=True):
            copy.write_row(row)


@contextmanager
def without_references(session: Session, table: FromClause, rows: int) -> Iterator[None]:
    """Leave a table's foreign keys aside while very many rows are written, and check them all together at the end.

    PostgreSQL asks for each row and each key by itself, which takes three times as long as everything else. Readers of the table
    wait until the transaction ends, so it is done for `MANY` rows only. SQLite asks just as fast as it writes.
    """
    keys = [] if is_sqlite(session) or rows < MANY else sorted(table.foreign_key_constraints, key=lambda key: str(key.name))  # type: ignore[attr-defined]
    for key in keys:
        session.execute(text(f"ALTER TABLE {key.table.name} DROP CONSTRAINT {key.name}"))
    yield
    for key in keys:
        column, target = key.column_keys[0], key.elements[0].column
        session.execute(
            text(
                f"ALTER TABLE {key.table.name} ADD CONSTRAINT {key.name} FOREIGN KEY ({column})"
                f" REFERENCES {target.table.name} ({target.name}) ON DELETE {key.ondelete}"
            )
        )


def insert_some(connection: Any, statement: str, marks: str, values: Sequence[list[Any]]) -> None:
    """Write rows a hundred at a time, and the last ones together."""
    count = len(values[0])
    whole = statement + ", ".join([marks] * AT_ONCE)
    for start in range(0, count, AT_ONCE):
        some = [column[start : start + AT_ONCE] for column in values]
        size = len(some[0])
        sql = whole if size == AT_ONCE else statement + ", ".join([marks] * size)
        connection.execute(sql, list(chain.from_iterable(zip(*some, strict=True))))
