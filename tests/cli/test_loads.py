"""`assetmap load indicators`, `history` and `undo` as they are typed."""

import json

import pytest
from click.testing import CliRunner

from assetmap.cli import commands, main
from tests.conftest import free_of_limits

WARDS = [f"E050093{number}" for number in range(17, 37)]
SAID = ("--publisher", "The council", "--source", "A survey", "--licence", "OGL v3.0")


@pytest.fixture
def run(app, monkeypatch):
    for name, value in free_of_limits(str(app.extensions["engine"].url.render_as_string(hide_password=False))).items():
        monkeypatch.setenv(name, value)
    return lambda *words, **more: CliRunner().invoke(commands, ["load", *words], **more)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "cold_homes.csv"
    path.write_text("Ward code,2022,2023\n" + "".join(f"{code},{n},[c]\n" for n, code in enumerate(WARDS)), encoding="utf-8")
    return path


def test_a_table_is_shown_asked_about_loaded_listed_and_undone(run, table):
    done = run("indicators", str(table), *SAID, input="y\n")
    assert done.exit_code == 0, done.output
    for said in ("heading in row 1, 20 rows", "20 of 20 Wards (May 2025)", "20 known, 20 suppressed, 0 missing", "Load these figures?"):
        assert said in done.output
    assert "Loaded 40 figures. To take them back: assetmap load undo 1" in done.output
    assert "cold_homes.csv, 40 figures by the command line" in run("history").output
    assert run("undo", "1").output == "Load 1 is undone.\n"
    assert ", undone 2" in run("history").output


def test_no_loads_nothing(run, table):
    assert run("indicators", str(table), *SAID, input="n\n").exit_code == 1
    assert run("history").output == ""


def test_a_mapping_is_written_corrected_and_read(run, table, tmp_path):
    path = tmp_path / "mapping.json"
    assert "Nothing was loaded." in run("indicators", str(table), "--write-mapping", str(path)).output
    mapping = json.loads(path.read_text(encoding="utf-8"))
    mapping["columns"][2]["role"] = "ignore"
    mapping["indicators"][""] |= {"key": "cold", "source": "A survey", "publisher": "The council", "licence": "OGL v3.0"}
    path.write_text(json.dumps(mapping), encoding="utf-8")
    done = run("indicators", str(table), "--mapping", str(path), "--yes")
    assert "Loaded 20 figures." in done.output, done.output
    assert run("history").output.count("Cold homes") == 1


def test_faults_are_all_said_and_nothing_is_changed(run, table, monkeypatch, capsys):
    table.write_text(table.read_text(encoding="utf-8").replace(",3,", ",three,"), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["assetmap", "load", "indicators", str(table), "--yes"])
    with pytest.raises(SystemExit):
        main()
    said = capsys.readouterr().err
    assert "Nothing was changed. 4 fault(s):" in said
    assert "cold_homes, row 5, 2022: 'three' is not a number." in said
    assert run("history").output == ""


@pytest.mark.parametrize("content", ["{", "[]", '{"columns": [{"role": "nobody"}]}'])
def test_what_is_no_mapping_is_refused_in_a_sentence(run, table, tmp_path, content):
    path = tmp_path / "mapping.json"
    path.write_text(content, encoding="utf-8")
    done = run("indicators", str(table), "--mapping", str(path))
    assert done.exit_code != 0
    assert "not JSON" in done.output or "not a mapping" in str(done.exception)
