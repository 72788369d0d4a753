"""A developer notes a link down with the search as they type, with the Find button where no script runs, and axe reads along."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_access import check

Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def only_once(backend: str) -> None:
    """Pages look the same on both databases."""
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")


def test_the_other_end_is_found_as_its_name_is_typed(writable: str, open_page: Open, enter: Callable[..., None]) -> None:
    page = open_page(width=375)
    enter(page, writable, "developer")
    page.goto(f"{writable}/groups/1")
    page.get_by_role("link", name="Add a link you know of").click()
    check(page, "/links/new")
    page.get_by_label("What links them?").select_option("from-funds")
    page.get_by_label("The other group or place").press_sequentially("bromley", delay=20)
    page.get_by_role("radio", name="Bromley by Bow Centre (group)").check()
    page.get_by_label("The other group or place").fill("nothing has these")
    expect(page.get_by_text("Nothing has these words.")).to_be_visible()
    expect(page.get_by_role("radio", name="Bromley by Bow Centre (group)")).to_be_checked()
    page.get_by_role("button", name="Note it down").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Bromley by Bow Centre\s+funds\s+Artsadmin"))
    check(page, "/links/1")
    page.goto(f"{writable}/groups/1")
    expect(page.get_by_text("funds this group")).to_be_visible()
    check(page, "/groups/1")


def test_without_a_script_nothing_is_lost_by_searching(writable: str, open_page: Open, enter: Callable[..., None]) -> None:
    page = open_page(script=False)
    enter(page, writable, "steward")
    page.goto(f"{writable}/links/new?group=1")
    page.get_by_label("What links them?").select_option("meets_at")
    page.get_by_label("Note").fill("On Mondays")
    page.get_by_label("The other group or place").fill("skate")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_label("Note")).to_have_value("On Mondays")
    page.get_by_role("radio", name="Frontside Gardens skate park (place or asset)").check()
    page.get_by_role("button", name="Note it down").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Artsadmin\s+meets at\s+Frontside Gardens skate park"))
    expect(page.get_by_role("definition").filter(has_text="On Mondays")).to_be_visible()
