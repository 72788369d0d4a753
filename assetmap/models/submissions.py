"""What waits for a steward, and what was decided."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.accounts import User
from assetmap.models.columns import Moment, choice, now

REASON_LIMIT = 1000
REFERENCE_LIMIT = 40
SOURCE_LIMIT = 64
SERIAL_LIMIT = 20
SENDER_LIMIT = 120
PHONE_LIMIT = 30
EMAIL_LIMIT = 254


class Subject(StrEnum):
    """What an entry is about."""

    asset = "asset"
    group = "group"
    area = "area"


class Status(StrEnum):
    """How far it has come."""

    waiting = "waiting"
    approved = "approved"
    declined = "declined"


class Wish(StrEnum):
    """What whoever sent it wants."""

    add = "add"
    change = "change"
    close = "close"


class Channel(StrEnum):
    """How it came."""

    web = "web"
    paper = "paper"
    telephone = "telephone"


class Submission(Base):
    """An entry somebody sent, or a change to one. `content` holds its fields as sent, the exact place among them: only stewards read it.

    `reference` cannot be guessed; whoever sent the entry keeps it to see what became of it. A change is of the entry `target_id`
    (an asset's or a group's id, as `subject` says) as it stood in its version `base`. `held` is what the rules of services/holding
    noticed in it: why it waits even where whoever sent it is trusted. `left_out` are fields of a change that were not taken.
    `withdrawn_at` is when whoever sent it took it back. `source` tells senders apart for a while without saying who they are.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        CheckConstraint("status = 'waiting' OR decided_at IS NOT NULL", name="decision_has_a_moment"),
        CheckConstraint("status <> 'declined' OR reason <> ''", name="decline_has_a_reason"),
        CheckConstraint("(wish = 'add') = (target_id IS NULL)", name="change_has_a_target"),
        Index(None, "status", "submitted_at"),
        Index(None, "subject", "target_id"),
        Index(None, "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE_LIMIT), unique=True)
    subject: Mapped[Subject] = mapped_column(choice(Subject, "subject"))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    status: Mapped[Status] = mapped_column(choice(Status, "status"), default=Status.waiting)
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT), default="")
    left_out: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    wish: Mapped[Wish] = mapped_column(choice(Wish, "wish"), default=Wish.add, server_default="add")
    target_id: Mapped[int | None] = mapped_column(Integer)
    base: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    message: Mapped[str] = mapped_column(String(REASON_LIMIT), default="", server_default="")
    held: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    channel: Mapped[Channel] = mapped_column(choice(Channel, "channel"), default=Channel.web, server_default="web")
    source: Mapped[str] = mapped_column(String(SOURCE_LIMIT), default="", server_default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # services/accounts lets go of it
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_at: Mapped[datetime] = mapped_column(Moment, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    published_id: Mapped[int | None]
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)
    user: Mapped[User | None] = relationship(foreign_keys=user_id)


class Sender(Base):
    """Who sent an entry and wants to hear what becomes of it: personal data, which nobody but stewards reads."""

    __tablename__ = "senders"
    __table_args__ = (Index(None, "email"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(SENDER_LIMIT), default="")
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT), default="")
    phone: Mapped[str] = mapped_column(String(PHONE_LIMIT), default="")
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)


class NoteKind(StrEnum):
    """Whether stewards say something among themselves, ask the sender, or the sender answers."""

    note = "note"
    question = "question"
    answer = "answer"


class SubmissionNote(Base):
    """One thing said about an entry that waits: never public."""

    __tablename__ = "submission_notes"
    __table_args__ = (Index(None, "submission_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    kind: Mapped[NoteKind] = mapped_column(choice(NoteKind, "kind"))
    words: Mapped[str] = mapped_column(String(REASON_LIMIT))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    user: Mapped[User | None] = relationship()
