"""Drawing a neighbourhood in a real browser: by tapping, by keyboard alone, on a phone, and without any script."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_access import check

Enter = Callable[[Page, str, str], None]
Open = Callable[..., Page]
CORNERS = [(0.4, 0.35), (0.55, 0.35), (0.55, 0.5), (0.4, 0.5)]


def begin(page: Page, site: str, name: str = "Ropewalk Corner") -> None:
    page.goto(f"{site}/neighbourhoods/draw")
    page.get_by_label("What do people call it?").fill(name)
    page.get_by_label("What makes it one neighbourhood?").fill("Everybody says so.")


def tap(page: Page, corners=CORNERS) -> None:
    """Tap the map at these parts of its width and height."""
    stage = page.locator(".drawing .leaflet-container")
    expect(page.locator("[data-map-shape]")).to_contain_text("corner")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    for right, down in corners:
        page.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)


def shape(page: Page) -> list[list[float]]:
    """The corners that the form holds."""
    text = page.locator("input[name=shape]").input_value()
    return json.loads(text)["coordinates"][0][:-1] if text else []


def send(page: Page) -> None:
    page.get_by_role("button", name="Send to a steward").click()


@pytest.mark.parametrize("width", [375, 1280])
def test_a_drawn_neighbourhood_becomes_an_area_when_a_steward_approves_it(writable: str, open_page: Open, enter: Enter, width: int) -> None:
    resident, steward = open_page(width=width), open_page()
    begin(resident, writable)
    tap(resident)
    expect(resident.locator("[data-map-shape]")).to_contain_text("4 corners, about")
    send(resident)
    expect(resident).to_have_url(re.compile("/sent/"))
    enter(steward, writable, "steward")
    steward.goto(f"{writable}/moderation")
    steward.get_by_role("link", name="Ropewalk Corner").click()
    expect(steward.locator("main")).to_contain_text("What this shape holds")
    expect(steward.locator("[data-map-shape]")).to_contain_text("4 corners")
    if width == 1280:
        check(steward, "/moderation/1 of a drawn neighbourhood")
    steward.get_by_role("button", name="Approve", exact=True).click()
    steward.wait_for_url("**/neighbourhoods/own-0001")
    expect(steward.get_by_role("heading", name="Ropewalk Corner")).to_be_visible()
    resident.goto(f"{writable}/map?area=own-0001&geography=own")
    expect(resident.locator("path.area-outline")).to_have_count(1)
    if width == 1280:
        resident.goto(f"{writable}/neighbourhoods/own-0001")
        resident.wait_for_load_state("networkidle")
        check(resident, "/neighbourhoods/own-0001")


def test_corners_are_added_into_sides_moved_undone_and_deleted(site: str, open_page: Open) -> None:
    page = open_page()
    begin(page, site)
    tap(page)
    before = shape(page)
    tap(page, [(0.475, 0.35)])  # on the side between the first two
    assert len(shape(page)) == 5
    assert shape(page)[0] == before[0]
    assert shape(page)[2] == before[1]
    page.get_by_role("button", name="Undo").click()
    assert shape(page) == before
    page.get_by_role("button", name="Corner 3").focus()
    page.keyboard.press("ArrowRight")
    assert shape(page)[2][0] > before[2][0]
    page.keyboard.press("Delete")
    assert len(shape(page)) == 3
    page.locator(".drawing__corners summary").click()
    page.get_by_role("button", name="Delete corner 1").click()
    assert shape(page) == []
    expect(page.locator("[data-map-shape]")).to_contain_text("2 of at least 3")


def test_a_border_that_crosses_itself_is_said_while_drawing(site: str, open_page: Open) -> None:
    page = open_page()
    begin(page, site)
    tap(page, [CORNERS[0], CORNERS[2], CORNERS[1], CORNERS[3]])
    expect(page.locator("[data-map-shape]")).to_contain_text("The border crosses itself")
    tap(page, [(0.05, 0.05)])
    page.get_by_role("button", name="Start again").click()
    tap(page, [(0.02, 0.02), (0.1, 0.02), (0.02, 0.1)])
    expect(page.locator("[data-map-shape]")).to_contain_text("3 corners lie outside the place")


def test_a_neighbourhood_is_drawn_by_keyboard_alone(writable: str, open_page: Open) -> None:
    page = open_page()
    begin(page, writable)
    expect(page.locator("[data-map-shape]")).to_contain_text("No corner yet")
    page.locator(".drawing .leaflet-container").focus()
    for keys in (["ArrowLeft", "ArrowLeft"], ["ArrowUp", "ArrowUp"], ["ArrowRight", "ArrowRight"]):
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(60)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Add corner here").focus()
    page.keyboard.press("Enter")  # at the same spot: touches itself, and is said
    expect(page.locator("[data-map-number]")).to_have_text("4")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    assert len(shape(page)) == 3
    page.get_by_role("button", name="Send to a steward").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/sent/"))


def test_without_script_postcodes_do_and_nothing_is_lost_on_the_way(writable: str, open_page: Open, enter: Enter) -> None:
    resident, steward = open_page(width=375, script=False), open_page(script=False)
    begin(resident, writable)
    resident.get_by_label("Type postcodes").check()
    resident.get_by_label("Postcodes in it").fill("E1 0AA\nE1 0AE\nZZ9 9ZZ")
    send(resident)
    expect(resident.locator("[role=alert]")).to_contain_text("ZZ9 9ZZ")
    expect(resident.get_by_label("What do people call it?")).to_have_value("Ropewalk Corner")
    resident.get_by_label("Postcodes in it").fill("E1 0AA\nE1 0AE\nE1 0AF")
    send(resident)
    expect(resident).to_have_url(re.compile("/sent/"))
    address = resident.url
    enter(steward, writable, "steward")
    steward.goto(f"{writable}/moderation")
    steward.get_by_role("link", name="Ropewalk Corner").click()
    steward.get_by_role("button", name="Approve", exact=True).click()
    steward.wait_for_url("**/neighbourhoods/own-0001")
    expect(steward.get_by_role("heading", name="Ropewalk Corner")).to_be_visible()
    steward.goto(f"{writable}/moderation/1")
    steward.get_by_label("Say why").fill("It is only a corner of Shadwell.")
    steward.get_by_role("button", name="Take it off the map").click()
    expect(steward.locator("main")).to_contain_text("It was taken off the map")
    resident.goto(address)
    expect(resident.locator("main")).to_contain_text("It is only a corner of Shadwell.")


def test_without_script_small_areas_are_ticked_and_a_file_is_kept(writable: str, open_page: Open) -> None:
    page = open_page(script=False)
    begin(page, writable)
    page.get_by_label("Choose small areas from a list").check()
    page.locator("summary", has_text="Whitechapel").click()
    page.locator("details[open] input[name=areas]").first.check()
    send(page)
    expect(page).to_have_url(re.compile("/sent/"))
    page.goto(f"{writable}/neighbourhoods/draw")
    page.get_by_label("Send a file").check()
    ring = [[-0.06, 51.518], [-0.048, 51.518], [-0.048, 51.524], [-0.06, 51.518]]
    text = json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()
    page.get_by_label("A file with the shape").set_input_files({"name": "mine.geojson", "mimeType": "application/geo+json", "buffer": text})
    send(page)
    expect(page.locator("[role=alert]")).to_contain_text("Give the neighbourhood the name")
    page.get_by_label("What do people call it?").fill("From my file")
    page.get_by_label("What makes it one neighbourhood?").fill("I drew it elsewhere.")
    send(page)
    expect(page).to_have_url(re.compile("/sent/"))
