"""Distinctions: two entries that look alike and are not the same, as a steward said."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base
from assetmap.models.columns import Moment, choice, now
from assetmap.models.submissions import Subject


class Distinction(Base):
    """A pair of entries (the smaller id first) that is not offered for merging again."""

    __tablename__ = "distinctions"
    __table_args__ = (CheckConstraint("first_id < second_id", name="smaller_first"),)

    subject: Mapped[Subject] = mapped_column(choice(Subject, "subject"), primary_key=True)
    first_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    second_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
