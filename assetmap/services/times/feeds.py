"""What stands in a calendar feed: the public names, times and addresses of entries, and nothing else of them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Asset, Group, Precision, Schedule, Subject
from assetmap.services import groups
from assetmap.services.filters import Filters, conditions
from assetmap.services.times import clock
from assetmap.services.times.calendars import Entry, calendar
from assetmap.services.times.openings import TIMES, times_of
from assetmap.services.times.spans import Times
from assetmap.services.times.terms import terms
from assetmap.services.vocabulary import vocabulary

MOST = 500
Address = Callable[[Subject, int], str]
COLUMNS = (Asset.id, Asset.name, Asset.address, Asset.postcode, Asset.precision, Asset.updated_at)


def of_asset(session: Session, asset: Asset, address: Address) -> list[Entry]:
    """The times of one asset; `address` gives the page of an entry."""
    return _of_rows(session, session.execute(select(*COLUMNS).where(Asset.id == asset.id)).all(), address)


def of_group(session: Session, group: Group, address: Address) -> list[Entry]:
    """The times of a group, and of the assets it runs."""
    own = _schedules(session, Subject.group, [group.id])[group.id]
    mine = Entry(f"group-{group.id}", group.name, address(Subject.group, group.id), "", group.updated_at, own)
    ids, _total = groups.assets_of(session, group, MOST)
    rows = session.execute(select(*COLUMNS).where(Asset.id.in_(ids)).order_by(Asset.name, Asset.id)).all()
    return ([mine] if own else []) + _of_rows(session, rows, address)


def of_filters(session: Session, filters: Filters, address: Address) -> list[Entry]:
    """The times of the assets under some filters, of the first `MOST` by name that say any."""
    says = Asset.id.in_(select(Schedule.asset_id).where(Schedule.asset_id.is_not(None)))
    where = [*conditions(session, vocabulary(session), filters), says]
    rows = session.execute(select(*COLUMNS).where(*where).order_by(Asset.name, Asset.id).limit(MOST)).all()
    return _of_rows(session, rows, address)


def as_file(session: Session, title: str, host: str, entries: Sequence[Entry]) -> bytes:
    """Some entries as an iCalendar file."""
    return calendar(title, host, entries, terms(session), clock.zone(session))


def _of_rows(session: Session, rows: Sequence[Any], address: Address) -> list[Entry]:
    own = _schedules(session, Subject.asset, [row.id for row in rows])
    return [
        Entry(f"asset-{row.id}", row.name, address(Subject.asset, row.id), _place(row), row.updated_at, own[row.id])
        for row in rows
        if own[row.id]
    ]


def _place(row: Any) -> str:
    """The address of a place that is shown exactly; of any other not even a part."""
    return ", ".join(filter(None, (row.address, row.postcode))) if row.precision == Precision.exact else ""


def _schedules(session: Session, subject: Subject, ids: Sequence[int]) -> dict[int, list[Times]]:
    owner = Schedule.asset_id if subject == Subject.asset else Schedule.group_id
    whole = owner.in_(ids), Schedule.starts_at.is_not(None), Schedule.ends_at.is_not(None)
    found: dict[int, list[Times]] = defaultdict(list)
    query = select(owner.label("owner"), *TIMES).where(*whole).order_by(owner, Schedule.position, Schedule.id)
    for row in session.execute(query):
        found[row.owner].append(times_of(row))
    return found
