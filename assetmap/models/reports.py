"""Reports: anyone can say that an entry has changed or closed. They hide nothing."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base
from assetmap.models.columns import Moment, choice, now
from assetmap.models.submissions import SOURCE_LIMIT, Subject

WORDS_LIMIT = 500


class ReportKind(StrEnum):
    """What somebody says of an entry."""

    changed = "changed"
    closed = "closed"


class Report(Base):
    """What somebody said about an entry. `source` tells two people apart for a while without saying who they are."""

    __tablename__ = "reports"
    __table_args__ = (Index(None, "subject", "entry_id", "settled_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[Subject] = mapped_column(choice(Subject, "subject"))
    entry_id: Mapped[int] = mapped_column(Integer)
    says: Mapped[ReportKind] = mapped_column(choice(ReportKind, "says"))
    words: Mapped[str] = mapped_column(String(WORDS_LIMIT), default="")
    source: Mapped[str] = mapped_column(String(SOURCE_LIMIT), default="")
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
