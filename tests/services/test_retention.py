"""What is known about people is forgotten after its months, and only then; without `do` nothing changes."""

from datetime import timedelta

from sqlalchemy import func, select

from assetmap.models import (
    Act,
    Asset,
    Claim,
    ClaimState,
    Keeper,
    Letter,
    Photo,
    PrivateVersion,
    Reminder,
    Report,
    Sender,
    Status,
    Subject,
    Submission,
    SubmissionNote,
    Ticket,
    User,
    Version,
)
from assetmap.models.columns import now
from assetmap.models.submissions import NoteKind
from assetmap.models.tickets import Purpose
from assetmap.services import departures, publish, reports, retention, whereabouts
from assetmap.services.versions import Made
from assetmap.services.vocabulary import vocabulary
from tests.networked import add_groups

MONTHS = {kind.name: 12 for kind in retention.KINDS}
OLD, NEW = now() - timedelta(days=400), now() - timedelta(days=300)
PLACE = {
    "name": "Sewing",
    "lon": -0.06,
    "lat": 51.52,
    "address": "7 Nowhere Row",
    "postcode": "E1 4NS",
    "public_email": "a@private.example",
}


def decided(session, moment, status=Status.approved) -> Submission:
    reason = "No" if status == Status.declined else ""
    row = Submission(reference=f"{moment} {status}"[:40], subject=Subject.asset, content=dict(PLACE), status=status, reason=reason)
    row.decided_at = row.submitted_at = moment
    row.source = "somebody"
    session.add(row)
    session.flush()
    session.add(Sender(submission_id=row.id, email="amina@private.example"))
    session.add(SubmissionNote(submission_id=row.id, kind=NoteKind.note, words="I know her"))
    session.add(Ticket(digest=str(row.id), purpose=Purpose.right, expires_at=moment))
    if status == Status.declined:
        about = {"submission": row.id, "note": 1}
        session.add(Ticket(digest="its answer", purpose=Purpose.answer, expires_at=now() + timedelta(days=9), content=about))
    session.add(Letter(kind="outcome", email="amina@private.example", subject="Hello", body="Hello", made_at=moment))
    session.flush()
    return row


def count(session, model) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_only_what_is_old_is_forgotten_and_only_when_told_to(session):
    old, new = decided(session, OLD), decided(session, NEW)
    gone = decided(session, OLD, Status.declined)
    number = gone.id
    looked = retention.forget(session, MONTHS, do=False)
    assert (looked["senders"], looked["declined"], looked["approved"], looked["tickets"], looked["letters"]) == (2, 1, 2, 2, 2)
    assert old.content == PLACE
    assert count(session, Sender) == 3
    retention.forget(session, MONTHS, do=True)
    session.expire_all()
    empty = session.get_one(Submission, number)  # its number is never given again, and a paper stays one that was typed in
    assert (empty.status, empty.source, empty.message) == (Status.declined, "", "")
    assert all(str(value) not in str(empty.content) for value in PLACE.values())
    assert old.content == {
        "name": "Sewing",
        "lon": None,
        "lat": None,
        "address": "",
        "postcode": "",
        "public_email": "",
        "public_phone": "",
    }
    assert (new.content, old.source, new.source) == (PLACE, "", "somebody")
    assert [count(session, model) for model in (Sender, SubmissionNote, Ticket, Letter)] == [1, 1, 1, 1]
    assert sum(retention.forget(session, MONTHS, do=True).values()) == 0


def test_people_of_a_group_that_has_gone_are_forgotten(session):
    (group,) = add_groups(session, "The choir")
    session.add(Keeper(group_id=group.id, name="Amina", email="amina@private.example"))
    session.flush()
    number = group.id
    departures.depart(session, Subject.group, number, Made(Act.closed))
    gone = whereabouts.departure_of(session, Subject.group, number)
    assert retention.forget(session, MONTHS, do=True)["departed"] == 0
    gone.made_at = OLD
    session.flush()
    assert retention.forget(session, MONTHS, do=True)["departed"] == 1
    assert "amina" not in str(gone.rows)


def test_exact_places_in_old_versions_are_forgotten_but_not_the_last(session):
    content = {"category": vocabulary(session).categories[0].slug, "summary": "x", "holder": "personal", "precision": "area", **PLACE}
    number = publish.add(session, Subject.asset, content, 150.0, Made(Act.added))
    publish.change(session, Subject.asset, number, content | {"summary": "y"}, 150.0, Made(Act.changed))
    for version in session.scalars(select(Version).where(Version.entry_id == number, Version.subject == Subject.asset)):
        version.made_at = OLD
    session.flush()
    assert count(session, PrivateVersion) == 2
    assert retention.forget(session, MONTHS, do=True)["places"] == 1
    assert count(session, PrivateVersion) == 1


def test_words_of_claims_reminders_and_declined_photos_are_forgotten(session):
    (group,) = add_groups(session, "The choir")
    person = session.scalars(select(User)).first()
    decided_at = {"state": ClaimState.declined, "reason": "No", "words": "I lead it"}
    old, new = (Claim(group_id=group.id, user_id=person.id, decided_at=moment, **decided_at) for moment in (OLD, NEW))
    reminded = {"asked": Reminder(digest="1", sent_at=OLD), "lately": Reminder(digest="2", sent_at=NEW)}
    stopped = Reminder(digest="3", sent_at=OLD, stopped_at=OLD)
    photo = {"subject": Subject.group, "entry_id": group.id, "width": 1, "height": 1, "description": "A hall"}
    declined = Photo(stored="1", status=Status.declined, decided_at=OLD, **photo)
    shown = Photo(stored="2", status=Status.approved, decided_at=OLD, **photo)
    session.add_all([old, new, *reminded.values(), stopped, declined, shown])
    session.flush()
    found = retention.forget(session, MONTHS, do=True)
    session.expire_all()
    assert (found["claims"], found["reminders"], found["declined"]) == (1, 1, 1)
    assert [(each.words, each.reason, each.state) for each in (old, new)] == [
        ("", "", ClaimState.declined),
        ("I lead it", "No", ClaimState.declined),
    ]
    assert set(session.scalars(select(Reminder.digest))) == {"2", "3"}
    assert list(session.scalars(select(Photo.stored))) == ["2"]


def test_the_address_left_with_a_photo_nobody_decided_on_is_forgotten_a_year_later_than_others(session):
    whole = {"subject": Subject.asset, "entry_id": 1, "width": 1, "height": 1, "description": "A hall", "email": "amina@example.org"}
    moments = {"new": OLD, "old": OLD - timedelta(days=366)}
    session.add_all([Photo(stored=stored, made_at=moment, **whole) for stored, moment in moments.items()])
    session.flush()
    assert retention.forget(session, MONTHS, do=False)["senders"] == 1
    assert retention.forget(session, MONTHS, do=True)["senders"] == 1
    assert dict(session.execute(select(Photo.stored, Photo.email)).all()) == {"new": "amina@example.org", "old": ""}
    assert retention.forget(session, MONTHS, do=True)["senders"] == 0


def test_accounts_nobody_signs_in_with_are_deleted_but_never_the_last_administrator(session):
    people = session.scalars(select(User)).all()
    for person in people:
        person.last_login_at, person.create_datetime = OLD.replace(tzinfo=None), OLD.replace(tzinfo=None)
    used = next(person for person in people if person.email == "planner@example.org")
    used.last_login_at = NEW.replace(tzinfo=None)
    (group,) = add_groups(session, "The choir")
    session.add(Keeper(group_id=group.id, name="Amina", user_id=next(p.id for p in people if p.email == "resident@example.org")))
    session.flush()
    number = len(people)
    assert retention.forget(session, MONTHS, do=False)["accounts"] == number - 2
    assert count(session, User) == number
    assert retention.forget(session, MONTHS, do=True)["accounts"] == number - 2
    assert set(session.scalars(select(User.email))) == {"planner@example.org", "administrator@example.org"}
    assert count(session, Keeper) == 0
    assert retention.forget(session, MONTHS, do=True)["accounts"] == 0


def test_marks_stay_while_something_is_open_so_that_reports_of_two_still_press(session):
    number = session.scalar(select(func.min(Asset.id)))
    for source in ("one", "two"):
        reports.add(session, (Subject.asset, number), "closed", "", source).made_at = OLD
    waiting = decided(session, OLD)
    waiting.status = Status.waiting
    assert len(reports.pressing(session)) == 1
    retention.forget(session, MONTHS, do=True)
    session.expire_all()
    assert len(reports.pressing(session)) == 1
    assert waiting.source == "somebody"
    for report in session.scalars(select(Report)):
        report.settled_at = NEW
    session.flush()
    retention.forget(session, MONTHS, do=True)
    session.expire_all()
    assert {report.source for report in session.scalars(select(Report))} == {""}
