"""The database: table base, engines, sessions, and the differences between SpatiaLite and PostGIS."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Reason: mod_spatialite and pyproj each bring a copy of PROJ; pyproj's must be loaded first or the process aborts.
import geopandas  # noqa: F401

# Reason: so do mod_spatialite and pyogrio of GDAL's own SQLite; loaded second, the first GeoPackage ends the process.
import pyogrio  # noqa: F401
from alembic import command
from alembic.config import Config
from geoalchemy2 import load_spatialite
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, text
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session, sessionmaker

from assetmap.paths import MIGRATIONS

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SPATIALITE_LIBRARIES = (
    "mod_spatialite",
    "/opt/homebrew/lib/mod_spatialite.dylib",
    "/usr/local/lib/mod_spatialite.dylib",
)
BUSY_MILLISECONDS = 30_000
# As many connections as a server may have threads; what people typed never stands in an error message.
POOL: dict[str, Any] = {"pool_size": 8, "max_overflow": 56, "hide_parameters": True}
Sessions = scoped_session[Session]
Unreachable = OperationalError  # what is raised where the database does not answer


class Base(DeclarativeBase):
    """What every table shares: the names of its constraints."""

    metadata = MetaData(naming_convention=CONVENTION)


def make_engine(url: str) -> Engine:
    """An engine for a SpatiaLite file (`sqlite:///...`) or a PostGIS database."""
    if make_url(url).get_backend_name() == "sqlite":
        return spatialite_engine(url)
    # Not prepared: a plan for every value would be one for none, since a tile may hold a street or the world.
    engine = create_engine(url, pool_pre_ping=True, connect_args={"prepare_threshold": None}, **POOL)
    event.listen(engine, "connect", prepare_postgis)
    return engine


def prepare_postgis(connection: Any, record: object) -> None:
    """Set up each new PostgreSQL connection: moments are told in UTC, whatever the server's own time zone, as SQLite tells them;
    and compiling a hundred short sums takes longer than adding them up."""
    connection.autocommit = True
    connection.execute("SET TIME ZONE 'UTC'")
    connection.execute("SET jit = off")
    connection.autocommit = False


def spatialite_engine(url: str) -> Engine:
    """An engine on one SpatiaLite file, safe for many readers and one writer at a time."""
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("SPATIALITE_LIBRARY_PATH", find_spatialite())
    engine = create_engine(url, module=sqlite_module(), connect_args={"timeout": BUSY_MILLISECONDS / 1000}, **POOL)
    engine.dialect.statement_compiler = HintedCompiler
    event.listen(engine, "connect", prepare_spatialite)
    event.listen(engine, "begin", begin_spatialite)
    return engine


class HintedCompiler(SQLiteCompiler):
    """Writes SQLite's INDEXED BY: its planner cannot know that a covering index beats a key, nor how many rows a list has."""

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:
        """The hint, which stands behind the table's name."""
        return text


def sqlite_module() -> Any:
    """Python's own sqlite3 where it can load extensions, else pysqlite3 (many Python builds leave extensions out)."""
    if hasattr(sqlite3.Connection, "enable_load_extension"):
        return sqlite3
    import pysqlite3

    return pysqlite3


def find_spatialite() -> str:
    """The SpatiaLite library's name or path on this system."""
    return next((path for path in SPATIALITE_LIBRARIES if Path(path).exists()), SPATIALITE_LIBRARIES[0])


def prepare_spatialite(connection: Any, record: object) -> None:
    """Set up each new SQLite connection: transactions by hand, write-ahead log, foreign keys, SpatiaLite."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")
    # `transaction=True` makes SpatiaLite's own tables in 0.2 s instead of 11 s.
    load_spatialite(connection, transaction=True)
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")  # after the library, which sets five seconds of its own


def begin_spatialite(connection: Connection) -> None:
    """Readers begin deferred; writers take the lock at once, so that none fails half-way."""
    mode = "IMMEDIATE" if connection.get_execution_options().get("writer") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")


def make_sessions(engine: Engine, scope: Callable[[], Any] | None = None) -> Sessions:
    """Sessions on an engine, one for each `scope` (a thread where none is given)."""
    return scoped_session(sessionmaker(engine, expire_on_commit=False), scopefunc=scope)


def writer(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock when they begin."""
    return engine.execution_options(writer=True)


def is_sqlite(session: Session) -> bool:
    """Whether this session talks to SpatiaLite (else PostGIS)."""
    return session.get_bind().dialect.name == "sqlite"


def ping(session: Session) -> None:
    """Raise where the database does not answer."""
    session.execute(text("SELECT 1"))


def analyse(engine: Engine) -> None:
    """Refresh the planner's statistics (and on PostGIS the visibility map) after a large load."""
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("ANALYZE" if engine.dialect.name == "sqlite" else "VACUUM ANALYZE")


def migrate(engine: Engine, target: str = "head") -> None:
    """Bring the tables to a revision: `head` is the newest, `base` is nothing at all."""
    with writer(engine).begin() as connection:
        config = migrations(connection)
        (command.downgrade if target == "base" else command.upgrade)(config, target)


def migrations(connection: Connection) -> Config:
    """The migrations' configuration, bound to a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
