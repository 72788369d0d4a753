"""Overlapping areas: an asset is in every one that holds it, however that came about, and nothing tells more than it should."""

import random

import pytest
import shapely
from geoalchemy2 import WKBElement
from sqlalchemy import func, select, update

from assetmap.models import Area, Asset, Geography, Patch, PatchArea
from assetmap.services import drawn, patches
from tests import crowd
from tests.conftest import TOLERANCE_M


def own(session) -> Geography:
    return drawn.geography_of_all(session)


def put(session, code: str, shape: shapely.Polygon) -> Area:
    """A drawn area as it is approved, without an entry."""
    area = Area(geography_id=own(session).id, code=code, name=code, other_name="")
    area.shape = WKBElement(bytes(shapely.to_wkb(shapely.MultiPolygon([shape]))), srid=4326)
    session.add(area)
    session.flush()
    patches.add_area(session, area)
    return area


def random_shapes(count: int) -> list[shapely.Polygon]:
    chance = random.Random(3)
    found = []
    for _ in range(count):
        corners = shapely.MultiPoint([(chance.uniform(-0.08, 0.01), chance.uniform(51.485, 51.545)) for _ in range(chance.randint(4, 9))])
        found.append(corners.convex_hull)
    return found


def kept(session) -> set[tuple[int, int]]:
    """Which asset (id) is in which drawn area (id)."""
    query = select(Asset.id, PatchArea.area_id).join(PatchArea, PatchArea.patch_id == Asset.patch_id)
    query = query.join(Area, Area.id == PatchArea.area_id).where(Area.geography_id == own(session).id)
    return {(asset, area) for asset, area in session.execute(query)}


def brute_force(session) -> set[tuple[int, int]]:
    """The same by asking Shapely of every asset and every area."""
    points = session.execute(
        select(Asset.id, func.ST_X(Asset.point), func.ST_Y(Asset.point)).where(Asset.cell.is_not(None), ~Asset.approximate)
    )
    areas = session.execute(select(Area.id, func.ST_AsBinary(Area.shape)).where(Area.geography_id == own(session).id)).all()
    shapes = {number: shapely.from_wkb(bytes(shape)) for number, shape in areas}
    placed = {number: shapely.Point(lon, lat) for number, lon, lat in points}
    return {(asset, area) for area, shape in shapes.items() for asset, point in placed.items() if shape.intersects(point)}


def others(session) -> dict[int, list[int]]:
    """The areas of every other geography that each asset is in."""
    query = select(Asset.id, PatchArea.area_id).join(PatchArea, PatchArea.patch_id == Asset.patch_id)
    found: dict[int, list[int]] = {}
    for asset, area in session.execute(query.join(Area, Area.id == PatchArea.area_id).where(Area.geography_id != own(session).id)):
        found.setdefault(asset, []).append(area)
    return {asset: sorted(areas) for asset, areas in found.items()}


@pytest.fixture
def crowded_session(session):
    session.commit, commit = session.flush, session.commit  # the crowd commits; here everything is undone when the test ends
    crowd.fill(session)
    session.commit = commit
    return session


def test_links_of_overlapping_areas_agree_with_brute_force_one_by_one_and_all_at_once(crowded_session):
    session, before = crowded_session, others(crowded_session)
    for number, shape in enumerate(random_shapes(12)):
        put(session, f"own-{number:04}", shape)
    one_by_one = kept(session)
    assert one_by_one == brute_force(session)
    assert max(sum(asset == each for each, _area in one_by_one) for asset, _area in one_by_one) > 2
    assert others(session) == before
    count = session.scalar(select(func.count()).select_from(Patch))
    session.execute(update(Asset).values(patch_id=None, updated_at=Asset.updated_at))
    patches.link_everything(session, TOLERANCE_M)
    assert kept(session) == one_by_one
    assert others(session) == before
    assert session.scalar(select(func.count()).select_from(Patch)) == count


def test_letting_go_of_an_area_leaves_all_others_as_they_were(crowded_session):
    session = crowded_session
    areas = [put(session, f"own-{number:04}", shape) for number, shape in enumerate(random_shapes(6))]
    before, elsewhere = kept(session), others(session)
    patches.remove_area(session, areas[2])
    assert kept(session) == {(asset, area) for asset, area in before if area != areas[2].id}
    assert others(session) == elsewhere
    assert patches.add_area(session, areas[2]) == sum(area == areas[2].id for _asset, area in before)
    assert kept(session) == before


def test_a_very_long_set_of_areas_is_known_by_its_digest(crowded_session):
    session = crowded_session
    for number in range(60):
        put(session, f"own-{number:04}", shapely.box(-0.08, 51.485, 0.01, 51.545))
    keys = list(session.scalars(select(Patch.key)))
    assert any(key.startswith("sha256 ") for key in keys)
    assert max(map(len, keys)) <= 200
    assert kept(session) == brute_force(session)


def test_a_key_does_not_depend_on_the_order_of_its_areas():
    assert patches.key_of([3, 1, 2]) == patches.key_of({1, 2, 3}) == "1 2 3"
    assert patches.key_of(range(1000)) == patches.key_of(reversed(range(1000)))


def test_an_asset_shown_only_roughly_is_in_no_drawn_area_however_it_is_linked(session):
    number, lon, lat = session.execute(
        select(Asset.id, func.ST_X(Asset.point), func.ST_Y(Asset.point)).where(Asset.cell.is_not(None)).limit(1)
    ).one()
    session.execute(update(Asset).where(Asset.id == number).values(approximate=True))
    patches.link_one(session, number, TOLERANCE_M)
    area = put(session, "own-0001", shapely.box(lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001))
    large = put(session, "own-0002", shapely.box(-0.09, 51.48, 0.02, 51.55))
    for link in (lambda: patches.link_one(session, number, TOLERANCE_M), lambda: patches.link_everything(session, TOLERANCE_M)):
        assert number not in {asset for asset, _area in kept(session)}
        link()
    assert number not in {asset for asset, _area in kept(session)}
    session.execute(update(Asset).where(Asset.id == number).values(approximate=False))
    patches.link_one(session, number, TOLERANCE_M)
    assert {owner for asset, owner in kept(session) if asset == number} == {area.id, large.id}


@pytest.mark.parametrize("level", [0, 3, 9])
def test_no_overlapping_geography_holds_an_asset_shown_only_roughly_at_any_level(session, level):
    put(session, "own-0001", shapely.box(-0.09, 51.48, 0.02, 51.55))
    own(session).level = level
    session.execute(update(Asset).values(approximate=True, updated_at=Asset.updated_at))
    patches.link_everything(session, TOLERANCE_M)
    assert kept(session) == set()


def test_a_point_of_a_drawn_area_alone_is_not_in_the_place(session):
    put(session, "own-0001", shapely.box(-0.3, 51.5, -0.2, 51.55))
    assert patches.areas_of_point(session, -0.25, 51.52, TOLERANCE_M) == {}
