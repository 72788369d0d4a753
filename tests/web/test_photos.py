"""Photos, from whoever took one to everybody."""

import io

import pytest
from sqlalchemy import func, select

from assetmap import db
from assetmap.models import Asset, Category, Photo
from tests.services.photos.test_tidying import taken
from tests.web.inviting import limit
from tests.web.typed import faults

WORDS = "The red door beside the bakery, with a ramp"


@pytest.fixture
def asset(app, tmp_path):
    """An asset, and a folder for photos."""
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"assetmap_photo_store": str(tmp_path / "photos")})
    with db.Session(app.extensions["engine"]) as session:
        return session.scalars(select(Asset).limit(1)).one().id


def send(client, asset, content=None, **form):
    data = {
        "photo": (io.BytesIO(taken((800, 600)) if content is None else content), "me.jpg"),
        "description": WORDS,
        "agreed": "yes",
    } | form
    return client.post(f"/assets/{asset}/photos/new", data=data, content_type="multipart/form-data")


def only(app):
    with db.Session(app.extensions["engine"]) as session:
        return session.scalars(select(Photo)).one()


def test_nobody_but_stewards_sees_it_until_one_has_approved_it(app, client, asset, sign_in):
    answer = send(client, asset)
    assert answer.status_code == 303
    photo, steward = only(app), sign_in("steward")
    address = f"/photos/{photo.stored}/large.jpg"
    assert WORDS not in client.get(f"/assets/{asset}").text
    assert [each.get(address).status_code for each in (client, sign_in("planner"), steward)] == [404, 404, 200]
    assert "A steward will look at it" in client.get(answer.headers["Location"]).text
    assert WORDS in steward.get("/moderation/photos").text
    assert steward.post(f"/moderation/photos/{photo.id}/approve", data={"description": "The red door"}).status_code == 303
    page = client.get(f"/assets/{asset}").text
    assert 'alt="The red door"' in page and f"/photos/{photo.stored}/small.jpg" in page
    shown = client.get(address)
    assert (shown.status_code, shown.mimetype, shown.headers["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")
    assert client.get(f"/api/v1/assets/{asset}").json["properties"]["photos"][0]["description"] == "The red door"


def test_one_that_is_declined_is_deleted_and_whoever_sent_it_can_read_why(app, client, asset, sign_in, tmp_path):
    page = send(client, asset).headers["Location"]
    photo, steward = only(app), sign_in("steward")
    assert len(list((tmp_path / "photos").iterdir())) == 2
    assert steward.post(f"/moderation/photos/{photo.id}/decline", data={"reason": ""}).status_code == 422
    assert steward.post(f"/moderation/photos/{photo.id}/decline", data={"reason": "A child can be seen"}).status_code == 303
    assert list((tmp_path / "photos").iterdir()) == []
    assert "A child can be seen" in client.get(page).text
    assert steward.post(f"/moderation/photos/{photo.id}/approve", data={"description": WORDS}).status_code == 409


def letters(posting):
    """To whom letters went about photos, and what was in them, in plain words."""
    app, box = posting
    with app.app_context():
        app.extensions["post"]["deliver"]()
    found = [(to, message["Subject"], message.get_payload(decode=True).decode()) for to, message in box.messages]
    return [(to, subject, body) for to, subject, body in found if "photo" in subject]


def test_whoever_left_an_address_is_told_the_outcome_and_the_reason_once_and_it_is_forgotten(posting, asset, sign_in):
    app, _box = posting
    client, steward = app.test_client(), sign_in("steward")
    send(client, asset, sender_email=" amina@example.org ")
    photo = only(app)
    assert steward.post(f"/moderation/photos/{photo.id}/decline", data={"reason": "A child can be seen"}).status_code == 303
    assert steward.post(f"/moderation/photos/{photo.id}/decline", data={"reason": "A child can be seen"}).status_code == 409
    ((to, subject, body),) = letters(posting)
    assert (to, subject.startswith("Your photo is not shown: ")) == ("amina@example.org", True)
    assert "A child can be seen" in body and f"https://map.example.org/photos/{photo.stored}" in body
    with db.Session(app.extensions["engine"]) as session:
        assert session.scalars(select(Photo.email)).all() == [""]


def test_whoever_has_an_account_is_told_at_its_address_also_when_a_photo_is_taken_away(posting, asset, sign_in):
    app, _box = posting
    send(sign_in("resident"), asset)
    photo, steward = only(app), sign_in("steward")
    steward.post(f"/moderation/photos/{photo.id}/approve", data={"description": WORDS})
    steward.post(f"/moderation/photos/{photo.id}/decline", data={"reason": "The door is green now"})
    shown, gone = letters(posting)
    assert {shown[0], gone[0]} == {"resident@example.org"}
    assert "Everyone can see it now" in shown[2] and "sent it with your account" in shown[2]
    assert gone[1].startswith("Your photo was taken away: ") and "The door is green now" in gone[2]


def test_nobody_is_written_to_who_left_no_address_or_decided_themselves(posting, asset, sign_in):
    app, _box = posting
    send(app.test_client(), asset)
    steward = sign_in("steward")
    steward.post(f"/moderation/photos/{only(app).id}/approve", data={"description": WORDS})
    send(steward, asset)
    with db.Session(app.extensions["engine"]) as session:
        number = session.scalar(select(func.max(Photo.id)))
    steward.post(f"/moderation/photos/{number}/approve", data={"description": WORDS})
    assert letters(posting) == []


def test_an_address_typed_wrongly_is_kept_in_the_form(client, asset):
    answer = send(client, asset, sender_email="amina at home")
    assert answer.status_code == 422 and 'value="amina at home"' in answer.text


def test_a_public_one_can_be_taken_away(app, client, asset, sign_in):
    send(client, asset)
    photo, steward = only(app), sign_in("steward")
    steward.post(f"/moderation/photos/{photo.id}/approve", data={"description": WORDS})
    assert steward.post(f"/moderation/photos/{photo.id}/decline", data={"reason": "Asked to"}).headers["Location"] == f"/assets/{asset}"
    assert WORDS not in client.get(f"/assets/{asset}").text
    assert client.get(f"/photos/{photo.stored}/small.jpg").status_code == 404


@pytest.mark.parametrize(
    ("content", "form", "fields"),
    [
        (b"", {"description": "", "agreed": ""}, ["photo", "description", "agreed"]),
        (b"not a photo", {}, ["photo"]),
        (None, {"description": "x" * 301}, ["description"]),
        (None, {"website_2": "spam"}, ["website_2"]),
        (None, {"sender_email": "amina at home", "description": ""}, ["description", "sender_email"]),
    ],
)
def test_every_fault_is_said_at_once_and_what_was_typed_is_kept(app, client, asset, content, form, fields):
    answer = send(client, asset, content, **form)
    assert answer.status_code == 422
    assert all(f'href="#{field}"' in answer.text for field in fields)
    assert form.get("description", WORDS) in answer.text
    with db.Session(app.extensions["engine"]) as session:
        assert session.scalars(select(Photo)).all() == []


def test_one_that_is_too_large_is_refused_with_a_sentence(app, client, asset, monkeypatch):
    monkeypatch.setattr("assetmap.web.photos.MEGABYTE", 1000)  # of a thousand bytes, since the test's own client spools large files
    answer = send(client, asset, b"x" * 12_001)
    assert answer.status_code == 422 and "larger than 12 megabytes" in answer.text


def test_there_is_nothing_to_photograph_where_there_is_no_entry(client, asset):
    assert send(client, 999_999).status_code == 404
    assert client.get("/groups/999999/photos/new").status_code == 404


def test_a_steward_with_limits_neither_sees_nor_decides_on_photos_of_elsewhere(app, client, asset, sign_in):
    send(client, asset)
    photo, administrator = only(app), sign_in("administrator")
    with db.Session(app.extensions["engine"]) as session:
        own = session.get(Asset, asset).category.slug
        other = session.scalars(select(Category.slug).where(Category.slug != own)).first()
    limit(app, other)
    steward = sign_in("steward")
    assert WORDS not in steward.get("/moderation/photos").text
    assert steward.get(f"/photos/{photo.stored}/small.jpg").status_code == 404
    for verb in ("approve", "decline"):
        assert steward.post(f"/moderation/photos/{photo.id}/{verb}", data={"description": "x", "reason": "x"}).status_code == 403
    assert administrator.post(f"/moderation/photos/{photo.id}/approve", data={"description": "The red door"}).status_code == 303
    assert "Take this photo away" not in steward.get(f"/assets/{asset}").text
    assert steward.post(f"/moderation/photos/{photo.id}/decline", data={"reason": "x"}).status_code == 403
    answer = send(steward, asset)
    assert "A steward will look at it" in steward.get(answer.headers["Location"]).text
    limit(app, own)
    assert "Take this photo away" in steward.get(f"/assets/{asset}").text
    assert WORDS in steward.get("/moderation/photos").text


def test_its_faults_stand_in_the_order_of_the_form_and_its_page_leads_back(client, asset):
    page = send(client, asset, b"", description="", agreed="").text
    assert list(faults(page)) == ["photo", "description", "agreed"]
    assert f'href="/assets/{asset}"' in client.get(send(client, asset).headers["Location"]).text
