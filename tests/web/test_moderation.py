"""From a stranger's suggestion to a public entry, and what a steward can do on the way."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from assetmap.models import Asset, Group, Status
from assetmap.services import links
from assetmap.services.links import Statement
from assetmap.services.submissions import seal
from tests.web import public
from tests.web.inviting import limit
from tests.web.typed import asset, counts, decide, faults, group, published, send, sessions, submission, suggest, value

SECRET = "Zyxomma"  # a word no page has by itself


@pytest.fixture
def reference(client):
    return suggest(client)


def test_what_a_stranger_sent_is_nowhere_public_before_a_steward_approves(app, client, steward):
    texts = ("name", "summary", "description", "opening_times", "group_name")
    reference = suggest(client, **{name: f"{SECRET} {name}" for name in texts}, website=f"https://{SECRET}.example.org/")
    pages = public.read(client, f"/api/v1/assets?q={SECRET}", f"/groups?q={SECRET[:4]}")
    assert [address for address, page in pages.items() if SECRET in page.replace(f"q={SECRET}", "")] == []
    assert public.tables_with(app, SECRET) == {"submissions"}
    number = published(steward, app, reference)
    assert SECRET in client.get(f"/assets/{number}").text
    assert SECRET in client.get("/api/v1/assets?limit=1000").text
    assert SECRET in client.get("/").text


def test_a_group_a_stranger_sent_waits_too(app, client, steward):
    reference = send(client, "/groups/new", group(name=f"{SECRET} Club"))
    assert [address for address, page in public.read(client).items() if SECRET in page] == []
    number = published(steward, app, reference)
    page = client.get(f"/groups/{number}").text
    assert f"{SECRET} Club" in page
    assert "/neighbourhoods/E05009317" in page


def test_what_waits_is_listed_for_stewards_the_oldest_first(client, steward):
    suggest(client, name="First of two lathes")
    suggest(client, name="A kiln that comes second")
    page = steward.get("/moderation").text
    assert page.index("First of two lathes") < page.index("A kiln that comes second")
    assert "2" in steward.get("/").text.split("/moderation")[1][:200]


def test_the_page_of_an_entry_shows_everything_that_was_sent(app, client, steward):
    reference = suggest(client, address="Behind the bakery", opening_times="Mondays", public_email="a@example.org", precision="area")
    page = steward.get(f"/moderation/{submission(app, reference).id}").text
    assert value(page, "name") == "Shadwell Tool Library"
    assert value(page, "address") == "Behind the bakery"
    assert value(page, "opening_times") == "Mondays"
    assert value(page, "public_email") == "a@example.org"
    assert (value(page, "lon"), value(page, "lat")) == ("-0.052098", "51.512497")


def test_approving_publishes_and_tells_whoever_sent_it(app, client, steward, reference):
    number = published(steward, app, reference)
    page = client.get(f"/assets/{number}").text
    assert "Shadwell Tool Library" in page
    assert "Suggested by a neighbour, approved by a steward" in page
    assert f'href="/assets/{number}"' in client.get(f"/sent/{reference}").text
    assert submission(app, reference).status == Status.approved
    assert submission(app, reference).decided_by_id is not None


def test_an_approved_asset_is_linked_to_every_geography(app, client, steward, reference):
    number = published(steward, app, reference)
    with sessions(app) as session:
        found = session.scalar(select(Asset).where(Asset.id == number))
        assert {area.geography.key for area in found.areas} == {"borough", "ward25", "msoa21", "lsoa21"}


def test_declining_needs_a_reason_and_tells_it(app, client, steward, reference):
    number = submission(app, reference).id
    without = decide(steward, app, number, "decline", reason="  ")
    assert without.status_code == 422
    assert list(faults(without.text)) == ["reason"]
    assert submission(app, reference).status == Status.waiting
    assert decide(steward, app, number, "decline", reason="It closed in May, sorry.").status_code == 303
    page = client.get(f"/sent/{reference}").text
    assert "It closed in May, sorry." in page
    assert submission(app, reference).status == Status.declined
    assert counts(app)["assets"] == 75


def test_a_reason_that_is_too_long_is_refused_and_kept_in_the_page(app, steward, reference):
    answer = decide(steward, app, submission(app, reference).id, "decline", reason="why " * 300)
    assert answer.status_code == 422
    assert value(answer.text, "reason").startswith("why why")


def test_a_steward_can_change_an_entry_before_approving_it(app, client, steward, reference):
    number = submission(app, reference).id
    typed = asset(name="Shadwell Library of Things", located="map", lon="-0.0525", lat="51.5127", postcode="E1 0AA")
    assert decide(steward, app, number, "change", **typed).status_code == 303
    assert submission(app, reference).status == Status.waiting
    page = client.get(f"/assets/{published(steward, app, reference)}").text
    assert "Shadwell Library of Things" in page
    assert "Shadwell Tool Library" not in page


def test_a_faulty_change_says_so_and_changes_nothing(app, steward, reference):
    answer = decide(steward, app, submission(app, reference).id, "change", **asset(name="", holder=""))
    assert answer.status_code == 422
    assert list(faults(answer.text)) == ["name", "holder-0"]
    assert submission(app, reference).content["name"] == "Shadwell Tool Library"


@pytest.mark.parametrize("first", ["approve", "decline"])
def test_an_entry_is_decided_once(app, steward, reference, first):
    number = submission(app, reference).id
    typed = asset(reason="Not here.")
    assert decide(steward, app, number, first, **typed).status_code == 303
    before = counts(app)
    for then in ("approve", "decline", "change"):
        again = decide(steward, app, number, then, **typed)
        assert again.status_code == 409
        assert "already decided" in again.text
    assert counts(app) == before


def test_two_stewards_at_the_same_moment_publish_it_once(app, sign_in, reference):
    number, clients = submission(app, reference).id, [sign_in("steward"), sign_in("administrator")]
    with ThreadPoolExecutor(2) as together:
        answers = list(together.map(lambda client: decide(client, app, number, "approve").status_code, clients))
    assert sorted(answers) == [303, 409]
    assert counts(app)["assets"] == 76


def test_a_steward_s_own_entry_is_public_at_once(app, client, steward):
    answer = steward.post("/assets/new", data=asset())
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/assets/")
    assert "Shadwell Tool Library" in client.get(answer.headers["Location"]).text
    assert client.get("/api/v1/assets?q=shadwell+tool").json["numberMatched"] == 1


def test_a_steward_s_own_entry_of_elsewhere_waits_for_another_who_alone_can_look_at_it(app, steward, sign_in):
    limit(app, "equipment")
    answer = steward.post("/assets/new", data=asset(category="learning"))
    assert "another steward looks at it first" in steward.get(answer.headers["Location"]).text
    waits = submission(app, answer.headers["Location"].rsplit("/", 1)[-1])
    assert waits.status == Status.waiting
    assert steward.get(f"/moderation/{waits.id}").status_code == 403
    assert sign_in("administrator").get(f"/moderation/{waits.id}").status_code == 200
    assert decide(sign_in("administrator"), app, waits.id, "decline", reason="No.").status_code == 303
    listed = steward.get("/moderation?status=declined").text
    assert "Shadwell Tool Library" in listed
    assert f'/moderation/{waits.id}"' not in listed
    assert steward.post("/assets/new", data=asset(name="A loom")).headers["Location"].startswith("/assets/")


def test_the_group_an_asset_names_is_joined_where_it_is_registered(app, client, steward):
    known, unknown = suggest(client, group_name="bromley by bow centre"), suggest(client, name="Kiln", group_name="Nobody We Know")
    numbers = [published(steward, app, each) for each in (known, unknown)]
    with sessions(app) as session:
        groups = [session.get(Asset, number).group for number in numbers]
        assert [group and group.name for group in groups] == ["Bromley by Bow Centre", None]
    assert "Nobody We Know" not in client.get(f"/assets/{numbers[1]}").text


def test_an_entry_that_does_not_exist_is_not_found(steward):
    assert steward.get("/moderation/99").status_code == 404
    assert steward.post("/moderation/99/approve").status_code == 404


def test_an_entry_somebody_changed_meanwhile_is_not_published_unseen(app, client, steward, sign_in, reference):
    number = submission(app, reference).id
    stale = {"seen": seal(submission(app, reference))}
    assert decide(sign_in("administrator"), app, number, "change", **asset(precision="area")).status_code == 303
    for action, more in (("approve", {}), ("decline", {"reason": "No."})):
        answer = steward.post(f"/moderation/{number}/{action}", data=stale | more)
        assert answer.status_code == 409
        assert "changed this entry" in answer.text
    kept = steward.post(f"/moderation/{number}/change", data=stale | asset(name="My careful name"))
    assert kept.status_code == 422
    assert value(kept.text, "name") == "My careful name"
    assert submission(app, reference).status == Status.waiting
    assert counts(app)["assets"] == 75


def test_changes_can_be_saved_and_approved_in_one_step(app, client, steward, reference):
    answer = decide(steward, app, submission(app, reference).id, "change", **asset(name="Saved and public"), then="approve")
    assert answer.status_code == 303
    assert "Saved and public" in client.get(answer.headers["Location"]).text


def test_a_group_registered_later_is_joined_to_the_assets_that_name_it(app, client, steward):
    number = published(steward, app, suggest(client, group_name="Brand New Group"))
    sent = client.post("/groups/new", data={"name": "brand new group", "purpose": "We begin.", "kind": "informal"})
    group = published(steward, app, sent.headers["Location"].rsplit("/", 1)[-1])
    assert f'href="/groups/{group}"' in client.get(f"/assets/{number}").text
    assert "Shadwell Tool Library" in client.get("/assets?q=brand").text


def test_a_group_joined_to_an_asset_is_not_told_what_was_said_of_it_in_private(app, client, steward):
    number = published(steward, app, suggest(client, group_name="Brand New Group"))
    with sessions(app) as session:
        speaker = session.scalars(select(Group.id).order_by(Group.id)).first()
        for kind, wish in (("meets_at", "public"), ("funds", "private")):
            links.state(session, Statement(kind, speaker, to_asset_id=number, visibility=wish), speaker)
        session.commit()
    sent = client.post("/groups/new", data={"name": "brand new group", "purpose": "We begin.", "kind": "informal"})
    group = published(steward, app, sent.headers["Location"].rsplit("/", 1)[-1])
    with sessions(app) as session:
        assert [(str(own.link.kind), own.says) for own in links.own(session, group)] == [("meets_at", None)]
