"""A network on the map, in a real browser: what is chosen anywhere stands out, and nothing is lost at any zoom."""

import json

import pytest

WHERE = ("on_lines", "inside", "elsewhere", "placeless", "left_out")
READY = ".folium-map[data-counts]"


def counts(page):
    return json.loads(page.locator(READY).get_attribute("data-counts"))


def opened(open_page, site, path="/networks?example=yes", **more):
    page = open_page(**more)
    page.goto(f"{site}{path}")
    page.wait_for_selector(READY)
    page.locator(".lines").scroll_into_view_if_needed()
    return page


def closer(page):
    with page.expect_response(lambda answer: "/networks/lines" in answer.url):
        page.get_by_role("button", name="Closer").click()
    page.wait_for_timeout(300)


def test_the_counts_of_the_map_are_those_of_the_page_at_every_zoom(site, open_page):
    page = opened(open_page, site)
    links = counts(page)["links"]
    assert f"{links} links are known" in page.locator("main").inner_text()
    for _step in range(3):
        found = counts(page)
        assert sum(found[name] for name in WHERE) == links == found["links"]
        closer(page)


def test_choosing_a_group_in_the_table_makes_it_stand_out_on_the_map(site, open_page):
    page = opened(open_page, site)
    row = page.locator("tr[data-node]").first
    node, count = row.get_attribute("data-node"), int(row.locator("td.number").inner_text())
    with page.expect_response(lambda answer: f"chosen={node}" in answer.url) as asked:
        row.locator("button[data-choose]").click()
    assert asked.value.json()["chosen"]["count"] == count
    page.wait_for_selector(".folium-map.has-chosen .leaflet-marker-icon.is-chosen")
    assert page.locator(".leaflet-marker-icon.is-chosen").count() == 1
    assert page.locator(".links-chosen-pane .link-core").count() >= 1
    page.keyboard.press("Escape")
    page.wait_for_selector(".folium-map:not(.has-chosen)")
    assert page.locator(".links-chosen-pane path").count() == 0


@pytest.mark.parametrize("width", [375, 1280])
def test_a_mark_is_a_button_that_opens_its_links_in_words(site, open_page, width):
    page = opened(open_page, site, width=width)
    for _step in range(2):
        closer(page)
    node = page.locator(".leaflet-marker-icon[data-node]").first.get_attribute("data-node")
    mark = page.locator(f".leaflet-marker-icon[data-node='{node}']")
    mark.focus()
    page.keyboard.press("Enter")
    card = page.locator(".map-popup .map-card")
    card.locator(".link-list li").first.wait_for()
    assert card.locator("h2").inner_text() in mark.get_attribute("aria-label")
    assert page.evaluate("location.hash") == f"#{node}"
    assert page.locator(f"[data-node='{node}'].is-chosen").count() >= 1
    page.keyboard.press("Escape")
    assert page.locator(".map-popup").count() == 0
    assert page.evaluate("document.activeElement.dataset.node") == node


def test_a_line_says_its_links_in_words(site, open_page):
    page = opened(open_page, site)
    page.locator(".link-hit").first.dispatch_event("click")
    page.locator(".map-popup .link-list li").first.wait_for()


def test_a_small_move_asks_nothing_new(site, open_page):
    page = opened(open_page, site)
    for _step in range(3):
        closer(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/networks/lines" in request.url else None)
    page.locator(".folium-map").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(600)
    assert len(asked) <= 2


def test_lost_links_are_said_calmly_and_asked_for_again(site, open_page):
    page = open_page()
    page.route("**/networks/lines*", lambda route: route.fulfill(status=200, content_type="application/json", body="not json"))
    page.goto(f"{site}/networks?example=yes")
    note = page.locator("[data-map-status] .map-note", has_text="The links did not come through")
    note.wait_for()
    page.unroute("**/networks/lines*")
    note.get_by_role("button", name="Try again").click()
    page.wait_for_selector(READY)
    assert note.count() == 0


def test_without_a_script_the_map_points_to_the_table(site, open_page):
    page = open_page(script=False)
    page.goto(f"{site}/networks?example=yes")
    assert page.locator(".lines .map-fallback a[href='#rows']").is_visible()
