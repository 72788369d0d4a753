"""Files as councils and offices send them: any sign between cells, any letters, workbooks with merged cells and several sheets."""

import csv
import io

import hypothesis.strategies as st
import openpyxl
import pytest
from hypothesis import example, given

from assetmap.errors import Faulty
from assetmap.services import sheets
from assetmap.services.sheets import delimited

CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=12)
TABLES = st.integers(2, 6).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=12))


def written(rows: list[list[str]], sign: str) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=sign, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return file.getvalue()


def workbook(**named: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in named.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@given(TABLES, st.sampled_from(",;\t|"))
@example([["a;b", "c,d"], ['say "x"', "two\nlines"]], ";")
def test_a_table_written_and_read_is_the_same(rows, sign):
    cells = delimited.split(written(rows, sign), sign)
    width = cells.shape[1]
    assert [[*row, *[""] * (len(rows[0]) - width)] for row in cells.tolist()] == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_letters_and_signs_between_cells_are_found(encoding, sign):
    rows = [["Ward", "Café visits", "2022"], *([f"Wapping {number}", "£1,200", "3"] for number in range(20))]
    (sheet,) = sheets.read(written(rows, sign).encode(encoding), "visits.csv")
    assert sheet.cells.tolist() == rows


def test_lines_above_with_fewer_cells_do_not_matter():
    text = "Table 3, by ward\nSource: the council\n\nward;value\nBow East;1,5\nBow West;2,5\n"
    (sheet,) = sheets.read(text.encode(), "table.csv")
    assert sheet.cells.shape == (6, 2)
    assert sheet.cells[4].tolist() == ["Bow East", "1,5"]


def test_merged_cells_are_filled_and_a_per_cent_format_keeps_its_sign():
    book = workbook(Notes=[["Read me"]], Data=[["Ward", "2021", None], [None, "Male", "Female"], ["Bow East", 0.125, 7]])
    book["Data"].merge_cells("A1:A2")
    book["Data"].merge_cells("B1:C1")
    book["Data"]["B3"].number_format = "0.0%"
    _, sheet = sheets.read(saved(book), "book.xlsx")
    assert sheet.cells.tolist() == [["Ward", "2021", "2021"], ["Ward", "Male", "Female"], ["Bow East", "12.5%", "7"]]


def test_hidden_sheets_are_not_read():
    book = workbook(Data=[["a", "b"]], Workings=[["c", "d"]])
    book["Workings"].sheet_state = "hidden"
    assert [sheet.name for sheet in sheets.read(saved(book), "book.xlsx")] == ["Data"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "old Excel file"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 not a zip", "damaged"),
        (b"\x00\x01\x02\x03" * 50 + b"\xff" * 50, "not a table"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, words):
    with pytest.raises(Faulty, match=words):
        sheets.read(content, "strange.bin")


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("assetmap.services.sheets.workbook.MOST_UNPACKED", 1000)
    with pytest.raises(Faulty, match="too large"):
        sheets.read(saved(workbook(Data=[["a", "b"]])), "book.xlsx")


@pytest.fixture
def few_cells(monkeypatch):
    for room in ("sheet", "workbook", "delimited"):
        monkeypatch.setattr(f"assetmap.services.sheets.{room}.MOST_CELLS", 1000)


def far(text: str) -> bytes:
    book = workbook(Data=[["ward", "value"], *([f"Ward {number}", number] for number in range(20))])
    book["Data"].cell(row=3, column=200).value = text
    return saved(book)


def test_one_filled_cell_far_to_the_right_of_a_workbook_is_refused_before_room_is_made(few_cells):
    with pytest.raises(Faulty, match=r"book.xlsx.*one far to the right"):
        sheets.read(far("stray"), "book.xlsx")


def test_cells_that_are_merged_far_to_the_right_do_not_widen_a_table(few_cells):
    book = workbook(Data=[["Wards of the place"], *([f"Ward {number}", number] for number in range(20))])
    book["Data"].merge_cells("A1:GR1")
    (sheet,) = sheets.read(saved(book), "book.xlsx")
    assert sheet.cells.shape == (21, 2)


def test_a_line_of_text_with_a_cell_far_to_the_right_is_refused_and_empty_ones_are_left_out(few_cells):
    rows = ["ward,value", *(f"Ward {number},{number}" for number in range(20))]
    (sheet,) = sheets.read("\n".join([*rows, "," * 200]).encode(), "table.csv")
    assert sheet.cells.shape == (22, 2)
    with pytest.raises(Faulty, match=r"table.csv.*one far to the right"):
        sheets.read("\n".join([*rows, "," * 200 + "stray"]).encode(), "table.csv")
