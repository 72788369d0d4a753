"""The map in a real browser: it tells the same story as the list, and loads nothing from anywhere else."""

import gzip
import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serving
from tests.conftest import ROOT, Town

Open = Callable[..., Page]
BUDGET = 60_000


def counts(page: Page) -> tuple[int, int]:
    """How many assets the clusters in view hold, and how many the list says are in view."""
    page.wait_for_timeout(200)
    page.locator("[data-clustered]").wait_for()
    page.locator("[data-map-list]:not([aria-busy])").wait_for()
    clustered = int(page.locator("[data-clustered]").get_attribute("data-clustered") or -1)
    listed = int("".join(re.findall(r"\d", page.locator("[data-map-count]").inner_text())))
    return clustered, listed


@pytest.mark.parametrize("query", ["", "?category=community-spaces", "?cost=free&holder=statutory", "?q=library", "?area=E05009322"])
def test_cluster_counts_add_up_to_the_list_at_every_zoom(site: str, open_page: Open, query: str) -> None:
    page = open_page()
    page.goto(f"{site}/map{query}")
    for _ in range(4):
        clustered, listed = counts(page)
        assert clustered == listed
        page.get_by_role("button", name="Closer", exact=True).click()


def test_choosing_an_indicator_shades_the_areas_and_shows_its_legend_without_reloading(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site}/map")
    page.evaluate("window.same = true")
    page.get_by_label("Colour the areas by").select_option(label="Overall deprivation (IMD score)")
    legend = page.locator("[data-map-legend]")
    expect(legend).to_contain_text("Lower is better")
    expect(legend).to_contain_text("2025")
    expect(legend).to_contain_text("MHCLG")
    assert page.evaluate("window.same")
    assert "indicator=" in page.url


def test_an_asset_opens_from_the_list_and_from_the_map_as_the_same_card(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site}/map?q=genesis")
    page.locator(".leaflet-marker-pane").get_by_role("button", name="Genesis Cinema").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup")).to_contain_text("93-95 Mile End Road")
    page.keyboard.press("Escape")
    page.locator("#list").get_by_role("link", name="Genesis Cinema").click()
    expect(page.locator(".leaflet-popup")).to_contain_text("93-95 Mile End Road")


def test_near_me_sorts_by_distance_from_the_browsers_location(site: str, open_page: Open) -> None:
    page = open_page(geolocation={"longitude": -0.0496, "latitude": 51.521}, permissions=["geolocation"])
    page.goto(f"{site}/map")
    page.get_by_role("button", name="Near me").click()
    expect(page.locator("#list li").filter(has_text="Genesis Cinema").first).to_be_visible()
    expect(page.locator("#list")).to_contain_text("away")
    assert "near=" in page.url


def test_filters_live_in_the_address_and_go_back(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site}/map")
    page.locator("summary", has_text="Filters").first.click()
    page.get_by_role("checkbox", name=re.compile("^Libraries")).check()
    expect(page).to_have_url(re.compile("category=libraries"))
    expect(page.locator("#list")).not_to_contain_text("Rich Mix")
    page.reload()
    page.locator("summary", has_text="Filters (1)").click()
    expect(page.get_by_role("checkbox", name=re.compile("^Libraries"))).to_be_checked()


def test_tapping_the_map_fills_in_the_coordinates_of_the_form(site: str, open_page: Open) -> None:
    page = open_page(width=375)
    page.goto(f"{site}/assets/new")
    page.get_by_label("On the map, or by coordinates").check()
    page.wait_for_load_state("networkidle")
    page.locator(".folium-map").scroll_into_view_if_needed()
    page.locator(".folium-map").click(position={"x": 150, "y": 120})
    expect(page.get_by_label("Latitude")).to_have_value(re.compile(r"^51\.\d+$"))


def test_the_map_page_is_light(site: str, open_page: Open) -> None:
    page = open_page()
    own: dict[str, bytes] = {}
    page.on("response", lambda response: "/static/js/" in response.url and own.update({response.url: response.body()}))
    page.goto(f"{site}/map")
    page.wait_for_load_state("networkidle")
    html = page.request.get(f"{site}/map").body()
    weight = sum(len(gzip.compress(body)) for body in [html, *own.values()])
    assert 0 < weight <= BUDGET, weight
    assert len(own) > 5


class Tiles(BaseHTTPRequestHandler):
    """A tile server: one plain picture for every tile."""

    protocol_version = "HTTP/1.1"
    PICTURE = (ROOT / "static" / "img" / "favicon.svg").read_bytes()

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml")
        self.send_header("Content-Length", str(len(self.PICTURE)))
        self.end_headers()
        self.wfile.write(self.PICTURE)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class TileServer(ThreadingHTTPServer):
    """A server that a whole screen of tiles may be asked of at once."""

    request_queue_size = 128


@pytest.fixture
def tiles() -> Iterator[str]:
    """A tile server on another origin."""
    server = TileServer(("127.0.0.1", 0), Tiles)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png"
    server.shutdown()
    server.server_close()


def test_configured_tiles_are_the_only_other_origin_the_policy_allows(town: Town, tiles: str, open_page: Open, backend: str) -> None:
    if backend == "postgis":
        pytest.skip("tiles are the same on both databases")
    with serving(town.copy(), ASSETMAP_TILES_URL=tiles) as site:
        page = open_page()
        with page.expect_response(lambda response: response.url.endswith(".png")) as answer:
            page.goto(f"{site}/map")
        assert answer.value.ok
        policy = page.request.get(f"{site}/map").headers["content-security-policy"]
        assert tiles.split("/{z}", maxsplit=1)[0] in policy
        assert "unsafe" not in policy
        page.wait_for_load_state("networkidle")
        page.close()
