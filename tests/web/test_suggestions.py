"""Suggesting a change to what is public: what the sender sees, what the steward decides, and what becomes of it."""

import re
from html import unescape

import pytest
from sqlalchemy import func, select

from assetmap import db
from assetmap.models import Act, Asset, Letter, Sender, Status, Subject, Submission, Version
from assetmap.services import contents, publish, versions
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M
from tests.web import public
from tests.web.typed import asset, chosen, counts, decide, faults, published, send, sessions, submission, suggest, value

HOME = {"located": "map", "lon": "-0.0601", "lat": "51.5205", "address": "7 Nowhere Row", "postcode": ""}


def form_of(client, path):
    """What a browser would send back of a form that nobody touched."""
    page = client.get(path).text
    form = re.search(r'<form method="post" action="[^"]*suggest.*?</form>', page, re.DOTALL).group(0)
    given: dict[str, list[str]] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        facts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in facts and (facts.get("type") not in ("radio", "checkbox") or " checked" in tag):
            given.setdefault(facts["name"], []).append(unescape(facts.get("value", "")))
    for name, text in re.findall(r'<textarea\b[^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        given[name] = [unescape(text).strip()]
    for name in re.findall(r'<select\b[^>]*name="(\w+)"', form):
        given[name] = chosen(form, name)
    return given


def suggest_change(client, path, **typed):
    """Open the form, change some fields, send it; gives the reference."""
    return send(client, f"{path}/suggest", form_of(client, f"{path}/suggest") | typed)


def test_the_form_says_that_what_is_public_already_stays(client):
    stays = "What is public already stays public."
    assert stays in client.get("/assets/1/suggest").text and stays in client.get("/groups/1/suggest").text
    assert stays not in client.get("/assets/new").text and stays not in client.get("/groups/new").text


@pytest.fixture
def hall(app, client, steward):
    """A published asset."""
    return f"/assets/{published(steward, app, suggest(client))}"


@pytest.fixture
def change_now(app):
    """Change what is public, as somebody else would."""

    def change(path, **more):
        with db.Session(db.writer(app.extensions["engine"])) as session:
            number = int(path.rsplit("/", 1)[-1])
            said = contents.of_entry(session, Subject.asset, number).everything | more
            publish.change(session, Subject.asset, number, said, TOLERANCE_M, Made(Act.changed))
            session.commit()

    return change


def name_of(app, path):
    with sessions(app) as session:
        return session.get(Asset, int(path.rsplit("/", 1)[-1])).name


def test_nothing_changes_publicly_until_a_steward_agrees(app, client, steward, hall):
    reference = suggest_change(client, hall, summary="Zyxomma drills", message="Zyxomma, I was there")
    assert [address for address, page in public.read(client, hall, "/api/v1/assets?q=drills").items() if "Zyxomma" in page] == []
    assert public.tables_with(app, "Zyxomma") == {"submissions"}
    number = submission(app, reference).id
    assert decide(steward, app, number, "approve", choosing="yes", take=["summary"], why="A neighbour was there").status_code == 303
    assert "Zyxomma drills" in client.get(hall).text
    assert "It is changed" in client.get(f"/sent/{reference}").text


def test_an_untouched_form_is_no_suggestion_and_says_so(client, hall):
    answer = client.post(f"{hall}/suggest", data=form_of(client, f"{hall}/suggest"))
    assert answer.status_code == 422
    assert "Nothing is changed yet" in faults(answer.text)["message"]


@pytest.mark.parametrize("path", ["/assets/1", "/assets/30", "/groups/1", "/groups/7"])
def test_the_form_of_a_package_s_entry_says_what_is_public_and_changes_nothing_by_itself(client, path):
    answer = client.post(f"{path}/suggest", data=form_of(client, f"{path}/suggest"))
    assert "Nothing is changed yet" in faults(answer.text)["message"]


def test_the_form_never_holds_the_exact_place_of_one_that_is_only_roughly_known_and_leaves_it_as_it_is(app, client, steward):
    number = published(steward, app, suggest(client, holder="personal", **HOME | {"precision": "area"}))
    page = client.get(f"/assets/{number}/suggest").text
    assert "51.5205" not in page and "Nowhere Row" not in page
    reference = suggest_change(client, f"/assets/{number}", summary="On Tuesdays now")
    seen = steward.get(f"/moderation/{submission(app, reference).id}").text
    assert re.findall(r'name="take" id="take-(\w+)"', seen) == ["summary"]
    published(steward, app, reference)
    with sessions(app) as session:
        known = contents.of_entry(session, Subject.asset, number)
    assert known.private["address"] == "7 Nowhere Row" and known.public["summary"] == "On Tuesdays now"
    assert "Nowhere Row" not in client.get(f"/assets/{number}").text


def test_a_steward_takes_some_fields_and_the_sender_reads_which_stay(app, client, steward, hall):
    reference = suggest_change(client, hall, name="Shadwell Sheds", summary="Closed on Sundays", sender_email="amina@example.org")
    number = submission(app, reference).id
    answer = decide(steward, app, number, "approve", choosing="yes", take=["summary"], reason="We could not check the name.")
    assert answer.status_code == 303
    assert name_of(app, hall) == "Shadwell Tool Library"
    page = client.get(f"/sent/{reference}").text
    assert "changed in part" in page and "This stays as it was: Name" in page and "We could not check the name." in page
    with sessions(app) as session:
        letter = session.scalars(select(Letter)).one()
        assert letter.email == "amina@example.org" and f"/sent/{reference}" in letter.body
        assert "in part" in letter.subject and "We could not check the name." in letter.body


def test_nothing_ticked_is_asked_about(app, client, steward, hall):
    number = submission(app, suggest_change(client, hall, name="Sheds")).id
    answer = decide(steward, app, number, "approve", choosing="yes")
    assert answer.status_code == 422 and "Tick at least one change" in answer.text


def test_several_suggestions_wait_and_what_others_changed_meanwhile_is_kept(app, client, steward, hall):
    first = suggest_change(client, hall, name="Shadwell Sheds")
    second = suggest_change(client, hall, summary="Ladders only")
    published(steward, app, first)
    published(steward, app, second)
    page = client.get(hall).text
    assert "Shadwell Sheds" in page and "Ladders only" in page


def test_a_field_changed_twice_is_a_conflict_that_the_steward_must_settle(app, client, steward, hall, change_now):
    reference = suggest_change(client, hall, name="Their name", summary="Their words")
    change_now(hall, name="Another name")
    number = submission(app, reference).id
    page = steward.get(f"/moderation/{number}").text
    assert "Changed twice" in page and "Another name" in page and "Their name" in page and "Shadwell Tool Library" in page
    refused = decide(steward, app, number, "approve", choosing="yes", take=["summary"])
    assert refused.status_code == 422 and list(faults(refused.text)) == ["settle-name"]
    assert name_of(app, hall) == "Another name"
    settled = {"choosing": "yes", "take": ["summary"], "settle-name": "now"}
    assert decide(steward, app, number, "approve", **settled).status_code == 303
    assert name_of(app, hall) == "Another name" and "Their words" in client.get(hall).text
    assert submission(app, reference).left_out == ["name"]


def test_a_conflict_settled_for_the_suggestion_takes_it(app, client, steward, hall, change_now):
    reference = suggest_change(client, hall, name="Their name")
    change_now(hall, name="Another name")
    settled = {"choosing": "yes", "settle-name": "wanted"}
    assert decide(steward, app, submission(app, reference).id, "approve", **settled).status_code == 303
    assert name_of(app, hall) == "Their name"


def test_of_two_stewards_the_second_sees_what_is_public_by_then_and_loses_nothing(app, client, steward, hall, change_now):
    number = submission(app, suggest_change(client, hall, name="Their name", summary="Their words")).id
    seen = value(steward.get(f"/moderation/{number}").text, "seen")
    change_now(hall, name="Another name")
    answer = steward.post(
        f"/moderation/{number}/approve", data={"seen": seen, "choosing": "yes", "take": ["summary"], "why": "I rang them"}
    )
    assert answer.status_code == 409
    assert "Somebody has changed this entry" in answer.text and "Another name" in answer.text and "I rang them" in answer.text
    assert name_of(app, hall) == "Another name"


def test_what_is_public_already_needs_no_new_version(app, client, steward, hall, change_now):
    reference = suggest_change(client, hall, name="Their name")
    change_now(hall, name="Their name")
    before = counts(app)["versions"]
    published(steward, app, reference)
    assert counts(app)["versions"] == before


def test_a_steward_may_edit_a_suggestion_before_approving_it(app, client, steward, hall):
    number = submission(app, suggest_change(client, hall, name="Their nmae")).id
    typed = asset(name="Their name", located="map", lon="-0.052098", lat="51.512497", then="approve")
    assert decide(steward, app, number, "change", **typed).status_code == 303
    assert name_of(app, hall) == "Their name"


def test_what_somebody_says_has_closed_goes_off_the_map_and_a_second_word_for_it_does_no_harm(app, client, steward, hall):
    references = [send(client, f"{hall}/suggest?wish=close", {"message": words}) for words in ("The shutters are down", "Gone since May")]
    empty = client.post(f"{hall}/suggest?wish=close", data={"message": " "})
    assert empty.status_code == 422 and faults(empty.text)["message"].startswith("How do you know?")
    for reference in references:
        assert decide(steward, app, submission(app, reference).id, "approve").status_code == 303
        assert "It is off the map" in client.get(f"/sent/{reference}").text
    gone = client.get(hall)
    assert gone.status_code == 410 and "The shutters are down" in gone.text
    assert client.get(f"{hall}/suggest").status_code == 410


def test_a_change_to_what_has_closed_can_only_be_declined(app, client, steward, hall):
    change = submission(app, suggest_change(client, hall, name="Sheds")).id
    close = submission(app, send(client, f"{hall}/suggest?wish=close", {"message": "Shut"})).id
    decide(steward, app, close, "approve")
    assert "not public any more" in steward.get(f"/moderation/{change}").text
    assert decide(steward, app, change, "approve").status_code == 409
    assert decide(steward, app, change, "decline", reason="It has closed.").status_code == 303


def test_declining_writes_the_reason_to_whoever_wants_to_hear(app, client, steward, hall):
    reference = suggest_change(client, hall, name="Sheds", sender_email="amina@example.org")
    decide(steward, app, submission(app, reference).id, "decline", reason="The sign says otherwise.")
    with sessions(app) as session:
        assert "The sign says otherwise." in session.scalars(select(Letter)).one().body
    assert "It stays as it is" in client.get(f"/sent/{reference}").text


@pytest.mark.parametrize("path", ["/assets/new", "/groups/new"])
def test_whoever_adds_something_may_give_an_address_and_a_wrong_one_is_said(client, path, app):
    typed = asset() if "assets" in path else {"name": "A club", "purpose": "We meet.", "kind": "informal"}
    assert "sender_email" in faults(client.post(path, data=typed | {"sender_email": "amina"}).text)
    reference = send(client, path, typed | {"sender_email": "amina@example.org"})
    with sessions(app) as session:
        assert session.get(Sender, submission(app, reference).id).email == "amina@example.org"
    assert public.tables_with(app, "amina@example.org") == {"senders"}


def test_it_can_be_taken_back_while_it_waits_and_then_nobody_knows_who_sent_it(app, client, steward, hall):
    reference = suggest_change(client, hall, name="Sheds", sender_email="amina@example.org")
    for _twice in range(2):
        assert client.post(f"/sent/{reference}/take-back").status_code == 303
    assert "You took it back" in client.get(f"/sent/{reference}").text
    assert counts(app)["senders"] == 0
    assert decide(steward, app, submission(app, reference).id, "approve").status_code == 409
    decided = suggest_change(client, hall, name="Sheds again")
    published(steward, app, decided)
    assert client.post(f"/sent/{decided}/take-back").status_code == 409


def test_pressing_twice_sends_one_suggestion(app, client, hall):
    typed = form_of(client, f"{hall}/suggest") | {"name": "Sheds", "message": "New sign"}
    assert send(client, f"{hall}/suggest", typed) == send(client, f"{hall}/suggest", typed)
    with sessions(app) as session:
        assert session.scalar(select(func.count()).select_from(Submission).where(Submission.status == Status.waiting)) == 1


def test_a_change_keeps_the_source_and_its_day(app, client, steward):
    with sessions(app) as session:
        before = session.get(Asset, 1)
        source, day = before.source, before.source_date
    published(steward, app, suggest_change(client, "/assets/1", name="Another name"))
    with sessions(app) as session:
        after = session.get(Asset, 1)
        assert (after.name, after.source, after.source_date) == ("Another name", source, day)
        assert session.scalar(select(func.count()).select_from(Version).where(Version.entry_id == 1, Version.subject == Subject.asset)) == 2


def test_a_version_nobody_has_is_as_good_as_the_newest(app, client, hall):
    reference = suggest_change(client, hall, name="Sheds", base="999999999")
    assert submission(app, reference).base == 1
    with sessions(app) as session:
        assert versions.latest(session, Subject.asset, int(hall.rsplit("/", 1)[-1])) == 1
