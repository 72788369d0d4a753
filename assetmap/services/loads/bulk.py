"""Many rows at once: COPY on PostgreSQL, one executemany on SQLite, both inside the session's own transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from assetmap.db import is_sqlite


def insert(session: Session, table: str, columns: Sequence[str], values: Sequence[list[Any]]) -> None:
    """Write rows into a table; `values` are its columns, each a list of plain Python objects of one length."""
    session.flush()
    connection: Any = session.connection().connection.driver_connection
    names = ", ".join(columns)
    if is_sqlite(session):
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", zip(*values, strict=True))  # noqa: S608  our own names
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in zip(*values, strict=True):
            copy.write_row(row)
