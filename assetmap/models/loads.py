"""Tables of figures that people load: the file as it waits, how its columns are read, what it brought and what it replaced."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.accounts import User
from assetmap.models.columns import Moment, choice, now
from assetmap.models.indicators import PERIOD_LIMIT, ValueState

FILE_NAME_LIMIT = 200
SIGNATURE_LIMIT = 64


class Upload(Base):
    """A file that waits for somebody to say what its columns mean. `reference` cannot be guessed."""

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_LIMIT))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Mapping(Base):
    """What the columns of one kind of file mean, kept for next year's; `signature` is that of its header."""

    __tablename__ = "mappings"

    id: Mapped[int] = mapped_column(primary_key=True)
    signature: Mapped[str] = mapped_column(String(SIGNATURE_LIMIT), unique=True)
    title: Mapped[str] = mapped_column(String(FILE_NAME_LIMIT))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)


class Load(Base):
    """One loading of figures. `before` holds the indicators as they were (null for one that was new), so that it can be undone."""

    __tablename__ = "loads"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_LIMIT))
    digest: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    user: Mapped[User | None] = relationship()


class ReplacedObservation(Base):
    """An observation that a load replaced, as it was; `earlier_load_id` is the load that had brought it."""

    __tablename__ = "replaced_observations"

    load_id: Mapped[int] = mapped_column(ForeignKey("loads.id", ondelete="CASCADE"), primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id", ondelete="CASCADE"), primary_key=True)
    period: Mapped[str] = mapped_column(String(PERIOD_LIMIT), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id", ondelete="CASCADE"), primary_key=True)
    value: Mapped[float | None] = mapped_column(Float)
    lower: Mapped[float | None] = mapped_column(Float)
    upper: Mapped[float | None] = mapped_column(Float)
    state: Mapped[ValueState] = mapped_column(choice(ValueState, "state"))
    earlier_load_id: Mapped[int | None]
