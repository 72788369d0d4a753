"""A question about gaps, asked as people ask it: with and without JavaScript, on a telephone, and kept by a planner."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_access import check

Open = Callable[..., Page]
LIBRARIES = "/gaps?indicator=loneliness_pct&category=libraries"


@pytest.fixture(autouse=True)
def once(backend: str) -> None:
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")


def test_the_map_is_shaded_as_the_table_says(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(site + LIBRARIES)
    areas = page.locator("path.area--shaded")
    expect(areas).to_have_count(20)
    page.locator("details:has-text('The other areas') > summary").click()
    rows = page.locator(".gap-table tbody tr")
    expect(rows).to_have_count(20)
    said = {label.split(":")[0]: label for label in areas.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")}
    for row in rows.all():
        name = row.locator("th a").inner_text()
        share = row.locator("td").nth(1).locator(".column-note").inner_text().split(" of ")[0]
        assert share.split()[0] + " %" in said[name], (name, share, said[name])
    expect(page.locator(".legend")).to_contain_text("farther than a 15 minute walk")


def test_a_question_is_asked_without_javascript_on_a_telephone(site: str, open_page: Open) -> None:
    page = open_page(width=375, script=False)
    page.goto(f"{site}/gaps")
    page.get_by_label("Where is need high?").select_option("loneliness_pct")
    page.get_by_text("Kind of asset").click()
    page.get_by_label("Libraries").check()
    page.get_by_label("Within how many minutes").fill("10")
    page.get_by_role("button", name="Show the gaps").click()
    expect(page.get_by_role("heading", name="The answer")).to_be_visible()
    expect(page.locator("main")).to_contain_text("10 minute walk")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_planner_keeps_a_question_and_its_page_can_be_used_by_everyone(
    writable: str, open_page: Open, enter: Callable[..., None]
) -> None:
    page = open_page()
    enter(page, writable, "planner")
    page.goto(writable + LIBRARIES)
    page.get_by_label("Title").fill("Lonely and far from a library")
    page.get_by_role("button", name="Keep this question").click()
    expect(page.get_by_role("heading", level=1, name="Lonely and far from a library")).to_be_visible()
    page.wait_for_load_state("networkidle")
    check(page, "a kept question")
    page.get_by_role("button", name="Delete this question").click()
    expect(page.get_by_text("Deleted.")).to_be_visible()
