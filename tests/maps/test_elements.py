"""What our Folium elements write into a page."""

import json
import re

import folium
import pytest
from branca.element import Figure

from assetmap.maps import MapPlace, Tiles, page_parts, register_map
from assetmap.maps.elements import AreaLayer, BaseLayer, Map, write

HOSTILE = [
    "</script><script>alert(1)</script>",
    "${alert(1)}",
    "`+alert(1)+`",
    "{{ 7 * 7 }}",
    "{% for a in (1, 2) %}x{% endfor %}",
    "{# gone #}",
    "{{{% raw %}}}",
    "'\"\\",
    "<!--",
    "<img src=x onerror=alert(1)>",
    "line\u2028end\u2029\n\r",
    "\u202eright to left",
    "\x00",
    "x" * 10_000,
]


def place(**changes: object) -> MapPlace:
    return MapPlace(**{"bounds": (-0.08, 51.48, 0.01, 51.55), "tiles": Tiles(""), "geography": "ward25"} | changes)  # type: ignore[arg-type]


def configurations(script: str) -> list[object]:
    """The JSON of every call, as a browser would read it."""
    found = []
    for start in re.finditer(r"assetmap\.\w+\([^{]*", script):
        found.append(json.JSONDecoder().raw_decode(script, start.end())[0])
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_one_string_of_the_configuration(text: str) -> None:
    drawn = Map("test", place(), {})
    AreaLayer({"text": text}).add_to(drawn)
    script = page_parts(drawn).script
    assert configurations(script)[-1] == {"text": text}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_cannot_end_the_script_or_its_line(text: str) -> None:
    drawn = Map("test", place(), {})
    AreaLayer({"text": text}).add_to(drawn)
    script = page_parts(drawn).script
    assert not re.search(r"[<>&\u2028\u2029\x00]", script)
    assert len(script.strip().splitlines()) == 3


def test_nothing_written_is_read_as_a_template_on_the_server() -> None:
    drawn = Map("test", place(), {})
    BaseLayer({"url": "{{ this._parent }}", "attribution": "{% set x = 1 %}"}).add_to(drawn)
    assert '"{{ this._parent }}"' in page_parts(drawn).script


def test_folium_itself_would_read_it_as_a_template() -> None:
    """The trap that `Written` closes; when this fails, branca has mended it and `Written` may go."""
    drawn = folium.Map(tiles=None)
    folium.TileLayer("https://tiles.example/{z}/{x}/{y}.png", attr="{{ 7 * 7 }}").add_to(drawn)
    drawn.render()  # type: ignore[no-untyped-call]
    figure = drawn.get_root()
    assert isinstance(figure, Figure)
    assert '"49"' in figure.script.render()


def test_a_map_brings_no_files_of_its_own() -> None:
    drawn = register_map(place())
    page_parts(drawn)
    figure = drawn.get_root()
    assert isinstance(figure, Figure)
    assert "http" not in figure.header.render().replace("http-equiv", "")
    assert folium.Map.default_js, "the emptied lists are the subclass's own"


def test_the_same_map_is_the_same_text() -> None:
    assert page_parts(register_map(place())) == page_parts(register_map(place()))


def test_a_part_without_a_figure_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="figure"):
        write(AreaLayer({}))
