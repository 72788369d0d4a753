"""Letters that wait to be sent by e-mail. They are written with what they tell of, in one transaction, and forgotten once sent."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base
from assetmap.models.columns import Moment, now
from assetmap.models.groups import EMAIL_LIMIT

SUBJECT_LIMIT = 200
KIND_LIMIT = 20


class Letter(Base):
    """One e-mail to one person: personal data, and what stands in it may be somebody's key. `tries` counts what failed."""

    __tablename__ = "letters"
    __table_args__ = (Index(None, "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(KIND_LIMIT))
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT))
    subject: Mapped[str] = mapped_column(String(SUBJECT_LIMIT))
    body: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    next_try_at: Mapped[datetime] = mapped_column(Moment, default=now)
