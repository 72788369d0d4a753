"""The floor of a page or a tile: the statements it sends to the database, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from benchmarks.measure import Row, Run, nothing, side_by_side

Statement = tuple[str, Any]
UNCOUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


def compare(engine: Engine, row: Row, run: Run, before: Run = nothing) -> Row:
    """The row with the time of `run` and, by turns with it, of the bare statements it sends. `before` comes before each run."""
    run()
    before()
    with recording(engine) as sent:
        run()
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        taken, bare = side_by_side(run, lambda: replay(cursor, sent), before=before)
    finally:
        connection.rollback()
        connection.close()
    return Row(row.database, row.assets, row.what, taken, bare, row.limit, f"{row.note} {len(sent)} statements".strip())


@contextmanager
def recording(engine: Engine) -> Iterator[list[Statement]]:
    """The statements, with their parameters, that are sent while this lasts."""
    sent: list[Statement] = []

    def keep(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if not statement.startswith(UNCOUNTED):
            sent.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", keep)


def replay(cursor: Any, sent: list[Statement]) -> None:
    """Send the bare statements and fetch every row."""
    for statement, parameters in sent:
        cursor.execute(statement, parameters)
        cursor.fetchall()
