"""Charts in a real browser: drawn without one violation of the strict policy, in view only, and a picture where they cannot be."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
TREND = "/indicators/ons_anxiety"


@pytest.fixture(autouse=True)
def once(backend: str) -> None:
    """Charts look the same on both databases."""
    if backend == "postgis":
        pytest.skip("charts look the same on both databases")


@pytest.mark.parametrize("width", [375, 1280])
def test_a_chart_is_drawn_in_view_and_reachable_by_keyboard(site: str, open_page: Open, width: int) -> None:
    page = open_page(width=width)
    page.goto(f"{site}{TREND}")
    chart = page.locator("[data-chart]")
    chart.scroll_into_view_if_needed()
    expect(chart).to_have_attribute("data-drawn", "chart")
    drawing = chart.get_by_role("img", name="Tower Hamlets: 3.53 in 2012")
    expect(drawing).to_have_attribute("tabindex", "0")
    assert drawing.locator("svg").bounding_box()["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_libraries_load_only_when_a_chart_comes_into_view(site: str, open_page: Open) -> None:
    page = open_page(width=375)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/indicators/iod25_imd_score")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "vega" in url]
    page.locator("[data-chart]").first.scroll_into_view_if_needed()
    expect(page.locator("[data-chart]").first).to_have_attribute("data-drawn", "chart")
    assert len([url for url in asked if "/vega" in url]) == 3


def test_a_dot_says_its_area_and_value_beside_the_pointer(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site}/indicators/iod25_imd_score?geography=ward25")
    chart = page.locator("[data-chart]").first
    chart.scroll_into_view_if_needed()
    expect(chart).to_have_attribute("data-drawn", "chart")
    chart.locator(".mark-symbol.role-mark path").first.hover()
    expect(page.locator(".vg-tooltip.visible")).to_contain_text("Ward")


def test_a_chart_follows_the_colours_of_the_page(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site}{TREND}")
    expect(page.locator("[data-chart]")).to_have_attribute("data-drawn", "chart")
    colour = "getComputedStyle(document.querySelector('.mark-line.role-mark path')).stroke"
    assert page.evaluate(colour) == "rgb(123, 30, 85)"
    page.locator("[data-theme-toggle]").click()
    assert page.evaluate(colour) == "rgb(247, 194, 90)"


def test_without_javascript_the_server_s_picture_stands_there(site: str, open_page: Open) -> None:
    page = open_page(width=375, script=False)
    page.goto(f"{site}{TREND}")
    picture = page.locator("img.chart__picture")
    expect(picture).to_have_attribute(
        "alt", "Tower Hamlets: 3.53 in 2012, 2.62 in 2022. In 2022: London 3.28; England 3.13; United Kingdom 3.12."
    )
    picture.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert picture.bounding_box()["height"] > 50


def test_where_the_data_do_not_come_the_picture_is_shown(site: str, open_page: Open) -> None:
    page = open_page()
    page.context.route("**/charts/trend.json*", lambda route: route.fulfill(status=200, body="no JSON"))
    page.goto(f"{site}{TREND}")
    expect(page.locator("[data-chart]")).to_have_attribute("data-drawn", "picture")
    expect(page.locator("img.chart__picture")).to_be_visible()
