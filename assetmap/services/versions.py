"""Every version of an entry, with who made it, when and why. Nothing is written over."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from assetmap.errors import NotFound
from assetmap.models import Act, Asset, Group, Precision, PrivateVersion, Subject, Submission, User, Version
from assetmap.models.columns import now
from assetmap.services.contents import Whole, of_entry
from assetmap.services.places import current
from assetmap.services.precision import WHERE, precision
from assetmap.services.whereabouts import MODELS

# Whoever did one of these has not said that all of the entry is right.
SAYS_NOTHING = {Act.loaded, Act.closed, Act.merged, Act.restored}


@dataclass(frozen=True)
class Made:
    """Who made a version, out of what, and why. A public reader sees the reason, so it names nobody."""

    act: Act
    by: User | None = None
    why: str = ""
    submission: Submission | None = None


def entry_of(session: Session, subject: Subject, entry_id: int) -> Asset | Group:
    """The row of a published asset or group."""
    return session.get_one(Asset, entry_id) if subject == Subject.asset else session.get_one(Group, entry_id)


def find(session: Session, subject: Subject, entry_id: int) -> Asset | Group | None:
    """The row of an asset or a group, or none where it is not public (any more)."""
    return session.get(Asset, entry_id) if subject == Subject.asset else session.get(Group, entry_id)


def record(session: Session, subject: Subject, entry_id: int, made: Made) -> Version:
    """Keep what an entry says now as its next version. What it said before must have been kept: see `keep_first`."""
    whole = of_entry(session, subject, entry_id)
    entry = entry_of(session, subject, entry_id)
    entry.version = latest(session, subject, entry_id) + 1
    if made.act not in SAYS_NOTHING:
        entry.confirmed_on = now().date()
    version = _keep(session, subject, entry_id, entry.version, whole, made)
    session.flush()
    return version


def keep_first(session: Session, subject: Subject, entry_id: int) -> None:
    """Keep what an entry of a package says before it is changed for the first time: its version 1."""
    entry = entry_of(session, subject, entry_id)
    if entry.version == 0:
        made = Made(Act.loaded, why=f"As loaded with {current(session).title}")
        version = _keep(session, subject, entry_id, 1, of_entry(session, subject, entry_id), made)
        version.made_at, entry.version = entry.updated_at, 1
        session.flush()


def latest(session: Session, subject: Subject, entry_id: int) -> int:
    """The number of an entry's last version; 0 where none was kept."""
    mine = Version.subject == subject, Version.entry_id == entry_id
    return session.scalar(select(func.max(Version.number)).where(*mine)) or 0


def history(session: Session, subject: Subject, entry_id: int) -> list[Version]:
    """Every version of an entry, the newest first."""
    query = select(Version).where(Version.subject == subject, Version.entry_id == entry_id).options(joinedload(Version.user))
    return list(session.scalars(query.order_by(Version.number.desc())))


def get(session: Session, subject: Subject, entry_id: int, number: int) -> Version:
    """One version; NotFound where there is none."""
    query = select(Version).where(Version.subject == subject, Version.entry_id == entry_id, Version.number == number)
    found = session.scalar(query.options(joinedload(Version.user)))
    if found is None:
        raise NotFound("There is no such version.")
    return found


def everything(session: Session, version: Version) -> dict[str, Any]:
    """All that a version knew, what only permitted services read among it."""
    private = session.get(PrivateVersion, version.id)
    return version.content | (private.content if private else {})


def place_forgotten(session: Session, version: Version) -> bool:
    """Whether a version showed less than the place of an asset, and what the place was is not kept (any more)."""
    hides = version.subject == Subject.asset and precision(version.content) != Precision.exact
    return hides and session.get(PrivateVersion, version.id) is None


def whole(session: Session, version: Version, today: dict[str, Any]) -> dict[str, Any]:
    """All that a version knew; what it knew nothing of, because it is older than that, or is forgotten, stays as it is `today`."""
    said = everything(session, version)
    if place_forgotten(session, version):  # where the public saw it is not where it was
        said = {key: value for key, value in said.items() if key not in WHERE}
    return today | said


def unused_id(session: Session, subject: Subject) -> int | None:
    """A number no entry ever had. PostgreSQL sees to that itself (none); SQLite would give the highest one again once it is free."""
    model = MODELS[subject]
    if session.get_bind().dialect.name != "sqlite":
        return None
    highest = session.scalar(select(func.max(model.id))) or 0
    return max(highest, session.scalar(select(func.max(Version.entry_id)).where(Version.subject == subject)) or 0) + 1


def _keep(session: Session, subject: Subject, entry_id: int, number: int, whole: Whole, made: Made) -> Version:
    version = Version(
        subject=subject,
        entry_id=entry_id,
        number=number,
        content=whole.public,
        act=made.act,
        why=made.why,
        user_id=made.by.id if made.by else None,
        submission_id=made.submission.id if made.submission else None,
    )
    session.add(version)
    session.flush()
    if whole.private:
        session.add(PrivateVersion(version_id=version.id, content=whole.private))
    return version
