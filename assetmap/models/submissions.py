"""What waits for a steward, and what was decided."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.accounts import User
from assetmap.models.columns import Moment, choice, now

REASON_LIMIT = 1000
REFERENCE_LIMIT = 40


class Subject(StrEnum):
    """What an entry is about."""

    asset = "asset"
    group = "group"
    area = "area"


class Status(StrEnum):
    """How far it has come."""

    waiting = "waiting"
    approved = "approved"
    declined = "declined"


class Submission(Base):
    """An entry somebody sent. `content` holds its fields as sent, the exact place among them: only stewards read it.

    `reference` cannot be guessed; whoever sent the entry keeps it to see what became of it.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        CheckConstraint("status = 'waiting' OR decided_at IS NOT NULL", name="decision_has_a_moment"),
        CheckConstraint("status <> 'declined' OR reason <> ''", name="decline_has_a_reason"),
        Index(None, "status", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE_LIMIT), unique=True)
    subject: Mapped[Subject] = mapped_column(choice(Subject, "subject"))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    status: Mapped[Status] = mapped_column(choice(Status, "status"), default=Status.waiting)
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT), default="")
    submitted_at: Mapped[datetime] = mapped_column(Moment, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    published_id: Mapped[int | None]
    decided_by: Mapped[User | None] = relationship()
