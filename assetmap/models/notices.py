"""Notices: what a group needs, and what it offers."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.columns import Moment, choice, now
from assetmap.models.groups import Group
from assetmap.models.links import Visibility

NOTICE_LIMIT = 300
EVERY_DAY = 2**7 - 1


class Side(StrEnum):
    """Whether a group needs something or offers it."""

    need = "need"
    offer = "offer"


class Thing(StrEnum):
    """What is needed or offered, so that the two find each other."""

    room = "room"
    kitchen = "kitchen"
    transport = "transport"
    equipment = "equipment"
    people = "people"
    skills = "skills"
    languages = "languages"
    advice = "advice"
    money = "money"
    food = "food"
    publicity = "publicity"
    other = "other"


class Notice(Base):
    """One need or offer of a group. `weekdays` are bits, Monday first; 0 where no day is said. It stands until `until`, or until closed."""

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint(f"weekdays >= 0 AND weekdays <= {EVERY_DAY}", name="weekdays_fit"),
        CheckConstraint("visibility <> 'private'", name="somebody_reads_it"),
        Index(None, "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    side: Mapped[Side] = mapped_column(choice(Side, "side"))
    thing: Mapped[Thing] = mapped_column(choice(Thing, "thing"))
    words: Mapped[str] = mapped_column(String(NOTICE_LIMIT), default="")
    weekdays: Mapped[int] = mapped_column(Integer, default=0)
    until: Mapped[date | None] = mapped_column(Date)
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility, "visibility"), default=Visibility.public)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    group: Mapped[Group] = relationship()
