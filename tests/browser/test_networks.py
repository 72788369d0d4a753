"""The pages of networks in a real browser: one choice seen in the drawing, on the map and in the table; and all without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
CHOSEN = "document.querySelector('[data-graph]').graph.$('.chosen').map(one => one.id())"
FADED = "document.querySelector('[data-graph]').graph.$('node.faded').length"


@pytest.fixture(autouse=True)
def once(backend: str) -> None:
    """Pages look the same on both databases."""
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")


def drawn(page: Page, address: str) -> None:
    """Open a page and wait for its drawing."""
    page.goto(address)
    page.wait_for_selector("[data-graph][data-drawn]")


def test_choosing_in_the_table_highlights_in_the_drawing_and_back(site: str, open_page: Open) -> None:
    page = open_page()
    drawn(page, f"{site}/networks")
    button = page.locator("button[data-choose]").first
    node = button.get_attribute("data-choose")
    button.click()
    assert page.evaluate(CHOSEN) == [node]
    assert page.evaluate(FADED) > 0
    expect(page.locator("[data-chosen]")).to_contain_text("links.")
    expect(page.locator(f"tr#{node}")).to_have_class("is-chosen")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.url.endswith(f"#{node}")
    page.keyboard.press("Escape")
    assert page.evaluate(CHOSEN) == []
    assert page.evaluate(FADED) == 0
    expect(button).to_have_attribute("aria-pressed", "false")
    assert "#" not in page.url


def test_choosing_in_the_drawing_highlights_in_the_table(site: str, open_page: Open) -> None:
    page = open_page()
    drawn(page, f"{site}/networks")
    page.locator("[data-graph-stage]").scroll_into_view_if_needed()
    node = page.locator("tbody tr").first.get_attribute("id")
    spot = page.evaluate(f"document.querySelector('[data-graph]').graph.getElementById('{node}').renderedPosition()")
    page.locator("[data-graph-stage]").click(position=spot)
    expect(page.locator(f"tr#{node}")).to_have_class("is-chosen")
    assert page.evaluate(CHOSEN) == [node]
    page.locator("[data-graph-stage]").click(position=spot)
    assert page.evaluate(CHOSEN) == []


def test_what_the_address_says_is_chosen_when_the_page_opens(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site}/networks")
    node = page.locator("tbody tr").nth(1).get_attribute("id")
    drawn(page, f"{site}/networks?sort=name#{node}")
    page.wait_for_function(f"() => {CHOSEN}.includes('{node}')")
    expect(page.locator("[data-chosen]")).not_to_be_empty()


def test_filters_leave_only_what_was_asked(site: str, open_page: Open) -> None:
    page = open_page()
    drawn(page, f"{site}/networks")
    edges = "document.querySelector('[data-graph]').graph.edges().length"
    before = page.evaluate(edges)
    page.get_by_text("Only some kinds of link").click()
    page.get_by_label("Funds", exact=True).check()
    page.locator(".network-filters").get_by_role("button", name="Show").click()
    page.wait_for_selector("[data-graph][data-drawn]")
    assert 0 < page.evaluate(edges) < before
    assert set(page.url.partition("?")[2].split("&")) >= {"kind=funds"}
    page.get_by_role("link", name="Show all links").click()
    page.wait_for_selector("[data-graph][data-drawn]")
    assert page.evaluate(edges) == before


def test_all_of_it_can_be_read_without_javascript_on_a_telephone(site: str, open_page: Open) -> None:
    page = open_page(width=375, script=False)
    page.goto(f"{site}/networks")
    expect(page.locator("main")).to_contain_text("This is an example. None of these groups exist.")
    rows = page.locator("tbody tr")
    assert rows.count() > 10
    expect(rows.first.locator(".ties li").first).to_be_visible()
    expect(page.locator("button[data-choose]").first).to_be_hidden()
    page.get_by_role("searchbox", name="Find a group").fill("banyan")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(rows).to_have_count(1)
    page.get_by_role("link", name="No link is known (").click()
    expect(page).to_have_url(re.compile("list=alone"))
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_that_is_scrolled_past_keeps_the_wheel(site: str, open_page: Open) -> None:
    page = open_page()
    drawn(page, f"{site}/networks")
    page.locator("[data-graph-stage]").scroll_into_view_if_needed()
    box = page.locator("[data-graph-stage]").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] - 150, box["y"] + box["height"] / 2)
    zoom = "document.querySelector('[data-graph]').graph.zoom()"
    before, top = page.evaluate(zoom), page.evaluate("scrollY")
    page.mouse.wheel(0, 200)
    page.wait_for_function(f"() => scrollY > {top}")
    assert page.evaluate(zoom) == before


def test_the_drawing_can_be_made_larger_by_keyboard_and_holds_nobody(site: str, open_page: Open) -> None:
    page = open_page()
    drawn(page, f"{site}/networks")
    zoom = "document.querySelector('[data-graph]').graph.zoom()"
    before = page.evaluate(zoom)
    page.get_by_role("button", name="Larger").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(zoom) > before
    for _ in range(3):
        page.keyboard.press("Tab")
    assert not page.evaluate("document.querySelector('[data-graph]').contains(document.activeElement)")
