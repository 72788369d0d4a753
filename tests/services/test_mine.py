"""A person's own words go with their account, whatever address they gave; what others told them stays."""

from sqlalchemy import select

from assetmap.models import Channel, Sender, Subject, Submission, User
from assetmap.services import mine


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
