"""Every test runs on SpatiaLite and on a real PostGIS unless it says otherwise; each starts from Tower Hamlets, untouched."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_mailman import Mail
from flask_security.utils import hash_password
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from assetmap import create_app, db
from assetmap.config import Settings
from assetmap.paths import PLACES
from assetmap.services import packages, remember
from assetmap.services.accounts import RoleName, ensure_roles
from assetmap.web import post
from tests import crowd, mailbox
from tests.postgis import postgis_server

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
PASSWORD = "a long enough password"
TOLERANCE_M = 150.0
numbers = count()


hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None, print_blob=False)
hypothesis.settings.register_profile("deep", deadline=None, max_examples=1000, database=None, print_blob=True)
DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"  # other examples each time, and many: by hand, before a release
hypothesis.settings.load_profile("deep" if DEEP else "house")


@dataclass(frozen=True)
class Town:
    """A database with Tower Hamlets in it, in which nothing is ever kept; `copy` gives one that may be changed, `drop` ends it."""

    backend: str
    url: str
    copy: Callable[[], str]
    drop: Callable[[str], None]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    return SHARED


@pytest.fixture(scope="session")
def postgis() -> Iterator[str]:
    """A PostGIS server of the tests' own."""
    with postgis_server(careless=True) as url:
        yield url


@pytest.fixture(scope="session", params=["spatialite", "postgis"])
def backend(request: pytest.FixtureRequest) -> str:
    """Which database."""
    return str(request.param)


@pytest.fixture(scope="session")
def town(backend: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Town:
    """Tower Hamlets on this backend."""
    if backend == "spatialite":
        return spatialite_town(tmp_path_factory.mktemp("town"))
    return postgis_town(request.getfixturevalue("postgis"))


def spatialite_town(folder: Path) -> Town:
    """Tower Hamlets in a file; a copy is a copy of the file."""
    fill(f"sqlite:///{folder / 'town.sqlite'}")

    def copy() -> str:
        target = folder / f"copy-{next(numbers)}.sqlite"
        shutil.copyfile(folder / "town.sqlite", target)
        return f"sqlite:///{target}"

    def drop(url: str) -> None:
        for path in folder.glob(f"{Path(str(make_url(url).database)).name}*"):
            path.unlink()

    return Town("spatialite", copy(), copy, drop)


def postgis_town(server: str) -> Town:
    """Tower Hamlets in a database nobody connects to, since only then can it be the template of copies."""
    template = new_database(server, "template1")
    fill(template)

    def copy() -> str:
        return new_database(server, str(make_url(template).database))

    def drop(url: str) -> None:
        manage(server, f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    return Town("postgis", copy(), copy, drop)


def manage(server: str, statement: str) -> None:
    """Make or end a database on the server."""
    engine = db.make_engine(server)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def new_database(server: str, template: str) -> str:
    """A new database on the server."""
    name = f"assetmap_{os.getpid()}_{next(numbers)}"
    manage(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def fill(url: str) -> None:
    """Make the tables and load the place, with one person for each role."""
    engine = db.make_engine(url)
    db.migrate(engine)
    with Session(db.writer(engine), expire_on_commit=False) as session, session.begin():
        packages.load(session, packages.read(PLACES / "tower-hamlets"), TOLERANCE_M)
    app = create_app(settings_for(url))
    with app.app_context():
        session, store = app.extensions["sessions"](bind=db.writer(engine)), app.extensions["security"].datastore
        ensure_roles(session)
        for role in RoleName:
            store.create_user(email=f"{role}@example.org", password=hash_password(PASSWORD), roles=[role.value])
        session.commit()
    app.extensions["engine"].dispose()
    if engine.dialect.name == "sqlite":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def settings_for(url: str, **more: object) -> Settings:
    """Settings for a test's application: no tiles, no limits in the way."""
    given: dict[str, object] = {
        "secret_key": "only for the tests, not secret",
        "database_url": url,
        "assetmap_tiles_url": "",
        "assetmap_two_factor": False,  # tests/web/test_second_factor.py has it
        "assetmap_rate_register": "1000 per minute",
        "assetmap_rate_sign_in": "1000 per minute",
        "assetmap_rate_shortlists": "1000 per minute",
        "assetmap_rate_shared": "1000 per minute",
        "assetmap_rate_questions": "10000 per minute",
        "assetmap_rate_files": "10000 per minute",
    }
    return Settings(**(given | more))


def free_of_limits(url: str) -> dict[str, str]:
    """The environment of a real server for the tests."""
    return {name.upper(): str(value) for name, value in settings_for(url).model_dump().items() if name != "assetmap_instance"}


@pytest.fixture(scope="session")
def engine(town: Town) -> Iterator[Engine]:
    """An engine on the untouched town."""
    engine = db.make_engine(town.url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session whose every change is undone when the test ends."""
    remember.forget()
    with db.writer(engine).connect() as connection:
        transaction = connection.begin()
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            yield session
        transaction.rollback()
    remember.forget()


@contextmanager
def changing(app: Flask) -> Iterator[Session]:
    """A session that changes an application's database as somebody else would; what it did is kept when it ends."""
    with Session(db.writer(app.extensions["engine"]), expire_on_commit=False) as session, session.begin():
        yield session


@pytest.fixture(scope="session")
def reading(town: Town) -> Iterator[Flask]:
    """The application on the untouched town itself, for tests that change nothing."""
    app = create_app(settings_for(town.url))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def reader(reading: Flask) -> FlaskClient:
    """A visitor who changes nothing."""
    return reading.test_client()


@pytest.fixture(scope="session")
def crowded(town: Town) -> Iterator[Flask]:
    """The application on a town with some hundreds of assets more, for tests that change nothing."""
    app = create_app(settings_for(town.copy(), assetmap_page_size=40))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with Session(db.writer(app.extensions["engine"])) as session:
        crowd.fill(session)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def app(town: Town) -> Iterator[Flask]:
    """The application on a copy of the town of its own."""
    remember.forget()
    url = town.copy()
    app = create_app(settings_for(url))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    app.extensions["engine"].dispose()
    town.drop(url)
    remember.forget()


@pytest.fixture
def posting(app: Flask) -> Iterator[tuple[Flask, mailbox.Mailbox]]:
    """The application with a real mail server, which keeps what it is sent."""
    with mailbox.serving() as box:
        settings = app.extensions["settings"]
        more = {"assetmap_mail_url": f"smtp://127.0.0.1:{box.port}", "assetmap_mail_from": "map@example.org"}
        app.extensions["settings"] = settings.model_copy(update=more | {"assetmap_site_url": "https://map.example.org"})
        app.config.update(post.mail_settings(app.extensions["settings"]))
        Mail(app)
        yield app, box


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], FlaskClient]:
    """A client signed in with a role."""

    def as_role(role: str) -> FlaskClient:
        client = app.test_client()
        if role != "visitor":
            answer = client.post("/sign-in", data={"email": f"{role}@example.org", "password": PASSWORD})
            assert answer.status_code == 302, answer.text
        return client

    return as_role


@pytest.fixture
def steward(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    """A steward, signed in."""
    return sign_in("steward")
