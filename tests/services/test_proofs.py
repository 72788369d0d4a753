"""What proves that somebody answers for a group: not what they, or a stranger a moment ago, have suggested."""

from datetime import timedelta

from sqlalchemy import select

from assetmap.models import Act, Group, Subject, Submission, User, Version, Wish
from assetmap.models.columns import now
from assetmap.services import contents, proofs, publish, salts, submissions
from assetmap.services.proofs import Asker
from assetmap.services.submissions import Sent
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M

EMAIL = "mallory@gmail.com"


def people(session):
    emails = ("steward@example.org", "resident@example.org", "planner@example.org")
    return [session.scalars(select(User).where(User.email == email)).one() for email in emails]


def saying(session, group):
    return contents.of_entry(session, Subject.group, group.id).everything | {"public_email": EMAIL, "consents": ["public_email"]}


def suggested(session, by, **sent):
    group = session.scalars(select(Group).order_by(Group.id)).first()
    wish = Sent(wish=Wish.change, target_id=group.id, base=group.version, **sent)
    found = submissions.send(session, Subject.group, saying(session, group), TOLERANCE_M, wish)
    assert [reason["code"] for reason in found.held] == ["email"]
    submissions.approve(session, found, by, submissions.seal(found), TOLERANCE_M)
    return session.get(Group, group.id)


def older(session, group):
    for version in session.scalars(select(Version).where(Version.entry_id == group.id, Version.act == Act.changed)):
        version.made_at = now() - timedelta(days=31)
    session.flush()


def test_what_a_stranger_suggested_proves_nothing_until_it_has_stood(session):
    steward, resident, _other = people(session)
    group = suggested(session, steward)
    assert not proofs.proves(session, group, EMAIL, Asker(resident))
    older(session, group)
    assert proofs.proves(session, group, EMAIL, Asker(resident))


def test_what_somebody_sent_never_proves_anything_for_themselves(session):
    steward, resident, other = people(session)
    group = suggested(session, steward, user=resident)
    older(session, group)
    assert not proofs.proves(session, group, EMAIL, Asker(resident))
    assert proofs.proves(session, group, EMAIL, Asker(other))


def test_nor_what_was_sent_with_their_address(session):
    steward, resident, _other = people(session)
    group = suggested(session, steward, email=resident.email)
    older(session, group)
    assert not proofs.proves(session, group, EMAIL, Asker(resident))


def test_nor_what_was_sent_without_a_name_from_the_connection_they_ask_from_weeks_later(session):
    steward, resident, _other = people(session)
    there, elsewhere, days = "192.0.2.7", "192.0.2.8", [now() - timedelta(days=number) for number in range(3)]
    group = suggested(session, steward, source=salts.source_of(session, there, f"{days[1]:%Y-%m-%d}"))
    older(session, group)
    sent = session.scalars(select(Submission)).one()
    for day, proven in ((days[1], False), (days[0], False), (days[2], True)):  # that day, just after its midnight, another day
        sent.submitted_at = day
        session.flush()
        assert proofs.proves(session, group, EMAIL, Asker(resident, there)) == proven
        assert proofs.proves(session, group, EMAIL, Asker(resident, elsewhere))
        assert proofs.proves(session, group, EMAIL, Asker(resident))


def test_what_a_steward_has_set_proves_at_once(session):
    steward, resident, _other = people(session)
    group = session.scalars(select(Group).order_by(Group.id)).first()
    publish.change(session, Subject.group, group.id, saying(session, group), TOLERANCE_M, Made(Act.changed, steward))
    assert proofs.proves(session, group, EMAIL, Asker(resident))
