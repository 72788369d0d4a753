"""What a browser may do on our pages: only our own files, our own script, and the tiles that are set."""

import pytest

from assetmap import create_app
from assetmap.services import remember
from assetmap.web.policy import tiles_origin
from tests.conftest import settings_for

PAGES = [
    "/",
    "/map",
    "/assets/new",
    "/neighbourhoods/E05009317",
    "/nothing",
    "/api/v1/assets",
    "/api/v1/nothing",
    "/static/css/map.css",
    "/healthz",
]


def policy(answer) -> dict[str, str]:
    parts = (part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    return {name: " ".join(rest) for name, *rest in parts}


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_a_strict_policy_and_no_outside_host(reader, path):
    answer = reader.get(path)
    answer.close()
    found = policy(answer)
    text = " ".join(found.values())
    assert "unsafe" not in text
    assert "http" not in text
    assert "*" not in text
    assert found["default-src"] == "'none'"
    assert found["frame-ancestors"] == found["base-uri"] == "'none'"
    assert found["img-src"] == "'self' data:"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_the_nonce_is_new_each_time_and_is_that_of_the_page(reader):
    first, second = reader.get("/map"), reader.get("/map")
    nonces = [policy(answer)["script-src"].split("'nonce-")[1].rstrip("'") for answer in (first, second)]
    assert nonces[0] != nonces[1]
    assert f'nonce="{nonces[0]}"' in first.text
    assert len(nonces[0]) >= 16


def test_only_the_host_of_the_tiles_may_give_pictures(town):
    app = create_app(settings_for(town.url, assetmap_tiles_url="https://tiles.example.org/{z}/{x}/{y}.png"))
    found = policy(app.test_client().get("/about"))
    app.extensions["engine"].dispose()
    assert found.pop("img-src") == "'self' data: https://tiles.example.org"
    assert "http" not in " ".join(found.values())


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", "https://*.tiles.example.org"),
        ("https://tiles.example.org:8443/{z}", "https://tiles.example.org:8443"),
        ("", ""),
        ("https://*/{z}", ""),
        ("https://{s}/{z}", ""),
    ],
)
def test_the_origin_of_the_tiles_never_opens_the_policy_to_everyone(address, origin):
    assert tiles_origin(address) == origin


def test_over_https_browsers_are_told_to_stay_there(reader):
    assert "max-age" in reader.get("/about", base_url="https://localhost").headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in reader.get("/about").headers


def test_the_address_of_a_visitor_is_taken_only_from_trusted_proxies(town):
    app = create_app(settings_for(town.url, assetmap_rate_sign_in="1 per hour"))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    answers = [
        client.post("/sign-in", data={"email": "a@example.org", "password": "x"}, headers={"X-Forwarded-For": f"10.0.0.{number}"})
        for number in (1, 2)
    ]
    app.extensions["engine"].dispose()
    assert [answer.status_code for answer in answers] == [200, 429]


def test_answers_that_take_long_are_worked_out_for_a_stranger_only_so_often(town):
    app = create_app(settings_for(town.url, assetmap_rate_questions="2 per hour"))
    client = app.test_client()
    paths = [f"/indicators/iod25_imd_score/picture.svg?geography=ward25&k={number}" for number in (3, 4, 5)]
    assert [client.get(path).status_code for path in [paths[0], paths[0], paths[1], paths[2]]] == [200, 200, 200, 429]
    app.extensions["engine"].dispose()


@pytest.mark.parametrize(
    "asked",
    [
        "/indicators/iod25_imd_score/picture.png?geography=ward25&size=small&k={}",
        "/charts/spread.json?indicator=iod25_imd_score&geography={}",
        "/charts/spread.csv?indicator=iod25_imd_score&geography={}",
    ],
)
def test_pictures_and_charts_are_worked_out_for_a_stranger_only_so_often(town, asked):
    app = create_app(settings_for(town.url, assetmap_rate_questions="1 per hour"))
    remember.forget()
    client = app.test_client()
    one, other = ("3", "4") if "{}" in asked.partition("k=")[2] else ("ward25", "lsoa21")
    assert [client.get(asked.format(value)).status_code for value in (one, other)] == [200, 429]
    app.extensions["engine"].dispose()


@pytest.mark.parametrize("path", ["/networks", "/api/v1/networks", "/groups/1/network", "/neighbourhoods/E05009317/network"])
def test_networks_are_worked_out_for_a_stranger_only_so_often_and_a_map_of_one_may_be_moved(town, path):
    app = create_app(settings_for(town.url, assetmap_rate_questions="2 per hour"))
    remember.forget()
    client, kinds = app.test_client(), ("funds", "funds", "co_runs", "meets_at")
    assert [client.get(f"{path}?kind={kind}").status_code for kind in kinds] == [200, 200, 200, 429]
    moved = [client.get(f"/api/v1/networks/lines?bbox=-0.{west},51.5,0.0,51.6&zoom=14").status_code for west in (1, 2, 3)]
    assert moved == [200, 200, 200]
    app.extensions["engine"].dispose()
