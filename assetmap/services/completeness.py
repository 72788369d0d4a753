"""How much is known of the entries of an area, and how fresh that is: one pass over them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import and_, case, false, func, not_, or_, select
from sqlalchemy.orm import Session

from assetmap.models import Area, Asset, Cost, Group, Schedule
from assetmap.services.filters import lies_in
from assetmap.services.hints import one_after_the_other
from assetmap.services.matching import Condition
from assetmap.services.neighbourhoods import category_counts
from assetmap.services.remember import remembered

A_YEAR = timedelta(days=365)
OPENING, ACCESS, COST, LANGUAGES, CONTACT = FACTS = ("opening_times", "access", "cost", "languages", "contact")


@dataclass(frozen=True)
class Completeness:
    """The entries of an area: how many, of how many each fact is known, how many were right on some day since `since`.

    An entry was right on the day somebody confirmed it, else on the day its source was, or, where it names none, on the day it was
    last changed here. `added` and
    `changed` leave out what only came late from an older source.
    """

    since: date
    entries: int
    known: dict[str, int]
    fresh: int
    added: int
    changed: int


def of_area(session: Session, area: Area, today: date) -> Completeness:
    """The entries of an area as they stand on a day."""
    return remembered(session, ("completeness", area.id, today), lambda: _count(session, area, today - A_YEAR))


def _count(session: Session, area: Area, since: date) -> Completeness:
    known = {
        OPENING: or_(Asset.opening_times != "", Asset.id.in_(select(Schedule.asset_id).where(Schedule.asset_id.is_not(None)))),
        ACCESS: Asset.access_bits != 0,
        COST: Asset.cost != Cost.unknown,
        LANGUAGES: Asset.language_bits != 0,
        CONTACT: or_(Asset.website != "", Asset.public_email != "", Asset.public_phone != ""),
    }
    asked = [func.count(case((condition, 1))) for condition in (*known.values(), is_right(Asset, since), *news(Asset, since))]
    query = select(func.count(), *asked).where(lies_in(session, area))
    row = session.execute(one_after_the_other(query, session, sum(category_counts(session, area).values()))).one()
    facts = dict(zip(FACTS, row[1:6], strict=True))
    return Completeness(since, row[0], facts, row[6], row[7], row[8])


def is_right(entry: type[Asset | Group], since: date) -> Condition:
    """Whether an entry was right on some day since then: somebody said so, or its source or its last change is as new."""
    return or_(func.coalesce(entry.confirmed_on >= since, false()), is_fresh(entry, since))


def is_fresh(entry: type[Asset | Group], since: date) -> Condition:
    """Whether what an entry says is as new as that: confirming it adds nothing to it."""
    moment = datetime.combine(since, time(), UTC)
    return case((entry.source_date.is_not(None), entry.source_date >= since), else_=entry.updated_at >= moment)


def news(entry: type[Asset | Group], since: date) -> tuple[Condition, Condition]:
    """Whether an entry was added since then, and whether one that was there before was changed."""
    new = entry.created_at >= datetime.combine(since, time(), UTC)
    return and_(new, is_fresh(entry, since)), and_(not_(new), is_fresh(entry, since))
