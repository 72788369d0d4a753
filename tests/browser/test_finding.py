"""Starting something: asked without JavaScript on a telephone, by keyboard, and of the example."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def once(backend: str) -> None:
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")


def test_a_question_is_asked_without_javascript_on_a_telephone(site: str, open_page: Open) -> None:
    page = open_page(width=375, script=False)
    page.goto(site)
    page.get_by_role("link", name="Start something").click()
    page.get_by_label("What is it about?").select_option("community-spaces")
    page.get_by_label("Near a postcode, a landmark or a neighbourhood").fill("Bow")
    page.get_by_role("button", name="Who is there?").click()
    expect(page.locator("#answer")).to_have_text("Who is already there about community spaces in Bow East or Bow West")
    expect(page.locator(".find-answer .lead")).to_contain_text("about community spaces are known in Bow East or Bow West.")
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_ready_question_of_the_example_leads_to_introducers_and_says_what_it_is(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site}/networks/find")
    page.get_by_role("link", name="See how an answer looks with an invented example").click()
    page.locator(".find-ready a").first.click()
    expect(page.locator(".example-note")).to_contain_text("None of these groups exist")
    expect(page.locator("ol.introducers li").first).to_contain_text("Knows")
    assert page.title().startswith("Example:")


def test_a_question_is_asked_by_keyboard(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site}/networks/find")
    page.get_by_label("Near a postcode, a landmark or a neighbourhood").focus()
    page.keyboard.type("E1 0AA")
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text("within 15 minutes’ walk of E1 0AA")
