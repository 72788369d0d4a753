"""The school terms of the place: read from a table of first day, last day and name, and asked."""

import csv
from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty
from assetmap.models import TermTime
from assetmap.services import places
from assetmap.services.remember import remembered
from assetmap.services.times.spans import Terms

NAME_LIMIT = 80


def terms(session: Session) -> Terms:
    """The first and the last day of every known term, in order."""

    def find() -> Terms:
        rows = session.execute(select(TermTime.first, TermTime.last).order_by(TermTime.first))
        return tuple((first, last) for first, last in rows)

    return remembered(session, "terms", find)


def load(session: Session, lines: Iterable[str], source: str) -> int:
    """Put the terms of a CSV table (first, last, name; ISO days) in the place of those known; gives how many. Faulty with every fault."""
    rows, faults = [], []
    table = csv.DictReader(lines)
    if not {"first", "last"} <= set(table.fieldnames or ()):
        raise Faulty([Fault("The columns must be first, last and name.", source)])
    for number, row in enumerate(table, start=2):
        try:
            first, last = date.fromisoformat((row["first"] or "").strip()), date.fromisoformat((row["last"] or "").strip())
        except ValueError:
            faults.append(Fault("first and last must be days such as 2026-09-01.", source, number))
            continue
        if last < first:
            faults.append(Fault("The last day comes before the first.", source, number))
        rows.append(TermTime(first=first, last=last, name=(row.get("name") or "").strip()[:NAME_LIMIT]))
    rows.sort(key=lambda term: term.first)
    for earlier, later in zip(rows, rows[1:], strict=False):
        if later.first <= earlier.last:
            faults.append(Fault(f"Two terms share the day {later.first.isoformat()}.", source))
    if faults:
        raise Faulty(faults)
    places.changed(session)
    session.execute(delete(TermTime))
    session.add_all(rows)
    session.flush()
    return len(rows)
