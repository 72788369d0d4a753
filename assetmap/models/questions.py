"""Questions about gaps that somebody kept, and their answers over time."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.columns import Moment, now

QUESTION_LIMIT = 200


class Question(Base):
    """A question about gaps: `content` says the indicator, the assets and the walk. `reference` is its address; it cannot be guessed."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(QUESTION_LIMIT))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="question", order_by="Answer.made_at", cascade="all, delete-orphan", passive_deletes=True
    )


class Answer(Base):
    """What a question's answer was at a moment: a few numbers for the whole place and for each area, by code."""

    __tablename__ = "answers"

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment, primary_key=True, default=now)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    question: Mapped[Question] = relationship(back_populates="answers")
