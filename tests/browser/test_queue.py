"""The stewards' list by keyboard: single keys that lead, never decide, never act while somebody types, and can be switched off."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import suggest_a_garden

Open = Callable[..., Page]
Enter = Callable[[Page, str, str], None]


def test_keys_move_tick_lead_to_the_buttons_and_can_be_switched_off(writable: str, open_page: Open, enter: Enter) -> None:
    suggest_a_garden(resident := open_page(width=375), writable)
    expect(resident).to_have_url(re.compile("/sent/"))
    page = open_page()
    enter(page, writable, "steward")
    page.goto(f"{writable}/moderation")
    box, link = page.get_by_role("checkbox", name="Skylark Secret Garden"), page.get_by_role("link", name="Skylark Secret Garden")

    page.keyboard.press("j")
    expect(link).to_be_focused()
    page.keyboard.press("x")
    expect(box).to_be_checked()
    expect(page.locator("[data-ticked]")).to_have_text("(1 ticked)")
    page.keyboard.press("x")
    expect(box).not_to_be_checked()
    page.keyboard.press("d")
    expect(page.get_by_label("Decline them, and say why")).to_be_focused()
    expect(box).to_be_checked()
    page.keyboard.type("jxa?")
    expect(page.get_by_label("Decline them, and say why")).to_have_value("jxa?")
    expect(box).to_be_checked()

    link.focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.get_by_label("Use these shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    expect(link).not_to_be_focused()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Use these shortcuts").check()
    page.get_by_role("button", name="Close").click()

    link.focus()
    page.keyboard.press("Control+a")
    expect(link).to_be_focused()
    box.check()
    box.press("Enter")
    expect(box).to_be_checked()
    expect(page.locator(".messages")).not_to_contain_text("Approved")
    link.focus()
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Approve")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Approved 1 entry")


def test_several_are_declined_without_javascript(writable: str, open_page: Open, enter: Enter) -> None:
    suggest_a_garden(resident := open_page(width=375, script=False), writable)
    address = resident.url
    page = open_page(width=375, script=False)
    enter(page, writable, "steward")
    page.goto(f"{writable}/moderation")
    page.get_by_role("checkbox", name="Skylark Secret Garden").check()
    page.get_by_label("Decline them, and say why").fill("Please tell us who looks after it.")
    page.get_by_role("button", name="Decline").click()
    expect(page.locator(".messages")).to_contain_text("Declined 1 entry")
    resident.goto(address)
    expect(resident.locator("main")).to_contain_text("Please tell us who looks after it.")
