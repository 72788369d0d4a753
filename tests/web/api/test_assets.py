"""Assets in the API: every one once, in the box that is asked, and nothing that a page would not show."""

import pytest

from tests.web.typed import asset

PUBLIC = {
    *("name", "summary", "category", "holder", "address", "postcode", "approximate", "neighbourhood", "cost", "audiences", "languages"),
    *("access", "opening_times", "website", "url", "group", "freshness"),
}
PRIVATE = {"created_at", "updated_at", "search_text", "cell", "x", "y", "key", "lon", "lat", "content", "reference", "decided_by"}


def everything(reader, path: str) -> list[dict]:
    found, pages = [], 0
    while path:
        answer = reader.get(path)
        assert answer.status_code == 200
        found += answer.json["features"]
        pages += 1
        assert answer.json["numberReturned"] == len(answer.json["features"])
        path = next((link["href"] for link in answer.json["links"] if link["rel"] == "next"), "")
    assert answer.json["numberMatched"] == len(found)
    return found


@pytest.mark.parametrize("limit", [1, 20, 75, 1000])
def test_following_next_visits_every_asset_once(reader, limit):
    if limit == 1:
        found = everything(reader, "/api/v1/assets?limit=1&category=libraries")
        assert len(found) == 8
        return
    ids = [feature["id"] for feature in everything(reader, f"/api/v1/assets?limit={limit}")]
    assert sorted(ids) == sorted(set(ids))
    assert len(ids) == 75


def test_next_keeps_the_filters(reader):
    found = everything(reader, "/api/v1/assets?limit=3&category=libraries&category=museums-heritage&holder=statutory")
    assert {feature["properties"]["category"] for feature in found} <= {"libraries", "museums-heritage"}
    assert {feature["properties"]["holder"] for feature in found} == {"statutory"}


def test_a_feature_holds_what_its_page_shows_and_nothing_else(reader):
    for feature in everything(reader, "/api/v1/assets?limit=1000"):
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert set(feature["properties"]) == PUBLIC
        assert not PRIVATE & set(feature["properties"])


def test_a_group_holds_what_its_page_shows_and_nothing_else(reader):
    groups = reader.get("/api/v1/groups?limit=1000").json["groups"]
    expected = {
        "id",
        "name",
        "purpose",
        "kind",
        "audiences",
        "languages",
        "areas",
        "website",
        "public_email",
        "public_phone",
        "source",
        "themes",
        "url",
        "freshness",
    }
    assert all(set(each) == expected for each in groups)
    assert len(groups) == 34


def test_a_box_holds_what_lies_in_it(reader):
    west, south, east, north = -0.06, 51.51, -0.03, 51.53
    everywhere = everything(reader, "/api/v1/assets?limit=1000")
    inside = {
        feature["id"]
        for feature in everywhere
        if feature["geometry"]
        and west <= feature["geometry"]["coordinates"][0] <= east
        and south <= feature["geometry"]["coordinates"][1] <= north
    }
    assert {feature["id"] for feature in everything(reader, f"/api/v1/assets?limit=7&bbox={west},{south},{east},{north}")} == inside
    assert 0 < len(inside) < len(everywhere)


def test_an_asset_without_a_place_has_no_geometry_and_stands_in_the_list(app, client, steward):
    steward.post("/assets/new", data=asset(located="none", postcode=""))
    (found,) = client.get("/api/v1/assets?q=shadwell+tool").json["features"]
    assert found["geometry"] is None
    assert client.get("/api/v1/assets?q=shadwell+tool&bbox=-180,-90,180,90").json["numberMatched"] == 0


def test_the_whole_world_is_one_tile_with_every_asset_that_has_a_place(reader):
    features = reader.get("/api/v1/assets/tiles/0/0/0").json["features"]
    assert sum(feature["properties"]["count"] for feature in features) == 75


def test_a_cluster_has_a_count_and_a_single_asset_a_name(reader):
    features = reader.get("/api/v1/assets/tiles/13/4094/2724").json["features"]
    for feature in features:
        expected = {"count"} if feature["properties"]["count"] > 1 else {"count", "id", "name", "category", "stale"}
        assert set(feature["properties"]) == expected
    assert len(features) <= 64


def test_the_page_of_an_asset_is_named_in_its_answer(reader):
    properties = reader.get("/api/v1/assets/1").json["properties"]
    assert reader.get(properties["url"]).status_code == 200
