"""Near a point, and in a neighbourhood, what is stale comes last: each once, on one page or another."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from assetmap.models import Asset
from assetmap.services import areas, assets, freshness, sinking
from assetmap.services.filters import Filters
from assetmap.services.sinking import Wanted

LAST = date(2024, 11, 22)
AT = (-0.06, 51.52)
BOX = (-0.08, 51.50, 0.01, 51.55)


@pytest.fixture
def mixed(session):
    """Tower Hamlets, whose sources are all stale, with every third entry confirmed; of some others only when they were changed is known."""
    for row in session.scalars(select(Asset).where(Asset.id % 3 == 0)):
        row.confirmed_on = date(2026, 1, 1)
    for row in session.scalars(select(Asset).where(Asset.id % 3 == 1)):
        row.source_date, row.updated_at = None, datetime(2020 + row.id % 2 * 6, 1, 1, tzinfo=UTC)
    session.flush()
    assert {(row.confirmed_on is None, row.source_date is None, is_stale(row)) for row in session.scalars(select(Asset))} >= {
        *((False, False, False), (True, False, True), (True, True, False), (True, True, True))
    }
    return session


def is_stale(item) -> bool:
    return freshness.said_on(item)[0] <= LAST


@pytest.mark.parametrize("near", [None, AT])
@pytest.mark.parametrize("bounds", [None, BOX])
def test_page_after_page_gives_everything_once_and_what_is_stale_last(mixed, near, bounds):
    wanted = Wanted(Filters(area=areas.address(mixed, areas.whole(mixed))), bounds, near)
    first = sinking.listed(mixed, wanted, LAST, 1, 7)
    found = [item for page in range(1, first.pages + 1) for item in sinking.listed(mixed, wanted, LAST, page, 7).items]
    plain = assets.listed(mixed, wanted.filters, 1, 500, bounds, near)
    assert first.total == plain.total == len(found)
    assert sorted(item.id for item in found) == sorted(item.id for item in plain.items)
    assert [is_stale(item) for item in found] == sorted(is_stale(item) for item in found)
    assert {is_stale(item) for item in found} == {True, False}
    for part in (True, False):  # within each part the order is as ever
        assert [item.id for item in found if is_stale(item) == part] == [item.id for item in plain.items if is_stale(item) == part]


def test_where_nothing_is_stale_the_list_is_as_ever(mixed):
    wanted = Wanted(Filters(category=("libraries",)))
    assert [item.id for item in sinking.listed(mixed, wanted, date(2000, 1, 1)).items] == [
        item.id for item in assets.listed(mixed, wanted.filters).items
    ]


def test_a_page_after_the_last_is_the_last(mixed):
    last = sinking.listed(mixed, Wanted(Filters()), LAST, 99, 30)
    assert (last.page, last.pages, len(last.items)) == (3, 3, 15)
