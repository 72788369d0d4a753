"""Claims: somebody with an account says that they answer for a group."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.accounts import User
from assetmap.models.columns import Moment, choice, now
from assetmap.models.groups import Group
from assetmap.models.submissions import REASON_LIMIT


class ClaimState(StrEnum):
    """How far a claim has come."""

    waiting = "waiting"
    approved = "approved"
    declined = "declined"
    revoked = "revoked"
    ended = "ended"  # handed over, or given up


class Proof(StrEnum):
    """What a claim rests on."""

    none = "none"
    domain = "domain"  # an e-mail at the group's own domain
    steward = "steward"
    invitation = "invitation"
    handover = "handover"


class Claim(Base):
    """One person's claim to answer for one group, and its trail. An approved one makes a Keeper with an account."""

    __tablename__ = "claims"
    __table_args__ = (
        CheckConstraint("state = 'waiting' OR decided_at IS NOT NULL", name="decision_has_a_moment"),
        Index(None, "group_id", "state"),
        Index(None, "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(String(REASON_LIMIT), default="")
    state: Mapped[ClaimState] = mapped_column(choice(ClaimState, "state"), default=ClaimState.waiting)
    proof: Mapped[Proof] = mapped_column(choice(Proof, "proof"), default=Proof.none)
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT), default="")
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    group: Mapped[Group] = relationship()
    user: Mapped[User] = relationship(foreign_keys=user_id)
