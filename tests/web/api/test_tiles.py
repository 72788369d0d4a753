"""The API for geographies of very many areas: by tile, by page and one by one, and never one huge file."""

import json

import pytest
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.services import places, tiles
from tests import country
from tests.geo.outlined import read

SMALL = (-0.5, 51.3, 0.3, 51.7)
API = "/api/v1"
INDICATOR = f"{API}/indicators/{country.INDICATOR}"


@pytest.fixture
def level(app):
    """The first zoom of the tiles of a made-up country, and one tile of it."""
    with Session(db.writer(app.extensions["engine"]), expire_on_commit=False) as session:
        geography = country.fill(session, country.country(39, 40, SMALL, bends=4))
        tiles.build(session, geography.id)
        places.figures_changed(session)
        session.commit()
        pyramid = tiles.pyramids(session)[country.GEOGRAPHY]
    return pyramid.levels[0], pyramid.box[0], pyramid.box[1]


def test_the_boundaries_of_very_many_areas_are_not_one_file(client, level):
    answer = client.get(f"{API}/areas/{country.GEOGRAPHY}")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert f"/api/v1/areas/{country.GEOGRAPHY}/tiles/{{z}}/{{x}}/{{y}}" in answer.json["detail"]


def test_a_tile_has_a_shape_and_a_class_for_each_code(client, level):
    z, x, y = level
    plain = client.get(f"{API}/areas/{country.GEOGRAPHY}/tiles/{z}/{x}/{y}").json
    shaded = client.get(f"{INDICATOR}/tiles/{country.GEOGRAPHY}/{z}/{x}/{y}").json
    only = client.get(f"{INDICATOR}/tiles/{country.GEOGRAPHY}/{z}/{x}/{y}?only=classes").json
    assert len(plain["codes"]) == len(read(plain["shapes"]["outlines"])) == len(shaded["classes"]) > 100
    assert shaded == plain | only


def test_what_a_tile_says_is_what_the_table_says(client, level):
    z, x, y = level
    tile = client.get(f"{INDICATOR}/tiles/{country.GEOGRAPHY}/{z}/{x}/{y}").json
    letters = dict(zip(tile["codes"], tile["classes"], strict=True))
    found, offset = {}, 0
    while True:
        page = client.get(f"{INDICATOR}/observations?geography={country.GEOGRAPHY}&offset={offset}&limit=1000").json
        found |= page["values"]
        offset += page["numberReturned"]
        if offset >= page["numberMatched"]:
            break
    assert len(found) == 1560
    assert {code: found[code]["class"] for code in letters} == {
        code: None if letter == "-" else int(letter) for code, letter in letters.items()
    }
    assert sum(each["count"] for each in page["classes"]) + page["no_data"]["count"] == 1560
    assert page["tiles"].startswith(f"{INDICATOR}/tiles/{country.GEOGRAPHY}/{{z}}/{{x}}/{{y}}")
    assert page["levels"][0] == z


def test_a_reader_who_has_a_tile_is_told_that_it_is_unchanged_until_figures_change(app, client, level):
    z, x, y = level
    path = f"{INDICATOR}/tiles/{country.GEOGRAPHY}/{z}/{x}/{y}"
    tag = client.get(path).headers["ETag"]
    with Session(db.writer(app.extensions["engine"])) as session:
        places.changed(session)  # an entry was approved, which no tile of areas shows
        session.commit()
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    with Session(db.writer(app.extensions["engine"])) as session:
        places.figures_changed(session)
        session.commit()
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_one_area_is_answered_with_its_figure_and_where_that_comes_from(client, level):
    answer = client.get(f"{INDICATOR}/areas/{country.GEOGRAPHY}/X01000500").json
    assert answer["area"]["name"] == "Hundred 001500"
    assert answer["figure"]["kind"] in ("published", "none")
    assert answer["method_text"]
    assert country.PERIOD in answer["from_text"]
    assert client.get(answer["area"]["url"]).status_code == 200
    assert client.get(f"{API}/areas/{country.GEOGRAPHY}/X01000500").json["area"] == answer["area"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{INDICATOR}/tiles/{country.GEOGRAPHY}/1/0/0", 404),
        (f"{INDICATOR}/tiles/parish/1/0/0", 404),
        (f"{INDICATOR}/areas/{country.GEOGRAPHY}/nowhere", 404),
        (f"{API}/areas/ward25/tiles/9/0/0", 404),
        (f"{API}/areas/{country.GEOGRAPHY}/nowhere", 404),
        (f"{INDICATOR}/observations?limit=0", 400),
    ],
)
def test_what_there_is_not_is_said_plainly(client, level, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.json["detail"]


def test_the_page_of_an_indicator_shows_a_part_of_very_many_areas_and_finds_the_others(client, level):
    page = client.get(f"/indicators/{country.INDICATOR}").text
    assert "1,560 areas" in page
    assert page.count("Hundred 00") == 25
    second = client.get(f"/indicators/{country.INDICATOR}?page=2").text
    assert "Page 2 of 63" in second
    assert "Hundred 001077" not in page + second
    found = client.get(f"/indicators/{country.INDICATOR}?q=hundred+001077&geography={country.GEOGRAPHY}").text
    assert "Hundred 001077" in found
    assert "1 of 1,560 areas has these words." in found


def test_the_map_is_told_which_areas_come_by_tile(client, level):
    page = client.get("/map").text
    start = page.index('"tiled": ') + len('"tiled": ')
    told, _end = json.JSONDecoder().raw_decode(page[start:])
    assert list(told) == [country.GEOGRAPHY]
    assert told[country.GEOGRAPHY]["levels"][0] == level[0]
