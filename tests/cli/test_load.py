"""`assetmap load place` as it is typed: on both databases, twice, and with a folder that is broken."""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from assetmap import db
from assetmap.models import Asset, Observation, Place
from assetmap.paths import PLACES
from tests.conftest import Town
from tests.services.packages.broken import Folder


def assetmap(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from assetmap.cli import main; main()", *words]
    given = {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "default", "SECRET_KEY": "only for the tests"}
    return subprocess.run(command, capture_output=True, text=True, env=given | settings, check=False)


def kept(url: str) -> tuple[int, int]:
    engine = db.make_engine(url)
    with engine.connect() as connection:
        found = tuple(connection.scalar(select(func.count()).select_from(model)) for model in (Asset, Observation))
    engine.dispose()
    return found


def test_loading_a_place_a_second_time_says_so_and_doubles_nothing(town: Town):
    url = town.copy()
    done = assetmap("load", "place", str(PLACES / "tower-hamlets"), DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Loaded Tower Hamlets: ")
    assert "75 assets" in done.stdout
    assert kept(url) == kept(town.url)


def test_a_broken_folder_is_refused_with_every_fault_and_nothing_changed(tmp_path: Path):
    folder = Folder(tmp_path / "place")
    folder.cell("assets", 5, "holder", "nobody")
    folder.cell("observations", 7, "value", "many")
    folder.describe(lambda content: content.pop("licenses"))
    done = assetmap("load", "place", str(folder.path), ASSETMAP_INSTANCE=str(tmp_path / "instance"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Nothing was changed. 3 fault(s):" in done.stderr
    for said in ("assets.csv, row 5, holder:", "observations.csv, row 7, value:", "datapackage.json: 'licenses' is missing."):
        assert said in done.stderr
    engine = db.make_engine(f"sqlite:///{tmp_path / 'instance' / 'assetmap.sqlite'}")
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Place)) == 0
    engine.dispose()


def test_a_setting_that_cannot_be_read_is_one_sentence(tmp_path: Path):
    done = assetmap("db", "upgrade", ASSETMAP_INSTANCE=str(tmp_path), ASSETMAP_PAGE_SIZE="many")
    assert done.returncode == 1
    assert "ASSETMAP_PAGE_SIZE" in done.stderr
    assert "Traceback" not in done.stderr
