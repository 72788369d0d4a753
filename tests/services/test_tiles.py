"""Geographies of more areas than one file may hold: their tiles, their classes and their tables agree with everything else."""

import json

import numpy as np
import pytest
from sqlalchemy import func, select

from assetmap.errors import NotFound
from assetmap.models import AreaTile
from assetmap.services import indicators, places, shades, tables, tiles, values
from assetmap.services.shades import Part
from assetmap.services.tables import Choice
from tests import country

SMALL = (-0.5, 51.3, 0.3, 51.7)
COLUMNS, ROWS = 39, 40  # a little above the most that one file may hold


@pytest.fixture
def large(session):
    """The geography of a made-up country, with tiles."""
    geography = country.fill(session, country.country(COLUMNS, ROWS, SMALL, bends=4))
    assert tiles.build(session, geography.id) > 0
    places.figures_changed(session)
    return geography


def made_up(session):
    return indicators.get(session, country.INDICATOR)


def test_a_geography_that_one_file_can_hold_has_no_tiles_and_loses_those_it_had(session, large, monkeypatch):
    assert COLUMNS * ROWS > tiles.MOST_AT_ONCE
    assert set(tiles.pyramids(session)) == {country.GEOGRAPHY}
    monkeypatch.setattr(tiles, "MOST_AT_ONCE", COLUMNS * ROWS)
    assert tiles.build(session, large.id) == 0
    assert session.scalar(select(func.count()).select_from(AreaTile)) == 0


def test_tiles_made_twice_are_the_same(session, large):
    def everything():
        return session.execute(select(AreaTile.z, AreaTile.x, AreaTile.y, AreaTile.codes, AreaTile.shapes).order_by(*key)).all()

    key = (AreaTile.z, AreaTile.x, AreaTile.y)
    before = everything()
    tiles.build(session, large.id)
    assert everything() == before


def test_every_area_stands_in_a_tile_of_every_level(session, large):
    codes = set(values.members(session, large).codes)
    pyramid = tiles.pyramids(session)[large.key]
    for level in pyramid.levels:
        found = session.scalars(select(AreaTile.codes).where(AreaTile.z == level))
        assert set().union(*(json.loads(text) for text in found)) == codes


def test_a_tile_that_cannot_be_is_not_found_and_one_without_areas_is_empty(session, large):
    pyramid = tiles.pyramids(session)[large.key]
    level = pyramid.levels[0]
    assert tiles.outlines(session, large, level, 0, 0) == tiles.NO_TILE
    for wrong in ((level + 1, 0, 0), (level, 1 << level, 0)):
        with pytest.raises(NotFound, match=str(level)):
            tiles.outlines(session, large, *wrong)


@pytest.mark.parametrize("choice", [Choice(), Choice("natural", 6), Choice("own", breaks=(10.0, 22.5)), Choice(around="middle")])
def test_the_class_of_every_area_on_a_tile_is_that_of_the_table(session, large, choice):
    row = made_up(session)
    table = tables.table(session, row, large.key, "", choice)
    found = shades.of_geography(session, row, large, table.period, choice)
    expected = {each.area.code: "-" if each.number is None else str(each.number) for each in table.rows}
    assert found.letters == expected
    assert found.classes == table.classes
    assert found.of(["X01000000", "nowhere"]) == expected["X01000000"] + "-"


def test_an_interval_that_holds_the_comparison_gives_a_letter_instead_of_a_number(session, large):
    row = made_up(session)
    found = values.of_geography(session, row, large, country.PERIOD)
    middle = float(np.median(found.ranked))
    found.lower[:], found.upper[:] = found.value - 1, found.value + 1
    known = found.value[~np.isnan(found.value)]
    letters = shades._letters(found.value, np.abs(found.value - middle) <= 1, tables.classes_of(row, known.tolist(), Choice()))
    assert sum(letter in shades.UNCLEAR for letter in letters) == (np.abs(known - middle) <= 1).sum() > 0


def test_the_pages_of_a_table_together_are_the_whole_table(session, large):
    row = made_up(session)
    whole = tables.table(session, row, large.key)
    pages = [shades.table(session, row, large.key, "", Part(offset, 400)) for offset in range(0, COLUMNS * ROWS, 400)]
    rows = [each for page in pages for each in page.rows]
    assert len(pages[0].rows) == 400
    assert {(each.area.code, each.figure.value, each.figure.rank, each.number) for each in rows} == {
        (each.area.code, each.figure.value, each.figure.rank, each.number) for each in whole.rows
    }
    assert [each.figure.rank for each in rows] == [each.figure.rank for each in whole.rows]
    assert (pages[0].known, pages[0].missing, pages[0].page, pages[0].pages) == (whole.known, whole.missing, 1, 4)


def test_an_area_is_found_by_a_part_of_its_name_or_its_code(session, large):
    row = made_up(session)
    by_code = shades.table(session, row, large.key, "", Part(words="x01000777"))
    assert [each.area.code for each in by_code.rows] == ["X01000777"]
    by_name = shades.table(session, row, large.key, "", Part(words="HUNDRED 00100"))
    assert by_name.matched == 10
    assert shades.table(session, row, large.key, "", Part(words="no such place")).rows == []


def test_one_areas_figure_is_the_one_in_the_table(session, large):
    row = made_up(session)
    whole = {each.area.code: each for each in tables.table(session, row, large.key).rows}
    for code in ("X01000000", "X01000500", next(code for code, each in whole.items() if each.figure.value is None)):
        found, _table = shades.of_area(session, row, large.key, "", code)
        assert found.figure == whole[code].figure
        assert (found.number, found.class_colour) == (whole[code].number, whole[code].class_colour)
    with pytest.raises(NotFound, match="no area with the code"):
        shades.of_area(session, row, large.key, "", "E99999999")


def test_a_geography_of_few_areas_keeps_its_whole_table(session):
    row = indicators.get(session, "iod25_imd_score")
    assert len(shades.table(session, row, "lsoa21", "", Part(limit=5)).rows) == 169
