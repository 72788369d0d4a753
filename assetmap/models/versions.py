"""Versions: what every entry said, who made it say so and why; and entries that are public no more."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.accounts import User
from assetmap.models.columns import Moment, choice, now
from assetmap.models.submissions import REASON_LIMIT, Subject


class Act(StrEnum):
    """What made a version."""

    loaded = "loaded"
    added = "added"
    changed = "changed"
    confirmed = "confirmed"
    merged = "merged"
    closed = "closed"
    restored = "restored"


class Version(Base):
    """What the public could read of an entry, from `made_at` on. `content` has the keys a form gives (see services/entries); never
    more than was public: what is more exact is a PrivateVersion. An entry of a package has no version until somebody changes it."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("subject", "entry_id", "number"), Index(None, "submission_id"), Index(None, "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[Subject] = mapped_column(choice(Subject, "subject"))
    entry_id: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    act: Mapped[Act] = mapped_column(choice(Act, "act"))
    why: Mapped[str] = mapped_column(String(REASON_LIMIT), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    user: Mapped[User | None] = relationship()


class PrivateVersion(Base):
    """What a version knew and the public did not see, such as where it really is. No public read touches this table."""

    __tablename__ = "private_versions"

    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class Departure(Base):
    """An entry that is public no more: closed, or merged into another (`into_id`), to which its address leads for ever.

    `rows` are the rows of other tables that hung on it, by table, for bringing it back. No public read touches them.
    """

    __tablename__ = "departures"
    __table_args__ = (Index(None, "subject", "into_id"),)

    subject: Mapped[Subject] = mapped_column(choice(Subject, "subject"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    into_id: Mapped[int | None] = mapped_column(Integer)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    rows: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
