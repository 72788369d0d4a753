"""When something is open, or happens: the schedules of HSDS and schema.org, repeating as RFC 5545 has it."""

from datetime import date, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String, Time
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base
from assetmap.models.columns import choice

RULE_LIMIT = 300
TITLE_LIMIT = 140
NOTE_LIMIT = 240
ONE_OWNER = "(asset_id IS NULL) <> (group_id IS NULL)"


class ScheduleKind(StrEnum):
    """Whether somebody can come at these times, or something happens then."""

    hours = "hours"
    event = "event"


class Schedule(Base):
    """Times on the clock of the place (Place.timezone). `rule` is an RFC 5545 recurrence without its start; empty for one time.

    `starts_on` is the first day it may happen on and `until` the last. `ends_at` before `starts_at` is on the next day.
    `exceptions` are {"date": "2026-12-25", "closed": true} or {"date": ..., "opens": "10:00", "closes": "12:00"}.
    """

    __tablename__ = "schedules"
    __table_args__ = (CheckConstraint(ONE_OWNER, name="one_owner"), Index(None, "asset_id"), Index(None, "group_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("assets.id", ondelete="CASCADE"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    kind: Mapped[ScheduleKind] = mapped_column(choice(ScheduleKind, "kind"), default=ScheduleKind.hours)
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT), default="")
    note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    starts_on: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    starts_at: Mapped[time | None] = mapped_column(Time)
    ends_at: Mapped[time | None] = mapped_column(Time)
    rule: Mapped[str] = mapped_column(String(RULE_LIMIT), default="")
    weekdays: Mapped[int] = mapped_column(Integer, default=0)
    term_time: Mapped[bool] = mapped_column(default=False)
    exceptions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class TermTime(Base):
    """A school term of the place, its first and its last day."""

    __tablename__ = "term_times"

    first: Mapped[date] = mapped_column(Date, primary_key=True)
    last: Mapped[date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(80), default="")
