"""Pictures of shaded maps: a file that stands for itself, in colours and in grey."""

import re
from xml.etree import ElementTree

import pytest

from assetmap.geo.outlines import Outlines
from assetmap.maps.pictures import Mark, Picture, as_png, draw, draw_small

SVG = "{http://www.w3.org/2000/svg}"
SQUARES = Outlines(400.0, 200.0, {"a": "M0 0L9 0L9 9Z", "b": "M9 9L19 9L19 19Z", "c": "M3 3L4 4L5 3Z"})
PICTURE = Picture(
    "Loneliness <script>alert(1)</script> & more",
    SQUARES,
    {"a": Mark("#ffffcc", text="Bow: 4.2"), "b": Mark("#253494", dotted=True, hatched=True)},
    "Wards, 2025",
    (Mark("#ffffcc", text="1 to 5", count=7), Mark(None, text="No data", count=1)),
    ("Source: somebody, 2025.",),
)


@pytest.mark.parametrize("make", [draw, draw_small])
def test_a_picture_is_a_file_without_script_style_or_link(make):
    svg = make(PICTURE)
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert {each.tag for each in root.iter()}.isdisjoint({f"{SVG}script", f"{SVG}style", f"{SVG}image", f"{SVG}foreignObject"})
    assert re.findall(r"style=|href|http(?!://www\.w3\.org/2000/svg)", svg) == []
    assert root.find(f"{SVG}title").text == PICTURE.title


def test_each_area_is_painted_once_for_each_thing_it_says():
    fills = [each.get("fill") for each in ElementTree.fromstring(draw(PICTURE)).iter(f"{SVG}path")]
    assert fills == ["#ffffcc", "#253494", "url(#picture-dots)", "url(#picture-lines)", "url(#picture-none)"]


def test_every_pattern_that_is_used_is_in_the_file_and_no_two_are_alike():
    svg = draw(PICTURE)
    used, made = set(re.findall(r"url\(#([\w-]+)\)", svg)), dict(re.findall(r'<pattern id="([\w-]+)"(.*?)</pattern>', svg))
    assert used <= set(made)
    assert len(set(made.values())) == len(made) == 3


def test_a_picture_says_what_it_shows_of_when_and_from_whom():
    said = " ".join(ElementTree.fromstring(draw(PICTURE)).itertext())
    for needed in (PICTURE.title, "Wards, 2025", "1 to 5 (7)", "No data (1)", "Source: somebody, 2025.", "Bow: 4.2"):
        assert needed in said


def test_a_long_title_takes_several_lines_and_stays_in_the_picture():
    svg = draw(Picture("Figures " * 40, SQUARES, {}))
    lines = re.findall(r'font-size="22"[^>]*>([^<]*)<', svg)
    assert len(lines) > 3
    assert max(len(line) for line in lines) < 65


def test_the_same_picture_comes_as_png():
    assert as_png(draw_small(PICTURE))[:8] == b"\x89PNG\r\n\x1a\n"
