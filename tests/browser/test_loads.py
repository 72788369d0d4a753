"""A planner's way from a council's spreadsheet to the map, in a real browser: understood, corrected, loaded, and usable by everyone."""

import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_access import check

Enter = Callable[[Page, str, str], None]
Open = Callable[..., Page]
WARDS = (
    *("Bethnal Green East", "Bethnal Green West", "Blackwall & Cubitt Town", "Bow East", "Bow West", "Bromley North", "Bromley South"),
    *("Canary Wharf", "Island Gardens", "Lansbury", "Limehouse", "Mile End", "Poplar", "St Dunstan's", "St Katharine's & Wapping"),
    *("Shadwell", "Spitalfields & Banglatown", "Stepney Green", "Weavers", "Whitechapel"),
)


def spreadsheet(wrong: str = "Canary Warf") -> bytes:
    """A workbook as councils send them: a title, a merged heading in two rows, one name misspelled, a total, and footnotes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Table 1"
    for row in (
        ["Table 1: Cold homes, by ward"],
        ["Source: Housing survey 2023"],
        [],
        ["Ward", "2021/22", None, "2022/23"],
        [None, "%", "Homes", "%", "Homes"],
    ):
        sheet.append(row)
    for merged in ("A1:E1", "A4:A5", "B4:C4", "D4:E4"):
        sheet.merge_cells(merged)
    for number, name in enumerate(WARDS, 1):
        cells = ["[c]", "[c]"] if number == 5 else [10 + number / 2, 1000 + number]
        sheet.append([wrong if name == "Canary Wharf" else name, *cells, 11 + number / 2, 1100 + number])
    for row in (["Tower Hamlets", 15, 20_000, 16, 22_000], [], ["Notes"], ["[c] held back, since fewer than ten answered"]):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def send(page: Page, site: str) -> None:
    page.goto(f"{site}/indicators")
    page.get_by_role("link", name="Load figures").click()
    page.get_by_role("link", name="Choose a file").click()
    page.get_by_label("A table of figures").set_input_files({"name": "cold.xlsx", "mimeType": "application/xlsx", "buffer": spreadsheet()})
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("main")).to_contain_text("The heading is in row 4, with 21 rows below it.")


@pytest.mark.parametrize("script", [True, False])
def test_a_planner_gets_a_councils_spreadsheet_onto_the_map(writable: str, open_page: Open, enter: Enter, script: bool) -> None:
    page = open_page(width=1280 if script else 375, script=script)
    enter(page, writable, "planner")
    send(page, writable)
    page.get_by_label("Who publishes them?").fill("The council")
    page.get_by_label("Under which licence?").fill("OGL v3.0")
    page.get_by_role("button", name="Load these figures").click()
    expect(page.get_by_role("alert")).to_contain_text("no area here is called 'Canary Warf'. Is it Canary Wharf")
    expect(page.get_by_label("Who publishes them?")).to_have_value("The council")
    page.get_by_label("Canary Warf").select_option(label="Canary Wharf")
    page.get_by_role("button", name="Load these figures").click()
    expect(page).to_have_url(re.compile("/indicators/"))
    expect(page.locator(".messages")).to_contain_text("84 figures are loaded")
    expect(page.locator("#main")).to_contain_text("Whitechapel")
    page.goto(f"{writable}/indicators/loads")
    page.get_by_role("button", name="Undo cold.xlsx").click()
    expect(page.locator(".messages")).to_contain_text("What was there before is back")


def test_axe_finds_nothing_on_the_pages_of_loads(writable: str, open_page: Open, enter: Enter, backend: str) -> None:
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")
    page = open_page()
    enter(page, writable, "planner")
    for path in ("/indicators/loads", "/indicators/loads/new"):
        page.goto(writable + path)
        check(page, path)
    send(page, writable)
    check(page, "a file that was understood")
    page.get_by_role("button", name="Load these figures").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page, "a file with faults")
    page.goto(f"{writable}/indicators/loads")
    check(page, "/indicators/loads with a file that waits")
