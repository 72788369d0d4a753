"""Introductions on a telephone without JavaScript, and for everyone: axe finds nothing on the page when its folds are open."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_access import check

Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def once(backend: str) -> None:
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")


def test_a_developer_introduces_two_groups_without_javascript(writable: str, open_page: Open, enter: Callable[..., None]) -> None:
    page = open_page(width=375, script=False)
    enter(page, writable, "developer")
    page.goto(f"{writable}/introductions?example=no")
    first = page.locator(".introduction").first
    names = first.get_by_role("heading", level=3).inner_text()
    first.locator("summary", has_text="I introduced them").click()
    first.get_by_label("On which day").fill("2020-05-04")
    first.get_by_label("Note").fill("Over tea")
    first.get_by_role("button", name="I introduced them").click()
    expect(page.locator(".message")).to_contain_text("Written down")
    made = page.locator("section[aria-labelledby=made] .introduction")
    assert made.get_by_role("heading", level=3).inner_text().split(" and ") in (names.split(" and "), names.split(" and ")[::-1])
    made.locator("summary", has_text="Say what came of it").click()
    made.get_by_label("What came of it").select_option("together")
    made.get_by_label("Since when").fill("2020-06-01")
    made.get_by_role("button", name="Write it down").click()
    expect(made).to_contain_text("They do something together (1 June 2020)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing_on_the_page_of_introductions(writable: str, open_page: Open, enter: Callable[..., None]) -> None:
    page = open_page()
    enter(page, writable, "steward")
    for path in ("/introductions?example=no", "/introductions", "/networks/growth"):
        page.goto(writable + path)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        page.wait_for_load_state("networkidle")
        check(page, path)
