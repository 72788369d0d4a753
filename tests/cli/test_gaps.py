"""`assetmap load streets` and `assetmap watch` as they are typed."""

from pathlib import Path

from tests.cli.test_load import assetmap
from tests.conftest import Town

EDGES = "from_lon,from_lat,to_lon,to_lat\n-0.05,51.51,-0.05,51.52\n-0.05,51.52,-0.04,51.52\n0.3,51.3,0.31,51.3\n"


def test_streets_are_loaded_and_forgotten(town: Town, tmp_path: Path):
    url, path = town.copy(), tmp_path / "edges.csv"
    path.write_text(EDGES)
    done = assetmap("load", "streets", str(path), "--source", "Made up", "--licence", "None", DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Loaded edges.csv: 3 corners, 2 pieces of street.",
        "1 loose pieces that are not joined to the rest were left out.",
    ]
    assert assetmap("load", "streets", "--forget", DATABASE_URL=url).stdout == "Forgotten.\n"
    assert assetmap("load", "streets", "--forget", DATABASE_URL=url).stdout == "There were no streets.\n"


def test_streets_nobody_vouches_for_are_refused_without_a_traceback(town: Town, tmp_path: Path):
    path = tmp_path / "edges.csv"
    path.write_text(EDGES)
    done = assetmap("load", "streets", str(path), DATABASE_URL=town.copy())
    assert done.returncode == 1
    assert "Nothing was changed. 2 fault(s):" in done.stderr
    assert "Traceback" not in done.stderr


def test_watching_says_how_much_is_new(town: Town):
    done = assetmap("watch", DATABASE_URL=town.copy())
    assert (done.returncode, done.stdout) == (0, "0 questions asked, 0 new answers kept.\n")
