"""What pages, lists, the map and the API say of how fresh an entry is."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from assetmap.models import Asset, Subject
from assetmap.services import freshness, remember
from assetmap.web.freshness import today
from tests.conftest import changing, settings_for

WARD = "E05009318"


@pytest.fixture
def confirmed(app):
    """The number of an asset in a ward that was confirmed today."""
    with changing(app) as session:
        row = session.scalar(select(Asset).where(Asset.areas.any(code=WARD)).order_by(Asset.name.desc()))
        freshness.confirm(session, Subject.asset, row.id, today())
        return row.id


def test_the_package_is_four_years_old_and_says_so_everywhere(reader):
    for page in ("/assets", "/assets?view=table", "/groups", "/map/list"):
        assert "May be out of date (source of November 2022)" in reader.get(page).text, page
    told = {"state": "stale", "as_of": "2022-11-04", "basis": "source"}
    assert reader.get("/api/v1/assets/1").json["properties"]["freshness"] | {"as_of": ""} == told | {"as_of": ""}
    assert reader.get("/api/v1/groups/1").json["freshness"]["state"] == "stale"
    singles = [each["properties"] for each in reader.get("/api/v1/assets/tiles/15/16370/10893").json["features"]]
    assert all(each.get("stale") for each in singles if each["count"] == 1)


def test_one_that_was_confirmed_leads_the_list_of_its_neighbourhood_and_wears_no_warning(client, confirmed):
    page = client.get(f"/assets?area={WARD}").text
    assert "What may be out of date comes last." in page
    first = re.search(r'<li class="item item--(\w+)" data-asset="(\d+)"', page)
    assert first.groups() == ("fresh", str(confirmed))
    by_name = client.get("/assets").text
    assert "What may be out of date comes last." not in by_name
    assert client.get(f"/api/v1/assets/{confirmed}").json["properties"]["freshness"]["basis"] == "confirmed"


def test_the_share_stands_on_the_profile_in_the_list_in_the_files_and_in_the_api(client, confirmed):
    told = client.get(f"/api/v1/neighbourhoods/{WARD}").json["confirmed"]
    assert (told["confirmed"], told["share"]) == (1, 1 / told["entries"])
    assert f"1 of {told['entries']}" in client.get("/neighbourhoods").text
    assert "Confirmed by somebody after" in client.get(f"/neighbourhoods/{WARD}").text
    rows = list(csv.DictReader(io.StringIO(client.get(f"/neighbourhoods/{WARD}/profile.csv").text.lstrip("\ufeff"))))
    assert [row["count"] for row in rows if row["key"] == "confirmed"] == ["1"]


def test_the_months_are_settings(town):
    from assetmap import create_app

    remember.forget()
    app = create_app(settings_for(town.url, assetmap_ageing_months=36, assetmap_stale_months=240))
    assert app.test_client().get("/api/v1/assets/1").json["properties"]["freshness"]["state"] == "ageing"
    app.extensions["engine"].dispose()
    remember.forget()


def test_an_answer_kept_yesterday_is_not_todays(reader, monkeypatch):
    tag = reader.get("/api/v1/assets/1").headers["ETag"]
    tomorrow = today() + timedelta(days=1)
    monkeypatch.setattr("assetmap.web.api.assets.today", lambda: tomorrow)
    assert reader.get("/api/v1/assets/1").headers["ETag"] != tag
