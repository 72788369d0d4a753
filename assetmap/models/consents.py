"""Consents: who agreed that a personal detail may be public, how they said so, and when they took it back."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base
from assetmap.models.columns import Moment, choice, now
from assetmap.models.submissions import Channel, Subject

FIELD_LIMIT = 40
DIGEST_LIMIT = 64


class Consent(Base):
    """One field of one entry that its owner agreed to make public. `recorded_by_id` is who wrote it down for them, if anyone; `digest`
    tells, under a secret of this database, which words they agreed to, without keeping them."""

    __tablename__ = "consents"
    __table_args__ = (Index(None, "subject", "entry_id"), Index(None, "submission_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id", ondelete="SET NULL"))
    subject: Mapped[Subject] = mapped_column(choice(Subject, "subject"))
    entry_id: Mapped[int | None] = mapped_column(Integer)
    field: Mapped[str] = mapped_column(String(FIELD_LIMIT))
    digest: Mapped[str] = mapped_column(String(DIGEST_LIMIT), default="", server_default="")
    channel: Mapped[Channel] = mapped_column(choice(Channel, "channel"), default=Channel.web)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    given_at: Mapped[datetime] = mapped_column(Moment, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
