"""Kumu's files are read as Kumu reads them, whatever stands around, and what cannot be read is refused kindly."""

import io
import zipfile

import pytest

from assetmap.errors import Faulty
from assetmap.services.exchange import guesses, kumu
from assetmap.web.link_words import FREQUENCIES, KINDS
from tests.kumu_files import blueprint, simple, workbook, zipped


def pairs(file):
    return [(row.text("from"), row.text("to")) for row in file.connections]


def test_a_workbook_with_both_sheets_is_read_with_the_rows_a_spreadsheet_counts():
    file = kumu.read(simple(["A", "B", "refers to"], elements=[["A", "Group", "Does a"], ["B", "Group", None]]), "map.xlsx")
    assert pairs(file) == [("A", "B")]
    assert [(row.sheet, row.number, row.text("label")) for row in file.elements] == [("Elements", 2, "A"), ("Elements", 3, "B")]


def test_headings_may_stand_lower_be_written_otherwise_or_merged_and_sheets_may_be_ignored():
    rows = [["Our map", None, None], [], [" FROM", "to ", "Type"], ["A", "B", "funds"], [None, None, None], ["A", "C", "funds"]]
    file = kumu.read(workbook(merge=["A1:C1"], One=rows, **{"Old (ignore)": [["From", "To"], ["X", "Y"]], "Notes": [["Hello"]]}), "m.xlsx")
    assert pairs(file) == [("A", "B"), ("A", "C")]
    assert [row.number for row in file.connections] == [4, 6]
    assert file.notes == ["The sheet 'Notes' has neither From and To nor Label in its first 20 rows, so it is left out."]


def test_csvs_come_alone_or_together():
    connections, elements = "From;To;Type\nÄpfel;Birnen;funds\n", "Label,Tags\nÄpfel,food|faith\n"
    assert pairs(kumu.read(connections.encode("cp1252"), "c.csv")) == [("Äpfel", "Birnen")]
    name, content = kumu.together([("c.csv", connections.encode()), ("e.csv", elements.encode())])
    file = kumu.read(content, name)
    assert (pairs(file), len(file.elements)) == ([("Äpfel", "Birnen")], 1)
    assert len(kumu.read(zipped(connections=connections, elements=elements), "k.zip").elements) == 1


def test_a_blueprint_may_name_elements_by_id():
    given = blueprint(
        [{"id": "e1", "label": "A", "tags": ["x", "y"]}, {"id": "e2", "attributes": {"label": "B"}}], [{"from": "e1", "to": "B"}]
    )
    file = kumu.read(given, "b.json")
    assert pairs(file) == [("A", "B")]
    assert file.elements[0].text("tags") == "x|y"


def test_an_apostrophe_that_keeps_a_cell_from_being_a_formula_is_taken_away():
    file = kumu.read(b"From,To\n'=A1,'Tis us\n", "c.csv")
    assert pairs(file) == [("=A1", "'Tis us")]


BROKEN = [
    (b"", "empty.csv", "empty"),
    (b"Name,Age\nA,3\n", "people.csv", "no elements and no connections"),
    (b"From,To\n", "none.csv", "no elements and no connections"),
    (b"{not json", "b.json", "not a whole JSON"),
    (b"[1, 2]", "b.json", "a blueprint is an object"),
    (b'{"elements": 3}', "b.json", "no elements and no connections"),
    (b"%PDF-1.7", "m.pdf", "this is a PDF"),
    (b"PK\x03\x04rubbish", "m.xlsx", "damaged"),
    (zipped(), "m.zip", "this zip should hold"),
    (workbook(One=[["Name"], ["A"]]), "m.xlsx", "no elements and no connections"),
]


@pytest.mark.parametrize(("content", "name", "words"), BROKEN)
def test_what_is_no_network_is_refused_and_says_what_to_do(content, name, words):
    with pytest.raises(Faulty, match=words):
        kumu.read(content, name)


def test_too_much_is_refused_kindly(monkeypatch):
    many = "From,To\n" + "".join(f"A{n},B{n}\n" for n in range(10_001))
    with pytest.raises(Faulty, match="10,001 connections; at most 10,000"):
        kumu.read(many.encode(), "c.csv")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("c.csv", b" " * (kumu.MOST_UNPACKED + 1))
    with pytest.raises(Faulty, match="unpacks to more"):
        kumu.read(target.getvalue(), "c.zip")


def test_our_own_words_mean_what_they_say():
    for kind, words in KINDS.items():
        assert guesses.kind(str(words)) == guesses.kind(kind) == kind
    for frequency, words in FREQUENCIES.items():
        assert guesses.frequency(str(words)) == guesses.frequency(frequency) == frequency


GUESSED = [
    ("signposts to", "refers_to"),
    ("Partnership", "co_runs"),
    ("Works with", "co_runs"),
    ("Grant", "funds"),
    ("uses venue", "meets_at"),
    ("Knows", "trusted_contact"),
    ("is part of", "member_of"),
    ("shares a building", "shares_space"),
    ("Purple", ""),
    ("", ""),
]


@pytest.mark.parametrize(("words", "kind"), GUESSED)
def test_types_of_connection_are_guessed_or_left_open(words, kind):
    assert guesses.kind(words) == kind


def test_a_bare_number_is_no_frequency_and_years_are_found():
    assert guesses.frequency("3") == "unknown"
    assert guesses.frequency("about weekly") == "weekly"
    assert [guesses.year(text) for text in ("2019", "May 2019", "2019-05-01", "19", "20190", "")] == [2019, 2019, 2019, None, None, None]


def test_a_cell_with_a_formula_counts_as_what_was_last_worked_out_and_here_that_is_nothing():
    file = kumu.read(simple(["A", "=B2", "funds"]), "m.xlsx")
    assert pairs(file) == [("A", "")]
