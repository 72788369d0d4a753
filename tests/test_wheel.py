"""The wheel, built through the source archive from what the repository keeps, runs outside the checkout."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import ROOT

SHIPPED = ("templates/", "static/", "migrations/", "data/")
LEFT_OUT = ("tests/", ".ci/")
VISIT = """
import sys
from pathlib import Path
import assetmap
from assetmap import create_app, db
from assetmap.config import Settings
from assetmap.paths import PLACES, ROOT
from assetmap.services import packages
from sqlalchemy.orm import Session

assert Path(assetmap.__file__).is_relative_to({site!r}), assetmap.__file__
assert ROOT.is_relative_to({site!r}), ROOT
settings = Settings(secret_key="only for the tests, not secret", assetmap_instance={instance!r})
engine = db.make_engine(settings.database)
db.migrate(engine)
with Session(db.writer(engine)) as session, session.begin():
    packages.load(session, packages.read(PLACES / "tower-hamlets"), 150)
engine.dispose()
client = create_app(settings).test_client()
for path in ("/", "/map", "/assets", "/static/css/assetmap.css", "/static/vendor/manifest.json", "/readyz", "/api/v1/openapi.json"):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    answer.close()
"""


def run(*command: str, cwd: Path, **more: str) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=dict(os.environ) | more, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def kept() -> list[str]:
    """The files that the repository keeps."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [name for name in listed if (ROOT / name).is_file()]


def vendored() -> list[str]:
    """The files of others that the front end brings."""
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "static" / "vendor").rglob("*")) if path.is_file()]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the source archive and the wheel."""
    if not vendored():
        pytest.skip("static/vendor is not filled yet: run `npm ci`")
    source = tmp_path_factory.mktemp("source")
    for name in [*kept(), *vendored()]:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    alone = [] if find_spec("hatchling") is None else ["--no-isolation"]
    run(sys.executable, "-m", "build", *alone, "--outdir", str(source / "dist"), str(source), cwd=source)
    return source / "dist"


def test_the_source_archive_holds_what_the_repository_keeps_and_the_vendored_files(built):
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name and archive.getmember(name).isfile()}
    expected = {name for name in kept() if not name.startswith(LEFT_OUT)} | set(vendored())
    assert names - {"PKG-INFO"} == expected


def test_the_wheel_holds_the_package_and_everything_it_shows(built):
    (path,) = built.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = {name for name in kept() if name.startswith("assetmap/")}
    shipped = {f"assetmap/shipped/{name}" for name in [*kept(), *vendored()] if name.startswith(SHIPPED)}
    assert names == package | shipped


def test_the_wheel_runs_outside_the_checkout(built, tmp_path):
    (path,) = built.glob("*.whl")
    site = tmp_path / "site"
    pip = ("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", "--target", str(site))
    run(sys.executable, *pip, str(path), cwd=tmp_path)
    visit = VISIT.format(site=str(site), instance=str(tmp_path / "instance"))
    run(sys.executable, "-c", visit, cwd=tmp_path, PYTHONPATH=str(site), DATABASE_URL="")
    assert (site / "bin" / "assetmap").is_file()
