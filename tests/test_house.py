"""The house itself: sizes, settings in the README, an access rule for every route, a view for every template, no outside hosts."""

import ast
import csv
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from flask import Flask

from assetmap import create_app
from assetmap.config import Settings
from assetmap.paths import PLACES
from assetmap.web.access import MAY
from tests.conftest import ROOT, settings_for

CODE = sorted((ROOT / "assetmap").rglob("*.py"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ROOMS = {"charts", "cli", "geo", "graphs", "maps", "models", "services", "web"}
LINES, FUNCTION_LINES = 300, 40
# The sign-in library's own style sheet, which our pages do not use, and ways around the second step that we do not offer.
REFUSED_TO_ALL = {"security.static", "security.tf_select", "security.two_factor_rescue"}
LIBRARY_VIEWS = {
    f"security/{name}.html"
    for name in (
        *("login_user", "change_password", "verify", "forgot_password", "reset_password"),
        *("two_factor_verify_code", "mf_recovery", "mf_recovery_codes"),
    )
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, on no database at all."""
    return create_app(settings_for(f"sqlite:///{tmp_path_factory.mktemp('house') / 'none.sqlite'}"))


def relative(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", [*CODE, *SCRIPTS], ids=relative([*CODE, *SCRIPTS]))
def test_a_file_stays_under_three_hundred_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < LINES


def test_a_function_fits_the_eye():
    functions = [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [name for name, lines in functions if lines > FUNCTION_LINES] == []


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_every_room_states_its_law(room):
    words = ast.get_docstring(ast.parse((ROOT / "assetmap" / room / "__init__.py").read_text(encoding="utf-8")))
    assert words
    assert len(words.splitlines()) <= 4


def test_there_are_no_other_rooms():
    assert {path.parent.name for path in (ROOT / "assetmap").glob("*/__init__.py")} == ROOMS


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_stands_in_the_readme_with_its_help(name):
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith(f"| `{name.upper()}` |")]
    assert Settings.model_fields[name].description in line


def test_the_readme_names_no_setting_that_is_not_there():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE)) == {name.upper() for name in Settings.model_fields}


def test_the_files_the_readme_shows_are_there():
    shown = re.findall(r"\]\((?!https?:|#)([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert [path for path in shown if not (ROOT / path).exists()] == []


def test_the_version_is_that_of_the_change_log():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_route_has_an_access_rule_and_every_rule_a_route(house):
    routes = {rule.endpoint for rule in house.url_map.iter_rules()}
    assert routes - set(MAY) == REFUSED_TO_ALL
    assert set(MAY) <= routes


def test_every_changing_route_has_an_access_rule(house):
    changing = {rule.endpoint for rule in house.url_map.iter_rules() if rule.methods - {"GET", "HEAD", "OPTIONS"}}
    assert changing - REFUSED_TO_ALL <= set(MAY)
    assert {"assets.new", "groups.new", "moderation.approve"} <= changing


def test_what_is_looked_at_changes_nothing(house):
    both = {rule.endpoint for rule in house.url_map.iter_rules() if {"GET", "POST"} <= rule.methods}
    typing = {"reports.asset", "reports.group", "papers.enter", "papers.telephone", "suggestions.asset", "suggestions.group"}
    people = {"entering.ask", "entering.sign_up", "entering.enter", "entering.join", "claims.ask", "claims.answer", "claims.invited"}
    people |= {"kept.group", "kept.asset", "me.delete"}
    ours = {rule for rule in both if not rule.startswith("security.")}
    assert ours == typing | people | {"assets.new", "groups.new", "drawn.new"}


def rendered() -> set[str]:
    """The templates that views name."""
    found = set()
    for path in (ROOT / "assetmap" / "web").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render_template" and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


def test_every_view_finds_its_template():
    assert {name for name in rendered() if not (ROOT / "templates" / name).is_file()} == set()


def test_every_template_has_its_view_or_is_part_of_another():
    parts = set()
    for path in TEMPLATES:
        parts |= set(re.findall(r"{%-? *(?:extends|include|import|from) *\"([^\"]+)\"", path.read_text(encoding="utf-8")))
    assert {named(path) for path in TEMPLATES} - rendered() - parts == LIBRARY_VIEWS
    assert {part for part in parts if not (ROOT / "templates" / part).is_file()} <= {"security/_macros.html"}  # the library's own


def test_templates_stand_in_the_folder_of_their_blueprint(house):
    folders = {named(path).split("/")[0] for path in TEMPLATES if "/" in named(path)}
    assert folders - set(house.blueprints) == {"macros", "errors"}


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_templates_have_no_inline_style_handler_or_script_without_a_nonce(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<style(?![^>]*nonce)", text) == []
    assert [tag for tag in re.findall(r"<script\b[^>]*>", text) if "nonce=" not in tag] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_templates_call_nothing_safe(path):
    assert re.findall(r"\|\s*safe\b|autoescape\s+false|Markup\(", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_make_elements_and_never_html_from_text(path):
    text = path.read_text(encoding="utf-8")
    made = r"innerHTML|outerHTML\s*=[^=]|insertAdjacentHTML|createContextualFragment|document\.write"
    run = r"\beval\(|new Function|setAttribute\(\s*[\"']style"
    assert re.findall(f"{made}|{run}", text) == []


@pytest.mark.parametrize("path", [*TEMPLATES, *SCRIPTS, *SHEETS], ids=relative([*TEMPLATES, *SCRIPTS, *SHEETS]))
def test_pages_load_nothing_from_an_outside_host(path):
    text = path.read_text(encoding="utf-8")
    away = r"[\"'`]?(?:https?:)?//"
    attributes = rf"(?:src|srcset|action|poster|data)\s*=\s*{away}"
    calls = rf"url\(\s*{away}|@import|(?:fetch|import)\(\s*{away}|from\s+{away}"
    assert re.findall(f"{attributes}|{calls}", text) == []
    links = re.findall(r"<link\b[^>]*href\s*=\s*[\"'](?:https?:)?//", text)
    assert links == []


def test_vendored_files_are_not_kept_in_the_repository():
    kept = subprocess.run(["git", "ls-files", "static/vendor", "node_modules"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert kept.stdout == ""


def words_of_the_place() -> list[str]:
    """The names and codes of every neighbourhood, and of the place itself."""
    folder = PLACES / "tower-hamlets"
    text = (folder / "wards.geojson").read_text(encoding="utf-8") + (folder / "borough.geojson").read_text(encoding="utf-8")
    names = re.findall(r'"(?:name|code)": ?"([^"]+)"', text)
    with (folder / "indicators.csv").open(encoding="utf-8") as file:
        keys = [row["key"] for row in csv.DictReader(file)]
    return sorted({*names, *keys, "Tower Hamlets", "tower-hamlets", "tower_hamlets"} - {"urn:ogc:def:crs:OGC:1.3:CRS84"})


@pytest.mark.parametrize("folder", ["assetmap", "templates", "static/js", "migrations"])
def test_nothing_about_the_first_place_is_in_the_code(folder):
    words = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in words_of_the_place()), re.IGNORECASE)
    files = [path for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".html", ".js", ".mako"} and "shipped" not in path.parts]
    found = [(str(path.relative_to(ROOT)), words.findall(path.read_text(encoding="utf-8"))) for path in files]
    assert [each for each in found if each[1]] == []


def test_the_words_of_the_place_are_really_looked_for():
    assert {"Whitechapel", "E09000030", "iod25_imd_score", "Tower Hamlets"} <= set(words_of_the_place())
