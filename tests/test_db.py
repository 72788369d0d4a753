"""The database's own traps: the order of two libraries, writers that wait for each other, addresses as hosts give them."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

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


def test_moments_are_told_in_utc_whatever_the_server_s_time_zone(postgis):
    """Ten past eleven at night of the last day of a quarter is still that day, though it is the next one in Dhaka."""
    admin = create_engine(postgis, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE dhaka"))
        connection.execute(text("ALTER DATABASE dhaka SET timezone TO 'Asia/Dhaka'"))
    url = make_url(postgis).set(database="dhaka")
    told = []
    for engine in (create_engine(url), db.make_engine(url.render_as_string(hide_password=False))):
        with engine.connect() as connection:
            moment = connection.scalar(text("SELECT timestamptz '2026-03-31 23:10:00+00'"))
        told.append(str(moment)[:10])
        engine.dispose()
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE dhaka"))
    admin.dispose()
    assert told == ["2026-04-01", "2026-03-31"]
