"""Shaded maps in a real browser: how they are coloured, what is hatched, and two that move together."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from assetmap import db
from tests import surveys
from tests.browser.conftest import serving
from tests.browser.test_access import check
from tests.conftest import Town

Open = Callable[..., Page]
PAIR = "/compare?left=iod25_imd_score&right=loneliness_pct"


@pytest.fixture(scope="module")
def surveyed(town: Town) -> Iterator[str]:
    """A server on a copy of the town with a survey in it: intervals, and three periods."""
    if town.backend == "postgis":
        pytest.skip("pages look the same on both databases")
    url = town.copy()
    engine = db.make_engine(url)
    with Session(db.writer(engine)) as session, session.begin():
        surveys.hold(session)
    engine.dispose()
    with serving(url) as address:
        yield address


def fills(page: Page, place: str = "") -> list[str]:
    """How the areas of a map are painted."""
    return page.eval_on_selector_all(f"{place} path.area--shaded", "all => all.map(each => each.getAttribute('fill'))")


def centre(page: Page, name: str) -> list[float]:
    """Where the first area of a map stands in its frame, from its upper left corner."""
    return page.evaluate(
        """name => {
            const frame = document.getElementById(name).getBoundingClientRect();
            const area = document.querySelector(`#${name} path.area`).getBoundingClientRect();
            return [area.x - frame.x, area.y - frame.y, area.width].map(Math.round);
        }""",
        name,
    )


def test_choosing_a_method_on_the_map_recolours_it_and_stands_in_the_address(surveyed: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{surveyed}/map?indicator={surveys.KEY}")
    page.locator("path.area--shaded").first.wait_for()
    legend = page.locator("[data-map-legend]")
    expect(legend).to_contain_text("Each colour has about the same number of areas.")
    before = fills(page)
    page.locator("summary", has_text="Colours").click()
    page.get_by_label("Make the colours by").select_option(label="Equal steps")
    page.get_by_label("How many colours").select_option("3")
    expect(legend).to_contain_text("Each colour covers an equally wide range of figures.")
    expect(legend.locator(".legend__classes li")).to_have_count(5)
    assert fills(page) != before
    assert "classes=equal" in page.url
    assert "k=3" in page.url
    page.reload()
    expect(legend).to_contain_text("Each colour covers an equally wide range of figures.")


def test_ones_own_limits_are_asked_for_only_once_they_make_sense(surveyed: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{surveyed}/map?indicator={surveys.KEY}")
    page.locator("path.area--shaded").first.wait_for()
    page.locator("summary", has_text="Colours").click()
    own = page.get_by_label("My own limits")
    expect(own).to_be_hidden()
    page.get_by_label("Make the colours by").select_option(label="My own limits")
    own.fill("30, 20")
    own.blur()
    expect(page.locator("[data-colours-hint]")).to_contain_text("go upwards")
    own.fill("25, 35")
    own.blur()
    expect(page.locator("[data-map-legend]")).to_contain_text("typed in by whoever made this map")
    expect(page.locator("[data-map-legend] .legend__classes li").first).to_contain_text("21.0 % to 25.0 %")


def test_what_is_not_clearly_different_is_hatched_and_said(surveyed: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{surveyed}/indicators/{surveys.KEY}?geography=ward25&around=england")
    page.locator("path.area--shaded").first.wait_for()
    expect(page.locator("[data-map-legend]")).to_contain_text("Not clearly different from England")
    painted = fills(page)
    assert sum("-lines" in each for each in painted) == 7
    assert sum("-dots" in each for each in painted) == 4
    assert painted.count("url(#no-data)") == 1
    said = page.locator("path.area--shaded[fill*='-lines']").first.get_attribute("aria-label")
    assert said
    assert said.endswith("Not clearly different from England.")


def test_patterns_are_in_the_page_and_differ_from_one_another(surveyed: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{surveyed}/indicators/{surveys.KEY}?geography=ward25&around=england")
    page.locator("path.area--shaded").first.wait_for()
    missing = page.evaluate(
        """() => [...document.querySelectorAll("path.area--shaded")].map(each => /url\\("?#(.+?)"?\\)/.exec(each.getAttribute("fill"))?.[1])
            .filter(id => id && !document.getElementById(id))"""
    )
    assert missing == []


def test_two_maps_move_together(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(site + PAIR)
    page.locator("#map_right path.area--shaded").first.wait_for()
    assert centre(page, "map_left") == pytest.approx(centre(page, "map_right"), abs=2)
    before = centre(page, "map_right")
    page.locator("#map_left").get_by_role("button", name="Closer", exact=True).click()
    page.wait_for_timeout(600)
    assert centre(page, "map_right") != before
    assert centre(page, "map_left") == pytest.approx(centre(page, "map_right"), abs=2)
    page.locator("#map_right").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    assert centre(page, "map_left") == pytest.approx(centre(page, "map_right"), abs=2)


def test_the_slider_uncovers_one_map_by_keyboard(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site}{PAIR}&view=swipe")
    page.locator("#map_right path.area--shaded").first.wait_for()
    stage = page.locator(".map-stage").nth(1)
    expect(stage).to_have_css("clip-path", "inset(0px 0px 0px 50%)")
    slider = page.get_by_label("How much of the left map to show")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(stage).to_have_css("clip-path", "inset(0px 0px 0px 55%)")
    assert "55" in (slider.get_attribute("aria-valuetext") or "")


def test_on_a_phone_one_map_stands_under_the_other(site: str, open_page: Open) -> None:
    page = open_page(width=375)
    page.goto(f"{site}{PAIR}&view=swipe")
    left, right = (page.locator(f"#map_{name}").bounding_box() or {} for name in ("left", "right"))
    assert right["y"] > left["y"] + left["height"]
    expect(page.get_by_label("How much of the left map to show")).to_be_hidden()


def test_need_and_assets_have_a_square_of_nine_colours_as_a_legend(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site}/compare?view=both&left=loneliness_pct")
    square = page.locator(".legend__grid")
    expect(square.locator("td .swatch")).to_have_count(9)
    assert sum(int(text) for text in re.findall(r":\s*(\d+)", square.text_content() or "")) == 20
    expect(page.locator("path.area--shaded").first).to_have_attribute(
        "aria-label", re.compile("(high|middling|low) need, (few|some|many) assets")
    )


@pytest.mark.parametrize("path", [PAIR, "/compare?view=both&left=loneliness_pct", "/indicators/iod25_imd_score?geography=ward25"])
def test_without_javascript_there_are_pictures(site: str, open_page: Open, path: str) -> None:
    page = open_page(script=False)
    page.goto(site + path)
    pictures = page.locator("img.picture")
    assert pictures.count() == (2 if path == PAIR else 1)
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_be_visible()
        assert picture.get_attribute("alt")


def test_without_javascript_colours_are_chosen_in_a_form(site: str, open_page: Open) -> None:
    page = open_page(script=False)
    page.goto(f"{site}/indicators/iod25_imd_score?geography=ward25")
    page.locator("summary", has_text="Colours").click()
    page.get_by_label("Make the colours by").select_option(label="Natural breaks")
    page.locator("main").get_by_role("button", name="Show", exact=True).click()
    assert "classes=natural" in page.url
    assert "classes=natural" in (page.locator("img.picture").get_attribute("src") or "")


def test_axe_finds_nothing_on_small_maps_and_hatched_tables(surveyed: str, open_page: Open) -> None:
    page = open_page()
    path = f"/indicators/{surveys.KEY}?geography=ward25&around=england&classes=natural"
    page.goto(surveyed + path)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".small-maps img")).to_have_count(3)
    check(page, path)
