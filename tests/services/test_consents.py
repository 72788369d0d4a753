"""A contact is public where its owner agreed, field by field, until they take it back."""

import pytest
from sqlalchemy import func, select

from assetmap.errors import Gone
from assetmap.models import Act, Asset, Channel, Consent, Group, Purpose, Subject, User, Version
from assetmap.services import consents, contents, departures, merging, publish, submissions, tickets, versions
from assetmap.services.submissions import Sent
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M

SECRET = "a secret of sixteen"
MAIL, PHONE = "amina@private.example", "020 7946 0713"
GROUP = {"name": "The sewing group", "purpose": "We sew.", "kind": "informal", "areas": [], "themes": [], "audiences": [], "languages": []}


@pytest.fixture
def steward(session) -> User:
    return session.scalar(select(User).where(User.email == "steward@example.org"))


def sent(session, steward, ticked, **more):
    content = GROUP | {"public_email": MAIL, "public_phone": PHONE, "consents": ticked}
    submission = submissions.send(session, Subject.group, content, TOLERANCE_M, Sent(**more))
    submissions.approve(session, submission, steward, submissions.seal(submission), TOLERANCE_M)
    return submission


def test_only_what_was_ticked_is_public_and_it_is_written_down(session, steward):
    staff = session.scalar(select(User).where(User.email == "developer@example.org"))
    submission = sent(session, steward, ["public_email"], channel=Channel.telephone, user=staff)
    group = session.get_one(Group, submission.published_id)
    assert (group.public_email, group.public_phone) == (MAIL, "")
    assert submission.content["public_phone"] == PHONE
    (consent,) = consents.of_entry(session, Subject.group, group.id)
    assert (consent.field, consent.channel, consent.recorded_by_id) == ("public_email", Channel.telephone, staff.id)
    assert PHONE not in str([version.content for version in versions.history(session, Subject.group, group.id)])


def test_taking_it_back_takes_it_out_of_everything(session, steward):
    submission = sent(session, steward, ["public_email", "public_phone"])
    number = submission.published_id
    group = session.get_one(Group, number)
    said = GROUP | {"purpose": "We sew on Mondays.", "public_email": MAIL, "public_phone": PHONE}
    publish.change(session, Subject.group, number, said, TOLERANCE_M, Made(Act.changed))
    assert group.public_email == MAIL  # nothing was asked about what is public already
    text = consents.ticket(session, SECRET, submission)
    ticket = tickets.find(session, SECRET, Purpose.withdraw, text)
    assert consents.withdraw_by(session, ticket, {"public_email"}) == ["public_email"]
    assert (group.public_email, group.public_phone) == ("", PHONE)
    assert consents.withdraw_by(session, tickets.find(session, SECRET, Purpose.withdraw, text), {"public_email"}) == []
    consents.withdraw_by(session, ticket, {"public_phone"})
    session.expire_all()
    kept = [str(each.content) for each in session.scalars(select(Version).where(Version.subject == Subject.group))]
    assert all(MAIL not in each and PHONE not in each for each in [*kept, str(submission.content)])
    with pytest.raises(Gone):
        tickets.find(session, SECRET, Purpose.withdraw, text)


def test_what_was_taken_back_does_not_come_back_with_an_old_version(session, steward):
    submission = sent(session, steward, ["public_email"])
    number = submission.published_id
    departures.depart(session, Subject.group, number, Made(Act.closed))
    ticket = tickets.find(session, SECRET, Purpose.withdraw, consents.ticket(session, SECRET, submission))
    consents.withdraw_by(session, ticket, {"public_email"})
    first = versions.get(session, Subject.group, number, 1)
    departures.bring_back(session, Subject.group, number, first, TOLERANCE_M, Made(Act.restored))
    assert session.get_one(Group, number).public_email == ""


def test_a_restored_version_has_the_contact_it_had(session, steward):
    number = sent(session, steward, ["public_email"]).published_id
    departures.depart(session, Subject.group, number, Made(Act.closed))
    first = versions.get(session, Subject.group, number, 1)
    departures.bring_back(session, Subject.group, number, first, TOLERANCE_M, Made(Act.restored))
    assert session.get_one(Group, number).public_email == MAIL


def test_a_new_contact_in_a_change_needs_its_own_tick(session, steward):
    number = sent(session, steward, ["public_email"]).published_id
    other = GROUP | {"public_email": "someone@private.example"}
    publish.change(session, Subject.group, number, other, TOLERANCE_M, Made(Act.changed, steward))
    assert session.get_one(Group, number).public_email == ""
    publish.change(session, Subject.group, number, other | {"consents": ["public_email"]}, TOLERANCE_M, Made(Act.changed, steward))
    assert session.get_one(Group, number).public_email == "someone@private.example"


def test_a_package_keeps_the_contacts_its_offices_published(session):
    count = session.scalar(select(func.count()).select_from(Asset).where((Asset.public_phone != "") | (Asset.public_email != "")))
    asked = session.scalar(select(func.count()).select_from(Consent))
    assert asked == 0
    assert count is not None


def test_what_was_taken_back_stays_away_when_a_merger_is_undone(session, steward):
    submission = sent(session, steward, ["public_phone"])
    one, other = submission.published_id, sent(session, steward, []).published_id
    seen = merging.seal(session, Subject.group, one, other)
    merging.merge(session, merging.Merger(Subject.group, other, one, {"public_phone": "gone"}, seen), steward, TOLERANCE_M)
    third = sent(session, steward, []).published_id
    seen = merging.seal(session, Subject.group, third, other)
    merging.merge(session, merging.Merger(Subject.group, third, other, {"public_phone": "gone"}, seen), steward, TOLERANCE_M)
    ticket = tickets.find(session, SECRET, Purpose.withdraw, consents.ticket(session, SECRET, submission))
    assert consents.withdraw_by(session, ticket, {"public_phone"}) == ["public_phone"]
    for gone in (other, one):
        merging.undo(session, Subject.group, gone, steward, TOLERANCE_M)
    assert [session.get_one(Group, number).public_phone for number in (one, other, third)] == ["", "", ""]
    kept = [str(each.content) for each in session.scalars(select(Version).where(Version.subject == Subject.group))]
    assert all(PHONE not in each for each in kept)


def test_a_version_that_was_not_reached_then_brings_nothing_back_that_was_taken_back(session, steward):
    submission = sent(session, steward, ["public_phone"])
    number, said = submission.published_id, {"public_phone": PHONE}
    before = versions.get(session, Subject.group, number, 1).content | said
    ticket = tickets.find(session, SECRET, Purpose.withdraw, consents.ticket(session, SECRET, submission))
    consents.withdraw_by(session, ticket, {"public_phone"})
    publish.change(session, Subject.group, number, before, TOLERANCE_M, Made(Act.restored, steward))
    assert session.get_one(Group, number).public_phone == ""


def test_only_the_words_agreed_to_are_taken_back_even_where_they_are_forgotten(session, steward):
    submission = sent(session, steward, ["public_phone"])
    number, another = submission.published_id, "020 7946 0999"
    now = contents.of_entry(session, Subject.group, number).everything
    changed = now | {"public_phone": another, "consents": ["public_phone"]}
    publish.change(session, Subject.group, number, changed, TOLERANCE_M, Made(Act.changed, steward))
    submission.content = submission.content | {"public_phone": ""}  # as retention leaves it
    ticket = tickets.find(session, SECRET, Purpose.withdraw, consents.ticket(session, SECRET, submission))
    consents.withdraw_by(session, ticket, {"public_phone"})
    assert session.get_one(Group, number).public_phone == another
    assert [each.content["public_phone"] for each in versions.history(session, Subject.group, number)] == [another, ""]
