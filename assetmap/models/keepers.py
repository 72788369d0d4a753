"""Keepers: people who answer for a group, and what they are asked once a year."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.columns import Moment, now
from assetmap.models.groups import EMAIL_LIMIT, PHONE_LIMIT, Group

KEEPER_LIMIT = 120
DIGEST_LIMIT = 64
MISSING_LIMIT = 1000


class Keeper(Base):
    """Somebody who answers for a group, with an account or without.

    Their name, e-mail and telephone are personal data: no public read touches this table.
    """

    __tablename__ = "keepers"
    __table_args__ = (Index(None, "group_id"), Index(None, "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # services/accounts lets go of it
    name: Mapped[str] = mapped_column(String(KEEPER_LIMIT), default="")
    email: Mapped[str] = mapped_column(String(EMAIL_LIMIT), default="")
    phone: Mapped[str] = mapped_column(String(PHONE_LIMIT), default="")
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    group: Mapped[Group] = relationship()


class Ask(Base):
    """The yearly question to a group: are these still right, who else? It is answered once, by whoever has its address.

    Only a digest of what stands in the address is kept. `missing` is whom a keeper named who is not on the map yet.
    """

    __tablename__ = "asks"
    __table_args__ = (Index(None, "group_id", "used_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("keepers.id", ondelete="SET NULL"))
    digest: Mapped[str] = mapped_column(String(DIGEST_LIMIT), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    missing: Mapped[str] = mapped_column(Text, default="")
    group: Mapped[Group] = relationship()
    keeper: Mapped[Keeper | None] = relationship()
