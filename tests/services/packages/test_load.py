"""A place is written in one transaction, and the same however often it is done."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.db import Base
from assetmap.errors import Faulty
from assetmap.models import Area, Asset, Geography, Group, Indicator, Observation, PatchArea, Place, Term
from assetmap.paths import PLACES
from assetmap.services import loads, packages
from assetmap.services.loads import Facts
from assetmap.services.upsert import forget
from tests.conftest import TOLERANCE_M
from tests.services.loads.files import bring, kept
from tests.services.packages.broken import Folder


def counts(session: Session) -> dict[str, int]:
    return {table.name: session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables}


def load(session: Session, folder) -> None:
    packages.load(session, packages.read(folder), TOLERANCE_M)


def test_everything_in_the_folder_is_in_the_database(session):
    found = counts(session)
    assert (found["areas"], found["observations"], found["assets"], found["postcodes"]) == (1 + 20 + 34 + 169 + 3, 4695, 75, 5851)


def test_loading_again_doubles_nothing_and_keeps_every_id(session):
    before, ids = counts(session), dict(session.execute(select(Asset.key, Asset.id)).all())
    load(session, PLACES / "tower-hamlets")
    assert counts(session) == before
    assert dict(session.execute(select(Asset.key, Asset.id)).all()) == ids


def test_loading_again_brings_what_has_changed(session, tmp_path):
    folder = Folder(tmp_path / "place")
    folder.cell("assets", 2, "name", "The New Sundial")
    folder.cell("observations", 2, "value", "")
    load(session, folder.path)
    assert session.scalar(select(Asset.name).where(Asset.key == "the-sundial-centre")) == "The New Sundial"
    assert session.scalar(select(func.count()).where(Observation.value.is_(None))) == 1


def test_what_residents_registered_stays_when_a_place_is_loaded_again(session):
    category = session.scalar(select(Asset.category_id).limit(1))
    session.add(Asset(name="A neighbour's lathe", category_id=category, holder="personal"))
    session.flush()
    load(session, PLACES / "tower-hamlets")
    assert session.scalar(select(func.count()).where(Asset.name == "A neighbour's lathe")) == 1


def test_a_term_keeps_its_bit_when_others_come_before_it(session, tmp_path):
    before = {(term.kind, term.slug): term.bit for term in session.scalars(select(Term))}
    folder = Folder(tmp_path / "place")
    folder.table("terms", lambda rows: rows.insert(0, rows[0] | {"slug": "night-workers", "name": "Night workers"}))
    load(session, folder.path)
    after = {(term.kind, term.slug): term.bit for term in session.scalars(select(Term))}
    assert after.items() >= before.items()
    assert after["audience", "night-workers"] not in {bit for (kind, _), bit in before.items() if kind == "audience"}


def test_a_broken_package_changes_nothing(session, tmp_path):
    before, version = counts(session), session.get(Place, 1).register_version
    folder = Folder(tmp_path / "place")
    folder.cell("postcodes", 9, "lat", "north")
    with pytest.raises(Faulty):
        load(session, folder.path)
    assert counts(session) == before
    assert session.get(Place, 1).register_version == version


def test_every_placed_asset_is_linked_to_one_area_of_every_geography_with_boundaries(session):
    links = (
        select(Geography.key, func.count())
        .select_from(Asset)
        .join(PatchArea, PatchArea.patch_id == Asset.patch_id)
        .join(Area, Area.id == PatchArea.area_id)
        .join(Geography, Geography.id == Area.geography_id)
        .group_by(Geography.key)
    )
    placed = session.scalar(select(func.count()).where(Asset.cell.is_not(None)))
    assert dict(session.execute(links).all()) == dict.fromkeys(("borough", "ward25", "msoa21", "lsoa21"), placed)


def test_groups_work_in_the_neighbourhoods_their_row_names(session):
    group = session.scalar(select(Group).where(Group.key == "artsadmin"))
    assert [area.code for area in group.areas] == ["E05009333"]


def test_an_area_that_left_the_folder_claims_nothing_any_more(session, tmp_path):
    folder = Folder(tmp_path / "place")
    for name in ("lookups", "groups", "example_elements"):
        file = folder.path / f"{name}.csv"
        file.write_text(file.read_text(encoding="utf-8").replace("E05009336", "E05000001"), encoding="utf-8")
    wards = folder.path / "wards.geojson"
    wards.write_text(wards.read_text(encoding="utf-8").replace("E05009336", "E05000001"), encoding="utf-8")
    load(session, folder.path)
    codes = set(session.scalars(select(Area.code).join(Area.geography).where(Geography.key == "ward25")))
    assert len(codes) == 20
    assert "E05009336" not in codes
    held = (
        select(func.count())
        .select_from(Asset)
        .join(PatchArea, PatchArea.patch_id == Asset.patch_id)
        .join(Area, Area.id == PatchArea.area_id)
    )
    assert session.scalar(held.join(Area.geography).where(Geography.key == "ward25")) == 75


def test_loading_again_does_not_make_what_stayed_look_changed(session, tmp_path):
    before = dict(session.execute(select(Asset.key, Asset.updated_at)).all())
    folder = Folder(tmp_path / "place")
    folder.cell("assets", 2, "name", "The New Sundial")
    load(session, folder.path)
    after = dict(session.execute(select(Asset.key, Asset.updated_at)).all())
    assert {key for key in before if before[key] != after[key]} == {"the-sundial-centre"}


def test_an_asset_outside_the_place_is_refused(session, tmp_path):
    folder = Folder(tmp_path / "place")
    folder.cell("assets", 2, "lon", "51.53")
    folder.cell("assets", 2, "lat", "-0.07")
    with pytest.raises(Faulty) as refused:
        load(session, folder.path)
    assert [str(fault) for fault in refused.value.faults] == [
        "assets.csv, row 2, lon: this point is not in Tower Hamlets; are longitude and latitude the right way round?"
    ]


def test_every_load_has_a_version_no_other_register_has(session):
    before = session.get(Place, 1).register_version
    load(session, PLACES / "tower-hamlets")
    assert session.get(Place, 1).register_version != before


def test_undoing_after_the_place_was_loaded_again_brings_its_newest_figures_back(session, tmp_path):
    folder = Folder(tmp_path / "place")
    row = session.scalars(select(Observation).join(Observation.indicator).where(Indicator.key == "pop_mid2022")).first()
    codes = list(kept(session, "pop_mid2022"))
    before = kept(session, "pop_mid2022")
    for cells in ("1", "2"):  # two loads over one another, which also bring a period that the place does not have
        text = f"code,{row.period},2031\n" + "".join(f"{code},{cells},{cells}\n" for code, _ in codes)
        bring(session, text, f"{cells}.csv", indicators={"": Facts(key="pop_mid2022")})

    def change(rows: list[dict[str, str]]) -> None:
        own = [each for each in rows if each["indicator"] == "pop_mid2022"]
        rows.remove(own[0])
        own[1]["value"] = "77"
        rows.append(own[1] | {"period": "2031", "value": "88"})

    folder.table("observations", change)
    load(session, folder.path)
    assert {cell[0] for cell in kept(session, "pop_mid2022").values()} == {2}
    for past in loads.history(session):
        loads.undo(session, past.load)
    after = kept(session, "pop_mid2022")
    assert len(after) == len(before)
    assert sorted(cell[0] for cell in (dict(after.items() - before.items())).values()) == [77, 88]
    packaged = counts(session)["observations"]
    load(session, folder.path)
    assert (kept(session, "pop_mid2022"), counts(session)["observations"]) == (after, packaged)


def test_areas_with_loaded_figures_are_not_taken_away_by_loading_the_place_again(session):
    owner = session.scalars(select(Geography).where(Geography.key == "ward25")).one()
    session.add_all(Area(geography_id=owner.id, code=code, name=code) for code in ("E05999998", "E05999999"))
    session.flush()
    bring(session, "Ward code,2021\nE05009317,1\nE05009318,2\nE05999998,3\nE05999999,4\n", "cold.csv")
    before = counts(session)
    with pytest.raises(Faulty, match=r"ward25: loading this place would delete 2 of the Wards .* with 2 figures") as refused:
        load(session, PLACES / "tower-hamlets")
    assert len(refused.value.faults) == 1
    assert counts(session) == before
    loads.undo(session, loads.history(session)[0].load)
    load(session, PLACES / "tower-hamlets")
    assert session.scalar(select(func.count()).where(Area.code == "E05999999")) == 0


def test_more_areas_than_a_statement_takes_are_forgotten(session):
    forget(session, Area, range(10_000_000, 10_070_000))
    assert counts(session)["areas"] == 1 + 20 + 34 + 169 + 3


def test_a_groups_themes_are_loaded_replaced_and_may_be_left_out(session, tmp_path):
    def themes():
        return [category.slug for category in session.scalars(select(Group).where(Group.key == "artsadmin")).one().themes]

    folder = Folder(tmp_path / "place")
    folder.column("groups", "themes", "libraries; community-spaces;libraries")
    load(session, folder.path)
    session.expire_all()
    assert themes() == ["community-spaces", "libraries"]
    load(session, PLACES / "tower-hamlets")
    session.expire_all()
    assert themes() == []
