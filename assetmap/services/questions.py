"""Questions about gaps that somebody kept: saved, listed, watched over time, deleted."""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import AssetmapError, NotAllowed, NotFound
from assetmap.models import Answer, Question
from assetmap.models.accounts import User
from assetmap.models.columns import now
from assetmap.models.questions import QUESTION_LIMIT
from assetmap.services import gaps, places
from assetmap.services.accounts import ADMINISTRATORS, QUESTIONERS, is_one_of
from assetmap.services.gaps import Asked, GapAnswer
from assetmap.services.gaps.asked import from_kept, kept
from assetmap.services.words import checked

OLD = timedelta(days=1)


def save(session: Session, user: User, asked: Asked, title: str) -> Question:
    """Keep a question with its first answer; Faulty where it has no title, NotAllowed for whoever may not."""
    if not is_one_of(user, QUESTIONERS):
        raise NotAllowed("Your account may not keep questions.")
    text = checked(title, "title", QUESTION_LIMIT, needed="Give the question a title.")
    question = Question(reference=secrets.token_urlsafe(12), title=text, content=kept(asked), user_id=user.id)
    session.add(question)
    question.answers.append(Answer(content=summary(gaps.ask(session, asked))))
    places.changed(session)
    session.flush()
    return question


def listed(session: Session) -> list[Question]:
    """The questions that are kept, the newest first."""
    return list(session.scalars(select(Question).order_by(Question.made_at.desc(), Question.id.desc())))


def get(session: Session, reference: str) -> Question:
    """The question with this reference; NotFound where there is none."""
    found = session.scalar(select(Question).where(Question.reference == reference))
    if found is None:
        raise NotFound("There is no question here. It may have been deleted.")
    return found


def asked(question: Question) -> Asked:
    """What a kept question asks."""
    return from_kept(question.content)


def may_delete(question: Question, user: Any) -> bool:
    """Whether this person may delete a question: whoever made it, or an administrator."""
    if not getattr(user, "is_authenticated", False):
        return False
    return question.user_id == user.id or is_one_of(user, ADMINISTRATORS)


def delete(session: Session, user: User, question: Question) -> None:
    """Delete a question and its answers; NotAllowed for anybody but its maker and administrators."""
    if not may_delete(question, user):
        raise NotAllowed("Only whoever kept this question, or an administrator, may delete it.")
    session.delete(question)
    session.flush()


def watch(session: Session) -> tuple[int, list[str]]:
    """Ask every kept question again; gives how many new answers were kept, and why some could not be asked.

    An answer is kept where it differs from the last, or where that is older than a day.
    """
    new, faults = 0, []
    for question in listed(session):
        try:
            content = summary(gaps.ask(session, asked(question)))
        except AssetmapError as error:
            faults.append(f"{question.title}: {error}")
            continue
        last = question.answers[-1] if question.answers else None
        if last is None or last.content != content or now() - last.made_at > OLD:
            question.answers.append(Answer(content=content))
            new += 1
    session.flush()
    if new:
        places.changed(session)
    return new, faults


def summary(answer: GapAnswer) -> dict[str, Any]:
    """An answer in a few whole numbers, for the place and for each area by code: people, those without, those without at best."""
    everywhere = {name: round(getattr(answer, name)) for name in ("people", "without", "at_best", "affected", "affected_at_best")}
    rows = (*answer.rows, *answer.unknown)
    return everywhere | {
        "period": answer.period,
        "method": "streets" if answer.network else "straight",
        "matches": answer.found.matches,
        "silent": answer.found.silent,
        "entries": answer.entries,
        "high": len(answer.high),
        "areas": {each.code: [round(each.people), round(each.without), round(each.at_best)] for each in rows},
    }
