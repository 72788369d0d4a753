"""Pages that only a register in use has, and the pages behind the links of real letters: axe finds nothing, and all of it fits."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select

from assetmap import db
from assetmap.models import Asset, Submission
from tests.browser.conftest import serving
from tests.browser.test_access import check
from tests.conftest import PASSWORD
from tests.web import inviting, test_every_letter, test_photos, test_second_factor, typed
from tests.web.test_suggestions import form_of

Enter = Callable[[Page, str, str], None]
Open = Callable[..., Page]
SignIn = Callable[[str], FlaskClient]
LETTERS = ("question", "weekly", "yearly", "remind", "claim", "invite", "enter", "welcome", "reset")
KILN = {"sender_email": "amina@example.org", "public_email": "hello@kiln.example.org", "agreed_email": "y"}
STEWARDS = (
    *("/moderation", "/moderation/pairs", "/moderation/reports", "/moderation/photos", "/claims", "/me", "/paper"),
    *("/assets/1", "/assets/1/history", "/assets/1/edit", "/groups/1/edit", "/second-step"),
)


@pytest.fixture
def lived_in(posting: tuple[Flask, Any], tmp_path: Path, backend: str) -> Iterator[tuple[str, Flask, Any]]:
    """A server, the application on the same database and photos, and the letters it sends."""
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")
    app, box = posting
    store = str(tmp_path / "photos")
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"assetmap_photo_store": store})
    with serving(app.extensions["settings"].database_url, ASSETMAP_PHOTO_STORE=store) as site:
        yield site, app, box


def newest(app: Flask, what: Any) -> Any:
    """The largest of a column."""
    with db.Session(app.extensions["engine"]) as session:
        return session.scalar(select(func.max(what)))


def fill(app: Flask, sign_in: SignIn) -> int:
    """Something of everything that stewards have before them; gives the number of a change that waits."""
    visitor, steward = app.test_client(), sign_in("steward")
    typed.suggest(visitor, name="Kiln behind the bakery", website="https://kiln.example.org")
    for name in ("Chrisp Street wood workshop", "Chrisp Street Wood Work-shop"):
        typed.published(steward, app, typed.suggest(visitor, name=name, not_similar="y"))
    for more in (
        {"summary": "The first public park"},
        {"name": "Vicky Park", "description": "A park.\nWith two lakes.", "message": "I was there"},
    ):
        assert visitor.post("/assets/1/suggest", data=form_of(visitor, "/assets/1/suggest") | more).status_code == 303
        if "summary" in more:
            typed.decide(steward, app, newest(app, Submission.id), "approve")
    number: int = newest(app, Submission.id)
    assert visitor.post("/assets/1/report", data={"says": "closed", "words": "The gate was locked for good."}).status_code == 303
    test_photos.send(visitor, 1)
    test_photos.send(visitor, 2)
    steward.post("/moderation/photos/1/approve", data={"description": "Ducks on the lake"})
    inviting.claim(app, sign_in)
    return number


def test_axe_finds_nothing_on_what_stewards_have_before_them(
    lived_in: tuple[str, Flask, Any], open_page: Open, enter: Enter, sign_in: SignIn
) -> None:
    site, app, _box = lived_in
    change = fill(app, sign_in)
    page = open_page()
    enter(page, site, "steward")
    with db.Session(app.extensions["engine"]) as session:
        twice = session.scalar(select(Asset.id).where(Asset.name.like("Chrisp Street Wood Work-shop")))
    for path in (*STEWARDS, f"/moderation/{change}", f"/assets/{twice}", f"/moderation/{change - 1}"):
        look(page, site + path)
    page.goto(f"{site}/moderation/pairs")
    look(page, page.locator("main a", has_text="Look at both").first.evaluate("link => link.href"))
    page = open_page()
    enter(page, site, "administrator")
    for path in ("/people", "/people/1", "/me", "/me/delete"):
        look(page, site + path)


def test_axe_finds_nothing_on_the_way_to_a_second_step_and_through_it(
    lived_in: tuple[str, Flask, Any], open_page: Open, enter: Enter
) -> None:
    site, _app, _box = lived_in
    page = open_page(width=375)
    enter(page, site, "steward")
    page.goto(f"{site}/second-step")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_load_state("networkidle")
    check(page, "an app is told")
    key = page.locator("main code").inner_text()
    type_code(page, "000000", "Keep this second step")
    check(page, "a code was mistyped")
    assert page.locator("main code").inner_text() == key
    type_code(page, test_second_factor.code_of(key), "Keep this second step")
    page.goto(f"{site}/second-step/paper-codes")
    page.get_by_role("button", name="Make new codes").click()
    page.wait_for_load_state("networkidle")
    check(page, "codes on paper")
    page.context.clear_cookies()
    page.goto(f"{site}/sign-in")
    page.get_by_label("E-mail").fill("steward@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_load_state("networkidle")
    check(page, "a code is asked")
    page.get_by_role("link", name="I have lost my telephone").click()
    page.wait_for_load_state("networkidle")
    check(page, "a code on paper is asked")


def type_code(page: Page, code: str, press: str) -> None:
    """Type a code of the second step and press a button; that the answer says it is wrong is no error of the browser's."""
    page.context.route("**/second-step/*", pass_on)
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name=press).click()
    page.wait_for_load_state("networkidle")
    page.context.unroute("**/second-step/*")


FORMS = {
    "/sign-in": "Sign in",
    "/sign-up": "Send me a link",
    "/password/forgotten": "Send me a link",
    "/assets/1/report": "Tell the stewards",
}


@pytest.mark.parametrize("path", [*FORMS, "/assets/1/photos/new", "/assets/1/suggest?wish=close"])
def test_axe_finds_nothing_where_a_form_came_back(site: str, open_page: Open, path: str, backend: str) -> None:
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")
    page = open_page(width=375)
    page.goto(site + path)
    page.context.route("**/*", lambda route: pass_on(route) if route.request.method == "POST" else route.continue_())
    page.locator("main").get_by_role("button", name=FORMS.get(path, "Send to a steward")).last.click()
    expect(page.locator(".error-summary")).to_be_focused()
    check(page, f"{path} came back")


def pass_on(route: Route) -> None:
    """Let an answer through as one that went well: the browser's console rightly calls the others errors."""
    answer = route.fetch(max_redirects=0)
    route.fulfill(response=answer, status=200 if answer.status == 422 else answer.status)


def look(page: Page, address: str) -> None:
    """Run axe on a page that is there."""
    answer = page.goto(address)
    assert answer is not None and answer.status == 200, (address, answer and answer.status)
    page.wait_for_load_state("networkidle")
    check(page, address)


def test_axe_finds_nothing_where_a_letter_leads(lived_in: tuple[str, Flask, Any], open_page: Open, sign_in: SignIn) -> None:
    site, app, box = lived_in
    for kind in LETTERS:
        test_every_letter.CASES[kind](app, sign_in)
    told = typed.suggest(app.test_client(), name="Kiln behind the bakery", **KILN)
    typed.published(sign_in("steward"), app, told)
    with app.app_context():
        app.extensions["post"]["deliver"]()
    bodies = [test_every_letter.body_of(message) for _to, message in box.messages]
    links = {link.removeprefix(test_every_letter.SITE) for body in bodies for link in test_every_letter.LINK.findall(body)}
    kinds = {link.strip("/").split("/")[0] for link in links}
    assert kinds >= {"answers", "claims", "enter", "invitations", "keepers", "password", "remind", "sign-up", "weekly", "withdraw"}
    page = open_page()
    for link in sorted(links):
        look(page, site + link)


def test_axe_finds_nothing_on_a_shortlist_and_a_printed_form(lived_in: tuple[str, Flask, Any], open_page: Open) -> None:
    site, _app, _box = lived_in
    page = open_page(width=375)
    page.goto(f"{site}/assets/1")
    page.get_by_role("button", name="Add to my shortlist").click()
    page.wait_for_load_state("networkidle")
    look(page, f"{site}/shortlists")
    expect(page.locator("main")).to_contain_text("Victoria Park")
    for kind in ("An asset", "A group"):
        page.goto(f"{site}/paper")
        page.get_by_role("radio", name=kind, exact=False).last.check()
        page.get_by_role("button", name="Make it, to print").click()
        page.wait_for_load_state("networkidle")
        check(page, page.url)
        look(page, page.url.removesuffix("/form"))


def test_the_way_out_stays_in_view_and_covers_nothing_that_is_reached_by_keyboard(site: str, open_page: Open, backend: str) -> None:
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")
    page = open_page(width=375)
    page.goto(f"{site}/assets/1/suggest")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.locator("footer a").last.focus()
    for _step in range(60):
        page.keyboard.press("Shift+Tab")
        bottom, top = page.evaluate(
            "[document.querySelector('.leave-bar').getBoundingClientRect().bottom, document.activeElement.getBoundingClientRect().top]"
        )
        assert 30 < bottom < 60
        assert page.evaluate("document.activeElement.closest('.leave-bar, .skip-link') !== null") or top >= bottom


@pytest.mark.parametrize("path", ["/who-may-do-what", "/privacy"])
def test_a_table_is_cards_on_a_phone_and_nothing_in_it_scrolls_sideways(site: str, open_page: Open, path: str, backend: str) -> None:
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")
    page = open_page(width=375)
    page.goto(site + path)
    assert page.evaluate("[...document.querySelectorAll('.table-frame')].every(frame => frame.scrollWidth <= frame.clientWidth)")


@pytest.mark.parametrize("path", ["/assets?q=library", "/assets?category=libraries&when=weekend", "/map?category=libraries"])
def test_on_a_phone_what_was_found_comes_before_the_filters_that_found_it(site: str, open_page: Open, path: str, backend: str) -> None:
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")
    page = open_page(width=375)
    page.goto(site + path)
    summary = page.locator(".facets > summary")
    expect(summary).to_contain_text("Filters (")
    expect(page.locator("#filter-q")).to_be_hidden()
    summary.click()
    expect(page.locator("#filter-q")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_the_words_of_the_way_out_stand_out_when_they_are_pointed_at_too(site: str, open_page: Open, dark: bool, backend: str) -> None:
    if backend == "postgis":
        pytest.skip("pages look the same on both databases")
    page = open_page(width=375, dark=dark)
    page.goto(f"{site}/about")
    for pointed in (False, True):
        if pointed:
            page.locator("#leave").hover()
        words = page.locator("#leave").evaluate("link => getComputedStyle(link).color")
        ground = page.locator(".leave-bar").evaluate("bar => getComputedStyle(bar).backgroundColor")
        assert contrast(words, ground) >= 7


def contrast(one: str, other: str) -> float:
    """How far two colours, as `rgb(1, 2, 3)`, stand apart: WCAG's contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """WCAG's relative luminance of a colour."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
