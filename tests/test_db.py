"""The database's own traps: the order of two libraries, writers that wait for each other, addresses as hosts give them."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import text

from assetmap import db
from assetmap.config import Settings

TOGETHER = """
from assetmap import db
engine = db.make_engine("sqlite:///{path}")
with engine.connect() as connection:
    from sqlalchemy import text
    assert connection.scalar(text("SELECT spatialite_version()"))
import geopandas
point = geopandas.GeoSeries.from_xy([-0.06], [51.51], crs=4326).to_crs(27700)
assert abs(point.x[0] - 534726) < 5
point.to_frame("geometry").to_file("{path}.gpkg")
assert len(geopandas.read_file("{path}.gpkg")) == 1
engine.dispose()
"""


def test_spatialite_pyproj_and_a_geopackage_live_in_one_process(tmp_path: Path):
    done = subprocess.run([sys.executable, "-c", TOGETHER.format(path=tmp_path / "a.sqlite")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_spatialite_connection_waits_keeps_a_log_and_minds_its_keys(tmp_path: Path):
    engine = db.make_engine(f"sqlite:///{tmp_path / 'a.sqlite'}")
    with engine.connect() as connection:
        found = [connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")]
    engine.dispose()
    assert found == ["wal", 1, 30_000, 2]


def test_addresses_as_hosts_give_them_reach_the_right_driver():
    for given in ("postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"):
        assert Settings(database_url=given).database == "postgresql+psycopg://u@h/d"


def test_without_an_address_the_database_is_a_file_in_the_instance_folder(tmp_path: Path):
    assert Settings(database_url="", assetmap_instance=tmp_path).database == f"sqlite:///{tmp_path / 'assetmap.sqlite'}"
