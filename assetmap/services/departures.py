"""Entries that are public no more: closed, or merged into another. What hung on them is kept, and comes back with them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Table, delete, insert, select
from sqlalchemy.orm import Session

from assetmap.errors import NotFound
from assetmap.models import Asset, Departure, PrivateVersion, Subject, Version
from assetmap.models.columns import Moment
from assetmap.services import moving, places, publish, schedules, versions
from assetmap.services.moving import HANGING, Rows
from assetmap.services.versions import Made
from assetmap.services.whereabouts import MODELS, departure_of, goal


def depart(session: Session, subject: Subject, entry_id: int, made: Made, into: int | None = None, rows: Rows | None = None) -> None:
    """Take an entry out of everything public, as its last version says why; with `into`, its address leads there from now on.

    `rows` are what is kept for bringing it back, where that is not simply what hangs on it now.
    """
    places.changed(session)
    versions.keep_first(session, subject, entry_id)
    versions.record(session, subject, entry_id, made)
    session.add(Departure(subject=subject, entry_id=entry_id, into_id=into, rows=rows or hanging(session, subject, entry_id)))
    schedules.write(session, subject, entry_id, [])
    session.flush()
    session.expire_all()
    session.execute(delete(MODELS[subject]).where(MODELS[subject].id == entry_id).execution_options(synchronize_session=False))


def bring_back(session: Session, subject: Subject, entry_id: int, version: Version, tolerance_m: float, made: Made) -> None:
    """Make an entry that had gone public again, as it was in one of its versions, with what hung on it then."""
    gone = departure_of(session, subject, entry_id)
    if gone is None:
        raise NotFound("This entry is public already.")
    rows, into = gone.rows, goal(session, subject, entry_id)
    session.delete(gone)
    session.flush()
    last = versions.history(session, subject, entry_id)[0]
    said = versions.whole(session, version, versions.everything(session, last))
    publish.put_back(session, subject, entry_id, said, tolerance_m)
    if versions.place_forgotten(session, version) and versions.place_forgotten(session, last):
        publish.forget_place(session, entry_id)
    entry, confirmed = versions.entry_of(session, subject, entry_id), rows.get("confirmed_on")
    entry.key, entry.confirmed_on = rows.get("key"), date.fromisoformat(confirmed) if confirmed else None
    _hang(session, subject, entry_id, rows)
    moving.back(session, subject, entry_id, into, rows)
    versions.record(session, subject, entry_id, made)


def hanging(session: Session, subject: Subject, entry_id: int) -> dict[str, Any]:
    """The key of an entry, the rows that hang on it, by table, as JSON has them, and the numbers of the assets a group runs."""
    entry = versions.entry_of(session, subject, entry_id)
    found: dict[str, Any] = {"key": entry.key, "confirmed_on": _plain(entry.confirmed_on)}
    for model, columns in HANGING[subject].items():
        table: Table = model.__table__  # type: ignore[assignment]
        mine: ColumnElement[bool] = table.c[columns[0]] == entry_id
        for other in columns[1:]:
            mine = mine | (table.c[other] == entry_id)
        found[table.name] = [
            {name: _plain(value) for name, value in row._mapping.items()} for row in session.execute(select(table).where(mine))
        ]
    if subject == Subject.group:
        found["runs"] = list(session.scalars(select(Asset.id).where(Asset.group_id == entry_id)))
    return found


def forget_people(session: Session, gone: Departure) -> None:
    """Forget whom a group that has gone had named: they are not asked for any more."""
    gone.rows = gone.rows | {"keepers": [], "asks": [], "claims": []}
    session.flush()


def exact_places_of(session: Session, subject: Subject, entry_id: int) -> list[PrivateVersion]:
    """What versions of an entry knew and the public did not see, so that it can be forgotten."""
    mine = select(Version.id).where(Version.subject == subject, Version.entry_id == entry_id)
    return list(session.scalars(select(PrivateVersion).where(PrivateVersion.version_id.in_(mine))))


def _hang(session: Session, subject: Subject, entry_id: int, rows: dict[str, Any]) -> None:
    """Put back what hung on an entry, as far as what it names besides is still there."""
    for model in HANGING[subject]:
        table: Table = model.__table__  # type: ignore[assignment]
        for row in rows.get(table.name, []):
            values = {name: _typed(table, name, value) for name, value in row.items()}
            if session.execute(select(table.c.id).where(table.c.id == values["id"])).first() is None and _whole(session, table, values):
                session.execute(insert(table).values(values))
    if subject == Subject.group:
        moving.run(session, rows.get("runs", []), (None,), entry_id)
    session.flush()
    session.expire_all()


def _whole(session: Session, table: Table, values: dict[str, Any]) -> bool:
    """Whether everything a row must name is there; what it may name without is left empty where it is gone."""
    for key in table.foreign_keys:
        name, value = key.parent.name, values.get(key.parent.name)
        if value is not None and session.execute(select(key.column).where(key.column == value)).first() is None:
            if not key.parent.nullable or key.ondelete == "CASCADE":
                return False
            values[name] = None
    return True


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _typed(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if isinstance(value, str) and isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(value, str) and isinstance(kind, Date) else value
