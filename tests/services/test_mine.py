"""A person's own words go with their account, whatever address they gave; what others told them stays."""

from sqlalchemy import select

from assetmap.models import Channel, Photo, Purpose, Sender, Subject, Submission, Ticket, User
from assetmap.services import mine, tickets
from assetmap.services.tickets import About


def test_what_somebody_gave_with_their_own_entries_is_told_and_goes_with_them(session):
    user = session.scalar(select(User).where(User.email == "resident@example.org"))
    for channel in (Channel.web, Channel.paper):
        row = Submission(reference=channel.value, subject=Subject.asset, content={}, channel=channel, user_id=user.id)
        session.add(row)
        session.flush()
        session.add(Sender(submission_id=row.id, name=channel.value, email="other@example.org"))
    session.flush()
    assert [each["name"] for each in mine.known(session, user)["made_or_about_you"]["senders"]] == ["web"]
    mine.let_go(session, user)
    assert list(session.scalars(select(Sender.name))) == ["paper"]


def test_the_address_left_with_a_photo_is_told_and_goes_with_the_account(session):
    user = session.scalar(select(User).where(User.email == "resident@example.org"))
    whole = {"subject": Subject.asset, "entry_id": 1, "width": 1, "height": 1, "description": "A door"}
    session.add_all([Photo(stored=email, email=email, **whole) for email in ("Resident@example.org", "other@example.org")])
    session.flush()
    assert [each["email"] for each in mine.known(session, user)["under_your_address"]["photos"]] == ["Resident@example.org"]
    mine.let_go(session, user)
    assert set(session.scalars(select(Photo.email))) == {"", "other@example.org"}


def test_a_link_that_takes_a_consent_back_outlives_the_account(session):
    user = session.scalar(select(User).where(User.email == "resident@example.org"))
    for purpose in (Purpose.withdraw, Purpose.right):
        tickets.make(session, "secret", purpose, About(Subject.asset, 1, user.email))
    mine.let_go(session, user)
    assert [(ticket.purpose, ticket.email) for ticket in session.scalars(select(Ticket))] == [(Purpose.withdraw, "")]
