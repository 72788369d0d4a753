"""A developer's way from a Kumu map to links here and back, in a real browser, with and without JavaScript."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_access import check
from tests.kumu_files import simple

Enter = Callable[[Page, str, str], None]
Open = Callable[..., Page]
MAP = simple(
    ["Poplar Union", "Poplar HARCA", "Partnership", "mutual"],
    ["Artsadmn", "Newlon", "signposts to"],
    ["Lansbury Chess Club", "Newlon", "purple"],
    elements=[["Lansbury Chess Club", "Group", "Chess on Thursdays"], ["Chess Barn", "Venue", ""]],
)


def send(page: Page, site: str) -> None:
    page.goto(f"{site}/networks")
    page.get_by_role("link", name="Bring in a network").click()
    page.get_by_label("A file of Kumu").set_input_files({"name": "bow map.xlsx", "mimeType": "application/xlsx", "buffer": MAP})
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("main")).to_contain_text("1 link would be noted down")


@pytest.mark.parametrize("script", [True, False])
def test_a_developer_brings_a_network_in_takes_it_away_and_undoes_it(writable: str, open_page: Open, enter: Enter, script: bool) -> None:
    page = open_page(width=1280 if script else 375, script=script)
    enter(page, writable, "developer")
    send(page, writable)
    page.get_by_label("Artsadmn").select_option(label="Artsadmin (group)")
    page.get_by_label("purple").select_option(label="Trusted contact")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("alert")).to_contain_text("look once more")
    expect(page.locator("main")).to_contain_text("2 links would be noted down")
    page.get_by_role("button", name="Do it").click()
    expect(page.locator(".messages")).to_contain_text("2 links are noted down")
    page.goto(f"{writable}/networks")
    with page.expect_download() as download:
        page.get_by_role("link", name="Kumu or Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert book["Connections"].max_row == 3
    page.goto(f"{writable}/networks/import")
    page.get_by_role("button", name="Undo bow map.xlsx").click()
    expect(page.locator(".messages")).to_contain_text("Undone: 2 links are gone")


def test_axe_finds_nothing_on_the_pages_of_an_import(writable: str, open_page: Open, enter: Enter, backend: str) -> None:
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")
    page = open_page()
    enter(page, writable, "steward")
    page.goto(f"{writable}/networks/import")
    check(page, "/networks/import")
    send(page, writable)
    check(page, "a network that was understood")
    page.get_by_label("Add the 1 group").check()
    page.get_by_label("purple").select_option(label="Funds")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page, "a network that has changed")
    page.get_by_role("button", name="Do it").click()
    check(page, "/networks/import with one brought in")
