"""The database as a command opens it: migrated, for writing, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.config import Settings, read_settings


def open_engine() -> tuple[Engine, Settings]:
    """The engine of the settings in the environment."""
    settings = read_settings()
    return db.make_engine(settings.database), settings


@contextmanager
def writing() -> Iterator[tuple[Session, Settings]]:
    """A session that commits when everything went well, and changes nothing otherwise."""
    engine, settings = open_engine()
    try:
        db.migrate(engine)
        with Session(db.writer(engine), expire_on_commit=False) as session, session.begin():
            yield session, settings
    finally:
        engine.dispose()


def analyse() -> None:
    """Tell the database how its tables have changed, so that it chooses its indexes well."""
    engine, _settings = open_engine()
    db.analyse(engine)
    engine.dispose()
