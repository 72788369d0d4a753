"""Paper forms: printed with a serial number, filled in by hand, typed in by staff."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base
from assetmap.models.columns import Moment, choice, now
from assetmap.models.submissions import SERIAL_LIMIT, Subject


class Paper(Base):
    """One printed form; `submission_id` is what it became."""

    __tablename__ = "papers"

    serial: Mapped[str] = mapped_column(String(SERIAL_LIMIT), primary_key=True)
    subject: Mapped[Subject] = mapped_column(choice(Subject, "subject"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id", ondelete="SET NULL"))
