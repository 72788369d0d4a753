"""Neighbourhoods that residents draw: said in four ways, looked at by a steward, then an area like any other."""

import io
import json
from html import unescape

import pytest
import shapely
from sqlalchemy import func, select

from assetmap.models import Area, Asset, Geography, PatchArea, Status, Subject, Submission
from assetmap.services import ground
from tests.web.typed import counts, decide, faults, published, send, sessions, submission, suggest, value

SQUARE = [[-0.0600, 51.5180], [-0.0480, 51.5180], [-0.0480, 51.5240], [-0.0600, 51.5240]]


def polygon(corners=SQUARE) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [[*corners, corners[0]]]})


def typed(**more):
    return {"name": "Ropewalk Corner", "reason": "Everybody says so.", "way": "map", "shape": polygon()} | more


def draw(client, **more) -> str:
    return send(client, "/neighbourhoods/draw", typed(**more))


def publish(app, steward, reference: str) -> str:
    """Approve a drawn neighbourhood; gives its code."""
    answer = decide(steward, app, submission(app, reference).id, "approve")
    assert answer.status_code == 303, answer.text[:500]
    return answer.headers["Location"].rsplit("/", 1)[-1]


def held(app, code: str) -> set[int]:
    with sessions(app) as session:
        query = select(Asset.id).join(PatchArea, PatchArea.patch_id == Asset.patch_id).join(Area, Area.id == PatchArea.area_id)
        return set(session.scalars(query.where(Area.code == code)))


def in_square(app, corners=SQUARE) -> set[int]:
    west, south, east, north = corners[0][0], corners[0][1], corners[2][0], corners[2][1]
    with sessions(app) as session:
        rows = session.execute(select(Asset.id, func.ST_X(Asset.point), func.ST_Y(Asset.point)).where(Asset.cell.is_not(None)))
        return {number for number, x, y in rows if west <= x <= east and south <= y <= north}


def test_what_was_drawn_waits_and_is_nowhere_public_before_a_steward_approves(app, client, steward):
    reference = draw(client)
    waiting = submission(app, reference)
    assert (waiting.subject, waiting.status) == (Subject.area, Status.waiting)
    assert waiting.content["shape"]["coordinates"][0][0] == SQUARE[0]
    for address in ("/neighbourhoods", "/map", "/"):
        assert "Ropewalk Corner" not in client.get(address).text
    assert client.get("/api/v1/areas/own").status_code == 404
    assert client.get("/neighbourhoods/own-0001").status_code == 404


def test_an_approved_neighbourhood_behaves_like_any_area(app, client, steward):
    reference = draw(client)
    code = publish(app, steward, reference)
    assert code == "own-0001"
    inside = in_square(app)
    assert inside
    assert held(app, code) == inside
    page = client.get(f"/neighbourhoods/{code}")
    assert page.status_code == 200
    assert "Ropewalk Corner" in page.text
    assert "Ropewalk Corner" in client.get("/neighbourhoods").text
    assert "Neighbourhoods drawn by residents" in client.get("/map").text
    features = json.loads(client.get("/api/v1/areas/own").text)["features"]
    assert [each["properties"]["name"] for each in features] == ["Ropewalk Corner"]
    assert features[0]["geometry"]["coordinates"][0][0] == [SQUARE] or len(features[0]["geometry"]["coordinates"][0][0]) == 5
    assert client.get(f"/api/v1/assets?area={code}&limit=1000").json["numberMatched"] == len(inside)
    assert client.get(f"/assets?area={code}").status_code == 200
    assert client.get(f"/map?area={code}&geography=own").status_code == 200
    assert f"/neighbourhoods/{code}" in client.get(f"/sent/{reference}").text


def test_figures_of_a_drawn_neighbourhood_are_estimates(app, client, steward):
    code = publish(app, steward, draw(client))
    value = client.get("/api/v1/indicators/pop_mid2022/observations?geography=own").json["values"][code]
    assert value["kind"] == "estimate"
    assert 1_000 < value["value"] < 20_000
    assert "Estimate" in client.get(f"/neighbourhoods/{code}").text
    with sessions(app) as session:
        held = ground.held(session, json.loads(polygon()))
    assert held.people == pytest.approx(value["value"])


def test_the_geography_of_drawn_areas_is_made_once_and_overlaps(app, client, steward):
    first, second = draw(client), draw(client, name="Another Place Entirely")
    assert [publish(app, steward, each) for each in (first, second)] == ["own-0001", "own-0002"]
    with sessions(app) as session:
        (own,) = session.scalars(select(Geography).where(Geography.key == "own")).all()
        assert own.overlapping
        assert own.level == 4
    assert held(app, "own-0001") == held(app, "own-0002") == in_square(app)


FAULTS = [
    ({"name": ""}, "name", "Give the neighbourhood the name"),
    ({"name": "n" * 121}, "name", ""),
    ({"name": "Bad\u202ename"}, "name", "cannot be shown"),
    ({"reason": " "}, "reason", "Say in a sentence"),
    ({"way": ""}, "way-0", "Choose how to say"),
    ({"shape": ""}, "way-0", "Say where it is"),
    ({"shape": "{"}, "way-0", "cannot be read"),
    (
        {"shape": polygon([[-0.06, 51.52], [-0.05, 51.53], [-0.05, 51.52], [-0.06, 51.53]])},
        "way-0",
        "crosses or touches itself near longitude",
    ),
    ({"shape": polygon([[-0.06, 51.52], [-0.0599, 51.52], [-0.0599, 51.5201]])}, "way-0", "smaller than a hectare"),
    ({"shape": polygon([[-0.08, 51.48], [0.01, 51.48], [0.01, 51.55], [-0.08, 51.55]])}, "way-0", "more than half of Tower Hamlets"),
    ({"shape": polygon([[-0.2, 51.48], [-0.19, 51.48], [-0.19, 51.49], [-0.2, 51.49]])}, "way-0", "Only 0% of this lies in Tower Hamlets"),
    ({"shape": polygon([[530000, 180000], [530000, 181000], [531000, 181000]])}, "way-0", "not degrees"),
    ({"way": "areas"}, "areas-0", "Choose at least one small area"),
    ({"way": "areas", "areas": ["E01004198", "E99"]}, "areas-0", "Choose at least one small area"),
    ({"way": "postcodes"}, "postcodes", "Type the postcodes"),
    ({"way": "postcodes", "postcodes": "E1 0AA\nZZ9 9ZZ\nnot one"}, "postcodes", "We do not know: ZZ9 9ZZ, not one"),
    ({"way": "file"}, "file", "Choose a file"),
    ({"replaces": "own-0001"}, "replaces", "no longer on the map"),
    ({"website_2": "https://spam.example"}, "website_2", "a machine had sent it"),
]


@pytest.mark.parametrize(("given", "field", "said"), FAULTS, ids=[f"{number}-{each[1]}" for number, each in enumerate(FAULTS)])
def test_a_fault_is_said_at_its_field_and_nothing_typed_is_lost(reader, given, field, said):
    answer = reader.post("/neighbourhoods/draw", data=typed(**given))
    found = faults(answer.text)
    assert answer.status_code == 422
    assert list(found) == [field], found
    assert said in found[field]
    if "name" not in given:
        assert value(answer.text, "name") == "Ropewalk Corner"
    if "shape" not in given:
        assert json.loads(unescape(value(answer.text, "shape"))) == json.loads(polygon())


def test_small_areas_make_the_shape_they_make_together(app, client):
    codes = ["E01004198", "E01004289"]
    shape = shapely.from_geojson(json.dumps(submission(app, draw(client, way="areas", areas=codes, shape="")).content["shape"]))
    with sessions(app) as session:
        query = select(func.ST_AsBinary(Area.shape)).where(Area.code.in_(codes))
        expected = shapely.union_all(shapely.from_wkb([bytes(each) for each in session.scalars(query)]))
    assert shape.symmetric_difference(expected).area < expected.area * 0.001


def test_postcodes_make_a_shape_that_holds_them(app, client):
    shape = submission(app, draw(client, way="postcodes", postcodes="e10aa, E1 0AE\nE2 0HL", shape="")).content["shape"]
    assert shapely.from_geojson(json.dumps(shape)).contains(shapely.Point(-0.052098, 51.512497))


KML = (
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>'
    + " ".join(f"{lon},{lat},0" for lon, lat in [*SQUARE, SQUARE[0]])
    + "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"
)


@pytest.mark.parametrize("text", [polygon(), KML, "\ufeff" + polygon()])
def test_a_file_is_read_and_kept_when_something_else_is_wrong(client, text):
    sent = typed(way="file", shape="", name="", file=(io.BytesIO(text.encode()), "mine"))
    answer = client.post("/neighbourhoods/draw", data=sent, content_type="multipart/form-data")
    assert list(faults(answer.text)) == ["name"]
    assert json.loads(unescape(value(answer.text, "shape")))["coordinates"][0][0] == SQUARE[0]


@pytest.mark.parametrize("text", ["<!DOCTYPE x [<!ENTITY a 'b'>]><kml/>", "not at all", '{"type":"Point","coordinates":[0,51]}', "\ud800"])
def test_a_file_that_is_no_shape_is_refused(client, text):
    sent = typed(way="file", shape="", file=(io.BytesIO(text.encode("utf-8", "surrogatepass")), "mine"))
    answer = client.post("/neighbourhoods/draw", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert list(faults(answer.text)) == ["file"]


def test_a_steward_sees_what_the_shape_holds_and_can_change_it(app, client, steward):
    number = submission(app, draw(client)).id
    page = steward.get(f"/moderation/{number}").text
    assert "square kilometres" in page
    assert "people" in page.lower()
    assert f"<dd>{len(in_square(app))} " in page
    smaller = polygon([SQUARE[0], SQUARE[1], SQUARE[2]])
    assert decide(steward, app, number, "change", **typed(name="Ropewalk", shape=smaller)).status_code == 303
    with sessions(app) as session:
        content = session.get(Submission, number).content
        assert content["name"] == "Ropewalk"
        assert len(content["shape"]["coordinates"][0]) == 4


def test_a_similar_name_is_asked_about_first(client):
    answer = client.post("/neighbourhoods/draw", data=typed(name="Whitechapel"))
    assert answer.status_code == 200
    assert "Is it one of these?" in answer.text
    assert client.post("/neighbourhoods/draw", data=typed(name="Whitechapel", not_similar="y")).status_code == 303


def test_drawing_anew_keeps_the_code_and_moves_the_assets(app, client, steward):
    code = publish(app, steward, draw(client))
    page = client.get(f"/neighbourhoods/draw?area={code}").text
    assert value(page, "replaces") == code
    moved = [[lon + 0.012, lat] for lon, lat in SQUARE]
    second = draw(client, name="Ropewalk Corner", replaces=code, shape=polygon(moved))
    assert held(app, code) == in_square(app)
    assert publish(app, steward, second) == code
    assert held(app, code) == in_square(app, moved) != in_square(app)
    assert len(json.loads(client.get("/api/v1/areas/own").text)["features"]) == 1


def test_a_retired_neighbourhood_is_gone_and_its_code_is_never_given_again(app, client, steward):
    before = counts(app)
    reference = draw(client)
    code = publish(app, steward, reference)
    number = submission(app, reference).id
    assert steward.post(f"/moderation/{number}/retire", data={"reason": " "}).status_code == 422
    assert steward.post(f"/moderation/{number}/retire", data={"reason": "Nobody calls it that."}).status_code == 303
    assert client.get(f"/neighbourhoods/{code}").status_code == 404
    assert "Nobody calls it that." in client.get(f"/sent/{reference}").text
    assert "Neighbourhoods drawn by residents" not in client.get("/map").text
    after = counts(app)
    assert (after["areas"], after["patches"], after["patch_areas"]) == (before["areas"], before["patches"], before["patch_areas"])
    assert publish(app, steward, draw(client)) == "own-0002"
    assert steward.post(f"/moderation/{number}/retire", data={"reason": "Again."}).status_code == 409


def test_a_steward_s_own_neighbourhood_is_public_at_once(app, client, steward):
    answer = steward.post("/neighbourhoods/draw", data=typed())
    assert answer.headers["Location"].endswith("/neighbourhoods/own-0001")


def test_only_stewards_take_a_neighbourhood_off_the_map(app, client, steward, sign_in):
    number = submission(app, reference := draw(client)).id
    publish(app, steward, reference)
    for role in ("visitor", "planner", "developer"):
        assert sign_in(role).post(f"/moderation/{number}/retire", data={"reason": "No."}).status_code == 403
    assert client.get("/neighbourhoods/own-0001").status_code == 200


def test_an_asset_that_is_no_neighbourhood_cannot_be_retired(app, client, steward):
    number = submission(app, reference := suggest(client)).id
    published(steward, app, reference)
    assert steward.post(f"/moderation/{number}/retire", data={"reason": "No."}).status_code == 409
