"""The trail: who did what that others may ask about one day. It names accounts, never addresses or what was typed in private."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.accounts import User
from assetmap.models.columns import Moment, choice, now
from assetmap.models.submissions import REASON_LIMIT, Subject

ACT_LIMIT = 40


class Step(Base):
    """One thing somebody did. `about_user_id` is the person it was done to, where it was one."""

    __tablename__ = "steps"
    __table_args__ = (Index(None, "subject", "entry_id"), Index(None, "user_id"), Index(None, "about_user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    about_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    act: Mapped[str] = mapped_column(String(ACT_LIMIT))
    subject: Mapped[Subject | None] = mapped_column(choice(Subject, "subject"))
    entry_id: Mapped[int | None] = mapped_column(Integer)
    words: Mapped[str] = mapped_column(String(REASON_LIMIT), default="")
    user: Mapped[User | None] = relationship(foreign_keys=user_id)
    about_user: Mapped[User | None] = relationship(foreign_keys=about_user_id)
