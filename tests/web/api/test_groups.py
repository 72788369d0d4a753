"""Groups in the API are found as in the list: in spite of slips, which is said; and by when they meet."""

from sqlalchemy import select

from assetmap.models import Group, Subject
from assetmap.services import places, schedules
from tests.conftest import changing

TUESDAYS = {
    **{"kind": "hours", "rule": "FREQ=WEEKLY;BYDAY=TU", "weekdays": 2, "starts_on": "2026-01-01", "until": "", "term_time": False},
    **{"starts_at": "18:00", "ends_at": "20:00", "title": "", "note": "", "exceptions": []},
}


def names(client, query):
    answer = client.get(f"/api/v1/groups?{query}").json
    return sorted(each["name"] for each in answer["groups"])


def test_a_slip_is_forgiven_as_in_the_list_and_said_as_for_assets(reader):
    meant = names(reader, "q=housing&limit=1000")
    answer = reader.get("/api/v1/groups?q=houssing&limit=1000").json
    assert sorted(each["name"] for each in answer["groups"]) == meant and answer["numberMatched"] == len(meant) > 0
    assert answer["understood"] == {"q": "housing", "replaced": [{"typed": "houssing", "taken": "housing"}], "near": ""}
    assert "Showing results for" in reader.get("/groups?q=houssing").text
    exact = reader.get("/api/v1/groups?q=houssing&words=exact").json
    assert (exact["groups"], exact["numberMatched"], exact["understood"]["replaced"]) == ([], 0, [])
    assert "understood" not in reader.get("/api/v1/groups").json


def test_the_next_page_asks_the_same(reader):
    first = reader.get("/api/v1/groups?q=houssing&limit=1").json
    following = next(link["href"] for link in first["links"] if link["rel"] == "next")
    assert "q=houssing" in following
    second = reader.get(following).json
    assert second["understood"] == first["understood"] and second["groups"][0]["id"] > first["groups"][0]["id"]


def test_groups_are_found_by_when_they_meet_in_list_and_api_and_who_says_nothing_is_counted(app, client):
    with changing(app) as session:
        places.changed(session)
        group = session.scalars(select(Group).order_by(Group.id)).first()
        number, name, everybody = group.id, group.name, len(session.scalars(select(Group.id)).all())
        schedules.write(session, Subject.group, number, [TUESDAYS])
    for when, found in (("tuesday", [name]), ("evenings", [name]), ("monday", [])):
        assert names(client, f"when={when}") == found
        assert client.get(f"/api/v1/groups?when={when}").json["numberMatched"] == len(found)
    page = client.get("/groups?when=tuesday").text
    assert "<h2>1 group</h2>" in page and f"/groups/{number}" in page and '<option value="tuesday" selected>' in page
    assert f"{everybody - 1} more groups do not say when they meet" in page
    assert "do not say when they meet" not in client.get("/groups").text
    assert client.get("/api/v1/assets?when=tuesday").json["numberMatched"] == 0


def test_what_is_no_time_is_said_on_the_page_and_refused_by_the_api(reader):
    assert "is no day we can look up" in reader.get("/groups?when=soon").text
    assert reader.get("/api/v1/groups?when=soon").status_code == 400
    assert reader.get(f"/api/v1/groups?q={'a' * 201}").status_code == 400


def test_the_description_tells_of_it(reader):
    parameters = reader.get("/api/v1/openapi.json").json["paths"]["/groups"]["get"]["parameters"]
    found = {each["name"]: each["description"] for each in parameters}
    assert {"q", "when", "words", "limit", "cursor"} == set(found) and "`understood` says what was looked for" in found["words"]
