"""Photos of entries. The pictures themselves lie in a store (see config); here is what is known of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base
from assetmap.models.columns import Moment, choice, now
from assetmap.models.groups import EMAIL_LIMIT
from assetmap.models.submissions import REASON_LIMIT, SOURCE_LIMIT, Status, Subject

DESCRIPTION_LIMIT = 300
STORED_LIMIT = 80


class Photo(Base):
    """One picture with its description; public once a steward has approved it. `stored`, its name in the store, cannot be guessed.
    `email` is where whoever sent it wants to hear what becomes of it: personal data, read only to write to them, and then forgotten."""

    __tablename__ = "photos"
    __table_args__ = (
        CheckConstraint("status = 'waiting' OR decided_at IS NOT NULL", name="decision_has_a_moment"),
        CheckConstraint("description <> ''", name="photo_is_described"),
        Index(None, "subject", "entry_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[Subject] = mapped_column(choice(Subject, "subject"))
    entry_id: Mapped[int] = mapped_column(Integer)
    stored: Mapped[str] = mapped_column(String(STORED_LIMIT), unique=True)
    description: Mapped[str] = mapped_column(String(DESCRIPTION_LIMIT))
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer, default=0)
    status: Mapped[Status] = mapped_column(choice(Status, "status"), default=Status.waiting)
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT), default="")
    source: Mapped[str] = mapped_column(String(SOURCE_LIMIT), default="")
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT), default="", deferred=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
