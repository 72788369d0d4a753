"""Boundaries loaded beside others and in the place of others, with all that follows from them."""

import pytest
from sqlalchemy import func, select

from assetmap.geo.boundary_files import read_boundary_file
from assetmap.models import Area, AreaLookup, Geography, Observation
from assetmap.services import areas, assets, boundaries, patches, places
from assetmap.services.boundaries import GeographyFacts
from assetmap.services.filters import Filters
from tests.conftest import TOLERANCE_M

OLD = GeographyFacts("lsoa11", "Small area", "Small areas", "December 2011", 5, "ONS", "OGL v3.0")


@pytest.fixture
def old_areas(shared):
    return read_boundary_file(shared / "data" / "boundaries" / "th_lsoa11_bgc.geojson").frame


def test_two_vintages_stand_beside_each_other_and_an_address_keeps_its_meaning(session, old_areas):
    before = areas.get(session, "E01004198").id
    boundaries.write(session, OLD, old_areas, TOLERANCE_M)
    count = select(func.count()).select_from(Area).join(Area.geography)
    assert session.scalar(count.where(Geography.key == "lsoa11")) == 144
    assert session.scalar(count.where(Geography.key == "lsoa21")) == 169
    assert areas.get(session, "E01004198").id == before
    old = areas.get(session, "lsoa11:E01004198")
    assert (old.geography.key, areas.address(session, old)) == ("lsoa11", "lsoa11:E01004198")
    assert areas.address(session, areas.get(session, "E01004198")) == "E01004198"
    assert [each.geography.key for each in areas.namesakes(session, old)] == ["lsoa21"]
    shared_codes = [area for area in areas.in_geography(session, "lsoa11") if ":" in areas.address(session, area)]
    assert len(shared_codes) == 119
    for area in areas.in_geography(session, "lsoa11"):
        assert areas.get(session, areas.address(session, area)).id == area.id


def test_a_filter_means_the_area_its_address_means(session, old_areas):
    boundaries.write(session, OLD, old_areas, TOLERANCE_M)
    for key in ("lsoa11", "lsoa21"):
        everything = [assets.counted(session, Filters(area=areas.address(session, each)))[0] for each in areas.in_geography(session, key)]
        assert sum(everything) == 75


def test_loading_makes_links_lookups_and_new_versions(session, old_areas):
    place = places.current(session)
    before = (place.register_version, place.place_version)
    boundaries.write(session, OLD, old_areas, TOLERANCE_M)
    assert place.register_version != before[0]
    assert place.place_version != before[1]
    mine = select(Area.id).join(Area.geography).where(Geography.key == "lsoa11")
    assert session.scalar(select(func.count()).select_from(AreaLookup).where(AreaLookup.child_id.in_(mine))) >= 144
    again = patches.link_everything(session, TOLERANCE_M)
    assert again == boundaries.write(session, OLD, old_areas, TOLERANCE_M)


def test_what_would_go_is_counted_with_its_figures_before_anything_goes(session):
    codes = list(session.scalars(select(Area.code).join(Area.geography).where(Geography.key == "lsoa21").order_by(Area.code)))
    change = boundaries.compare(session, "lsoa21", codes[:-1] + ["E01999999"])
    assert (change.new, change.kept, change.gone) == (1, 168, [codes[-1]])
    number = session.scalar(select(Area.id).where(Area.code == codes[-1]))
    lost = session.scalar(select(func.count()).select_from(Observation).where(Observation.area_id == number))
    assert sum(count for _title, count in change.figures) == lost > 0


def test_areas_a_file_no_longer_has_go_and_those_that_stay_keep_their_figures(session, old_areas):
    boundaries.write(session, OLD, old_areas, TOLERANCE_M)
    kept = session.scalar(select(Area.id).join(Area.geography).where(Geography.key == "lsoa11", Area.code == "E01004198"))
    boundaries.write(session, OLD, old_areas[old_areas["code"] == "E01004198"], TOLERANCE_M)
    assert [area.id for area in areas.in_geography(session, "lsoa11")] == [kept]


def test_what_is_left_empty_stays_as_it_was(session):
    settled = boundaries.settled(session, GeographyFacts("ward25", vintage="May 2026"))
    assert (settled.name, settled.vintage, settled.level) == ("Ward", "May 2026", 3)
    assert boundaries.fact_faults(session, settled, 20) == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"key": "Bad key"}, "--geography: a key is small letters"),
        ({"key": "own"}, "--geography: this key is that of what residents draw"),
        ({"name": ""}, "--name: say this"),
        ({"licence": "x" * 201}, "--licence: say this, in at most 200"),
        ({"level": None}, "--level: say how large"),
        ({"key": "borough"}, "so it must be one area and not 20"),
    ],
)
def test_every_fault_in_what_is_said_is_named(session, facts, said):
    given = {"key": "new", "name": "a", "plural": "b", "vintage": "c", "level": 1, "source": "d", "licence": "e"} | facts
    found = [str(fault) for fault in boundaries.fact_faults(session, GeographyFacts(**given), 20)]
    assert len(found) == 1
    assert said in found[0]


def test_more_areas_than_a_statement_takes_are_compared(session):
    codes = list(session.scalars(select(Area.code).join(Area.geography).where(Geography.key == "lsoa21")))
    change = boundaries.compare(session, "lsoa11", [f"E{number:08}" for number in range(70_000)] + codes)
    assert (change.new, change.kept, [count for _, count in change.shared]) == (70_000 + 169, 0, [169])
