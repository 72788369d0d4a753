"""What stays with the stewards: the exact place of an asset that shows only its neighbourhood."""

import re

import pytest
from sqlalchemy import func, select

from assetmap.models import Area, Asset, PrivatePlace
from assetmap.services.patches import link_everything
from tests.conftest import TOLERANCE_M
from tests.web import public
from tests.web.typed import INSIDE, published, sessions, suggest

ADDRESS = "17 Xanthic Mews"
TELLING = re.compile(r"Xanthic|E1 ?0AA|-0\.05209|-0\.0521(?!\d)|51\.51249|51\.5125(?!\d)")


@pytest.fixture
def hidden(app, client, steward) -> int:
    """The id of a public asset that shows only its neighbourhood."""
    return published(steward, app, suggest(client, address=ADDRESS, precision="area"))


def row(app, number: int):
    with sessions(app) as session:
        columns = (Asset.address, Asset.postcode, Asset.approximate, Asset.x, Asset.y, func.ST_X(Asset.point), func.ST_Y(Asset.point))
        return session.execute(select(*columns).where(Asset.id == number)).one()


def test_no_public_page_or_answer_tells_the_exact_place(app, client, hidden):
    more = (f"/assets/{hidden}", f"/api/v1/assets/{hidden}", "/api/v1/assets?q=tool", "/assets?q=tool")
    for address, page in public.read(client, *more).items():
        shown = page.replace("-0.052098,51.512497", "").replace("-0.052098%2C51.512497", "")  # what the question itself says
        assert TELLING.findall(shown) == [], address


def test_the_exact_place_is_in_no_public_table(app, hidden):
    assert public.tables_with(app, "Xanthic") == {"private_places", "private_versions", "submissions"}
    assert public.tables_with(app, *public.doubles(*INSIDE)) == {"private_places"}
    assert public.tables_with(app, *map(str, INSIDE)) == {"postcodes", "private_versions", "submissions"}
    found = row(app, hidden)
    assert found.postcode == ""
    assert found.approximate is True
    with sessions(app) as session:
        assert session.scalar(select(PrivatePlace.address).where(PrivatePlace.asset_id == hidden)) == ADDRESS


def test_the_public_point_stands_for_the_whole_neighbourhood(app, client, steward, hidden):
    other = published(steward, app, suggest(client, name="Another ladder", located="map", lon="-0.0559", lat="51.5122", precision="area"))
    assert row(app, hidden)[3:] == row(app, other)[3:]
    assert row(app, hidden)[5:] != INSIDE
    with sessions(app) as session:
        ward = session.scalar(select(Area).where(Area.code == "E05009332"))
        assert row(app, hidden).address == ward.title
        assert session.scalar(select(func.ST_Contains(ward.shape, Asset.point)).where(Asset.id == hidden))


def test_it_is_linked_to_its_neighbourhood_and_larger_areas_only(app, hidden):
    with sessions(app) as session:
        assert {area.geography.key for area in session.get(Asset, hidden).areas} == {"borough", "ward25"}


def test_linking_everything_again_tells_no_more(app, hidden):
    with sessions(app) as session:
        before = [area.code for area in session.get(Asset, hidden).areas]
        session.expire_all()
        link_everything(session, TOLERANCE_M)
        assert [area.code for area in session.get(Asset, hidden).areas] == before


def test_no_search_finds_it_by_its_address(client, hidden):
    for words in ("xanthic", "17+mews"):
        found = client.get(f"/api/v1/assets?q={words}&limit=1000").json
        assert hidden not in [feature["id"] for feature in found["features"]]


def test_its_own_postcode_is_a_place_to_search_from_and_puts_it_no_nearer(client, hidden):
    found = client.get("/api/v1/assets?q=e10aa&limit=1000").json
    assert found["understood"]["near"] == "E1 0AA"
    near = client.get(f"/api/v1/assets?bbox={INSIDE[0] - 0.0004},{INSIDE[1] - 0.0003},{INSIDE[0] + 0.0004},{INSIDE[1] + 0.0003}").json
    assert hidden not in [feature["id"] for feature in near["features"]]
    assert hidden not in [feature["id"] for feature in found["features"]][:3]


def test_no_box_and_no_tile_finds_it_at_its_exact_place(client, hidden):
    lon, lat = INSIDE
    near = client.get(f"/api/v1/assets?bbox={lon - 0.0002},{lat - 0.0002},{lon + 0.0002},{lat + 0.0002}").json
    assert hidden not in [feature["id"] for feature in near["features"]]


def test_similar_and_nearby_entries_are_found_by_the_public_point_only(client, hidden):
    typed = {"name": "Shadwell Tool Library", "category": "equipment", "summary": "x", "holder": "community", "located": "map"}
    page = client.post("/assets/new", data={**typed, "lon": str(INSIDE[0]), "lat": str(INSIDE[1]), "precision": "exact"})
    assert "Xanthic" not in page.text


def test_words_of_an_address_offer_no_place_of_a_hidden_asset(client, hidden):
    page = client.post("/assets/new", data={"located": "address", "address": "Shadwell Tool Library"})
    assert "found-0" not in page.text or "Shadwell Tool Library" not in page.text.split('id="field-found"')[1].split("</fieldset>")[0]


def test_the_page_for_whoever_sent_it_does_not_show_the_address_to_those_it_is_passed_on_to(app, client):
    assert "Xanthic" not in client.get(f"/sent/{suggest(client, address=ADDRESS, precision='area')}").text


def test_only_stewards_see_the_exact_place(app, client, steward):
    suggest(client, address=ADDRESS, precision="area")
    assert ADDRESS in steward.get("/moderation/1").text
    assert client.get("/moderation/1").status_code == 303
