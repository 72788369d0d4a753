"""Where each asset belongs is kept as one number, and is the same however it came about."""

import pytest
from sqlalchemy import func, select, update

from assetmap.models import Area, Asset, Patch, PatchArea
from assetmap.services import assets, patches
from assetmap.services.filters import Filters, area_condition, stretches
from tests.conftest import TOLERANCE_M


def belongings(session) -> dict[int, list[str]]:
    rows = session.execute(
        select(Asset.id, Area.code)
        .join(PatchArea, PatchArea.patch_id == Asset.patch_id)
        .join(Area, Area.id == PatchArea.area_id)
        .order_by(Asset.id, Area.code)
    )
    found: dict[int, list[str]] = {}
    for number, code in rows:
        found.setdefault(number, []).append(code)
    return found


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([], []), ([5], [(5, 5)]), ([1, 2, 3], [(1, 3)]), ([1, 2, 4, 7, 8], [(1, 2), (4, 4), (7, 8)])],
)
def test_stretches_hold_their_numbers_and_no_other(numbers, expected):
    assert stretches(numbers) == expected


def test_linking_everything_again_changes_nothing(session):
    before, count = belongings(session), session.scalar(select(func.count()).select_from(Patch))
    total = patches.link_everything(session, TOLERANCE_M)
    assert belongings(session) == before
    assert total == sum(len(codes) for codes in before.values())
    assert session.scalar(select(func.count()).select_from(Patch)) == count


def test_linking_everything_mends_what_was_put_on_no_patch_or_a_wrong_one(session):
    before = belongings(session)
    wrong = session.scalar(select(func.min(Patch.id)))
    session.execute(update(Asset).where(Asset.id % 2 == 0).values(patch_id=None))
    session.execute(update(Asset).where(Asset.id % 2 == 1).values(patch_id=wrong))
    patches.link_everything(session, TOLERANCE_M)
    assert belongings(session) == before


def test_one_asset_alone_is_linked_as_among_all(session):
    before = belongings(session)
    number = min(before)
    session.execute(update(Asset).where(Asset.id == number).values(patch_id=None))
    assert patches.link_one(session, number, TOLERANCE_M) == len(before[number])
    assert belongings(session) == before


def test_an_asset_without_a_place_leaves_its_areas(session):
    number = min(belongings(session))
    session.execute(update(Asset).where(Asset.id == number).values(cell=None, x=None, y=None, point=None))
    assert patches.link_one(session, number, TOLERANCE_M) == 0
    assert number not in belongings(session)


def test_a_patch_nobody_is_on_is_forgotten(session):
    session.execute(update(Asset).values(cell=None, x=None, y=None, point=None))
    patches.link_everything(session, TOLERANCE_M)
    assert session.scalar(select(func.count()).select_from(Patch)) == 0


def test_linking_is_no_edit(session):
    before = set(session.execute(select(Asset.id, Asset.updated_at)))
    session.execute(update(Asset).values(patch_id=None, updated_at=Asset.updated_at))
    patches.link_everything(session, TOLERANCE_M)
    assert set(session.execute(select(Asset.id, Asset.updated_at))) == before


def test_an_area_without_assets_finds_none_rather_than_all(session):
    empty = session.scalar(select(Area.code).where(Area.id.not_in(select(PatchArea.area_id))).limit(1))
    assert assets.counted(session, Filters(area=empty)) == (0, 0)
    assert session.scalar(select(func.count()).select_from(Asset).where(area_condition(session, "nowhere"))) == 0
