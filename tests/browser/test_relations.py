"""Relations in a real browser, with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def once(backend: str) -> None:
    """Pages look the same on both databases."""
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")


@pytest.mark.parametrize("script", [True, False])
def test_a_planner_chooses_two_things_and_reads_the_answer(site: str, open_page: Open, script: bool) -> None:
    page = open_page(width=375, script=script)
    page.goto(f"{site}/indicators")
    page.get_by_role("link", name="Do two of them go together?").click()
    page.get_by_label("The one thing").select_option(label="Crime")
    page.get_by_label("The other thing").select_option(label="Living environment")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("main")).to_contain_text("rank correlation 0.41")
    expect(page.locator("main")).to_contain_text("What this does not prove")
    chart = page.locator("[data-chart]")
    chart.scroll_into_view_if_needed()
    if script:
        expect(chart).to_have_attribute("data-drawn", "chart")
    else:
        expect(chart.locator("img")).to_be_visible()


def test_the_map_of_clusters_names_each_area_s_class(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site}/indicators/iod25_imd_score/clusters")
    legend = page.locator("[data-map-legend]")
    expect(legend).to_contain_text("High, among high neighbours")
    expect(page.locator("path.area--shaded[aria-label*='among high neighbours']").first).to_be_visible()
