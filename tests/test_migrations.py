"""The tables can be made, taken away and made again, and are then what the models say."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

import assetmap.models  # noqa: F401  (fills the metadata)
from assetmap import db
from assetmap.paths import MIGRATIONS
from tests.conftest import new_database

# The search index of PostgreSQL is an expression, which cannot be compared on SQLite, where it is not made either.
pytestmark = pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")


@pytest.fixture
def empty(backend: str, tmp_path: Path, request: pytest.FixtureRequest):
    """An engine on a database with nothing in it."""
    server = request.getfixturevalue("postgis") if backend == "postgis" else ""
    engine = db.make_engine(new_database(server, "template1") if server else f"sqlite:///{tmp_path / 'empty.sqlite'}")
    yield engine
    engine.dispose()


def ours(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) & {*db.Base.metadata.tables, "asset_words"}


def differences(engine: Engine) -> list[object]:
    """What a new migration would have to change."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    with engine.connect() as connection:
        config = db.migrations(connection)
        seen: list[object] = []

        def compare(revision, context):
            seen.extend(compare_metadata(context, db.Base.metadata))
            return []

        with EnvironmentContext(config, scripts, fn=compare, dont_mutate=True):
            scripts.run_env()
        connection.rollback()
    return seen


def test_up_down_and_up_again_leaves_what_the_models_say(empty):
    db.migrate(empty)
    assert set(db.Base.metadata.tables) <= ours(empty)
    assert differences(empty) == []
    db.migrate(empty, "base")
    assert ours(empty) == set()
    db.migrate(empty)
    assert differences(empty) == []


def test_migrating_twice_changes_nothing(empty):
    db.migrate(empty)
    db.migrate(empty)
    assert differences(empty) == []


def test_migrations_follow_one_another_in_one_line():
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert len(scripts.get_heads()) == len(scripts.get_bases()) == 1
    line = [script.revision for script in scripts.walk_revisions()]
    files = sorted(path.name for path in (MIGRATIONS / "versions").glob("*.py"))
    assert sorted(line) == [name.split("_")[0] for name in files]


def test_the_database_remembers_its_revision(empty):
    db.migrate(empty)
    with empty.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()
