"""How the API answers: kept by readers until the register changes, open to every site, small, and plain about what is wrong."""

import gzip
import json

import pytest

from tests.web.typed import asset, published, suggest

COLLECTIONS = [
    "/assets",
    "/groups",
    "/indicators",
    "/areas/ward25",
    "/openapi.json",
    "/assets/1",
    "/groups/1",
    "/assets/tiles/12/2046/1362",
]
KEPT = [*COLLECTIONS, "/indicators/iod25_imd_score/observations"]
WRONG = {
    "/assets?colour=red&shape=round": (400, ["'colour'", "'shape'"]),
    "/assets?category=things&holder=nobody&cost=dear&area=E99": (400, ["'things'", "'nobody'", "'dear'", "'E99'"]),
    "/assets?bbox=1,2,3": (400, ["bbox must be four numbers"]),
    "/assets?bbox=3,2,1,4": (400, ["the smaller number first"]),
    "/assets?bbox=nan,nan,nan,nan": (400, ["bbox"]),
    "/assets?limit=0": (400, ["limit must be a whole number from 1 to 1000"]),
    "/assets?limit=9999&cursor=x": (400, ["limit", "cursor"]),
    "/assets?colour=red&holder=nobody&limit=0&cursor=x&bbox=1": (400, ["'colour'", "'nobody'", "limit", "cursor", "bbox"]),
    "/assets?cursor=-1": (400, ["cursor"]),
    "/assets?q=" + "x" * 201: (400, ["fewer words"]),
    "/groups?w=x": (400, ["'w'"]),
    "/assets/0": (404, ["no asset"]),
    "/assets/99999999999": (404, []),
    "/assets/one": (404, []),
    "/groups/0": (404, ["no group"]),
    "/areas/parish": (404, ["'parish'"]),
    "/areas/ward25?detail=high": (400, ["'detail'"]),
    "/indicators/mood/observations": (404, ["'mood'"]),
    "/indicators/iod25_imd_score/observations?geography=parish&period=1066": (404, ["'parish'"]),
    "/indicators/iod25_imd_score/observations?period=1066": (404, ["'1066'"]),
    "/assets/tiles/25/0/0": (404, ["no such tile"]),
    "/assets/tiles/2/4/0": (404, ["no such tile"]),
    "/nothing": (404, []),
}


@pytest.mark.parametrize("path", WRONG, ids=[path[:40] for path in WRONG])
def test_what_is_wrong_is_said_as_problem_details_with_every_fault(reader, path):
    status, said = WRONG[path]
    answer = reader.get(f"/api/v1{path}")
    assert answer.status_code == answer.json["status"] == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"] == "about:blank"
    assert answer.json["title"]
    assert [words for words in said if words not in answer.json["detail"] + " ".join(answer.json.get("faults", []))] == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_the_api_can_only_be_read(reader, method):
    answer = reader.open("/api/v1/assets", method=method)
    assert answer.status_code in (400, 405)
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("path", KEPT)
def test_an_unchanged_answer_is_not_sent_again(reader, path):
    first = reader.get(f"/api/v1{path}")
    assert first.status_code == 200
    again = reader.get(f"/api/v1{path}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"


def test_another_question_has_another_mark(reader):
    marks = {reader.get(f"/api/v1/assets?limit={limit}").headers["ETag"] for limit in (1, 2, 3)}
    assert len(marks) == 3


def test_an_approval_changes_every_answer_about_assets(app, client, steward):
    path = "/api/v1/assets?limit=1000"
    before = client.get(path)
    reference = suggest(client)
    assert client.get(path, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    number = published(steward, app, reference)
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.json["numberMatched"] == before.json["numberMatched"] + 1
    assert client.get(f"/api/v1/assets/{number}").json["properties"]["name"] == asset()["name"]


@pytest.mark.parametrize("path", [*KEPT, "/nothing", "/assets?colour=red"])
def test_every_site_may_read_every_answer(reader, path):
    headers = reader.get(f"/api/v1{path}").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers


def test_pages_are_not_open_to_other_sites(reader):
    assert "Access-Control-Allow-Origin" not in reader.get("/assets").headers


@pytest.mark.parametrize("path", ["/assets", "/areas/lsoa21", "/indicators/iod25_imd_score/observations"])
def test_answers_are_squeezed_for_those_who_can_read_it(reader, path):
    plain, squeezed = reader.get(f"/api/v1{path}"), reader.get(f"/api/v1{path}", headers={"Accept-Encoding": "gzip"})
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(squeezed.data)) == plain.json
    assert len(squeezed.data) < len(plain.data) / 2
    assert "Accept-Encoding" in squeezed.headers["Vary"]


def test_a_squeezed_answer_is_recognised_as_unchanged_too(reader):
    headers = {"Accept-Encoding": "gzip"}
    mark = reader.get("/api/v1/areas/lsoa21", headers=headers).headers["ETag"]
    assert reader.get("/api/v1/areas/lsoa21", headers=headers | {"If-None-Match": mark}).status_code == 304
