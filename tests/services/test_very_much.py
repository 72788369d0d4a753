"""Where a search finds more than can be ranked, each find still stands on one page, and the pages agree with each other."""

from datetime import date

import pytest
from sqlalchemy import select

from assetmap.models import Asset
from assetmap.services import assets, freshness, matching, ranking, remember
from assetmap.services.filters import Filters
from assetmap.services.sinking import Wanted

LAST = date(2024, 11, 22)
AT = (-0.06, 51.52)
BOX = (-0.08, 51.50, 0.01, 51.55)
ASKED = ("stre", "commun", "street e", "idea store")


@pytest.fixture
def crowded_out(session, monkeypatch):
    """Tower Hamlets, where three finds are too many to be ranked; every third entry is confirmed."""
    for row in session.scalars(select(Asset).where(Asset.id % 3 == 0)):
        row.confirmed_on = date(2026, 1, 1)
    session.flush()
    monkeypatch.setattr(ranking, "MOST_RANKED", 3)
    remember.forget()
    yield session
    remember.forget()


def pages(session, wanted) -> list:
    first = ranking.listed(session, wanted, LAST, 1, 7)
    found = [item for page in range(1, first.pages + 1) for item in ranking.listed(session, wanted, LAST, page, 7).items]
    assert first.total == len(found) == len({item.id for item in found})
    return found


def meant(session, filters, bounds=None) -> set[int]:
    return set(session.scalars(select(Asset.id).where(*assets.where_of(session, filters, bounds))))


@pytest.mark.parametrize("many", [1, 10**9])
@pytest.mark.parametrize("bounds", [None, BOX])
@pytest.mark.parametrize("q", ASKED)
def test_page_after_page_gives_every_find_once_those_by_name_first(crowded_out, monkeypatch, q, bounds, many):
    monkeypatch.setattr(matching, "many", lambda session: many)
    filters = Filters(q=q)
    found = pages(crowded_out, Wanted(filters, bounds))
    assert {item.id for item in found} == meant(crowded_out, filters, bounds)
    called = meant(crowded_out, ranking.in_names(filters), bounds)
    assert {item.id for item in found[: len(called)]} == called
    assert len(called) < len(found) or q == "idea store"
    if len(called) > 3:
        by_name = crowded_out.scalars(select(Asset.id).where(Asset.id.in_(called)).order_by(Asset.name, Asset.id))
        assert [item.id for item in found[: len(called)]] == list(by_name)


@pytest.mark.parametrize("bounds", [None, BOX])
@pytest.mark.parametrize("q", ["stre", "commun"])
def test_near_a_place_the_nearest_come_first_and_what_is_stale_behind_what_is_as_far(crowded_out, q, bounds):
    filters = Filters(q=q)
    found = pages(crowded_out, Wanted(filters, bounds, AT))
    assert {item.id for item in found} == meant(crowded_out, filters, bounds)
    far = [item.distance_m is None for item in found]
    assert far == sorted(far)
    steps = [(item.distance_m // assets.SAME_PLACE_M, freshness.said_on(item)[0] <= LAST) for item in found if item.distance_m is not None]
    assert steps == sorted(steps)
    assert {stale for _step, stale in steps} == {True, False}


@pytest.mark.parametrize("q", ASKED)
def test_the_whole_of_a_search_is_read_in_steps_by_id(crowded_out, monkeypatch, q):
    monkeypatch.setattr(matching, "FEW", 5)
    read, last = [], 0
    while some := assets.after(crowded_out, Filters(q=q), last, 6):
        read += [item.id for item in some]
        last = read[-1]
    assert read == sorted(meant(crowded_out, Filters(q=q)))


@pytest.mark.parametrize("few", [0, 5, 10**6])
@pytest.mark.parametrize("q", ASKED)
def test_few_finds_and_many_are_the_same_finds(session, monkeypatch, q, few):
    asked = assets.listed(session, Filters(q=q), 1, 500)
    remember.forget()
    monkeypatch.setattr(matching, "FEW", few)
    assert [item.id for item in assets.listed(session, Filters(q=q), 1, 500).items] == [item.id for item in asked.items]
    remember.forget()
