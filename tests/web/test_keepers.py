"""The page of a keeper: no account, one address, nothing lost, and nothing about keepers anywhere else."""

import io
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from assetmap import create_app
from assetmap.models import Ask, Asset, Group, Keeper, Link, Notice
from assetmap.models.columns import now
from assetmap.services import keepers
from tests import mailbox
from tests.conftest import PASSWORD, settings_for
from tests.networked import add_groups, add_link
from tests.web import public
from tests.web.inviting import choir
from tests.web.typed import faults, sessions, token, value

AMINA = {"name": "Amina Qureshi-Xanthic", "email": "amina.xanthic@example.org", "phone": "020 7946 0789"}
HOSTILE = "</textarea><script>alert(1)</script>\"'${7*7}{{7*7}} Ὕ إبريق"


@pytest.fixture
def kept(app: Flask) -> dict[str, object]:
    """Three groups, a public link one states, one that another claims, a keeper, and an address."""
    with sessions(app) as session, session.begin():
        one, two, three = add_groups(session, "The Ropewalk Sewers", "Zinnia Garden", "Yarrow Hall Friends")
        nobody = {"from_says": None, "from_said_at": None, "from_visibility": None}
        stated = add_link(session, "co_runs", one, two)
        claimed = add_link(session, "refers_to", three, one, to_says=None, to_said_at=None, to_visibility=None)
        private = add_link(session, "funds", one, three, visibility="private", **nobody)
        keeper = keepers.add(session, one, AMINA)
        _asked, address = keepers.ask(session, one, keeper, None)
        return {
            "path": f"/keepers/{address}",
            "token": address,
            "groups": [one.id, two.id, three.id],
            "links": [stated.id, claimed.id, private.id],
        }


def form(page: str) -> dict[str, str]:
    """What a browser would send of a page, as it stands."""
    typed = {}
    for tag in re.findall(r"<input\b[^>]*>", page):
        name, kind = re.search(r'name="([^"]+)"', tag), re.search(r'type="(\w+)"', tag).group(1)
        if name and (kind not in ("radio", "checkbox") or " checked" in tag):
            typed[name[1]] = re.search(r'value="([^"]*)"', tag).group(1)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        typed[name] = chosen[1]
    typed["missing"] = value(page, "missing")
    return {name: given for name, given in typed.items() if name not in ("q",)}


def links(app: Flask, *numbers: int) -> list[Link]:
    with sessions(app) as session:
        return [session.get(Link, number) for number in numbers]


def test_one_press_confirms_everything_as_it_is(app, client, kept):
    page = client.get(kept["path"]).text
    for words in (
        "You run something together with <bdi>Zinnia Garden",
        "<bdi>Yarrow Hall Friends</bdi> refers people to you",
        "They say so.",
    ):
        assert words in page
    answer = client.post(kept["path"], data=form(page) | {"do": "send"})
    assert answer.status_code == 303, faults(answer.text)
    stated, claimed, private = links(app, *kept["links"])
    assert (stated.from_says, claimed.to_says, private.from_says) == (True, True, True)
    assert (stated.visibility, claimed.visibility, private.visibility) == ("public", "public", "private")
    thanks = client.get(answer.headers["Location"]).text
    assert "Zinnia Garden" in thanks
    assert "funds" not in thanks


def test_opening_it_uses_nothing_up_and_sending_does(client, kept):
    pages = [client.get(kept["path"]) for _look in range(3)]
    assert {page.status_code for page in pages} == {200}
    assert client.post(kept["path"], data={"do": "send"}).status_code == 303
    again = client.post(kept["path"], data={"do": "send"})
    assert again.status_code == 410
    assert "What was said then is kept" in again.text
    assert client.get(kept["path"]).status_code == 410


def test_each_link_can_be_ended_or_denied_and_who_sees_it_changed(app, client, kept):
    stated, claimed, private = kept["links"]
    typed = form(client.get(kept["path"]).text) | {
        f"link-{stated}-says": "ended",
        f"link-{claimed}-says": "never",
        f"link-{private}-who": "shared",
    }
    assert client.post(kept["path"], data=typed | {f"link-{private}-how": "weekly", "do": "send"}).status_code == 303
    ended, denied, changed = links(app, stated, claimed, private)
    assert ended.ended_at is not None
    assert denied.to_says is False
    assert (changed.from_visibility, changed.frequency) == ("shared", "weekly")
    assert changed.visibility == "private"  # the stricter wish of the two ends counts


def test_without_a_script_a_name_is_found_and_everything_typed_is_kept(app, client, kept):
    typed = form(client.get(kept["path"]).text) | {
        "missing": "The knitters",
        "more-0-q": "zinnia",
        "notice-0-words": "A piano",
        "do": "find",
    }
    page = client.post(kept["path"], data=typed)
    assert page.status_code == 200
    assert "Zinnia Garden" in page.text.split('id="more-0-to"')[1]
    assert (value(page.text, "missing"), value(page.text, "more-0-q"), value(page.text, "notice-0-words")) == (
        "The knitters",
        "zinnia",
        "A piano",
    )
    zinnia = f"g{kept['groups'][1]}"
    more = form(page.text) | {"more-0-node": zinnia, "more-0-what": "refers_to-in", "more-0-how": "weekly", "notice-0-thing": "equipment"}
    sent = client.post(kept["path"], data=more | {"do": "send"})
    assert sent.status_code == 303, faults(sent.text)
    with sessions(app) as session:
        new = session.scalar(select(Link).where(Link.kind == "refers_to", Link.from_group_id == kept["groups"][1]))
        assert (new.to_group_id, new.to_says, new.from_says, new.frequency) == (kept["groups"][0], True, None, "weekly")
        assert session.scalars(select(Notice.words)).all() == ["A piano"]
        assert session.scalar(select(Ask.missing)) == "The knitters"


def test_a_place_can_be_met_at_but_not_be_a_member(app, client, kept):
    with sessions(app) as session:
        place = session.scalars(select(Asset).where(Asset.group_id.is_(None)).order_by(Asset.id)).first()
    named = form(client.get(kept["path"]).text) | {
        "more-0-q": place.name,
        "more-0-asked": place.name,
        "more-0-node": f"a{place.id}",
        "do": "send",
    }
    refused = client.post(kept["path"], data=named | {"more-0-what": "member_of-out"})
    assert list(faults(refused.text)) == ["more-0-kind"]
    assert client.post(kept["path"], data=named | {"more-0-what": "refers_to-in"}).status_code == 422
    assert client.post(kept["path"], data=named | {"more-0-what": "meets_at-out"}).status_code == 303


def test_one_more_row_and_the_words_that_were_chosen_for_count(client, kept):
    page = client.post(kept["path"], data=form(client.get(kept["path"]).text) | {"more-0-q": "Zinnia Garden", "do": "more"}).text
    assert 'name="more-1-q"' in page
    assert "Chosen:" in page
    zinnia = f"g{kept['groups'][1]}"
    changed = form(page) | {
        "more-0-node": zinnia,
        "more-0-asked": "Zinnia Garden",
        "more-0-q": "yarrow",
        "more-0-what": "co_runs-out",
        "do": "send",
    }
    answer = client.post(kept["path"], data=changed)
    assert faults(answer.text) == {"more-0-q": "Choose below who you mean."}
    assert "Yarrow Hall Friends" in answer.text.split('id="more-0-to"')[1]


def test_every_fault_at_once_at_its_field_and_nothing_is_lost_or_written(app, client, kept):
    wrong = {
        **{f"link-{kept['links'][0]}-says": "maybe", "more-0-q": "qqqzzz", "more-0-what": "", "missing": "x" * 1001},
        **{"notice-0-thing": "gold", "notice-0-words": "y" * 301, "notice-0-until": "2001-01-01", "notice-1-thing": "other"},
    }
    answer = client.post(kept["path"], data=form(client.get(kept["path"]).text) | wrong | {"do": "send"})
    assert answer.status_code == 422
    expected = {f"link-{kept['links'][0]}-says", "more-0-q", "more-0-kind", "missing", "notice-0-thing", "notice-0-words", "notice-0-until"}
    assert set(faults(answer.text)) == {*expected, "notice-1-words"}
    for name in ("more-0-q", "missing", "notice-0-words", "notice-0-until"):
        assert value(answer.text, name) == wrong[name]
    for field in faults(answer.text):
        assert f'id="{field}"' in answer.text
    assert client.get(kept["path"]).status_code == 200


@pytest.mark.parametrize("given", [HOSTILE, "\x00nul", "a\u202eb", "9" * 5000])
def test_hostile_text_in_every_field_breaks_nothing_and_runs_nothing(client, kept, given):
    first = form(client.get(kept["path"]).text)
    hostile = {name: given for name in first if name != "do"}
    for do in ("find", "more", "need", "send", given):
        answer = client.post(kept["path"], data=hostile | {"do": do})
        assert answer.status_code in (200, 422)
        assert "<script>alert" not in answer.text


def test_a_need_kept_or_taken_away(app, client, kept, sign_in):
    group = kept["groups"][0]
    developer = sign_in("developer")
    for thing in ("room", "money"):
        sent = developer.post(f"/notices/groups/{group}", data={"side": "need", "thing": thing, "visibility": "public"})
        assert sent.status_code == 303
    with sessions(app) as session:
        room, money = session.scalars(select(Notice.id).order_by(Notice.id))
    page = client.get(kept["path"]).text
    assert client.post(kept["path"], data=form(page) | {f"keep-{money}": "close", "do": "send"}).status_code == 303
    shown = client.get(f"/groups/{group}").text
    assert "A room or a space" in shown
    assert "Money" not in shown
    assert developer.post(f"/notices/{room}/close").status_code == 303
    assert "A room or a space" not in client.get("/notices").text.split("</form>")[-1]


class TestTheAddress:
    """What stands in it goes nowhere else."""

    def test_the_page_is_not_kept_not_indexed_and_tells_no_other_site(self, client, kept):
        for path in (kept["path"], f"{kept['path']}/done", "/keepers/none"):
            headers = client.get(path).headers
            assert headers["Referrer-Policy"] == "no-referrer"
            assert headers["Cache-Control"] == "no-store"
            assert "noindex" in headers["X-Robots-Tag"]

    @pytest.mark.parametrize("guess", ["none", "x" * 43, "%00", "..", "é", "A" * 3000])
    def test_a_forged_address_finds_nothing(self, client, kept, guess):
        assert client.get(f"/keepers/{guess}").status_code in (400, 404, 308)
        assert client.post(f"/keepers/{guess}", data={"do": "send"}).status_code in (400, 404, 405, 308)

    def test_one_that_ran_out_says_so(self, app, client, kept):
        with sessions(app) as session, session.begin():
            session.scalar(select(Ask)).expires_at = now() - timedelta(minutes=1)
        assert "ask for a new one" in client.get(kept["path"]).text
        assert client.post(kept["path"], data={"do": "send"}).status_code == 410

    def test_guessing_is_limited_and_using_is_not(self, town):
        app = create_app(settings_for(town.copy(), assetmap_rate_sign_in="3 per hour"))
        app.config.update(TESTING=True)
        with sessions(app) as session, session.begin():
            _asked, address = keepers.ask(session, session.get(Group, 1), None, None)
        client = app.test_client()
        assert {client.get(f"/keepers/{address}").status_code for _look in range(6)} == {200}
        assert [client.get(f"/keepers/none{guess}").status_code for guess in range(4)] == [404, 404, 404, 429]
        app.extensions["engine"].dispose()

    def test_it_stands_in_no_log_even_when_something_breaks(self, app, client, kept, monkeypatch, caplog):
        caplog.set_level(logging.DEBUG)
        written = io.StringIO()
        handler = logging.StreamHandler(written)
        logging.getLogger().addHandler(handler)
        try:
            client.get(kept["path"])
            client.post(kept["path"], data={"do": "find", "more-0-q": "zinnia"})
            app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
            monkeypatch.setattr("assetmap.web.keepers.typed.links.own", lambda *_given: 1 / 0)
            assert client.get(kept["path"]).status_code == 500
            client.post(kept["path"], data={"do": "send"})
        finally:
            logging.getLogger().removeHandler(handler)
        assert "ZeroDivisionError" in written.getvalue()
        assert kept["token"] not in written.getvalue() + caplog.text

    def test_it_is_kept_nowhere_in_the_database(self, app, client, kept):
        client.get(kept["path"])
        client.post(kept["path"], data={"do": "send"})
        assert public.tables_with(app, kept["token"]) == set()

    def test_two_who_send_it_at_once_and_one_of_them_counts(self, app, kept):
        def send(words: str) -> int:
            return app.test_client().post(kept["path"], data={"do": "send", "missing": words}).status_code

        with ThreadPoolExecutor(2) as both:
            assert sorted(both.map(send, ["first", "second"])) == [303, 410]
        with sessions(app) as session:
            assert session.scalar(select(Ask.missing)) in ("first", "second")

    def test_a_form_that_was_open_too_long_comes_back_as_it_was_typed(self, app, client, kept):
        app.config["WTF_CSRF_ENABLED"] = True
        page = client.post(kept["path"], data={"do": "send", "missing": "The knitters", "csrf_token": "old"})
        assert page.status_code == 400
        assert "Nothing is lost" in page.text
        assert value(page.text, "missing") == "The knitters"
        again = form(page.text) | {"do": "send", "csrf_token": token(page.text)}
        # Over HTTPS too, where the usual check asks for a referrer that this page tells browsers not to send.
        assert client.post(kept["path"], data=again, base_url="https://localhost").status_code == 303


class TestPersonalData:
    """Who the keepers are is for those who look after networks."""

    TELLING = re.compile(r"Xanthic|amina\.|7946 0789", re.IGNORECASE)

    def test_it_is_on_no_public_page_and_in_no_answer_of_the_api(self, client, kept):
        group = kept["groups"][0]
        client.post(kept["path"], data={"do": "send"})
        more = ("/notices", f"/groups/{group}", f"/api/v1/groups/{group}", f"/groups/{group}/network", "/networks", f"{kept['path']}/done")
        for address, page in public.read(client, *[path for path in more if client.get(path).status_code != 404]).items():
            assert self.TELLING.findall(page) == [], address

    def test_it_is_not_on_the_keepers_own_page_which_may_have_been_passed_on(self, client, kept):
        assert self.TELLING.findall(client.get(kept["path"]).text) == []

    def test_it_is_in_one_table_only(self, app, kept):
        assert public.tables_with(app, *AMINA.values()) == {"keepers"}

    def test_those_who_look_after_networks_see_it_and_others_do_not(self, sign_in, kept):
        path = f"/keepers/groups/{kept['groups'][0]}"
        for role, seen in (
            ("developer", True),
            ("steward", True),
            ("administrator", True),
            ("planner", False),
            ("resident", False),
            ("visitor", False),
        ):
            answer = sign_in(role).get(path)
            assert bool(self.TELLING.findall(answer.text)) is seen, role
            assert answer.headers["Cache-Control"] == "no-store" or not seen

    def test_a_keeper_who_asks_for_it_is_forgotten(self, app, client, kept):
        assert client.post(kept["path"], data={"do": "send", "forget": "yes"}).status_code == 303
        with sessions(app) as session:
            assert session.scalars(select(Keeper)).all() == []
            assert session.scalar(select(Ask.used_at)) is not None


class TestThoseWhoAsk:
    """The pages of community developers and stewards."""

    def test_a_keeper_is_added_changed_and_forgotten(self, app, sign_in, kept):
        developer, group = sign_in("developer"), kept["groups"][1]
        page = f"/keepers/groups/{group}"
        refused = developer.post(f"{page}/add", data={"name": "Bo <b>", "email": "nobody", "phone": "x"})
        assert refused.status_code == 422
        assert set(faults(refused.text)) == {"new-email", "new-phone"}
        assert "Bo &lt;b&gt;" in refused.text
        assert developer.post(f"{page}/add", data={"name": "Bo"}).status_code == 303
        with sessions(app) as session:
            number = session.scalar(select(Keeper.id).where(Keeper.group_id == group))
        wrong = developer.post(f"/keepers/{number}/change", data={"name": "Bo", "email": "nobody"})
        assert set(faults(wrong.text)) == {f"keeper-{number}-email"}
        assert developer.post(f"/keepers/{number}/change", data={"name": "Bo", "email": "bo@example.org"}).status_code == 303
        assert "bo@example.org" in developer.get(page).text
        assert developer.post(f"/keepers/{number}/forget").status_code == 303
        assert "bo@example.org" not in developer.get(page).text

    def test_who_has_an_account_is_not_forgotten_here_but_revoked_with_a_reason(self, app, sign_in):
        group = choir(app, "resident")
        with sessions(app) as session:
            number = session.scalar(select(Keeper.id).where(Keeper.group_id == group))
        developer, steward = sign_in("developer"), sign_in("steward")
        assert f"/keepers/{number}/forget" not in developer.get(f"/keepers/groups/{group}").text
        refused = developer.post(f"/keepers/{number}/forget")
        assert refused.headers["Location"] == f"/keepers/groups/{group}"
        assert "with an account" in developer.get(refused.headers["Location"]).text
        assert steward.post(f"/keepers/{number}/forget").headers["Location"] == f"/claims/groups/{group}"
        with sessions(app) as session:
            assert session.get(Keeper, number).user_id is not None

    def test_an_address_is_shown_once_and_works(self, app, client, sign_in, kept):
        developer, group = sign_in("developer"), kept["groups"][1]
        page = developer.post(f"/keepers/groups/{group}/ask", data={"keeper": "", "days": "30"}).text
        (address,) = set(re.findall(r"/keepers/([\w-]{40,})", page))
        assert client.get(f"/keepers/{address}").status_code == 200
        assert address not in developer.get(f"/keepers/groups/{group}").text
        assert set(faults(developer.post(f"/keepers/groups/{group}/ask", data={"days": "400"}).text)) == {"ask-days"}

    def test_the_list_says_who_has_answered_and_who_is_missing(self, client, sign_in, kept):
        developer = sign_in("developer")
        assert "Link is good until" in developer.get("/keepers?q=ropewalk").text
        client.post(kept["path"], data={"do": "send", "missing": "The <i>knitters</i>"})
        page = developer.get("/keepers?choice=answered").text
        assert "The Ropewalk Sewers" in page
        assert "The &lt;i&gt;knitters&lt;/i&gt;" in page
        assert "knitters" not in client.get("/about").text

    def test_one_account_sends_only_so_many_letters_whoever_they_go_to(self, app, kept):
        page = f"/keepers/groups/{kept['groups'][0]}"
        with sessions(app) as session, session.begin():
            group = session.get_one(Group, kept["groups"][0])
            number = keepers.of_group(session, group)[0].id
        with mailbox.serving() as box:
            mail = {"assetmap_mail_url": f"smtp://127.0.0.1:{box.port}", "assetmap_mail_from": "map@example.org"}
            limited = create_app(app.extensions["settings"].model_copy(update={**mail, "assetmap_rate_letters": "2 per hour"}))
            limited.config["WTF_CSRF_ENABLED"] = False
            people = {role: limited.test_client() for role in ("developer", "steward")}
            for role, client in people.items():
                client.post("/sign-in", data={"email": f"{role}@example.org", "password": PASSWORD})

            def ask(role: str, by: str) -> int:
                return people[role].post(f"{page}/ask", data={"days": "30", "keeper": str(number), "by": by}).status_code

            answers = [ask("developer", by) for by in ("mail", "see", "mail", "mail", "see")]
            assert answers == [303, 200, 303, 429, 200]
            assert [ask("steward", "mail") for _turn in range(3)] == [303, 303, 429]
            assert len(box.messages) == 4
        limited.extensions["engine"].dispose()

    def test_without_a_mail_server_the_page_says_so(self, sign_in, kept):
        developer, page = sign_in("developer"), f"/keepers/groups/{kept['groups'][0]}"
        assert "This site sends no e-mail" in developer.get(page).text
        assert "sends no e-mail" in developer.post(f"{page}/ask", data={"days": "30", "by": "mail"}).text


def test_a_groups_page_says_whom_to_ask(client, town):
    assert "Speak to a steward or a community developer" in client.get("/groups/1").text
    told = create_app(settings_for(town.url, assetmap_contact="map@example.org"))
    for path in ("/groups/1", "/about"):
        assert 'href="mailto:map@example.org"' in told.test_client().get(path).text
    told.extensions["engine"].dispose()
