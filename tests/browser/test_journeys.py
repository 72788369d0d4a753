"""What people come to do, from the first page to the last, in a real browser."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

Enter = Callable[[Page, str, str], None]
Open = Callable[..., Page]


def suggest_a_garden(page: Page, site: str) -> None:
    """Fill in only what must be, as a hurried neighbour does."""
    page.goto(f"{site}/assets/new")
    page.get_by_label("What is it called?").fill("Skylark Secret Garden")
    page.get_by_label("What kind of asset is it?").select_option(label="Parks and green space")
    page.get_by_label("What is it, in one line?").fill("A garden behind the flats, open to all")
    page.get_by_label("A community group").check()
    page.get_by_label("By postcode").check()
    page.get_by_label("Postcode", exact=True).fill("E2 0HL")
    page.get_by_role("button", name="Send to a steward").click()


def test_a_suggestion_becomes_public_when_a_steward_approves_it(writable: str, open_page: Open, enter: Enter) -> None:
    resident, steward = open_page(width=375), open_page()
    suggest_a_garden(resident, writable)
    expect(resident).to_have_url(re.compile("/sent/"))
    resident.goto(f"{writable}/assets?q=skylark")
    expect(resident.locator("main")).not_to_contain_text("Skylark Secret Garden")

    enter(steward, writable, "steward")
    steward.goto(f"{writable}/moderation")
    steward.get_by_role("link", name="Skylark Secret Garden").click()
    steward.get_by_role("button", name="Approve", exact=True).click()
    steward.wait_for_url(re.compile(r"/assets/\d+$"))
    expect(steward.get_by_role("heading", name="Skylark Secret Garden")).to_be_visible()

    resident.goto(f"{writable}/map?q=skylark")
    expect(resident.get_by_role("button", name="Skylark Secret Garden, Parks and green space", exact=True)).to_be_visible()
    expect(resident.locator("#list")).to_contain_text("Skylark Secret Garden")
    resident.goto(f"{writable}/neighbourhoods/E05009317")
    expect(resident.locator("main")).to_contain_text("Skylark Secret Garden")


def test_the_whole_journey_works_without_javascript(writable: str, open_page: Open, enter: Enter) -> None:
    resident, steward = open_page(width=375, script=False), open_page(script=False)
    suggest_a_garden(resident, writable)
    address = resident.url
    enter(steward, writable, "steward")
    steward.goto(f"{writable}/moderation")
    steward.get_by_role("link", name="Skylark Secret Garden").click()
    steward.get_by_label("Say why").fill("Please tell us who looks after it.")
    steward.get_by_role("button", name="Decline").click()
    steward.wait_for_url("**/moderation")
    resident.goto(address)
    expect(resident.locator("main")).to_contain_text("Please tell us who looks after it.")


def test_filters_and_list_work_without_javascript(site: str, open_page: Open) -> None:
    page = open_page(width=375, script=False)
    page.goto(f"{site}/assets")
    page.locator("summary", has_text="Filters").first.click()
    page.get_by_role("searchbox", name="Words").fill("library")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("main")).to_contain_text("Idea Store Bow")
    expect(page.locator("main")).not_to_contain_text("Rich Mix")


def test_an_asset_can_be_suggested_by_keyboard_alone(writable: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{writable}/assets/new")
    tab_to(page, "name")
    page.keyboard.type("Keyboard Club")
    tab_to(page, "category")
    page.keyboard.press("ArrowDown")
    tab_to(page, "summary")
    page.keyboard.type("We type together")
    tab_to(page, "holder")
    page.keyboard.press("Space")
    tab_to(page, "located")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("It has no fixed place")).to_be_checked()
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type === 'submit' && document.activeElement.textContent.includes('steward')"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/sent/"))


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field with this name has the focus, as somebody without a mouse does."""
    for _ in range(60):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {name}")


def test_faults_are_listed_at_the_top_and_lead_to_their_fields(site: str, open_page: Open) -> None:
    page = open_page(width=375)
    page.on("response", lambda response: None)
    page.goto(f"{site}/assets/new")
    page.get_by_label("What is it called?").fill("Half a thing")
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.get_by_role("button", name="Send to a steward").click()
    assert answer.value.status == 422
    link = page.locator(".fault-summary a, [role=alert] a").first
    expect(link).to_be_visible()
    link.click()
    assert page.evaluate("location.hash").startswith("#")
    expect(page.get_by_label("What is it called?")).to_have_value("Half a thing")
