"""Questions that are kept: who may, what is written down, and when."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from assetmap.errors import Faulty, NotAllowed, NotFound
from assetmap.models import Answer, Asset, Question, User
from assetmap.models.columns import now
from assetmap.services import places, questions
from assetmap.services.filters import Filters
from assetmap.services.gaps import Asked

ASKED = Asked("loneliness_pct", filters=Filters(category=("libraries",)))


def person(session, role: str) -> User:
    return session.scalar(select(User).where(User.email == f"{role}@example.org"))


@pytest.mark.parametrize("role", ["developer", "planner", "steward", "administrator"])
def test_whoever_works_with_figures_keeps_a_question_with_its_first_answer(session, role):
    question = questions.save(session, person(session, role), ASKED, "  Libraries  and loneliness ")
    assert question.title == "Libraries and loneliness"
    assert questions.asked(questions.get(session, question.reference)) == ASKED
    (answer,) = question.answers
    assert answer.content["matches"] == 8
    assert answer.content["people"] == 323_854
    assert len(answer.content["areas"]) == 20


def test_a_resident_keeps_none_and_a_question_needs_a_title(session):
    with pytest.raises(NotAllowed):
        questions.save(session, person(session, "resident"), ASKED, "Mine")
    for title in ("", "  ", "x" * 201, "a\u202eb"):
        with pytest.raises(Faulty):
            questions.save(session, person(session, "planner"), ASKED, title)
    assert session.scalar(select(func.count()).select_from(Question)) == 0


def test_watching_keeps_an_answer_only_where_it_is_new(session):
    question = questions.save(session, person(session, "planner"), ASKED, "Libraries")
    assert questions.watch(session) == (0, [])
    libraries = select(Asset.id).join(Asset.category).where(Asset.category.has(slug="libraries")).order_by(Asset.id).limit(1)
    session.execute(update(Asset).where(Asset.id == session.scalar(libraries)).values(approximate=True))
    places.changed(session)
    assert questions.watch(session) == (1, [])
    session.refresh(question)
    first, second = question.answers
    assert second.content["without"] > first.content["without"]


def test_watching_keeps_an_answer_that_is_the_same_after_a_day(session):
    question = questions.save(session, person(session, "planner"), ASKED, "Libraries")
    session.execute(update(Answer).values(made_at=now() - timedelta(hours=25)))
    session.refresh(question)
    session.refresh(question.answers[0])
    assert questions.watch(session) == (1, [])
    assert questions.watch(session) == (0, [])


def test_a_question_that_can_no_longer_be_asked_is_said_and_does_not_stop_the_others(session):
    questions.save(session, person(session, "planner"), ASKED, "Libraries")
    session.add(Question(reference="gone", title="Gone", content={"indicator": "no such thing"}))
    session.flush()
    new, faults = questions.watch(session)
    assert new == 0
    assert faults == ["Gone: There is no indicator called 'no such thing'."]


def test_only_its_maker_and_administrators_delete_a_question_and_its_answers_go_too(session):
    question = questions.save(session, person(session, "planner"), ASKED, "Libraries")
    for role in ("resident", "developer", "steward"):
        with pytest.raises(NotAllowed):
            questions.delete(session, person(session, role), question)
    questions.delete(session, person(session, "administrator"), question)
    assert session.scalar(select(func.count()).select_from(Answer)) == 0
    with pytest.raises(NotFound):
        questions.get(session, question.reference)
    mine = questions.save(session, person(session, "planner"), ASKED, "Libraries")
    questions.delete(session, person(session, "planner"), mine)
    assert questions.listed(session) == []
