"""Every kind of letter, made in the real way and read from a real mail server. Opening its links, as scanners do, uses nothing up."""

import io
import re
import tempfile
from collections.abc import Callable
from datetime import date
from email.message import Message

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.models import Ask, Asset, Group, Keeper, Photo, Sender, Ticket
from assetmap.services import freshness, letters, reminders, weekly
from assetmap.web import sessions
from tests.networked import add_groups
from tests.services.photos.test_tidying import taken
from tests.web import inviting
from tests.web.typed import published, submission, suggest

LINK = re.compile(r"https?://[^\s<>]+[^\s<>.,;:)]")
SITE = "https://map.example.org"
SignIn = Callable[[str], object]


def writing(app: Flask) -> Session:
    """A session that may write."""
    return sessions.sessions()(bind=db.writer(app.extensions["engine"]))


def yearly(app: Flask, sign_in: SignIn) -> None:
    """A connector asks a keeper."""
    with app.app_context():
        session = writing(app)
        group: Group = add_groups(session, "The choir")[0]
        session.add(Keeper(group_id=group.id, name="Amina", email="amina@example.org"))
        session.commit()
        number, keeper = group.id, session.scalar(select(func.max(Keeper.id)))
    sign_in("developer").post(f"/keepers/groups/{number}/ask", data={"keeper": keeper, "days": 30, "by": "mail"})  # type: ignore[attr-defined]


def question(app: Flask, sign_in: SignIn) -> None:
    """A steward asks whoever sent an entry."""
    found = submission(app, suggest(app.test_client()))
    with app.app_context():
        session = writing(app)
        session.add(Sender(submission_id=found.id, email="amina@example.org"))
        session.commit()
    sign_in("steward").post(f"/moderation/{found.id}/ask", data={"question": "Which door?"})  # type: ignore[attr-defined]


def remind(app: Flask, sign_in: SignIn) -> None:
    """Somebody keeps a group whose entries nobody has confirmed for years."""
    with app.app_context():
        session = writing(app)
        session.add(Keeper(group_id=1, name="Amina", email="amina@example.org"))
        session.commit()
        for email, entries in reminders.due(session, freshness.limits(date(2026, 11, 22), 12, 24)).items():
            assert reminders.remind(session, app.extensions["settings"].secret_key, SITE, email, entries)
        session.commit()


def outcome(app: Flask, sign_in: SignIn) -> None:
    """A steward approves what somebody sent who wants to hear of it."""
    reference = suggest(app.test_client(), sender_email="amina@example.org")
    published(sign_in("steward"), app, reference)  # type: ignore[arg-type]


def photo(app: Flask, sign_in: SignIn) -> None:
    """A steward says no to a photo of somebody who wants to hear of it."""
    with tempfile.TemporaryDirectory() as folder:
        app.extensions["settings"] = app.extensions["settings"].model_copy(update={"assetmap_photo_store": folder})
        with app.app_context():
            asset = sessions.session().scalar(select(func.min(Asset.id)))
            sessions.sessions().remove()
        data = {"photo": (io.BytesIO(taken((800, 600))), "me.jpg"), "description": "A door", "agreed": "yes"}
        data |= {"sender_email": "amina@example.org"}
        app.test_client().post(f"/assets/{asset}/photos/new", data=data, content_type="multipart/form-data")
        with app.app_context():
            number = sessions.session().scalar(select(func.max(Photo.id)))
            sessions.sessions().remove()
        sign_in("steward").post(f"/moderation/photos/{number}/decline", data={"reason": "A child can be seen"})  # type: ignore[attr-defined]


def weekly_letters(app: Flask, _sign_in: SignIn) -> None:
    """A command writes to the stewards."""
    suggest(app.test_client())
    with app.app_context():
        session = writing(app)
        site = weekly.Site(app.config["SECRET_KEY"], SITE, freshness.limits(date(2026, 1, 1), 12, 24))
        assert [weekly.write(session, user, site) for user in weekly.due(session)]
        session.commit()


def shortlist(app: Flask, sign_in: SignIn) -> None:
    """A visitor sends a shortlist."""
    client = app.test_client()
    with app.app_context():
        number = sessions.session().scalar(select(func.min(Asset.id)))
        sessions.sessions().remove()
    client.post("/shortlists", data={"subject": "asset", "id": number})
    address = client.get("/shortlists").headers["Location"]
    assert client.post(f"{address}/send", data={"email": "patient@example.org"}).status_code == 303


CASES: dict[str, Callable[[Flask, SignIn], None]] = {
    "remind": remind,
    "shortlist": shortlist,
    "yearly": yearly,
    "question": question,
    "outcome": outcome,
    "photo": photo,
    "weekly": weekly_letters,
    **inviting.CASES,
}


def body_of(message: Message) -> str:
    """The words of a message."""
    payload = message.get_payload(decode=True)
    return payload.decode() if isinstance(payload, bytes) else ""


def used(app: Flask) -> int:
    """How many one-use addresses have been used."""
    with db.Session(app.extensions["engine"]) as session:
        return sum(session.scalar(select(func.count()).where(model.used_at.is_not(None))) or 0 for model in (Ask, Ticket))


def test_every_kind_of_letter_has_its_case():
    assert set(CASES) == letters.KINDS


@pytest.mark.parametrize("kind", sorted(CASES))
def test_it_is_plain_says_who_writes_and_its_links_open_twice_without_being_used_up(posting, sign_in, kind):
    app, box = posting
    CASES[kind](app, sign_in)
    with app.app_context():
        app.extensions["post"]["deliver"]()
    assert box.messages, "no letter came"
    before = used(app)
    for to, message in box.messages:
        body = body_of(message)
        assert (to, message["From"], message.get_content_type()) == (message["To"], "map@example.org", "text/plain")
        assert message["Auto-Submitted"] == "auto-generated"
        assert len(message["Subject"]) <= 150 and max(map(len, body.splitlines())) < 990
        links = LINK.findall(body)
        assert all(link.startswith(SITE) for link in links), links
        for link in [*links, *links]:
            answer = app.test_client().get(link.removeprefix(SITE))
            assert answer.status_code in (200, 302, 303), f"{link}: {answer.status_code}"
    assert used(app) == before
