"""Very many areas in a real browser: shaded on a canvas, opened by a click, a tap or a button, and by the table."""

import re
from collections.abc import Callable, Iterator

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.services import places, tiles
from tests import country
from tests.browser.conftest import serving
from tests.browser.test_access import check
from tests.conftest import Town

Open = Callable[..., Page]
BOX = (-0.2, 51.42, 0.12, 51.6)
MIDDLE_JS = """() => {
    const {x, y, width, height} = document.querySelector(".folium-map").getBoundingClientRect();
    const [left, top] = [x + width / 2, y + height / 2];
    const canvas = [...document.querySelectorAll(".area-tiles canvas")].find((each) => {
        const box = each.getBoundingClientRect();
        return box.left <= left && left < box.right && box.top <= top && top < box.bottom;
    });
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    const near = canvas.getContext("2d").getImageData((left - box.left) * scale, (top - box.top) * scale, 1, 1);
    return [...near.data];
}"""


@pytest.fixture(scope="module")
def land() -> gpd.GeoDataFrame:
    """A made-up country a little too large for one file."""
    return country.country(39, 40, BOX, bends=4)


@pytest.fixture(scope="module")
def wide_site(town: Town, land: gpd.GeoDataFrame, backend: str) -> Iterator[str]:
    """A server on a copy of the town with that country."""
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")
    url = town.copy()
    engine = db.make_engine(url)
    with Session(db.writer(engine), expire_on_commit=False) as session:
        tiles.build(session, country.fill(session, land).id)
        places.figures_changed(session)
        session.commit()
    engine.dispose()
    with serving(url) as address:
        yield address


def opened(page: Page, address: str) -> Page:
    """A page whose map has all of its tiles."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.locator(".area-tiles .leaflet-tile-loaded").first.wait_for()
    page.locator(".folium-map").scroll_into_view_if_needed()
    return page


def area_at(land: gpd.GeoDataFrame, lon: float, lat: float) -> str:
    """The name of the area at a place in degrees."""
    (found,) = land[shapely.contains_xy(land.geometry.to_numpy(), lon, lat)]["name"]
    return str(found)


def test_very_many_areas_are_shaded_in_the_colours_of_the_legend(wide_site: str, open_page: Open) -> None:
    page = opened(open_page(), f"{wide_site}/map?indicator={country.INDICATOR}&geography={country.GEOGRAPHY}#14/51.5123/-0.0302")
    legend = page.locator("[data-map-legend]")
    expect(legend).to_contain_text("A made-up score")
    red, green, blue, alpha = page.evaluate(MIDDLE_JS)
    assert alpha > 150
    colours = [colour for colour in legend.locator("rect").evaluate_all("all => all.map((each) => each.getAttribute('fill'))") if colour]
    parts = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in colours if colour.startswith("#")]
    assert min(abs(red - r) + abs(green - g) + abs(blue - b) for r, g, b in parts) <= 6


def test_a_click_opens_the_area_under_it_with_its_figure(wide_site: str, open_page: Open, land: gpd.GeoDataFrame) -> None:
    lon, lat = -0.0302, 51.5123
    page = opened(open_page(width=375), f"{wide_site}/map?indicator={country.INDICATOR}&geography={country.GEOGRAPHY}#17/{lat}/{lon}")
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    page.locator(".folium-map").click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    popup = page.locator(".leaflet-popup")
    expect(popup).to_contain_text(area_at(land, lon, lat))
    expect(popup).to_contain_text(country.PERIOD)
    popup.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(area_at(land, lon, lat))


def test_without_a_pointer_a_button_opens_the_area_in_the_middle_and_gets_the_focus_back(
    wide_site: str, open_page: Open, land: gpd.GeoDataFrame
) -> None:
    page = opened(open_page(), f"{wide_site}/map?indicator=none&geography={country.GEOGRAPHY}#15/51.5123/-0.0302")
    button = page.get_by_role("button", name="Which area is in the middle?")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text(area_at(land, -0.0302, 51.5123))
    expect(page.get_by_role("dialog").get_by_role("heading")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_the_menus_lead_from_few_areas_to_very_many_and_back(wide_site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{wide_site}/map?indicator=none")
    page.wait_for_load_state("networkidle")
    tool = page.locator("[data-map-pick]")
    expect(page.locator(".areas-pane path").first).to_be_attached()
    expect(tool).to_be_hidden()
    page.locator("#menu-geography").select_option(country.GEOGRAPHY)
    expect(tool).to_be_visible()
    expect(page.locator(".areas-pane path")).to_have_count(0)
    page.locator("#menu-indicator").select_option(country.INDICATOR)
    expect(page.locator("[data-map-legend]")).to_contain_text("A made-up score")
    page.locator("#menu-indicator").select_option("none")
    page.locator("#menu-geography").select_option("ward25")
    expect(page.locator(".areas-pane path").first).to_be_attached()
    expect(page.locator(".area-tiles")).to_have_count(0)
    expect(tool).to_be_hidden()


def test_the_table_leads_to_every_area_without_javascript(wide_site: str, open_page: Open) -> None:
    page = open_page(script=False)
    page.goto(f"{wide_site}/indicators/{country.INDICATOR}")
    page.get_by_label("Name or code of an area").fill("X01000123")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_role("rowheader").filter(has_text="Hundred 001123")).to_be_visible()
    page.get_by_role("link", name="Show all of them").click()
    page.get_by_role("link", name=re.compile("Next")).click()
    expect(page.get_by_text("Page 2 of 63")).to_be_visible()


def test_axe_finds_nothing_on_pages_with_very_many_areas(wide_site: str, open_page: Open) -> None:
    page = open_page()
    for path in (f"/indicators/{country.INDICATOR}", f"/map?indicator={country.INDICATOR}&geography={country.GEOGRAPHY}"):
        opened(page, wide_site + path)
        check(page, path)
