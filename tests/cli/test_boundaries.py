"""`assetmap load boundaries` as it is typed: says what it read, asks before anything is lost, and changes all or nothing."""

from pathlib import Path

import geopandas as gpd
import shapely
from sqlalchemy import func, select

from assetmap import db
from assetmap.models import Area, Geography
from assetmap.paths import PLACES
from tests.cli.test_load import assetmap
from tests.conftest import Town

WARDS = PLACES / "tower-hamlets" / "wards.geojson"
FACTS = ("--name", "Ward", "--plural", "Wards", "--vintage", "2026", "--level", "3", "--source", "Council", "--licence", "OGL v3.0")


def count(url: str, key: str) -> int:
    engine = db.make_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(select(func.count()).select_from(Area).join(Geography).where(Geography.key == key))
    engine.dispose()
    return int(found)


def test_a_geography_is_loaded_and_then_replaced_only_with_consent(town: Town, tmp_path: Path):
    url = town.copy()
    done = assetmap("load", "boundaries", str(WARDS), "--geography", "ward26", *FACTS, DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert "codes from code, names from name" in done.stdout
    assert "20 codes are also codes of Wards (May 2025)" in done.stdout
    assert count(url, "ward26") == 20
    fewer = tmp_path / "fewer.gpkg"
    gpd.read_file(WARDS)[["code", "name", "geometry"]].iloc[:19].to_file(fewer)
    refused = assetmap("load", "boundaries", str(fewer), "--geography", "ward26", DATABASE_URL=url)
    assert refused.returncode == 1
    assert "0 areas are new, 19 stay, 1 go." in refused.stdout
    assert "Nothing was changed" in refused.stderr
    assert count(url, "ward26") == 20
    assert assetmap("load", "boundaries", str(fewer), "--geography", "ward26", "--yes", DATABASE_URL=url).returncode == 0
    assert count(url, "ward26") == 19
    town.drop(url)


def test_every_fault_is_said_at_once_and_nothing_is_changed(town: Town, tmp_path: Path):
    url = town.copy()
    box = shapely.box(-0.05, 51.51, -0.04, 51.52)
    gpd.GeoDataFrame({"code": ["A", "A"]}, geometry=[box, None], crs="EPSG:4326").to_file(tmp_path / "bad.gpkg")
    done = assetmap("load", "boundaries", str(tmp_path / "bad.gpkg"), "--geography", "new", DATABASE_URL=url)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for said in (
        "--name: say this",
        "--level: say how large",
        "row 2, code: the code A stands already",
        "row 2, geometry: this area has no shape",
    ):
        assert said in done.stderr
    assert count(url, "new") == 0
    town.drop(url)
