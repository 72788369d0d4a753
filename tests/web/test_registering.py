"""Suggesting an asset or a group: every way to say where it is, every fault at its field, and nothing typed is lost."""

import re

import pytest

from assetmap import create_app
from assetmap.models import Status
from tests.conftest import settings_for
from tests.web.typed import INSIDE, asset, chosen, counts, faults, group, submission, suggest, token, value

CONTACT = {"website": 300, "public_email": 254, "public_phone": 30}
LIMITS = {
    "/assets/new": {"name": 140, "summary": 240, "description": 4000, "address": 240, "opening_times": 600, **CONTACT},
    "/groups/new": {"name": 140, "purpose": 2000, **CONTACT},
}


def test_by_postcode_the_point_is_the_middle_of_the_postcode(app, client):
    content = submission(app, suggest(client, postcode=" e10aa ")).content
    assert (content["lon"], content["lat"], content["postcode"]) == (*INSIDE, "E1 0AA")


def test_by_coordinates_the_point_is_the_one_typed(app, client):
    content = submission(app, suggest(client, located="map", postcode="", lon="-0.05", lat="51.52")).content
    assert (content["lon"], content["lat"], content["postcode"]) == (-0.05, 51.52, "")


def test_without_a_fixed_place_there_is_no_point_and_no_address(app, client):
    content = submission(app, suggest(client, located="none", address="12 Nowhere Street", precision="area")).content
    assert (content["lon"], content["lat"], content["address"], content["postcode"]) == (None, None, "", "")
    assert content["approximate"] is False


def test_by_address_the_candidates_are_offered_and_the_one_chosen_is_taken(app, client):
    typed = asset(located="address", postcode="", address="behind the Bethnal Green library")
    offered = client.post("/assets/new", data=typed)
    assert offered.status_code == 422
    assert list(faults(offered.text)) == ["found-0"]
    assert "Bethnal Green library" in offered.text
    first = next(part.split('"')[0] for part in offered.text.split('name="found" id="found-0" value="')[1:])
    content = submission(app, suggest(client, **typed, found=first)).content
    assert f"{content['lon']},{content['lat']}" == first
    assert content["address"] == "behind the Bethnal Green library"


def test_an_address_with_a_postcode_in_it_needs_no_choice(app, client):
    content = submission(app, suggest(client, located="address", postcode="", address="3 Cable Street, London E1 0AA")).content
    assert (content["lon"], content["lat"]) == INSIDE


def test_a_candidate_that_was_not_offered_is_not_taken(client):
    answer = client.post("/assets/new", data=asset(located="address", address="Bethnal Green library", found="-0.05,51.5"))
    assert answer.status_code == 422
    assert "found-0" in faults(answer.text)


def test_an_address_nobody_knows_is_said_at_its_field(client):
    answer = client.post("/assets/new", data=asset(located="address", postcode="", address="qqqq zzzz"))
    assert list(faults(answer.text)) == ["address"]


FAULTS = [
    ({"name": ""}, "name", "Give the asset a name."),
    ({"name": "n" * 141}, "name", ""),
    ({"summary": ""}, "summary", "Say in one line what it is."),
    ({"category": ""}, "category", "Choose what kind of asset it is."),
    ({"category": "things"}, "category", "Choose what kind of asset it is."),
    ({"holder": ""}, "holder-0", "Choose who holds it."),
    ({"holder": "nobody"}, "holder-0", "Choose who holds it."),
    ({"cost": "much"}, "cost-0", "Choose what it costs."),
    ({"located": ""}, "located-0", "Choose how to say where it is"),
    ({"located": "postcode", "postcode": ""}, "postcode", "Give a postcode, or choose another way."),
    ({"located": "postcode", "postcode": "ZZ9 9ZZ"}, "postcode", "We do not know the postcode"),
    ({"located": "address", "address": ""}, "address", "Give an address or the name of a place nearby"),
    ({"located": "map", "lon": "", "lat": ""}, "lat", "Tap the place on the map"),
    ({"located": "map", "lon": "west", "lat": "north"}, "lat", "Tap the place on the map"),
    ({"located": "map", "lon": "nan", "lat": "nan"}, "located-0", "not degrees"),
    ({"located": "map", "lon": "inf", "lat": "51.5"}, "located-0", "not degrees"),
    ({"located": "map", "lon": "2.35", "lat": "48.85"}, "located-0", "This point is not in Tower Hamlets."),
    ({"located": "map", "lon": "200", "lat": "100"}, "located-0", "not degrees"),
    ({"audiences": ["martians"]}, "audiences-0", "Choose from the list."),
    ({"languages": ["klingon"]}, "languages-0", "Choose from the list."),
    ({"access": ["portal"]}, "access-0", "Choose from the list."),
    ({"website": "javascript:alert(1)"}, "website", "Give a web address"),
    ({"website": "www.example.org"}, "website", "Give a web address"),
    ({"public_email": "at home"}, "public_email", "Give an e-mail address"),
    ({"public_phone": "ring me"}, "public_phone", "Give a telephone number"),
    ({"opening_times": "o" * 601}, "opening_times", ""),
    ({"website_2": "https://spam.example"}, "website_2", "This looks as if a machine had sent it."),
]


@pytest.mark.parametrize(
    ("typed", "field", "said"), FAULTS, ids=[f"{list(typed)[0]}-{list(typed.values())[-1]!s:.12}" for typed, _, _ in FAULTS]
)
def test_a_fault_is_said_at_its_field_and_nothing_is_kept(reader, typed, field, said):
    answer = reader.post("/assets/new", data=asset(**typed))
    found = faults(answer.text)
    assert answer.status_code == 422
    assert list(found) == [field]
    assert said in found[field]
    assert f'id="{field}"' in answer.text


def test_all_faults_are_said_at_once_in_the_order_of_the_form(client, app):
    before = counts(app)
    wrong = {
        "name": "",
        "summary": "",
        "category": "",
        "holder": "",
        "postcode": "",
        "website": "x",
        "public_email": "x",
        "public_phone": "x",
    }
    answer = client.post("/assets/new", data=asset(**wrong))
    assert list(faults(answer.text)) == ["name", "category", "summary", "holder-0", "postcode", "website", "public_email", "public_phone"]
    assert counts(app) == before


def test_what_was_typed_is_still_there(client):
    typed = asset(
        **{
            "name": "A “quoted” name & more",
            "holder": "",
            "summary": "<b>bold</b>",
            "description": "Two\nlines",
            "address": "Round the back",
        },
        **{"opening_times": "Mon 1-2", "website": "https://example.org/?a=1&b=2", "public_email": "a@example.org", "cost": "donation"},
        **{"languages": ["somali", "english"], "access": ["hearing-loop"], "precision": "area", "public_phone": "020 7946 0000"},
    )
    page = client.post("/assets/new", data=typed).text
    for name in ("name", "summary", "description", "address", "opening_times", "website", "public_email", "public_phone"):
        assert value(page, name).replace("\r", "") == typed[name], name
    assert chosen(page, "category") == ["equipment"]
    assert chosen(page, "cost") == ["donation"]
    assert chosen(page, "precision") == ["area"]
    assert sorted(chosen(page, "languages")) == ["english", "somali"]
    assert chosen(page, "access") == ["hearing-loop"]


def test_similar_entries_nearby_are_offered_before_sending_and_can_be_passed_by(client, app):
    typed = asset(name="Bethnal Green Library", located="postcode", postcode="E2 0HL")
    before = counts(app)["submissions"]
    offered = client.post("/assets/new", data=typed)
    assert offered.status_code == 200
    assert "Is it one of these?" in offered.text
    assert "Bethnal Green library" in offered.text
    assert counts(app)["submissions"] == before
    assert value(offered.text, "name") == "Bethnal Green Library"
    suggest(client, **typed, not_similar="y")
    assert counts(app)["submissions"] == before + 1


def test_an_entry_like_no_other_is_sent_without_a_question(app, client):
    reference = suggest(client)
    assert submission(app, reference).status == Status.waiting


def test_a_similar_group_is_offered_too(client):
    offered = client.post("/groups/new", data=group(name="Bromley by Bow Centre"))
    assert offered.status_code == 200
    assert "Is it one of these?" in offered.text


def test_the_page_after_sending_tells_how_it_stands_and_nobody_else_can_guess_it(app, client):
    reference = suggest(client)
    page = client.get(f"/sent/{reference}").text
    assert "Shadwell Tool Library" in page
    assert "with a steward now" in page
    assert len(reference) >= 24
    assert client.get(f"/sent/{reference[:-1]}").status_code == 404


GROUP_FAULTS = [
    ({"name": ""}, "name", "Give the group"),
    ({"purpose": ""}, "purpose", "Say in a sentence or two"),
    ({"purpose": "p" * 2001}, "purpose", ""),
    ({"kind": ""}, "kind", "Choose what kind of group it is."),
    ({"areas": ["E99"]}, "areas-0", "Choose neighbourhoods from the list."),
    ({"audiences": ["martians"]}, "audiences-0", "Choose from the list."),
    ({"website": "ftp://example.org"}, "website", "Give a web address"),
]


@pytest.mark.parametrize(("typed", "field", "said"), GROUP_FAULTS, ids=[next(iter(typed)) for typed, _, _ in GROUP_FAULTS])
def test_a_fault_of_a_group_is_said_at_its_field(reader, typed, field, said):
    answer = reader.post("/groups/new", data=group(**typed))
    assert answer.status_code == 422
    assert list(faults(answer.text)) == [field]
    assert said in faults(answer.text)[field]


@pytest.mark.parametrize("form", ["/assets/new", "/groups/new"])
def test_limits_in_the_page_are_those_of_the_database(reader, form):
    tags = re.findall(r"<(?:input|textarea)\b[^>]*>", reader.get(form).text)
    shown = {re.search(r'name="([\w-]+)"', tag).group(1): tag for tag in tags if " maxlength=" in tag and "site-search" not in tag}
    asked = {name: limit for name, limit in LIMITS[form].items() if name in shown}
    assert asked == LIMITS[form]
    assert [name for name, limit in asked.items() if f'maxlength="{limit}"' not in shown[name]] == []


@pytest.fixture
def slow(town):
    app = create_app(settings_for(town.copy(), assetmap_rate_register="2 per hour"))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    app.extensions["engine"].dispose()


def test_a_stranger_may_send_only_so_many_and_is_told_when_to_go_on(slow):
    client = slow.test_client()
    for number in range(2):
        suggest(client, name=f"Lending shelf of house {number} in street {number * 7}")
    refused = client.post("/assets/new", data=asset(name="One more"))
    assert refused.status_code == 429
    assert "Please wait a little" in refused.text
    assert int(refused.headers["Retry-After"]) > 0
    assert client.get("/assets/new").status_code == 200


def test_faulty_tries_and_questions_are_not_counted(slow):
    client = slow.test_client()
    for _ in range(4):
        assert client.post("/assets/new", data=asset(name="")).status_code == 422
        assert client.post("/assets/new", data=asset(name="Bethnal Green Library", postcode="E2 0HL")).status_code == 200
    suggest(client)


def test_stewards_are_no_strangers(slow):
    client = slow.test_client()
    client.post("/sign-in", data={"email": "steward@example.org", "password": "a long enough password"})
    for number in range(3):
        assert client.post("/assets/new", data=asset(name=f"Tool chest {number * 1111}", not_similar="y")).status_code == 303


def test_too_much_at_once_is_refused_with_a_page(app, client):
    answer = client.post("/assets/new", data=asset(description="x" * 300_000))
    assert answer.status_code == 413
    assert "Too much at once" in answer.text


def test_the_form_works_with_its_token_as_a_browser_sends_it(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    page = client.get("/assets/new").text
    assert client.post("/assets/new", data=asset(csrf_token=token(page), lon="", lat="", found="")).status_code == 303


def test_what_will_be_public_is_said_beside_each_field(reader):
    page = reader.get("/assets/new").text
    for name in ("name", "summary", "postcode", "address", "description", "website", "public_email", "public_phone", "opening_times"):
        assert "Public" in page.split(f'id="{name}-hint"')[1].split("</p>")[0], name
