"""How fresh an entry is: fresh, ageing or stale, by the months since somebody last said that it is right.

Where nobody ever has, the day of its source speaks; where it names none, the day it came here or was last changed. That is weaker,
and every page says which of them it is.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from dateutil.relativedelta import relativedelta
from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from assetmap.models import Area, Asset, Group, PatchArea, Subject
from assetmap.services import places
from assetmap.services.matching import Condition
from assetmap.services.remember import remembered
from assetmap.services.versions import entry_of
from assetmap.services.whereabouts import MODELS

YEAR_MONTHS = 12
DAY = timedelta(days=1)


class State(StrEnum):
    """How fresh an entry is."""

    fresh = "fresh"
    ageing = "ageing"
    stale = "stale"


class Basis(StrEnum):
    """What its day is: when somebody confirmed it, the day of its source, or the day it came here or was last changed."""

    confirmed = "confirmed"
    source = "source"
    here = "here"


class Dated(Protocol):
    """What has the three days: an asset, a group, an item of a list."""

    @property
    def confirmed_on(self) -> date | None:
        """When somebody last said that all of it is right."""

    @property
    def source_date(self) -> date | None:
        """The day of its source."""

    @property
    def updated_at(self) -> datetime:
        """When it was last changed here."""


@dataclass(frozen=True)
class Limits:
    """The last day of what is ageing, and the last day of what is stale."""

    ageing: date
    stale: date


def limits(today: date, ageing_months: int, stale_months: int) -> Limits:
    """From which day back an entry is ageing, and from which it is stale."""
    return Limits(today - relativedelta(months=ageing_months), today - relativedelta(months=stale_months))


def said_on(entry: Dated) -> tuple[date, Basis]:
    """The day that speaks for an entry, and what it is."""
    if entry.confirmed_on is not None:
        return entry.confirmed_on, Basis.confirmed
    if entry.source_date is not None:
        return entry.source_date, Basis.source
    return entry.updated_at.date(), Basis.here


def state(entry: Dated, today: date, ageing_months: int, stale_months: int) -> State:
    """How fresh an entry is on a day."""
    return state_of(said_on(entry)[0], limits(today, ageing_months, stale_months))


def state_of(day: date, within: Limits) -> State:
    """How fresh what was right on `day` is."""
    if day <= within.stale:
        return State.stale
    return State.ageing if day <= within.ageing else State.fresh


def until(model: type[Asset | Group], last: date) -> Condition:
    """Entries that nobody and nothing says were right after a day: what is stale or ageing, as the database finds it."""
    said = func.coalesce(model.confirmed_on, model.source_date)
    moment = datetime.combine(last + DAY, time(), UTC)
    # Each side is true or false where there is no day, so that the contrary of this holds for every other entry.
    return or_(and_(said.is_not(None), said <= last), and_(said.is_(None), model.updated_at < moment))


def confirm(session: Session, subject: Subject, entry_id: int, today: date) -> bool:
    """Keep that somebody said today that all of an entry is right. It makes no version, since it changes nothing it says; gives
    whether it was news. NotFound (of the database) where there is no such entry."""
    entry = entry_of(session, subject, entry_id)
    if entry.confirmed_on is not None and entry.confirmed_on >= today:
        return False
    places.changed(session)
    model = MODELS[subject]
    # In so many words, so that it does not count as changed today.
    session.execute(update(model).where(model.id == entry_id).values(confirmed_on=today, updated_at=model.updated_at))
    session.refresh(entry)
    return True


@dataclass(frozen=True)
class Share:
    """How many of the entries of an area somebody confirmed since a day."""

    confirmed: int
    entries: int
    since: date

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; none where there are no entries."""
        return self.confirmed / self.entries if self.entries else None


def share(session: Session, area: Area, entries: int, today: date) -> Share:
    """How many of an area's `entries` assets somebody confirmed in the last twelve months."""
    since = today - relativedelta(months=YEAR_MONTHS)
    counts = remembered(session, ("confirmed since", since), lambda: _confirmed(session, since))
    return Share(counts.get(area.id, 0), entries, since)


def _confirmed(session: Session, since: date) -> dict[int, int]:
    """How many assets of each area (id) were confirmed after a day: counted by patch, then added up by area."""
    patch = select(Asset.patch_id, func.count().label("assets")).where(Asset.confirmed_on > since, Asset.patch_id.is_not(None))
    counted = patch.group_by(Asset.patch_id).subquery()
    query = select(PatchArea.area_id, func.sum(counted.c.assets)).join(counted, counted.c.patch_id == PatchArea.patch_id)
    return {int(area_id): int(number) for area_id, number in session.execute(query.group_by(PatchArea.area_id))}
