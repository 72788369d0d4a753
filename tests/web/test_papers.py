"""From a printed form, or a telephone call, to an entry that waits for a steward."""

import re

import pytest
from sqlalchemy import select

from assetmap import db
from assetmap.models import Asset, Channel, Consent, Paper, Sender, Submission
from assetmap.services import papers
from assetmap.web import qr
from tests.web.typed import asset as asset_form
from tests.web.typed import group as group_form
from tests.web.typed import value

TYPED = {
    **{"channel": "paper", "consent": "yes", "sender_name": "Mrs Begum", "sender_phone": "020 7946 0000"},
    "sender_email": "begum@example.org",
}


def rows(app, model):
    with db.Session(app.extensions["engine"]) as session:
        return list(session.scalars(select(model)))


@pytest.fixture
def serial(app, client):
    answer = client.post("/paper", data={"kind": "asset", "count": "40"})
    assert answer.status_code == 303
    (paper,) = rows(app, Paper)
    return paper.serial


def test_anyone_makes_one_form_which_has_its_number_a_code_and_no_script_in_it(client, serial):
    page = client.get(f"/paper/{serial}/form").text
    assert f"<strong>{serial}</strong>" in page and '<svg class="qr" role="img"' in page
    assert "svg:" not in page and f"http://localhost/paper/{serial}" in page


def test_staff_make_many_at_once(app, sign_in):
    developer = sign_in("developer")
    answer = developer.post("/paper", data={"kind": "group", "count": "12"})
    page = developer.get(answer.headers["Location"]).text
    assert len(set(re.findall(r"<strong>([0-9A-Z-]{11})</strong>", page))) == 12 == len(rows(app, Paper))
    refused = developer.post("/paper", data={"count": "many"})
    assert refused.status_code == 422 and "from 1 to 50" in refused.text


def test_its_page_has_one_next_step_for_whoever_reads_it(client, sign_in, serial):
    staff, visitor = sign_in("developer").get(f"/paper/{serial}").text, client.get(f"/paper/{serial}").text
    assert "Type in what the paper says" in staff and "Fill it in here instead" not in staff
    assert "Fill it in here instead" in visitor and "Type in what the paper says" not in visitor


def test_a_form_is_typed_in_with_its_consent_and_waits_for_a_steward(app, client, sign_in, serial):
    developer = sign_in("developer")
    assert "Nobody has typed it in yet" in client.get(f"/paper/{serial}").text
    answer = developer.post(f"/paper/{serial}/enter", data=asset_form(name="Lunch at the hall") | TYPED)
    assert answer.status_code == 303, answer.text
    (submission,), (sender,), (consent,) = rows(app, Submission), rows(app, Sender), rows(app, Consent)
    assert (submission.channel, submission.status.value, submission.content["name"]) == (Channel.paper, "waiting", "Lunch at the hall")
    assert (sender.name, sender.email, sender.phone) == ("Mrs Begum", "begum@example.org", "020 7946 0000")
    assert (consent.field, consent.channel, consent.recorded_by_id) == ("entry", Channel.paper, submission.user_id)
    shown = client.get(f"/paper/{serial}").text
    assert "waits for a steward" in shown and "Begum" not in shown and "Lunch" not in shown


def test_it_becomes_public_like_any_other_and_its_page_says_so(app, client, sign_in, serial):
    sign_in("developer").post(f"/paper/{serial}/enter", data=asset_form(name="Lunch at the hall") | TYPED)
    steward, (submission,) = sign_in("steward"), rows(app, Submission)
    seen = re.search(r'name="seen" value="([^"]+)"', steward.get(f"/moderation/{submission.id}").text).group(1)
    assert steward.post(f"/moderation/{submission.id}/approve", data={"seen": seen}).status_code == 303
    assert "It is public" in client.get(f"/paper/{serial}").text
    assert "Lunch at the hall" in [asset.name for asset in rows(app, Asset)]


def test_no_form_is_typed_in_twice(app, sign_in, serial):
    developer = sign_in("developer")
    developer.post(f"/paper/{serial}/enter", data=asset_form() | TYPED)
    assert developer.post(f"/paper/{serial}/enter", data=asset_form(name="Another") | TYPED).status_code == 409
    assert developer.get(f"/paper/{serial}/enter").headers["Location"] == f"/paper/{serial}"
    assert len(rows(app, Submission)) == 1


def test_without_consent_nothing_is_kept_and_every_fault_is_said(app, sign_in, serial):
    wrong = {"consent": "", "channel": "pigeon", "sender_phone": "call me", "sender_email": "nowhere"}
    answer = sign_in("developer").post(f"/paper/{serial}/enter", data=asset_form(name="") | TYPED | wrong)
    assert answer.status_code == 422 and rows(app, Submission) == []
    for field in ("consent", "channel", "sender_phone", "name"):
        assert f'href="#{field}"' in answer.text, field
    assert "Mrs Begum" in answer.text and "call me" in answer.text


def test_a_call_gets_a_form_of_its_own_and_pressing_twice_types_it_in_once(app, sign_in):
    steward = sign_in("steward")
    call = value(steward.get("/paper/telephone/asset").text, "call")
    data = asset_form() | TYPED | {"channel": "telephone", "call": call}
    first, second = (steward.post("/paper/telephone/asset", data=data) for _ in range(2))
    assert (first.status_code, second.headers["Location"]) == (303, first.headers["Location"])
    (paper,), (submission,) = rows(app, Paper), rows(app, Submission)
    assert (paper.serial, paper.submission_id) == (call, submission.id)
    assert (submission.channel, submission.status.value) == (Channel.telephone, "waiting")


@pytest.mark.parametrize("typed_in", [False, True])
def test_a_call_under_the_number_of_a_printed_form_is_not_kept_as_that_form(app, sign_in, serial, typed_in):
    steward = sign_in("steward")
    if typed_in:
        steward.post(f"/paper/{serial}/enter", data=asset_form(name="What is on the form") | TYPED)
    before = len(rows(app, Submission))
    data = asset_form(name="What was said in the call") | TYPED | {"channel": "telephone", "call": serial}
    answer = steward.post("/paper/telephone/asset", data=data)
    assert answer.status_code == 422 and 'href="#call"' in answer.text and "What was said in the call" in answer.text
    assert len(rows(app, Submission)) == before
    assert value(answer.text, "call") not in ("", serial)
    again = steward.post("/paper/telephone/asset", data=data | {"call": value(answer.text, "call")})
    assert again.status_code == 303 and rows(app, Submission)[-1].content["name"] == "What was said in the call"
    assert [paper.submission_id is not None for paper in rows(app, Paper) if paper.serial == serial] == [typed_in]


def test_a_call_that_was_corrected_after_it_was_typed_in_is_not_lost_without_a_word(app, sign_in):
    steward = sign_in("steward")
    data = asset_form() | TYPED | {"channel": "telephone", "call": value(steward.get("/paper/telephone/asset").text, "call")}
    steward.post("/paper/telephone/asset", data=data)
    answer = steward.post("/paper/telephone/asset", data=data | {"summary": "Corrected after going back"})
    assert answer.status_code == 422 and "nothing was kept" in answer.text and "Corrected after going back" in answer.text


@pytest.mark.parametrize("number", ["", "no number", "é" * 60])
def test_a_call_without_a_number_of_ours_is_given_one(app, sign_in, number):
    answer = sign_in("steward").post("/paper/telephone/group", data=group_form() | TYPED | {"channel": "telephone", "call": number})
    assert answer.status_code == 422 and rows(app, Submission) == []
    assert papers.read_serial(value(answer.text, "call"))


def test_a_wrong_number_says_what_to_do(client, serial):
    wrong = serial[:-1] + ("A" if serial[-1] != "A" else "B")
    assert client.get(f"/paper/{wrong}").status_code == 404
    answer = client.get(f"/paper/find?serial={wrong}")
    assert answer.status_code == 422 and "sign by sign" in answer.text and wrong in answer.text
    assert client.get(f"/paper/find?serial={serial.lower()}").headers["Location"] == f"/paper/{serial}"


def test_the_code_says_the_address_of_the_forms_page(client, serial):
    page = client.get(f"/paper/{serial}/form").text
    assert str(qr.picture(f"http://localhost/paper/{serial}", "Code of this form's page")) in page
    drawing = re.search(r'<svg class="qr".*?</svg>', page, re.S).group(0)
    assert 'd="M4,4' in drawing  # the quiet zone that cameras need


def test_a_form_of_an_asset_asks_whether_it_is_a_home_and_offers_a_circle(client, serial):
    page = client.get(f"/paper/{serial}/form").text
    assert "Is it somebody’s home" in page and "A circle it lies in" in page


def test_hints_beside_the_address_are_true_of_every_precision(client):
    page = client.get("/assets/new").text
    assert page.count("Public only if you let everyone see the exact place.") == 2
    assert "unless you choose the neighbourhood only" not in page


def test_the_sheet_of_a_neighbourhood_can_be_left_quickly_on_the_screen(client):
    page = client.get("/neighbourhoods/E05009332/sheet").text
    assert '<aside class="screen-only"' in page and 'id="leave"' in page and "js/leave.js" in page
