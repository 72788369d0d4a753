"""Every page can be used by everyone: axe finds nothing, narrow and wide, light and dark, and nothing runs off the screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import AXE

Open = Callable[..., Page]
PUBLIC = [
    "/",
    "/map?indicator=iod25_imd_score",
    "/assets",
    "/assets?view=table&category=libraries",
    "/assets?q=nothing+like+this",
    "/assets/1",
    "/assets?when=weekend",
    "/assets/new",
    "/groups",
    "/groups/1",
    "/groups/new",
    "/assets/1/photos/new",
    "/assets/1/report",
    "/assets/1/suggest",
    "/assets/1/suggest?wish=close",
    "/groups/1/suggest",
    "/groups/1/suggest?wish=close",
    "/assets/1/history",
    "/paper",
    "/privacy",
    "/shortlists",
    "/sign-in/by-mail",
    "/sign-up",
    "/password/forgotten",
    "/who-may-do-what",
    "/neighbourhoods",
    "/neighbourhoods/E05009317",
    "/networks",
    "/neighbourhoods/E05009317/network",
    "/groups/1/network",
    "/neighbourhoods/draw",
    "/geographies",
    "/neighbourhoods/E05009317/sheet",
    "/indicators",
    "/indicators/iod25_imd_score",
    "/compare",
    "/compare?left=iod25_imd_score&right=loneliness_pct",
    "/compare?left=iod25_imd_score&right=loneliness_pct&view=swipe",
    "/compare?left=loneliness_pct&view=both&category=community-spaces",
    "/compare?left=nothing&view=nothing",
    "/indicators/ons_anxiety",
    "/gaps",
    "/networks/find",
    "/networks/find?near=E1+0AA&minutes=20",
    "/networks/find?example=yes&area=E05009336",
    "/networks/find?near=nowhere+at+all",
    "/gaps?indicator=loneliness_pct&category=libraries",
    "/gaps?indicator=loneliness_pct&cost=free&access=step-free",
    "/indicators/iod25_imd_score/clusters",
    "/relations?x=iod25_crime_score&y=iod25_environment_score",
    "/networks/growth",
    "/notices",
    "/about",
    "/sign-in",
    "/api/v1/",
    "/nothing-here",
]
STEWARDS = ["/moderation", "/moderation/reports", "/moderation/1", "/password"]
VIEWS = [(375, "light"), (375, "dark"), (1280, "light"), (1280, "dark")]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Marks on a map stand where things are, so two can be close. The list beside it has the same links, each with room enough,
# which is the exception for an equivalent control that WCAG 2.2 makes in 2.5.8: of the marks, only their size is not asked.
AXE_RUN = """async tags => {
    const all = await axe.run(document, {runOnly: {type: "tag", values: tags}, rules: {"target-size": {enabled: false}}});
    const size = await axe.run({exclude: [[".leaflet-marker-pane"]]}, {runOnly: {type: "rule", values: ["target-size"]}});
    return [...all.violations, ...size.violations];
}"""


def check(page: Page, path: str) -> None:
    """Run axe in each view of the page that is open."""
    page.evaluate(AXE.read_text())
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(
            "scheme => document.documentElement.hasAttribute('data-bs-theme') && (document.documentElement.dataset.bsTheme = scheme)",
            scheme,
        )
        page.wait_for_timeout(150)
        found = page.evaluate(AXE_RUN, TAGS)
        faults = [(each["id"], each["nodes"][0]["target"], each["nodes"][0]["failureSummary"][:300]) for each in found]
        assert not faults, (path, width, scheme, faults)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width, "runs off the screen")


@pytest.mark.parametrize("path", PUBLIC)
def test_axe_finds_nothing(site: str, open_page: Open, path: str, backend: str) -> None:
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")
    page = open_page()
    page.goto(site + path) if path != "/nothing-here" else goto_missing(page, site + path)
    page.wait_for_load_state("networkidle")
    check(page, path)


def goto_missing(page: Page, address: str) -> None:
    """Open a page that is not there, which the browser's console rightly calls an error."""
    page.context.route("**/nothing-here", lambda route: route.fulfill(response=route.fetch(), status=200))
    page.goto(address)


def test_axe_finds_nothing_in_the_form_with_faults(site: str, open_page: Open, backend: str) -> None:
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")
    page = open_page()
    page.context.route("**/assets/new", lambda route: route.fulfill(response=route.fetch(), status=200))
    page.goto(f"{site}/assets/new")
    page.get_by_role("button", name="Send to a steward").click()
    page.wait_for_load_state("networkidle")
    check(page, "the form with faults")


def test_axe_finds_nothing_on_the_stewards_pages(writable: str, open_page: Open, enter: Callable[..., None], backend: str) -> None:
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")
    from tests.browser.test_journeys import suggest_a_garden

    page = open_page()
    suggest_a_garden(page, writable)
    page.wait_for_load_state("networkidle")
    check(page, "/sent/")
    enter(page, writable, "steward")
    for path in STEWARDS:
        page.goto(writable + path)
        page.wait_for_load_state("networkidle")
        check(page, path)
