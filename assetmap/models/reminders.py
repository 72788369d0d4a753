"""Reminders: when somebody was last asked whether their entries are still right, and who does not want to be."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base
from assetmap.models.columns import Moment

DIGEST_LIMIT = 64


class Reminder(Base):
    """One e-mail address that was reminded, or is not to be. It is known by a digest under a secret only, so that a wish to be left
    alone lasts without anybody's address being kept for it."""

    __tablename__ = "reminders"

    digest: Mapped[str] = mapped_column(String(DIGEST_LIMIT), primary_key=True)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    stopped_at: Mapped[datetime | None] = mapped_column(Moment)
