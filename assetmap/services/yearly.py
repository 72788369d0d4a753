"""The yearly question: which groups have answered, which are asked, which wait to be asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from assetmap.models import Ask, Group, Keeper
from assetmap.models.columns import now

YEAR_DAYS = 365
AGAIN_AFTER_DAYS = 30
MISSING_SHOWN = 50


@dataclass(frozen=True)
class Standing:
    """How a group stands: when it last answered, until when an address made for it is good, how many keepers it has."""

    group_id: int
    name: str
    answered_at: datetime | None
    open_until: datetime | None
    sent_at: datetime | None
    keepers: int
    reachable: int

    @property
    def overdue(self) -> bool:
        """Whether it has not answered for a year, or never."""
        return self.answered_at is None or self.answered_at < now() - timedelta(days=YEAR_DAYS)


CHOICES: dict[str, Callable[[Standing], bool]] = {
    "overdue": lambda row: row.overdue,
    "asked": lambda row: row.open_until is not None,
    "answered": lambda row: row.answered_at is not None,
    "unkept": lambda row: not row.keepers,
}


def standings(session: Session, q: str = "", choice: str = "") -> list[Standing]:
    """How every group stands, or those of one of `CHOICES` and with these letters in the name: who waited longest comes first."""
    answered = dict(session.execute(select(Ask.group_id, func.max(Ask.used_at)).group_by(Ask.group_id)).all())
    sent = dict(session.execute(select(Ask.group_id, func.max(Ask.sent_at)).group_by(Ask.group_id)).all())
    unused = select(Ask.group_id, func.max(Ask.expires_at)).where(Ask.used_at.is_(None), Ask.expires_at > now())
    waiting = dict(session.execute(unused.group_by(Ask.group_id)).all())
    keepers = dict(session.execute(select(Keeper.group_id, func.count()).group_by(Keeper.group_id)).all())
    mailed = select(Keeper.group_id, func.count()).where(Keeper.email != "").group_by(Keeper.group_id)
    reachable = dict(session.execute(mailed).all())
    rows = [
        Standing(
            number, name, answered.get(number), waiting.get(number), sent.get(number), keepers.get(number, 0), reachable.get(number, 0)
        )
        for number, name in session.execute(select(Group.id, Group.name))
    ]
    chosen = [row for row in rows if q.casefold() in row.name.casefold() and (choice not in CHOICES or CHOICES[choice](row))]
    return sorted(chosen, key=lambda row: (row.answered_at is not None, row.answered_at, row.name.casefold(), row.group_id))


def missing(session: Session, most: int = MISSING_SHOWN) -> list[Ask]:
    """What keepers said about who is not on the map yet, the newest first."""
    query = select(Ask).where(Ask.used_at.is_not(None), Ask.missing != "").options(selectinload(Ask.group))
    return list(session.scalars(query.order_by(Ask.used_at.desc(), Ask.id.desc()).limit(most)))


def due(session: Session, older_than_days: int = YEAR_DAYS) -> list[Standing]:
    """The groups to ask: those with a keeper that have not answered for so many days, and were sent nothing for 30 days."""
    long_ago, lately = now() - timedelta(days=older_than_days), now() - timedelta(days=AGAIN_AFTER_DAYS)
    return [
        row
        for row in standings(session)
        if row.keepers and (row.answered_at is None or row.answered_at < long_ago) and (row.sent_at is None or row.sent_at < lately)
    ]
