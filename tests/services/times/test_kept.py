"""What is open is kept through changes that are none of times, and through no other: what is kept is what is worked out anew."""

from datetime import date

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.models import Act, Asset, Schedule, Subject, User
from assetmap.services import assets, contents, departures, merging, places, publish, remember, schedules, versions
from assetmap.services.filters import Filters
from assetmap.services.merging import Merger
from assetmap.services.times import openings, terms
from assetmap.services.times.asked import When
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M

MONDAY = date(2026, 10, 26)
ON_MONDAY = Filters(when=When("2026-10-26", (MONDAY,)))
MADE = Made(Act.changed)
HOURS = {
    **{"kind": "hours", "title": "", "note": "", "rule": "FREQ=WEEKLY;BYDAY=MO", "weekdays": 1, "term_time": False, "exceptions": []},
    **{"starts_on": "2026-01-05", "until": "", "starts_at": "10:00", "ends_at": "12:00"},
}
TUESDAYS = HOURS | {"rule": "FREQ=WEEKLY;BYDAY=TU", "weekdays": 2}


class Register:
    """A register with a reader of its own for every question, as a site has it."""

    def __init__(self, engine):
        self.engine = engine

    def do(self, verb):
        """Change something, and keep it."""
        with Session(db.writer(self.engine)) as session, session.begin():
            return verb(session)

    def open(self) -> set[int]:
        """Who is open on that Monday, as it is kept; and nothing but what is worked out with nothing kept."""
        with Session(self.engine) as session:
            kept = {item.id for item in assets.after(session, ON_MONDAY, 0, 5000)}
            remember.forget()
            assert {item.id for item in assets.after(session, ON_MONDAY, 0, 5000)} == kept
            assert set(session.scalars(select(Asset.id).where(openings.condition(session, ON_MONDAY.when)))) == kept
        return kept

    def worked_out(self) -> object:
        """What is kept of that Monday: the same thing as long as it is kept."""
        with Session(self.engine) as session:
            return openings._on(session, MONDAY)


def says(session, number, **more):
    """Change what an asset says."""
    content = contents.of_entry(session, Subject.asset, number).everything | more
    publish.change(session, Subject.asset, number, content, TOLERANCE_M, MADE)


@pytest.fixture
def register(app):
    register = Register(app.extensions["engine"])
    register.one, register.other = register.do(lambda session: list(session.scalars(select(Asset.id).order_by(Asset.id).limit(2))))
    register.do(lambda session: says(session, register.one, schedules=[HOURS]))
    assert register.open() == {register.one}
    return register


def test_it_is_kept_through_a_change_that_is_none_of_times(register):
    before = register.worked_out()
    register.do(lambda session: says(session, register.one, summary="With tea"))
    register.do(lambda session: says(session, register.other, summary="With cake"))
    assert register.worked_out() is before
    assert register.open() == {register.one}


def test_a_changed_schedule_is_seen(register):
    register.do(lambda session: says(session, register.one, schedules=[TUESDAYS]))
    assert register.open() == set()
    register.do(lambda session: says(session, register.one, schedules=[HOURS | {"exceptions": [{"date": "2026-10-26", "closed": True}]}]))
    assert register.open() == set()
    register.do(lambda session: says(session, register.one, schedules=[HOURS]))
    assert register.open() == {register.one}


def test_an_added_entry_is_seen(register):
    def add(session):
        content = contents.of_entry(session, Subject.asset, register.one).everything | {"name": "Another"}
        return publish.add(session, Subject.asset, content, TOLERANCE_M, Made(Act.added))

    added = register.do(add)
    assert register.open() == {register.one, added}


def test_one_that_closes_and_comes_back_without_times_or_with_them_is_seen(register):
    first = register.do(lambda session: versions.history(session, Subject.asset, register.one)[-1].number)
    register.do(lambda session: departures.depart(session, Subject.asset, register.one, Made(Act.closed)))
    assert register.open() == set()

    def back(session, number):
        version = next(each for each in versions.history(session, Subject.asset, register.one) if each.number == number)
        departures.bring_back(session, Subject.asset, register.one, version, TOLERANCE_M, Made(Act.restored))

    register.do(lambda session: back(session, first))
    assert register.open() == set()
    register.do(lambda session: departures.depart(session, Subject.asset, register.one, Made(Act.closed)))
    register.do(lambda session: back(session, first + 1))
    assert register.open() == {register.one}


def test_a_merger_that_takes_the_times_over_and_its_undoing_are_seen(register):
    def merge(session):
        by = session.scalars(select(User).where(User.email == "steward@example.org")).one()
        seen = merging.seal(session, Subject.asset, register.other, register.one)
        merging.merge(session, Merger(Subject.asset, register.other, register.one, {"schedules": "gone"}, seen), by, TOLERANCE_M)

    def undo(session):
        by = session.scalars(select(User).where(User.email == "steward@example.org")).one()
        merging.undo(session, Subject.asset, register.one, by, TOLERANCE_M)

    register.do(merge)
    assert register.open() == {register.other}
    register.do(undo)
    assert register.open() >= {register.one}


def test_loaded_terms_and_another_clock_are_seen(register):
    register.do(lambda session: says(session, register.one, schedules=[HOURS | {"term_time": True}]))
    assert register.open() == set()
    register.do(lambda session: terms.load(session, ["first,last,name", "2026-09-01,2026-12-18,Autumn"], "terms"))
    assert register.open() == {register.one}
    register.do(lambda session: terms.load(session, ["first,last,name", "2026-11-02,2026-12-18,Autumn"], "terms"))
    assert register.open() == set()
    before = register.worked_out()

    def move(session):
        places.changed(session)
        places.current(session).timezone = "Asia/Dhaka"

    register.do(move)
    assert register.worked_out() is not before


def test_one_schedule_in_the_place_of_another_with_the_same_number_is_seen(register):
    """SQLite gives the number of a deleted row again."""

    def swap(session):
        places.changed(session)
        schedules.write(session, Subject.asset, register.one, [])
        schedules.write(session, Subject.asset, register.other, [HOURS])

    register.do(swap)
    assert register.open() == {register.other}


def test_rows_an_operator_deletes_are_seen(register):
    def clear(session):
        places.changed(session)
        session.execute(delete(Schedule))

    register.do(clear)
    assert register.open() == set()


def test_times_that_stay_the_same_are_not_written_again(register):
    def number(session):
        return session.scalar(select(func.max(Schedule.id)))

    before = register.do(number)
    register.do(lambda session: says(session, register.one, schedules=[dict(HOURS)]))
    assert register.do(number) == before
    register.do(lambda session: says(session, register.one, schedules=[HOURS, TUESDAYS]))
    assert register.do(lambda session: session.scalar(select(func.count()).select_from(Schedule))) == 2
