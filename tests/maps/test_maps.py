"""The maps of our pages."""

import gzip
import inspect
import re
from collections.abc import Callable

import pytest

from assetmap import maps
from assetmap.maps import GeographyChoice, IndicatorChoice, Map, MapPlace, Tiles, page_parts, register_map
from assetmap.maps.pages import choose
from assetmap.paths import STATIC, TEMPLATES

PLACE = MapPlace(
    bounds=(-0.08, 51.48, 0.01, 51.55),
    tiles=Tiles("https://tiles.example/{z}/{x}/{y}.png", "Map makers", "https://tiles.example/licence"),
    geography="ward25",
    geographies=(GeographyChoice("ward25", "Wards"), GeographyChoice("lsoa21", "Small areas")),
    indicators=(
        IndicatorChoice("score", "Score", ("lsoa21",), ("2025", "2019")),
        IndicatorChoice("people", "People", ("ward25", "lsoa21")),
    ),
)
EACH: dict[str, Callable[[MapPlace], Map]] = {
    "register": maps.register_map,
    "neighbourhood": lambda place: maps.neighbourhood_map(place, code="E05009317"),
    "neighbourhoods": maps.neighbourhoods_map,
    "indicator": lambda place: maps.indicator_map(place, indicator="score"),
    "asset": lambda place: maps.asset_map(place, lon=-0.05, lat=51.52, category="places"),
    "picker": maps.picker_map,
    "network": lambda place: maps.network_map(place, arguments=[("kind", "funds"), ("kind", "co_runs"), ("area", "E05009317")]),
}


@pytest.mark.parametrize("name", EACH)
def test_each_map_has_one_element_with_a_fixed_id(name: str) -> None:
    html = page_parts(EACH[name](PLACE)).html
    assert html.strip() == f'<div class="folium-map" id="map_{name}"></div>'


@pytest.mark.parametrize("name", EACH)
def test_each_script_is_small_and_carries_no_data(name: str) -> None:
    script = page_parts(EACH[name](PLACE)).script
    assert len(gzip.compress(script.encode())) < 1_000
    assert "FeatureCollection" not in script
    assert "Small areas" not in script, "words for people stand in the page, not in the script"


@pytest.mark.parametrize("name", EACH)
def test_each_script_calls_only_what_the_module_offers(name: str) -> None:
    script = page_parts(EACH[name](PLACE)).script
    module = (STATIC / "js" / "maps.js").read_text(encoding="utf-8")
    offered = set(re.findall(r"export function (\w+)", module)) | set(re.findall(r"\w+", " ".join(re.findall(r"export \{(.*?)\}", module))))
    assert set(re.findall(r"assetmap\.(\w+)\(", script)) <= offered


def test_without_tiles_there_is_no_street_map() -> None:
    place = MapPlace(bounds=PLACE.bounds, tiles=Tiles(""), geography="ward25")
    assert "baseLayer" not in page_parts(register_map(place)).script
    assert "baseLayer" in page_parts(register_map(PLACE)).script


def test_every_script_comes_from_the_module_the_place_names() -> None:
    assert 'from "/static/js/maps.js"' in page_parts(register_map(PLACE)).script


def test_words_of_the_address_never_reach_the_script() -> None:
    drawn = register_map(PLACE, geography="${x}", indicator="</script>", period="`y`")
    assert (drawn.drawn.geography, drawn.drawn.indicator, drawn.drawn.period) == ("ward25", "", "")
    assert page_parts(drawn).script == page_parts(register_map(PLACE)).script


def test_an_indicator_is_drawn_where_it_has_figures() -> None:
    assert choose(PLACE, "ward25", "score", "2019") == maps.Drawn("lsoa21", "score", "2019")
    assert choose(PLACE, "ward25", "people", "1066") == maps.Drawn("ward25", "people", "")


def test_no_map_asks_for_more_than_plain_arguments() -> None:
    for function in (maps.register_map, maps.neighbourhood_map, maps.indicator_map, maps.asset_map, maps.picker_map):
        kinds = {str(parameter.annotation) for parameter in inspect.signature(function).parameters.values()}
        assert not any("flask" in kind or "sqlalchemy" in kind for kind in kinds)


def test_every_word_a_script_says_is_there_to_be_translated() -> None:
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in (STATIC / "js").glob("*.js"))
    page = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*/*.html"))
    said = set(re.findall(r"\b(?:word|fact)\([^\")]*\"([\w-]+)\"", scripts)) - {"areas", "estimate"} | {"figures-lost", "figure-estimate"}
    there = set(re.findall(r'data-word="([\w-]+)"', page))
    assert said <= there
    assert len(said) > 20


def test_no_script_reads_text_as_markup() -> None:
    for path in (STATIC / "js").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), path.name


def test_no_script_asks_an_outside_host() -> None:
    for path in (STATIC / "js").glob("*.js"):
        hosts = set(re.findall(r"https?://[\w.-]+", path.read_text(encoding="utf-8")))
        assert hosts <= {"http://www.w3.org", "https://leafletjs.com"}, path.name


def test_every_module_is_one_small_noun() -> None:
    for path in (STATIC / "js").glob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 300, path.name


def test_all_scripts_of_the_map_page_stay_light() -> None:
    folder, needed, found = STATIC / "js", ["maps.js"], {}
    while needed:
        name = needed.pop()
        if name not in found:
            found[name] = (folder / name).read_text(encoding="utf-8")
            needed += re.findall(r'from "\./([\w.]+)"', found[name])
    assert sum(len(gzip.compress(text.encode())) for text in found.values()) < 40_000
