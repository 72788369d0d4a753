"""Tickets: addresses that can be used once, without an account."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base
from assetmap.models.columns import Moment, choice, now
from assetmap.models.groups import EMAIL_LIMIT
from assetmap.models.submissions import Subject

DIGEST_LIMIT = 64


class Purpose(StrEnum):
    """What a ticket lets its holder do."""

    right = "right"  # say that an entry is still right
    change = "change"  # change an entry
    closed = "closed"  # say that it has closed
    answer = "answer"  # answer a steward's question
    withdraw = "withdraw"  # take back a consent, or what was sent
    claim = "claim"  # prove to answer for a group
    invite = "invite"  # finish an account half made
    enter = "enter"  # sign in
    email = "email"  # prove that an e-mail address is one's own


class Ticket(Base):
    """One use of one address. Only a digest of what stands in it is kept. `email` is whom it was sent to: personal data."""

    __tablename__ = "tickets"
    __table_args__ = (Index(None, "subject", "entry_id"), Index(None, "email"), Index(None, "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(DIGEST_LIMIT), unique=True)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose, "purpose"))
    subject: Mapped[Subject | None] = mapped_column(choice(Subject, "subject"))
    entry_id: Mapped[int | None] = mapped_column(Integer)
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
