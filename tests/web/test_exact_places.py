"""Where something really is, and contacts nobody agreed to: on no page, in no answer, file, tile, history or log, whoever asks.

Whoever adds an address is covered: they are found in the table of routes (tests/web/walking.py).
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from geoalchemy2 import WKBElement
from sqlalchemy import update
from sqlalchemy.orm import Session

from assetmap.geo import cells
from assetmap.geo.frames import point_wkb
from assetmap.models import Act, PrivatePlace, Subject
from assetmap.services import departures, links, patches, places, publish
from assetmap.services.accounts import RoleName
from assetmap.services.links import Statement
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M
from tests.networked import add_groups
from tests.web import public, typed, walking
from tests.web.walking import ONE_DATABASE, Telling, addresses, read, spot

SPOTS = {
    "blurred": (-0.0641372, 51.5171913),
    "area": (-0.0568291, 51.5204737),
    "hidden": (-0.0429358, 51.5272615),
    "narrowed": (-0.0334713, 51.5138914),
    "closed": (-0.0717364, 51.5239161),
}
"""Where each really is (degrees). Their digits and their addresses stand nowhere else."""
MAIL, PHONE = "xanthippe@private.example", "020 7946 0713"


@dataclass(frozen=True)
class Hidden:
    """A town with hidden places in it: the argument of a walk, and the number of each place."""

    telling: Telling
    numbers: dict[str, int]


def signs() -> Iterator[str]:
    """How a spot could show: its degrees to six places, and the numbers its pin on the map would have."""
    for lon, lat in SPOTS.values():
        x, y, cell = cells.place(lon, lat)
        yield from (re.escape(f"{number:.6f}") for number in (lon, lat))
        yield from (rf"\b{number}\b" for number in (x, y, cell))


TOLD = re.compile("|".join(["xanthic", "xanthippe", "7946 ?0713", *signs()]), re.IGNORECASE)


def told_by(text: str) -> list[object]:
    """What a text tells: words, numbers, or both degrees of a spot to five places (one alone may be a corner of some area)."""
    pairs = [spot for spot in SPOTS.values() if all(f"{number:.6f}"[:-1] in text for number in spot)]
    return [*TOLD.findall(text), *pairs]


@pytest.fixture
def secret(write) -> Hidden:
    """Five places that show less than they know, with links that meet there; one was exact before, and one has closed."""

    def make(session: Session) -> Hidden:
        model, area = spot(session)
        groups = add_groups(session, "Quillfeather Choir", "Zephyrine Pantry", areas=[area], themes=[model.category])
        numbers = {name: add(session, name, model.category.slug) for name in SPOTS}
        for name in ("blurred", "area", "hidden"):
            links.state(session, Statement("meets_at", groups[0].id, to_asset_id=numbers[name]), groups[0].id)
        less = content("narrowed", model.category.slug) | {"precision": "blurred", "radius_m": 250, "summary": "Changed"}
        publish.change(session, Subject.asset, numbers["narrowed"], less, TOLERANCE_M, Made(Act.changed))
        departures.depart(session, Subject.asset, numbers["closed"], Made(Act.closed, why="It has closed"))
        lon, lat = SPOTS["blurred"][0] + 0.0007, SPOTS["blurred"][1] - 0.0006
        telling = Telling(tuple(group.id for group in groups), numbers["blurred"], lon, lat, area.code, model.category.slug)
        return Hidden(telling, numbers)

    return write(make)  # type: ignore[return-value]


def content(name: str, category: str) -> dict:
    lon, lat = SPOTS[name]
    shown = {"narrowed": "exact", "closed": "blurred"}.get(name, name)
    return {
        **{"name": f"Sewing {name}", "summary": "Sewing on Mondays", "category": category, "holder": "community", "cost": "free"},
        **{"lon": lon, "lat": lat, "address": "17 Xanthic Mews", "postcode": "E1 0AA", "precision": shown},
        **{"radius_m": 500 if shown == "blurred" else None, "public_email": MAIL, "public_phone": PHONE, "consents": []},
    }


def add(session: Session, name: str, category: str) -> int:
    return publish.add(session, Subject.asset, content(name, category), TOLERANCE_M, Made(Act.added))


def walk(app: Flask, secret: Hidden, full: bool = True) -> list[str]:
    """Every address, those of one place for each of the places, and those that look closest."""
    found = list(addresses(app, secret.telling, full))
    own = f"/assets/{secret.telling.asset}"
    others = [number for number in secret.numbers.values() if number != secret.telling.asset]
    found += [path.replace(own, f"/assets/{number}") for path in found if own in path for number in others]
    around = [f"near={lon + 0.0004:.4f},{lat + 0.0003:.4f}" for lon, lat in SPOTS.values()]
    found += [f"{page}?{near}" for near in around for page in ("/assets", "/map/list", "/api/v1/assets", "/map")]
    found += [f"/api/v1/assets?limit=1000&q={word}" for word in ("xanthic", "sewing", "xanthippe", "e10aa", "17+xan")]
    for lon, lat in SPOTS.values():
        x, y, _cell = cells.place(lon, lat)
        found += [f"/api/v1/assets/tiles/{z}/{x >> (cells.ZOOM - z)}/{y >> (cells.ZOOM - z)}" for z in (12, 16, 20, 24)]
    return list(dict.fromkeys(found))


def telling(found: dict[str, str]) -> dict[str, list[object]]:
    """What is told at which address, apart from what the question itself says."""
    asked = re.compile(
        r"q=(?:xanthic|xanthippe|17\+xan)|value=\"(?:xanthic|xanthippe|17 xan)\"|(?:xanthic|xanthippe)(?=&|\"|<|”|’|\s)", re.IGNORECASE
    )
    told = {}
    for path, text in found.items():
        own = asked.sub("", text) if "q=" in path else text
        own = re.sub(r"/tiles/\d+/\d+/\d+", "", own)
        if hits := told_by(own):
            told[path] = hits
    return told


@ONE_DATABASE
def test_no_address_tells_visitors_an_exact_place_or_a_contact_nobody_agreed_to(app, client, secret):
    seen = read(client, walk(app, secret))
    assert any("Sewing blurred" in text for text in seen.values())
    assert telling(seen) == {}


@ONE_DATABASE
@pytest.mark.parametrize("role", [RoleName.resident.value, RoleName.developer.value, RoleName.planner.value])
def test_no_address_tells_people_with_accounts_either(app, sign_in, secret, role):
    assert telling(read(sign_in(role), walk(app, secret, full=False))) == {}


@ONE_DATABASE
def test_nothing_is_read_differently_when_the_exact_places_move(app, client, write, secret):
    path = walk(app, secret, full=False)
    before = read(client, path)

    def move(session: Session) -> None:
        moved = WKBElement(point_wkb(-0.0801, 51.5102), srid=4326)
        session.execute(
            update(PrivatePlace).where(PrivatePlace.asset_id.in_(secret.numbers.values())).values(point=moved, address="elsewhere")
        )
        patches.link_everything(session, TOLERANCE_M)
        places.changed(session)

    write(move)
    assert walking.differing(before, read(client, path)) == []


def test_the_exact_places_are_in_the_tables_only_permitted_services_read(app, secret):
    assert public.tables_with(app, "Xanthic") == {"private_places", "private_versions"}
    assert public.tables_with(app, *[double for spot in SPOTS.values() for double in public.doubles(*spot)]) == {"private_places"}
    assert public.tables_with(app, *[str(number) for spot in SPOTS.values() for number in spot]) <= {"private_versions"}
    assert public.tables_with(app, MAIL, PHONE) == set()


def test_asking_closely_before_something_is_sent_tells_nothing(client, secret):
    for lon, lat in SPOTS.values():
        typed_in = typed.asset(name="Sewing blurred", located="map", lon=str(lon + 0.0001), lat=str(lat), not_similar="")
        page = client.post("/assets/new", data=typed_in).text.replace(str(lat), "").replace(str(lon + 0.0001), "")
        assert told_by(page) == []


@ONE_DATABASE
def test_no_exact_place_and_no_contact_is_ever_written_into_the_log(app, sign_in, secret, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="sqlalchemy.engine")
    lon, lat = SPOTS["area"]
    visitor, steward = app.test_client(), sign_in("steward")
    entry = typed.asset(
        located="map", lon=str(lon), lat=str(lat), address="17 Xanthic Mews", precision="area", public_email=MAIL, not_similar="y"
    )
    typed.published(steward, app, typed.suggest(visitor, **entry))
    assert visitor.post("/assets/new", data=entry | {"summary": "At 17 Xanthic Mews"}).status_code == 422
    read(visitor, [path for path in walk(app, secret, full=False) if path.startswith(("/assets", "/api/v1/assets"))])
    lines = [record.getMessage() for record in caplog.records]
    assert any("INSERT INTO private_places" in line for line in lines)
    assert [line for line in lines if TOLD.search(line) and "GET " not in line] == []


@ONE_DATABASE
def test_stewards_see_them(app, sign_in, client):
    reference = typed.suggest(client, address="17 Xanthic Mews", precision="area", public_email=MAIL)
    number = typed.submission(app, reference).id
    page = sign_in("steward").get(f"/moderation/{number}").text
    assert "17 Xanthic Mews" in page
    assert MAIL in page


@ONE_DATABASE
def test_a_contact_is_public_where_its_box_was_ticked(app, client: FlaskClient, steward: FlaskClient):
    number = typed.published(steward, app, typed.suggest(client, public_email=MAIL, agreed_email="y", public_phone=PHONE))
    page = client.get(f"/assets/{number}").text
    assert MAIL in page
    assert PHONE not in page
