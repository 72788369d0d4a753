"""Fresh, ageing, stale: by whose word, since when, and how many are confirmed."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from assetmap.models import Asset, Subject, Version
from assetmap.services import areas, freshness
from assetmap.services.freshness import Basis, State
from assetmap.services.neighbourhoods import category_counts

TODAY = date(2026, 11, 22)


def entry(confirmed: date | None = None, source: date | None = None, updated: date = date(2020, 1, 1)):
    return SimpleNamespace(
        confirmed_on=confirmed, source_date=source, updated_at=datetime(updated.year, updated.month, updated.day, tzinfo=UTC)
    )


def state(row) -> State:
    return freshness.state(row, TODAY, 12, 24)


@pytest.mark.parametrize(
    ("confirmed", "expected"),
    [
        (date(2026, 11, 22), State.fresh),
        (date(2025, 11, 23), State.fresh),
        (date(2025, 11, 22), State.ageing),
        (date(2024, 11, 23), State.ageing),
        (date(2024, 11, 22), State.stale),
    ],
)
def test_the_state_turns_on_the_day_so_many_months_are_over(confirmed, expected):
    assert state(entry(confirmed)) == expected


def test_a_month_is_a_month_of_the_calendar():
    assert freshness.limits(date(2028, 2, 29), 12, 24) == freshness.Limits(date(2027, 2, 28), date(2026, 2, 28))


def test_who_confirmed_it_speaks_before_its_source_and_its_source_before_its_day_here():
    assert freshness.said_on(entry(date(2026, 1, 1), date(2022, 11, 1))) == (date(2026, 1, 1), Basis.confirmed)
    assert freshness.said_on(entry(None, date(2022, 11, 1))) == (date(2022, 11, 1), Basis.source)
    assert freshness.said_on(entry(updated=date(2026, 5, 1))) == (date(2026, 5, 1), Basis.here)


def test_the_database_finds_the_same_entries_stale(session):
    rows = list(session.scalars(select(Asset).order_by(Asset.id).limit(6)))
    days = [(None, None), (None, date(2024, 11, 22)), (None, date(2024, 11, 23)), (date(2026, 1, 1), date(2020, 1, 1))]
    days += [(date(2023, 1, 1), date(2026, 1, 1)), (None, None)]
    for row, (confirmed, source) in zip(rows, days, strict=True):
        row.confirmed_on, row.source_date, row.updated_at = confirmed, source, datetime(2026, 1, 1, tzinfo=UTC)
    rows[5].updated_at = datetime(2024, 11, 22, 23, 59, tzinfo=UTC)
    session.flush()
    within = freshness.limits(TODAY, 12, 24)
    mine = Asset.id.in_([row.id for row in rows])
    found = set(session.scalars(select(Asset.id).where(mine, freshness.until(Asset, within.stale))))
    assert found == {row.id for row in rows if state(row) == State.stale} == {rows[1].id, rows[4].id, rows[5].id}


def test_confirming_says_so_once_changes_nothing_else_and_makes_no_version(session):
    row = session.scalar(select(Asset).limit(1))
    before = row.updated_at
    assert freshness.confirm(session, Subject.asset, row.id, TODAY)
    assert (row.confirmed_on, row.updated_at, row.version) == (TODAY, before, 0)
    assert not freshness.confirm(session, Subject.asset, row.id, TODAY)
    assert session.scalar(select(Version).limit(1)) is None


def test_the_share_counts_who_was_confirmed_within_a_year_of_all_that_are_there(session):
    whole = areas.whole(session)
    inside = list(session.scalars(select(Asset).where(Asset.patch_id.is_not(None)).order_by(Asset.id).limit(3)))
    for row, day in zip(inside, (TODAY, date(2025, 11, 23), date(2025, 11, 22)), strict=True):
        freshness.confirm(session, Subject.asset, row.id, day)
    entries = sum(category_counts(session, whole).values())
    share = freshness.share(session, whole, entries, TODAY)
    assert (share.confirmed, share.entries, share.since) == (2, entries, date(2025, 11, 22))
    assert share.value == 2 / entries
    assert freshness.share(session, whole, 0, TODAY).value is None
