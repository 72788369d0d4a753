"""Hostile text in every field shows as text or is refused, on every page and in every answer, and nothing ever breaks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from assetmap import create_app
from tests.conftest import PASSWORD, Town, settings_for
from tests.web.typed import INSIDE, asset, counts, decide, faults, group

SHOWN = {
    "template literal": "${alert(1)}",
    "back-ticks": "`+alert(1)+`",
    "end of script": "</script><script>alert(1)</script>",
    "picture": "<img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "template": "{{7*7}}{% raw %}",
    "format": "%(name)s %s {0} \\x3cb\\x3e",
    "right-to-left mark": "\u200f\u05e9\u05dc\u05d5\u05dd\u200e \u0645\u0631\u062d\u0628\u0627",
    "line separator": "one\u2028two\u2029three",
    "entity": "&lt;b&gt; &amp; &#x3c;",
    "comment": "<!--><svg onload=alert(1)>",
    "emoji": "\U0001f469\U0001f3fd\u200d\U0001f33e \U0001d518\U0001d52b\U0001d526",
    "noncharacter": "odd \ufffe\uffff ones",
}
REFUSED = {
    "right-to-left override": "evil\u202egnp.exe",
    "isolate": "a\u2066b",
    "NUL": "a\x00b",
    "bell": "a\x07b",
    "escape": "a\x1b[31mb",
    "ten thousand characters": "x" * 10_000,
}
ASSET_TEXTS = ("name", "summary", "description", "address", "opening_times", "group_name")
GROUP_TEXTS = ("name", "purpose")
CHOICES = (
    "category",
    "holder",
    "cost",
    "located",
    "audiences",
    "languages",
    "access",
    "postcode",
    "website",
    "public_email",
    "public_phone",
)
LON, LAT = INSIDE
BOX = f"{LON - 0.001},{LAT - 0.001},{LON + 0.001},{LAT + 0.001}"


class Page(HTMLParser):
    """What a browser would make of a page: its text, its scripts, and handlers that must not be there."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.text, self.scripts, self.handlers, self.sources = "", "", [], set()
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.sources |= {value for name, value in attrs if name in ("src", "href") and value}
        self.text += " " + " ".join(value for _, value in attrs if value)

    def handle_data(self, data):
        if self.inside == "script":
            self.scripts += data
        else:
            self.text += " " + data

    def handle_endtag(self, tag):
        self.inside = ""


def words(text: str) -> str:
    """A text on one line, as pages show it."""
    return " ".join(text.split())


def check(html: str) -> Page:
    """A page in which nothing hostile has come to life."""
    page = Page(html)
    assert page.handlers == []
    assert "x" not in page.sources
    assert not any(source.startswith("javascript:") for source in page.sources)
    assert [hostile for hostile in (*SHOWN.values(), "alert(1)") if hostile in page.scripts] == []
    return page


@dataclass(frozen=True)
class Hostile:
    """A town in which every asset and group of a kind is hostile: as visitors, and as a steward, see it."""

    visitor: FlaskClient
    steward: FlaskClient
    assets: list[int]
    groups: list[int]
    references: list[str]


@pytest.fixture(scope="module")
def hostile(town: Town) -> Iterator[Hostile]:
    """For each hostile text an asset and a group that are public, and an asset that was declined."""
    app = create_app(settings_for(town.copy(), assetmap_page_size=200, assetmap_hold_entries_a_day=1000))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    visitor, steward = app.test_client(), app.test_client()
    steward.post("/sign-in", data={"email": "steward@example.org", "password": PASSWORD})
    made: tuple[list[str], list[str], list[str]] = ([], [], [])
    for text in SHOWN.values():
        typed = {name: f"{name} {text}" for name in ASSET_TEXTS}
        members = group(**{name: f"{name} {text}" for name in GROUP_TEXTS}, not_similar="y")
        for client, path, form, kept in (
            (steward, "/groups/new", members, made[1]),
            (steward, "/assets/new", asset(**{**typed, "group_name": f"name {text}"}, not_similar="y"), made[0]),
            (visitor, "/assets/new", asset(**typed, not_similar="y"), made[2]),
        ):
            answer = client.post(path, data=form)
            assert answer.status_code == 303, faults(answer.text)
            kept.append(answer.headers["Location"].rsplit("/", 1)[-1])
    for number, text in enumerate(SHOWN.values(), start=1):
        waiting = 3 * number  # each round of three entries ends with the one that waits
        assert decide(steward, app, waiting, "decline", reason=f"reason {text}").status_code == 303
    yield Hostile(visitor, steward, [int(each) for each in made[0]], [int(each) for each in made[1]], made[2])
    app.extensions["engine"].dispose()


LISTS = (
    "/assets",
    "/assets?view=table",
    f"/assets?near={LON},{LAT}",
    f"/map/list?bbox={BOX}",
    f"/map?near={LON},{LAT}",
    "/groups",
    "/assets/new",
)


@pytest.mark.parametrize("address", LISTS)
def test_every_hostile_name_shows_as_text_in_a_list(hostile, address):
    answer = hostile.visitor.get(address)
    assert answer.status_code == 200
    shown = words(check(answer.text).text)
    assert [text for text in SHOWN.values() if words(f"name {text}") not in shown] == []


@pytest.mark.parametrize(
    "address", ["/", "/neighbourhoods/E05009332", "/neighbourhoods/E05009317", "/neighbourhoods", "/about", "/api/v1/"]
)
def test_nothing_comes_to_life_on_a_page_that_shows_some_of_them(hostile, address):
    check(hostile.visitor.get(address).text)


@pytest.mark.parametrize("number", range(len(SHOWN)), ids=list(SHOWN))
def test_every_field_of_an_asset_shows_as_text_on_its_page(hostile, number):
    text = list(SHOWN.values())[number]
    shown = words(check(hostile.visitor.get(f"/assets/{hostile.assets[number]}").text).text)
    assert [name for name in ASSET_TEXTS if words(f"{name} {text}".replace("group_name", "name")) not in shown] == []


@pytest.mark.parametrize("number", range(len(SHOWN)), ids=list(SHOWN))
def test_every_field_of_a_group_shows_as_text_on_its_page(hostile, number):
    text = list(SHOWN.values())[number]
    shown = words(check(hostile.visitor.get(f"/groups/{hostile.groups[number]}").text).text)
    assert [name for name in GROUP_TEXTS if words(f"{name} {text}") not in shown] == []


@pytest.mark.parametrize("number", range(len(SHOWN)), ids=list(SHOWN))
def test_what_was_declined_shows_as_text_to_stewards_and_to_whoever_sent_it(hostile, number):
    text = list(SHOWN.values())[number]
    for client, address in ((hostile.visitor, f"/sent/{hostile.references[number]}"), (hostile.steward, f"/moderation/{3 * number + 3}")):
        shown = words(check(client.get(address).text).text)
        assert words(f"name {text}") in shown
        assert words(f"reason {text}") in shown


def test_the_list_for_stewards_shows_them_as_text(hostile):
    shown = words(check(hostile.steward.get("/moderation?status=declined").text).text)
    assert [text for text in SHOWN.values() if words(f"name {text}") not in shown] == []


def test_answers_for_programs_hold_them_as_they_are(hostile):
    answer = hostile.visitor.get(f"/api/v1/assets?bbox={BOX}&limit=1000")
    found = {feature["id"]: feature["properties"] for feature in answer.json["features"]}
    for number, text in zip(hostile.assets, SHOWN.values(), strict=True):
        alone = hostile.visitor.get(f"/api/v1/assets/{number}").json["properties"]
        assert {name: alone[name] for name in found[number]} == found[number]
        assert words(alone["description"]) == words(f"description {text}")
        for name in ("name", "summary", "address", "opening_times"):
            assert words(found[number][name]) == words(f"{name} {text}")
        assert words(found[number]["group"]["name"]) == words(f"name {text}")
    groups = {each["id"]: each for each in hostile.visitor.get("/api/v1/groups?limit=1000").json["groups"]}
    assert [words(groups[number]["purpose"]) for number in hostile.groups] == [words(f"purpose {text}") for text in SHOWN.values()]


def test_a_search_for_hostile_words_finds_them_or_nothing(hostile):
    for text in SHOWN.values():
        check(hostile.visitor.get(f"/assets?q={quote(text)}").text)
        assert hostile.visitor.get(f"/api/v1/assets?q={quote(text)}").status_code == 200


def test_hostile_text_stays_text_in_a_page_that_shows_faults(reader):
    for text in (*SHOWN.values(), *REFUSED.values()):
        for form, typed in (
            ("/assets/new", asset(holder="", **dict.fromkeys(ASSET_TEXTS, text))),
            ("/groups/new", group(kind="", name=text)),
        ):
            answer = reader.post(form, data=typed)
            assert answer.status_code == 422
            check(answer.text)


def test_text_that_cannot_be_shown_is_refused_in_every_field(app, client):
    before = counts(app)
    for text in REFUSED.values():
        answer = client.post("/assets/new", data=asset(**dict.fromkeys(ASSET_TEXTS, text)))
        assert answer.status_code == 422
        assert set(ASSET_TEXTS) <= set(faults(answer.text))
        answer = client.post("/groups/new", data=group(**dict.fromkeys(GROUP_TEXTS, text)))
        assert answer.status_code == 422
        assert set(GROUP_TEXTS) <= set(faults(answer.text))
    assert counts(app) == before


@pytest.mark.parametrize("text", [SHOWN["picture"], SHOWN["attribute"], REFUSED["NUL"], REFUSED["ten thousand characters"]])
def test_hostile_text_in_a_field_of_another_kind_is_refused(reader, text):
    for field in CHOICES:
        answer = reader.post("/assets/new", data=asset(**{field: text}))
        assert answer.status_code == 422, field
        check(answer.text)


@pytest.mark.parametrize("form", ["/assets/new", "/groups/new", "/sign-in"])
def test_bytes_that_are_no_text_break_nothing(reader, form):
    parts = {**asset(), **group()} if form != "/sign-in" else {"email": "", "password": ""}
    for bad in (b"\xff\xfe", b"%ED%A0%80", b"%00", b"\xf0\x9f"):
        body = b"&".join(name.encode() + b"=" + bad for name in parts)
        answer = reader.post(form, data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (200, 422), bad


ODD = ["%00", "%FF", "%ED%A0%80", "%E2%80%AE", "%27%3B--", "9" * 40, "-1", "1e400", "a" * 3000]
WORDS_IN_ADDRESSES = [
    *(
        "/assets?q={}&area={}&near={}&page={}&category={}&view={}&access={}",
        "/assets?near={},{}",
        "/assets?area={}",
        "/map/list?bbox={},{},{},{}",
    ),
    *("/map?indicator={}&geography={}&period={}", "/groups?q={}&kind={}&area={}&page={}", "/groups?area={}", "/neighbourhoods/{}"),
    *("/indicators/{}", "/indicators/iod25_imd_score?geography={}", "/indicators/iod25_imd_score?period={}", "/sent/{}"),
    *("/assets/{}", "/groups/{}", "/sign-in?next={}", "/static/{}", "/{}", "/api/v1/{}", "/api/v1/assets?q={}", "/api/v1/assets?bbox={}"),
    *(
        "/api/v1/assets?limit={}&cursor={}",
        "/api/v1/assets?area={}",
        "/api/v1/assets/{}",
        "/api/v1/groups/{}",
        "/api/v1/assets/tiles/{}/{}/{}",
    ),
    *("/api/v1/assets/tiles/3/{}/{}?q={}", "/api/v1/areas/{}", "/api/v1/indicators/{}/observations", "/api/v1/groups?cursor={}"),
    *("/api/v1/indicators/iod25_imd_score/observations?geography={}&period={}", "/api/v1/openapi.json?{}={}"),
]


@pytest.mark.parametrize("address", WORDS_IN_ADDRESSES)
def test_odd_words_in_an_address_break_nothing(reader, address):
    for odd in ODD:
        answer = reader.get(address.replace("{}", odd))
        answer.close()
        assert answer.status_code < 500, odd
        if address.startswith("/api/") and answer.status_code >= 400:
            assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "address", ["/assets?q={}&near={}", "/map?q={}&near={}", "/groups?q={}", "/{}", "/sign-in?next={}", "/assets?area={}"]
)
def test_hostile_words_in_an_address_show_as_text(reader, address):
    for text in ("<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "${alert(1)}", "javascript:alert(1)"):
        check(reader.get(address.replace("{}", quote(text))).text)


def test_json_answers_are_never_read_as_pages(reader):
    for address in ("/api/v1/assets", "/api/v1/nothing", "/healthz", "/api/v1/openapi.json"):
        answer = reader.get(address)
        assert "json" in answer.mimetype
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        json.loads(answer.text)
