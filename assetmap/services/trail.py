"""The trail: who did what that others may ask about one day."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assetmap.models import Step, Subject, User


def step(session: Session, act: str, by: User | None, about: User | None = None, group_id: int | None = None, words: str = "") -> Step:
    """Keep that something was done: a role given, a claim decided. It holds no address and nothing said in private."""
    made = Step(
        act=act,
        user_id=by.id if by else None,
        about_user_id=about.id if about else None,
        subject=Subject.group if group_id is not None else None,
        entry_id=group_id,
        words=words,
    )
    session.add(made)
    session.flush()
    return made


def about(session: Session, user: User, most: int = 50) -> list[Step]:
    """What was done to somebody, the newest first."""
    query = select(Step).where(Step.about_user_id == user.id).options(joinedload(Step.user))
    return list(session.scalars(query.order_by(Step.id.desc()).limit(most)))


def of_group(session: Session, group_id: int, most: int = 50) -> list[Step]:
    """What was done about who answers for a group, the newest first."""
    query = select(Step).where(Step.subject == Subject.group, Step.entry_id == group_id)
    query = query.options(joinedload(Step.user), joinedload(Step.about_user))
    return list(session.scalars(query.order_by(Step.id.desc()).limit(most)))
