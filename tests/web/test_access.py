"""Every route, asked by everyone, against the one table of who may do what."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assetmap.services.accounts import ADMINISTRATORS, CONNECTORS, PLANNERS, QUESTIONERS, STEWARDS, RoleName
from assetmap.web.access import EVERYONE, MAY, SIGNED_IN
from tests.web.typed import counts, suggest, token

ROLES = ["visitor", *(role.value for role in RoleName)]
NOTHING = {
    **{"asset_id": 0, "group_id": 0, "submission_id": 0, "load_id": 0, "introduction_id": 0, "z": 0, "x": 0, "y": 0, "reference": "none"},
    **{"code": "none", "key": "none", "geography": "none", "filename": "none.css", "name": "none"},
    "kind": "none",
    "number": 1,
    **{"subject": "asset", "first": 0, "second": 1, "gone": 0},
    **{"stored": "none", "size": "small", "entry_id": 0, "photo_id": 0, "serial": "none"},
    **{"token": "none", "keeper_id": 0, "notice_id": 0, "link_id": 0, "ticket": "none", "purpose": "right"},
    **{"claim_id": 0, "user_id": 0, "remit_id": 0},
}  # addresses of nothing: whoever may look gets "nothing here", which is quick and not a refusal
LAST = "security.logout"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def addresses(app: Flask) -> list[tuple[str, str, set[str]]]:
    """Each route's endpoint, an address of it and its methods; signing out comes last."""
    adapter = app.url_map.bind("localhost")
    found = [
        (
            rule.endpoint,
            adapter.build(rule.endpoint, {name: NOTHING[name] for name in rule.arguments}, method=next(iter(rule.methods))),
            rule.methods,
        )
        for rule in app.url_map.iter_rules()
    ]
    return sorted(found, key=lambda each: (each[0] == LAST, each[0]))


def outcome(client: FlaskClient, method: str, path: str) -> str:
    """What became of a request: allowed, refused, asked to sign in, or nothing here for anyone."""
    answer = client.open(path, method=method)
    answer.close()
    assert answer.status_code < 500, f"{method} {path}: {answer.status_code}"
    if answer.status_code in (401, 403):
        return "refused"
    if answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in?next="):
        return "asked to sign in"
    return "allowed"


def expected(endpoint: str, role: str, method: str) -> str:
    if role in MAY[endpoint]:
        return "allowed"
    return "asked to sign in" if role == "visitor" and method in ("GET", "HEAD") else "refused"


@pytest.mark.parametrize("role", ROLES)
def test_everyone_can_do_what_the_table_says_and_nothing_else(app, sign_in, role):
    client, wrong = sign_in(role), []
    for endpoint, path, methods in addresses(app):
        for method in [each for each in METHODS if each in methods]:
            found = outcome(client, method, path)
            if endpoint not in MAY:
                assert client.open(path, method=method).status_code == 404, endpoint
            elif found != expected(endpoint, role, method):
                wrong.append(f"{role} {method} {path}: {found}")
    assert wrong == []


def test_a_method_a_route_does_not_take_is_refused_and_those_it_takes_are_named(app, client):
    at: dict[str, set[str]] = {}  # two routes may share an address: one looks, the other changes
    for _endpoint, path, methods in addresses(app):
        at[path] = at.get(path, set()) | methods
    for endpoint, path, _methods in addresses(app):
        methods = at[path]
        if endpoint in MAY and not endpoint.endswith("static"):
            for method in [each for each in METHODS if each not in methods]:
                answer = client.open(path, method=method)
                assert answer.status_code == 405, f"{method} {path}"
                assert set(answer.headers["Allow"].split(", ")) == methods


def test_only_stewards_decide_on_what_waits(app, sign_in):
    suggest(app.test_client())
    before = counts(app)
    for client in (sign_in("visitor"), sign_in("planner")):
        for action in ("approve", "decline", "change"):
            assert client.post(f"/moderation/1/{action}", data={"reason": "because"}).status_code == 403
    assert counts(app) == before


def test_a_route_that_is_not_in_the_table_is_refused_to_everyone(app, sign_in):
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    for role in ROLES:
        answer = sign_in(role).get("/forgotten")
        assert answer.status_code == 404
        assert "secret" not in answer.text


def test_the_table_knows_only_the_people_there_are():
    people = {"visitor", *(role.value for role in RoleName)}
    assert people == EVERYONE == SIGNED_IN | {"visitor"}
    assert all(allowed in (ADMINISTRATORS, EVERYONE, SIGNED_IN, CONNECTORS, QUESTIONERS, PLANNERS, STEWARDS) for allowed in MAY.values())


def test_after_signing_in_a_person_comes_back_to_the_page_they_wanted(app):
    client = app.test_client()
    asked = client.get("/moderation?status=declined")
    assert asked.headers["Location"] == "/sign-in?next=/moderation?status%3Ddeclined"
    done = client.post(asked.headers["Location"], data={"email": "steward@example.org", "password": "a long enough password"})
    assert done.headers["Location"] == "/moderation?status=declined"


class TestForgedRequests:
    """Requests without the token of one of our own pages."""

    @pytest.fixture
    def guarded(self, app: Flask) -> Flask:
        app.config["WTF_CSRF_ENABLED"] = True
        return app

    @pytest.fixture
    def steward(self, guarded: Flask) -> FlaskClient:
        client = guarded.test_client()
        given = {"email": "steward@example.org", "password": "a long enough password", "csrf_token": token(client.get("/sign-in").text)}
        assert client.post("/sign-in", data=given).status_code == 302
        return client

    def test_every_post_without_a_token_is_refused_and_changes_nothing(self, guarded, steward):
        guarded.config["WTF_CSRF_ENABLED"] = False
        suggest(guarded.test_client())
        guarded.config["WTF_CSRF_ENABLED"] = True
        before, accepted = counts(guarded), []
        for endpoint, path, methods in addresses(guarded):
            if "POST" in methods:
                answer = steward.post(path.replace("/0/", "/1/"), data={"name": "x", "reason": "x", "email": "x", "password": "x"})
                accepted += [endpoint] if answer.status_code != 400 else []
        assert accepted == []
        assert counts(guarded) == before
        assert steward.get("/moderation").status_code == 200

    def test_a_token_of_somebody_else_is_refused(self, guarded, steward):
        stolen = token(guarded.test_client().get("/assets/new").text)
        assert steward.post("/assets/new", data={"csrf_token": stolen}).status_code == 400

    def test_the_refusal_says_what_to_do(self, guarded):
        answer = guarded.test_client().post("/assets/new", data={})
        assert "reload the page and send it again" in answer.text
