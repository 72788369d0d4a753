"""The pure functions of the map's scripts have tests of their own, run by Node."""

import shutil
import subprocess
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parents[1] / "js").glob("*.test.mjs"))


@pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed")
def test_the_tests_of_the_scripts_pass() -> None:
    run = subprocess.run(["node", "--test", *map(str, FILES)], capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
