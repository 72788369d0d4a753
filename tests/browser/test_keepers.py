"""Two minutes a year on a telephone: by keyboard alone, without JavaScript, and for everyone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.models import Ask, Asset, Group, Link, Notice
from assetmap.services import keepers, links, notices
from assetmap.services.links import Statement
from tests.browser.conftest import serving
from tests.browser.test_access import check
from tests.conftest import Town

Open = Callable[..., Page]


class Asked:
    """A site with a group that is asked."""

    def __init__(self, url: str, site: str, path: str):
        self.url, self.site, self.address = url, site, f"{site}{path}"

    @contextmanager
    def session(self) -> Iterator[Session]:
        engine = db.make_engine(self.url)
        with Session(engine) as session:
            yield session
        engine.dispose()


@pytest.fixture
def asked(town: Town) -> Iterator[Asked]:
    """Group 1 states a link, group 3 claims one with it; a need stands."""
    url = town.copy()
    engine = db.make_engine(url)
    with Session(db.writer(engine)) as session, session.begin():
        one = session.get(Group, 1)
        links.state(session, Statement("co_runs", 1, 2, frequency="weekly"), 1)
        links.state(session, Statement("refers_to", 3, 1), 3)
        notices.add(session, one, {"side": "need", "thing": "kitchen", "words": "on Tuesdays", "weekdays": ["1"], "visibility": "public"})
        keeper = keepers.add(session, one, {"name": "Amina"})
        _asked, token = keepers.ask(session, one, keeper, None)
    engine.dispose()
    with serving(url) as site:
        yield Asked(url, site, f"/keepers/{token}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def reach(page: Page, id_: str) -> None:
    """Go on with Tab until the field with this id has the focus."""
    for _step in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == id_:
            return
    raise AssertionError(f"#{id_} is not reached by keyboard")


def test_by_keyboard_alone_on_a_telephone(asked: Asked, open_page: Open):
    page = open_page(width=375)
    page.goto(asked.address)
    with asked.session() as session:
        name = session.get(Group, 5).name
    reach(page, "more-0-q")
    page.keyboard.type(name[:6], delay=20)
    option = page.locator(".keeping__list [role=option]").filter(has_text=name).first
    expect(option).to_be_visible()
    box = page.get_by_role("combobox", name="Their name")
    expect(box).to_have_attribute("aria-expanded", "true")
    for _step in range(9):
        press(page, "ArrowDown")
        if option.get_attribute("aria-selected") == "true":
            break
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "none")
    press(page, "Enter")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value(name)
    assert page.evaluate("document.activeElement.id") == "more-0-q"
    press(page, "Enter")  # sends nothing
    assert page.url.split("#")[0] == asked.address
    reach(page, "more-0-kind")
    page.keyboard.type("They refer")
    reach(page, "missing")
    page.keyboard.type("The knitters of Watney Street")
    page.get_by_role("button", name="Send", exact=True).focus()
    press(page, "Enter")
    page.wait_for_url("**/done")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.locator("main")).to_contain_text(name)
    with asked.session() as session:
        stated = session.scalar(select(Link).where(Link.kind == "refers_to", Link.from_group_id == 5, Link.to_group_id == 1))
        assert (stated.to_says, stated.from_says) == (True, None)
        assert session.scalar(select(Ask.missing)) == "The knitters of Watney Street"


def test_escape_closes_the_list_and_typing_again_lets_the_choice_go(asked: Asked, open_page: Open):
    page = open_page(width=375)
    page.goto(asked.address)
    box = page.get_by_role("combobox", name="Their name")
    box.type("centre", delay=20)
    expect(page.locator(".keeping__list [role=option]").first).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    press(page, "ArrowDown", "Enter")
    expect(page.locator("#more-0-to input[type=radio]")).to_have_count(1)
    page.keyboard.type("x")
    expect(page.locator("#more-0-to input[type=radio]")).to_have_count(0)


def test_without_a_script_a_place_is_found_and_nothing_typed_is_lost(asked: Asked, open_page: Open):
    page = open_page(width=375, script=False)
    page.goto(asked.address)
    with asked.session() as session:
        place = session.scalars(select(Asset).where(Asset.group_id.is_(None)).order_by(Asset.id)).first()
    page.get_by_label("Somebody who is not on the map yet").fill("The knitters")
    page.get_by_text("No longer").first.click()
    page.get_by_label("Their name").fill(place.name)
    page.get_by_label("Their name").press("Enter")  # looks, and sends nothing
    expect(page.locator("#more-0-to")).to_contain_text(place.name)
    expect(page.get_by_label("Somebody who is not on the map yet")).to_have_value("The knitters")
    page.locator(f"#more-0-a{place.id}").check()
    page.get_by_label("How do you work together?").select_option(label="We meet at their place")
    page.get_by_text("We can offer something").click()
    page.locator("#notice-1-thing").select_option(label="Transport")
    page.locator("#notice-1-until").fill("2001-01-01")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("This day is past")
    page.locator("#notice-1-until").fill("")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    with asked.session() as session:
        assert session.scalar(select(Link.to_asset_id).where(Link.kind == "meets_at")) == place.id
        assert session.scalar(select(Link.id).where(Link.ended_at.is_not(None))) is not None
        assert set(session.scalars(select(Notice.side))) == {"need", "offer"}


@pytest.mark.parametrize("state", ["first", "open", "faulty", "done"])
def test_everyone_can_use_every_state_of_the_page(asked: Asked, open_page: Open, state: str):
    page = open_page()
    page.goto(asked.address)
    if state == "open":
        for summary in page.locator("details.fold > summary").all():
            summary.click()
        page.get_by_role("combobox", name="Their name").type("centre", delay=20)
        expect(page.locator(".keeping__list [role=option]").first).to_be_visible()
    if state == "faulty":
        page.get_by_label("Their name").fill("zzzz qqqq")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator(".error-summary")).to_be_visible()
    if state == "done":
        page.get_by_role("button", name="All still right").click()
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    check(page, f"keepers ({state})")


def test_everyone_can_use_the_pages_of_those_who_ask(asked: Asked, open_page: Open, enter: Callable[[Page, str, str], None]):
    page = open_page()
    enter(page, asked.site, "developer")
    for path in ("/keepers", "/keepers/groups/1", "/notices", "/groups/1"):
        page.goto(f"{asked.site}{path}")
        check(page, path)
    page.goto(f"{asked.site}/keepers/groups/1")
    page.get_by_role("button", name="Make a link").click()
    assert "/keepers/" in page.get_by_label("The link", exact=True).input_value()
    check(page, "/keepers/groups/1/ask")
