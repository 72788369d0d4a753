"""A steward sees nobody's personal data before a second factor was given in this session."""

import re

import pytest
from passlib.totp import TOTP
from sqlalchemy import select

from assetmap import create_app, db
from assetmap.models import Act, Subject, User
from assetmap.services import contents, departures, publish, remember
from assetmap.services.accounts import CONNECTORS
from assetmap.services.versions import Made
from assetmap.web.access import MAY, OF_ONE
from tests.conftest import PASSWORD, TOLERANCE_M, settings_for
from tests.web import test_photos as photos_tests
from tests.web.letterbox import letters, link
from tests.web.test_access import addresses
from tests.web.typed import asset, faults, sessions

SETUP = "/second-step"


@pytest.fixture
def app(town):
    remember.forget()
    url = town.copy()
    app = create_app(settings_for(url, assetmap_two_factor=True))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    app.extensions["engine"].dispose()
    town.drop(url)
    remember.forget()


def sign_in(app, role="steward", **more):
    client = app.test_client()
    answer = client.post("/sign-in", data={"email": f"{role}@example.org", "password": PASSWORD, **more})
    return client, answer


def key_of(page):
    return re.search(r"<code>([A-Z2-7-]+)</code>", page).group(1)


def code_of(key):
    return TOTP(key=key, format="base32", digits=6).generate().token


def set_up(client):
    """Set an app up; gives its key."""
    page = client.post(SETUP, data={"setup": "authenticator"}).text
    key = key_of(page)
    path = re.search(r'action="(/second-step/[^"]+)"', page).group(1)
    assert client.post(path, data={"code": code_of(key)}).headers["Location"] == "/me"
    return key


def guarded():
    return {endpoint for endpoint, allowed in MAY.items() if allowed <= CONNECTORS} | set(OF_ONE)


@pytest.mark.parametrize("role", ["steward", "administrator"])
def test_before_it_every_page_with_personal_data_leads_to_setting_it_up(app, role):
    client, _answer = sign_in(app, role)
    for endpoint, path, methods in addresses(app):
        if endpoint in guarded() and role in MAY[endpoint]:
            for method in methods & {"GET", "POST"}:
                answer = client.open(path, method=method)
                assert (answer.status_code, answer.headers.get("Location")) == (303, SETUP), f"{method} {path}"


def test_what_a_page_of_everybody_s_shows_to_stewards_besides_waits_for_it(app, tmp_path):
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"assetmap_photo_store": str(tmp_path)})
    visitor = app.test_client()
    photos_tests.send(visitor, 1)
    stored = photos_tests.only(app).stored
    seen = {"picture": f"/photos/{stored}/large.jpg", "history": "/assets/2/history", "closed": "/assets/3/history"}
    with db.Session(db.writer(app.extensions["engine"])) as session:
        by = session.scalar(select(User).where(User.email == "administrator@example.org"))
        said = contents.of_entry(session, Subject.asset, 2).everything
        publish.change(session, Subject.asset, 2, said | {"name": "Anew"}, TOLERANCE_M, Made(Act.changed, by))
        departures.depart(session, Subject.asset, 3, Made(Act.closed, by, "Gone"))
        session.commit()

    def shown(client):
        answers = {name: client.get(path) for name, path in seen.items()}
        return answers["picture"].status_code, "administrator@example.org" in answers["history"].text, answers["closed"].status_code

    client, _answer = sign_in(app)
    assert shown(client) == shown(visitor) == (404, False, 410)
    set_up(client)
    assert shown(client) == (200, True, 200)


def test_a_steward_s_own_entry_waits_for_it_too_and_says_so(app):
    client, _answer = sign_in(app)
    answer = client.post("/assets/new", data=asset())
    assert "sign in with your second step" in client.get(answer.headers["Location"]).text
    set_up(client)
    answer = client.post("/assets/new", data=asset(name="A loom"))
    assert answer.headers["Location"].startswith("/assets/")


def test_after_a_mistyped_code_the_same_key_is_tried_again(app):
    client, _answer = sign_in(app)
    page = client.post(SETUP, data={"setup": "authenticator"}).text
    path = re.search(r'action="(/second-step/[^"]+)"', page).group(1)
    again = client.post(path, data={"code": "000000"})
    assert again.status_code == 422
    assert faults(again.text) == {"code": "Code: This code is not right, or is too old. Type the six digits that show now."}
    assert key_of(again.text) == key_of(page) and f'action="{path}"' in again.text and "data:image" in again.text
    assert client.post(path, data={"code": code_of(key_of(page))}).headers["Location"] == "/me"
    assert "not right" not in client.get("/me").text
    assert client.post("/second-step/nothing", data={"code": "000000"}).headers["Location"] == SETUP


def test_a_code_by_mail_is_tried_again_too(app):
    client, _answer = sign_in(app)
    page = client.post(SETUP, data={"setup": "email"}).text
    path = re.search(r'action="(/second-step/[^"]+)"', page).group(1)
    again = client.post(path, data={"code": "000000"})
    assert (again.status_code, "Look into your e-mail" in again.text) == (422, True)


def test_once_codes_on_paper_are_shown_the_next_step_is_not_to_make_others(app):
    client, _answer = sign_in(app)
    set_up(client)
    codes = "/second-step/paper-codes"
    assert '"btn btn-primary" type="submit">Make new codes' in client.get(codes).text
    assert '"btn btn-secondary" type="submit">Make new codes' in client.post(codes).text


def test_the_rest_of_the_site_is_open_before_it(app):
    client, _answer = sign_in(app)
    assert {client.get(path).status_code for path in ("/", "/me", "/assets", "/groups", SETUP)} == {200}


def test_a_developer_or_a_resident_needs_none(app):
    client, _answer = sign_in(app, "developer")
    assert client.get("/keepers").status_code == 200


def test_after_setting_it_up_they_go_on_and_the_next_time_a_code_is_asked(app):
    client, _answer = sign_in(app)
    key = set_up(client)
    assert client.get("/moderation").status_code == 200
    client, answer = sign_in(app)
    assert answer.headers["Location"].startswith("/second-step/code")
    assert client.get("/moderation").status_code == 303
    assert client.post("/second-step/code", data={"code": "000000"}).status_code == 200
    assert client.get("/me").status_code == 303
    assert client.post("/second-step/code", data={"code": code_of(key)}).status_code == 302
    assert client.get("/moderation").status_code == 200


def test_the_square_for_the_camera_is_allowed_by_the_policy_and_its_key_stands_beside_it(app):
    client, _answer = sign_in(app)
    answer = client.post(SETUP, data={"setup": "authenticator"})
    assert 'src="data:image/svg+xml;base64,' in answer.text
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]
    assert len(key_of(answer.text).replace("-", "")) >= 16


def test_a_remembered_session_of_before_cannot_replace_it(app):
    old, _answer = sign_in(app, remember="y")
    client, _answer = sign_in(app)
    set_up(client)
    for path in ("/moderation", SETUP, "/second-step/paper-codes"):
        again, _answer = sign_in(app)  # halfway: the password only
        assert again.get(path).status_code == 303
    answer = old.get(SETUP)
    assert answer.headers["Location"].startswith("/sign-in?next=")
    assert old.get("/me").status_code == 303


def test_a_link_by_email_is_only_the_first_step(app):
    client, _answer = sign_in(app)
    key = set_up(client)
    visitor = app.test_client()
    visitor.post("/sign-in/by-mail", data={"email": "steward@example.org"})
    answer = visitor.post(link(app, "enter"))
    assert answer.headers["Location"].startswith("/second-step/code")
    assert visitor.get("/me").status_code == 303
    visitor.post("/second-step/code", data={"code": code_of(key)})
    assert visitor.get("/moderation").status_code == 200


def test_with_codes_by_email_the_first_step_has_to_be_the_password(app):
    client, _answer = sign_in(app)
    page = client.post(SETUP, data={"setup": "email"}).text
    code = re.search(r"\b(\d{6})\b", letters(app, "code")[-1].body).group(1)
    path = re.search(r'action="(/second-step/[^"]+)"', page).group(1)
    client.post(path, data={"code": code})
    assert client.get("/moderation").status_code == 200
    visitor = app.test_client()
    visitor.post("/sign-in/by-mail", data={"email": "steward@example.org"})
    assert visitor.post(link(app, "enter")).headers["Location"] == "/sign-in"
    assert visitor.get("/me").status_code == 303


def test_a_code_on_paper_works_once(app):
    client, _answer = sign_in(app)
    set_up(client)
    codes = re.findall(r"<li><code>([0-9a-f-]+)</code></li>", client.post("/second-step/paper-codes").text)
    assert len(codes) == 8
    client, _answer = sign_in(app)
    assert client.post("/second-step/paper-code", data={"code": codes[0]}).status_code == 302
    assert client.get("/moderation").status_code == 200
    client, _answer = sign_in(app)
    assert client.post("/second-step/paper-code", data={"code": codes[0]}).status_code == 200
    assert client.get("/me").status_code == 303


def test_codes_on_paper_and_the_key_are_not_kept_as_they_are(app):
    client, _answer = sign_in(app)
    key = set_up(client)
    codes = re.findall(r"<li><code>([0-9a-f-]+)</code></li>", client.post("/second-step/paper-codes").text)
    with sessions(app) as session:
        user = session.scalar(select(User).where(User.email == "steward@example.org"))
    assert key.replace("-", "") not in user.tf_totp_secret
    assert not set(codes) & set(user.mf_recovery_codes)


def test_an_administrator_takes_it_away_where_the_telephone_is_lost(app):
    client, _answer = sign_in(app)
    set_up(client)
    admin, _answer = sign_in(app, "administrator")
    set_up(admin)
    with sessions(app) as session:
        number = session.scalar(select(User.id).where(User.email == "steward@example.org"))
    assert admin.post(f"/people/{number}/second-step").status_code == 303
    client, answer = sign_in(app)
    assert answer.headers["Location"] == "/"
    assert client.get("/moderation").headers["Location"] == SETUP


def test_once_it_is_switched_off_the_session_counts_for_nothing(app):
    client, _answer = sign_in(app)
    set_up(client)
    assert client.get("/moderation").status_code == 200
    client.post(SETUP, data={"setup": "disable"})
    assert client.get("/moderation").headers["Location"] == SETUP


def with_codes_by_mail(app):
    client, _answer = sign_in(app)
    page = client.post(SETUP, data={"setup": "email"}).text
    code = re.search(r"\b(\d{6})\b", letters(app, "code")[-1].body).group(1)
    client.post(re.search(r'action="(/second-step/[^"]+)"', page).group(1), data={"code": code})


def test_with_codes_by_email_no_password_is_given_by_email(app):
    visitor = app.test_client()
    visitor.post("/password/forgotten", data={"email": "steward@example.org"})
    path = link(app, "reset")
    with_codes_by_mail(app)
    words = {"password": "another long password", "password_confirm": "another long password"}
    assert "Ask an administrator" in visitor.post(path, data=words).text
    assert app.test_client().post("/sign-in", data={"email": "steward@example.org", "password": PASSWORD}).status_code == 302
    visitor.post("/password/forgotten", data={"email": "steward@example.org"})
    assert "Ask an administrator" in letters(app, "reset")[-1].body
    assert link(app, "reset") == "/password/forgotten"
    assert "administrator of this site" in visitor.get("/password/forgotten").text


def by_link(app):
    """Half in as the steward by their password, then in with an account of one's own, by a link."""
    thief, _answer = sign_in(app)
    thief.post("/sign-in/by-mail", data={"email": "resident@example.org"})
    thief.post(link(app, "enter"))
    return thief


def by_password(app):
    """In with an account of one's own, then half in as the steward."""
    thief, _answer = sign_in(app, "resident")
    thief.post("/sign-in", data={"email": "steward@example.org", "password": PASSWORD})
    return thief


@pytest.mark.parametrize("half_in", [by_link, by_password])
def test_an_app_of_somebody_elses_account_is_not_taken_for_ones_own(app, half_in):
    client, _answer = sign_in(app)
    set_up(client)
    thief = half_in(app)
    key = key_of(thief.post(SETUP, data={"setup": "authenticator"}).text)
    with db.Session(db.writer(app.extensions["engine"])) as session:  # as if they had changed their password elsewhere
        session.scalar(select(User).where(User.email == "resident@example.org")).fs_uniquifier = "other"
        session.commit()
    thief.post("/second-step/code", data={"code": code_of(key)})
    assert thief.get("/moderation").status_code == 303
    assert thief.get("/me").status_code == 303, "nobody is signed in"


def test_a_code_is_good_once(app):
    client, _answer = sign_in(app)
    key = set_up(client)
    code = code_of(key)
    first, _answer = sign_in(app)
    assert first.post("/second-step/code", data={"code": code}).status_code == 302
    second, _answer = sign_in(app)
    assert second.post("/second-step/code", data={"code": code}).status_code == 200
    assert second.get("/me").status_code == 303
    replaced = set_up(first)
    third, _answer = sign_in(app)
    assert third.post("/second-step/code", data={"code": code_of(replaced)}).status_code == 302


def test_only_so_many_codes_are_tried_for_one_account_from_wherever(app):
    app.extensions["counter"].enabled = True
    client, _answer = sign_in(app)
    set_up(client)
    for number in range(21):
        guesser, _answer = sign_in(app)
        answer = guesser.post("/second-step/code", data={"code": "000000"}, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
    assert answer.status_code == 429


def test_ones_own_file_waits_for_it_where_others_told_one_something(app):
    client, _answer = sign_in(app)
    assert client.get("/me/data.json").headers["Location"] == SETUP
    developer, _answer = sign_in(app, "developer")
    assert developer.get("/me/data.json").status_code == 200
    set_up(client)
    assert client.get("/me/data.json").status_code == 200
