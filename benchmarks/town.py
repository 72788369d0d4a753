"""What is measured: one database with a place and a made-up register of one size in it, and the application on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from assetmap import create_app, db
from assetmap.config import Settings
from assetmap.paths import PLACES
from assetmap.services import packages, places
from benchmarks import register
from benchmarks.measure import Report, Row, once, timing

PLACE = "tower-hamlets"


@dataclass(frozen=True)
class Town:
    """A database by its name, its engine, the application on it and how many assets it holds."""

    database: str
    engine: Engine
    app: Flask
    size: int

    @property
    def client(self) -> FlaskClient:
        """A visitor."""
        return self.app.test_client()

    def change(self) -> None:
        """Change the register as an approved entry does: every kept answer about it is made anew."""
        with Session(db.writer(self.engine)) as session, session.begin():
            places.changed(session)

    def row(self, what: str, limit: float | None = None, note: str = "") -> Row:
        """A row of the report, still without its time."""
        return Row(self.database, self.size, what, timing([0.0]), limit=limit, note=note)


@contextmanager
def make(report: Report, database: str, url: str, size: int) -> Iterator[Town]:
    """A town in an empty database; loading the place, writing the assets and linking them are measured on the way."""
    settings = Settings(secret_key="only for measuring, not secret", database_url=url, assetmap_tiles_url="", assetmap_log_level="WARNING")
    engine = db.make_engine(url)
    tolerance = settings.assetmap_link_tolerance_m
    steps = {
        "place load": lambda: load(engine, tolerance),
        "making the assets": lambda: register.fill(engine, size),
        "linking and keeping the links": lambda: register.link(engine, tolerance),
        "statistics": lambda: db.analyse(engine),
    }
    db.migrate(engine)
    for what, step in steps.items():
        seconds = once(step)
        report.add(lambda what=what, seconds=seconds: Row(database, size, what, timing([seconds])))  # type: ignore[misc]
    engine.dispose()
    app = create_app(settings)
    try:
        yield Town(database, app.extensions["engine"], app, size)
    finally:
        app.extensions["engine"].dispose()


def load(engine: Engine, tolerance_m: float) -> None:
    """Load the place."""
    with Session(db.writer(engine), expire_on_commit=False) as session, session.begin():
        packages.load(session, packages.read(PLACES / PLACE), tolerance_m)


def address(folder: Path, server: str | None, size: int) -> str:
    """The address of an empty database: on the PostGIS server, or in a file where there is none."""
    if server is None:
        return f"sqlite:///{folder / f'{size}.sqlite'}"
    engine = db.make_engine(server)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE town_{size}"))
    engine.dispose()
    return make_url(server).set(database=f"town_{size}").render_as_string(hide_password=False)
