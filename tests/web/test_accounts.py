"""Signing in: who fails learns nothing, nobody is sent elsewhere, and no log holds what was typed."""

import logging
from urllib.parse import urljoin, urlsplit

import pytest

from assetmap import create_app
from tests.conftest import PASSWORD, settings_for

EMAIL = "steward@example.org"


def sign_in(client, email=EMAIL, password=PASSWORD, **more):
    return client.post("/sign-in", data={"email": email, "password": password}, **more)


def said(page: str) -> str:
    """The page without what differs between any two pages."""
    start = page.index("<main")
    return page[start : page.index("</main>")].replace("nobody@example.org", EMAIL)


def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(client):
    wrong, unknown = sign_in(client, password="not the right one"), sign_in(client, email="nobody@example.org")
    assert wrong.status_code == unknown.status_code == 200
    assert said(wrong.text) == said(unknown.text)
    assert 'class="error-summary"' in wrong.text


def test_a_wrong_password_signs_nobody_in(client):
    sign_in(client, password="not the right one")
    assert client.get("/moderation").status_code == 303


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example/",
        "///evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
        "http:evil.example",
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(client, elsewhere):
    answer = client.post("/sign-in", query_string={"next": elsewhere}, data={"email": EMAIL, "password": PASSWORD, "next": elsewhere})
    assert answer.status_code in (200, 302)
    assert urlsplit(urljoin("http://localhost/sign-in", answer.headers.get("Location", "/"))).hostname == "localhost"
    assert not answer.headers.get("Location", "/").startswith(("//", "/\\", "\\"))  # which browsers read as another host


def test_signing_out_ends_it(client):
    sign_in(client)
    assert client.get("/moderation").status_code == 200
    assert client.post("/sign-out").headers["Location"] == "/"
    assert client.get("/moderation").status_code == 303


def test_an_old_cookie_is_worth_nothing_after_the_password_is_changed(app, client):
    sign_in(client)
    new = {"password": PASSWORD, "new_password": "Quite another long one", "new_password_confirm": "Quite another long one"}
    other = app.test_client()
    sign_in(other)
    assert client.post("/password", data=new).status_code == 302
    assert other.get("/moderation").status_code == 303
    assert sign_in(app.test_client(), password="Quite another long one").status_code == 302


def test_a_short_new_password_is_refused(client):
    sign_in(client)
    answer = client.post("/password", data={"password": PASSWORD, "new_password": "short", "new_password_confirm": "short"})
    assert answer.status_code == 200
    assert 'class="error-summary"' in answer.text


def test_many_attempts_in_a_short_time_are_slowed_down_with_a_page_that_says_so(town):
    app = create_app(settings_for(town.url, assetmap_rate_sign_in="3 per hour"))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    answers = [sign_in(client, password="guess") for _ in range(4)]
    app.extensions["engine"].dispose()
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "Please wait a little" in answers[3].text
    assert int(answers[3].headers["Retry-After"]) > 0
    assert "entries" not in answers[3].text


def test_logs_hold_nothing_about_people(app, client, caplog):
    caplog.set_level(logging.DEBUG)
    sign_in(client, password="not the right one")
    sign_in(client)
    client.get("/moderation")
    client.post("/sign-out")
    for secret in (EMAIL, "not the right one", PASSWORD, "127.0.0.1"):
        assert secret not in caplog.text


@pytest.mark.parametrize("path", ["/sign-in", "/moderation", "/sent/none"])
def test_private_pages_are_kept_by_no_cache(client, path):
    sign_in(client)
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client):
    cookies = sign_in(client).headers.getlist("Set-Cookie")
    assert cookies
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_cookies_keep_to_https_where_the_site_has_it(town):
    app = create_app(settings_for(town.url, assetmap_secure_cookies=True))
    app.config["WTF_CSRF_ENABLED"] = False
    cookies = sign_in(app.test_client(), base_url="https://localhost").headers.getlist("Set-Cookie")
    app.extensions["engine"].dispose()
    assert cookies
    assert all("Secure" in cookie for cookie in cookies)


@pytest.mark.parametrize(
    "typed", [{}, {"email": "steward@example.org", "password": "not this"}, {"email": "nobody@example.org", "password": "x"}]
)
def test_what_is_not_right_at_signing_in_is_said_once_and_in_plain_words(client, typed):
    page = client.post("/sign-in", data=typed).text
    assert page.count("The e-mail address or the password is not right.") == 1
    assert "What you typed is still here" not in page


def test_a_link_for_a_new_password_goes_to_an_address_and_the_page_tells_nobody_whose_it_is(client):
    assert "Give an e-mail address such as amina@example.org." in client.post("/password/forgotten", data={"email": ""}).text
    for email in ("steward@example.org", "nobody@example.org"):
        page = client.post("/password/forgotten", data={"email": email}).text
        assert "If there is an account under that address, a link is on its way" in page and "Please look at this again" not in page
