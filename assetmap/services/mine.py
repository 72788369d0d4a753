"""What is known of one person, to take away; and letting a person go while what they gave to the neighbourhood stays."""

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Table, func, select, update
from sqlalchemy.orm import Session

from assetmap.db import Base
from assetmap.errors import NotAllowed
from assetmap.models import Channel, Departure, Keeper, Letter, Photo, Purpose, Sender, Submission, Ticket, User
from assetmap.services import keepers
from assetmap.services.accounts import ADMINISTRATORS, with_roles

Row = dict[str, Any]
# What a person made or is: told whole. By table: the columns that name them.
OWN: dict[str, tuple[str, ...]] = {
    "claims": ("user_id",),
    "distinctions": ("user_id",),
    "introductions": ("user_id",),
    "keepers": ("user_id",),
    "loads": ("user_id",),
    "photos": ("user_id",),
    "questions": ("user_id",),
    "remits": ("user_id",),
    "steps": ("user_id", "about_user_id"),
    "submission_notes": ("user_id",),
    "submissions": ("user_id",),
    "tickets": ("user_id",),
    "uploads": ("user_id",),
    "versions": ("user_id",),
}
# What a person only dealt with: it may hold what others said in private, so only that it was, and when, is told.
DEALT: dict[str, tuple[str, ...]] = {
    "asks": ("made_by_id",),
    "claims": ("decided_by_id",),
    "consents": ("recorded_by_id",),
    "links": ("observed_by_id",),
    "papers": ("made_by_id",),
    "photos": ("decided_by_id",),
    "reports": ("settled_by_id",),
    "submissions": ("decided_by_id",),
}
# What is found by the person's e-mail address. Entries with it are public anyway.
WRITTEN: dict[str, tuple[str, ...]] = {
    "assets": ("public_email",),
    "groups": ("public_email",),
    "keepers": ("email",),
    "letters": ("email",),
    "photos": ("email",),
    "senders": ("email",),
    "tickets": ("email",),
}
BRIEF = {"assets", "groups"}
# Keys and seals: whoever has one could use it. And what is no fact about a person, such as a whole file of figures.
NEVER = {"password", "fs_uniquifier", "tf_totp_secret", "us_totp_secrets", "mf_recovery_codes", "digest", "source", "body", "point"}
FEW = {"id", "name", "made_at", "decided_at", "submitted_at", "settled_at", "state", "status"}


def known(session: Session, user: User) -> Row:
    """All that this site knows of a person, by table, as JSON has it."""
    found: Row = {"account": _plain(dict(session.execute(select(User.__table__).where(User.__table__.c.id == user.id)).one()._mapping))}
    found["roles"] = sorted(str(role.name) for role in user.roles)
    for heading, spec, taken in (("made_or_about_you", OWN, _whole), ("dealt_with_by_you", DEALT, _brief)):
        found[heading] = _gather(session, spec, taken, lambda column: column == user.id)
    if senders := [_row(sender) for sender in own_senders(session, user)]:
        found["made_or_about_you"]["senders"] = senders
    email = user.email.lower()
    found["under_your_address"] = _gather(session, WRITTEN, _whole, lambda column: func.lower(column) == email)
    return found


def _gather(session: Session, spec: dict[str, tuple[str, ...]], taken: Callable[[str, Row], Row], mine: Callable[[Any], Any]) -> Row:
    found = {}
    for name, columns in spec.items():
        table: Table = Base.metadata.tables[name]
        chosen = [column for column in table.c if column.name not in NEVER and "Geometry" not in type(column.type).__name__]
        rows = [row for column in columns for row in session.execute(select(*chosen).where(mine(table.c[column])))]
        distinct = {row._mapping.get("id", index): taken(name, dict(row._mapping)) for index, row in enumerate(rows)}
        if distinct:
            found[name] = list(distinct.values())
    return found


def _whole(table: str, row: Row) -> Row:
    return _brief(table, row) if table in BRIEF else _plain(row)


def _brief(table: str, row: Row) -> Row:
    return _plain({name: value for name, value in row.items() if name in FEW})


def _plain(row: Row) -> Row:
    return {name: _json(value) for name, value in row.items() if name not in NEVER}


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return "(a file)" if isinstance(value, bytes) else value


def own_senders(session: Session, user: User) -> list[Sender]:
    """What somebody gave of themselves with what they sent, whatever the address; who told them something on paper or by telephone
    is somebody else."""
    own = Submission.user_id == user.id, Submission.channel == Channel.web
    return list(session.scalars(select(Sender).join(Submission, Submission.id == Sender.submission_id).where(*own)))


def _row(sender: Sender) -> Row:
    return _plain({column.name: getattr(sender, column.name) for column in Sender.__table__.c})


def sent_by(session: Session, user: User, most: int = 100) -> list[Submission]:
    """What somebody sent while signed in, the newest first."""
    return list(session.scalars(select(Submission).where(Submission.user_id == user.id).order_by(Submission.id.desc()).limit(most)))


def check_last(session: Session, user: User) -> None:
    """NotAllowed where nobody would be left to look after accounts."""
    if [each.id for each in with_roles(session, ADMINISTRATORS)] == [user.id]:
        raise NotAllowed("You are the only administrator. Make somebody else one first.")


def let_go(session: Session, user: User) -> None:
    """Delete an account and every word that says who its person is. Entries stay, and what was decided stays decided.

    NotAllowed for the last administrator.
    """
    check_last(session, user)
    email, number = user.email.lower(), user.id
    for sender in own_senders(session, user):
        session.delete(sender)
    session.flush()
    session.execute(update(Submission).where(Submission.user_id == number).values(user_id=None))
    for keeper in session.scalars(select(Keeper).where((Keeper.user_id == number) | (func.lower(Keeper.email) == email))).all():
        keepers.forget(session, keeper)
    for model in (Sender, Letter, Ticket):
        for row in session.scalars(select(model).where(func.lower(model.email) == email)).all():
            if isinstance(row, Ticket) and row.purpose == Purpose.withdraw:
                row.email = ""  # what they agreed to is public still: the link in their letter takes it back
            else:
                session.delete(row)
    session.execute(update(Photo).where(func.lower(Photo.email) == email).values(email=""))
    _forget_in_departed(session, email, number)
    session.delete(user)
    session.flush()
    session.expire_all()


def _forget_in_departed(session: Session, email: str, number: int) -> None:
    """Take a person out of what hung on entries that have gone."""
    for gone in session.scalars(select(Departure)).all():
        kept = dict(gone.rows)
        kept["keepers"] = [row for row in kept.get("keepers", []) if row["user_id"] != number and row["email"].lower() != email]
        kept["claims"] = [row for row in kept.get("claims", []) if row["user_id"] != number]
        if kept["keepers"] != gone.rows.get("keepers", []) or kept["claims"] != gone.rows.get("claims", []):
            gone.rows = kept
    session.flush()
