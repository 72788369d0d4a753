"""Introductions: two groups that somebody brought together, and what came of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.columns import Moment, choice, now
from assetmap.models.groups import Group

OUTCOME_LIMIT = 1000


class Outcome(StrEnum):
    """What came of an introduction."""

    waiting = "waiting"
    nothing = "nothing"
    talking = "talking"
    together = "together"


class Introduction(Base):
    """A pair of groups (the smaller id first) that a person introduced, or decided not to: then `introduced_on` is null.

    `reasons` are those the pair was suggested for, as services/introductions keeps them.
    """

    __tablename__ = "introductions"
    __table_args__ = (
        UniqueConstraint("first_group_id", "second_group_id"),
        CheckConstraint("first_group_id < second_group_id", name="smaller_first"),
        CheckConstraint("introduced_on IS NOT NULL OR outcome = 'waiting'", name="outcome_of_an_introduction"),
        CheckConstraint("outcome = 'waiting' OR outcome_on IS NOT NULL", name="outcome_has_a_day"),
        Index(None, "second_group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    second_group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(String(OUTCOME_LIMIT), default="")
    introduced_on: Mapped[date | None] = mapped_column(Date)
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "outcome"), default=Outcome.waiting)
    outcome_note: Mapped[str] = mapped_column(String(OUTCOME_LIMIT), default="")
    outcome_on: Mapped[date | None] = mapped_column(Date)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    first_group: Mapped[Group] = relationship(foreign_keys=first_group_id)
    second_group: Mapped[Group] = relationship(foreign_keys=second_group_id)
