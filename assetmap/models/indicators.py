"""Indicators and their observations."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.areas import Area
from assetmap.models.columns import choice

PERIOD_LIMIT = 20
URL_LIMIT = 500


class Measure(StrEnum):
    """What kind of figure it is, which decides what may be done with it. Ranks and deciles are never averaged."""

    count = "count"  # type: ignore[assignment]  # the name of a method of str, which nobody calls here
    proportion = "proportion"  # a share from 0 to 1, shown as per cent
    percent = "percent"
    score = "score"
    mean = "mean"
    rank = "rank"
    decile = "decile"


class Polarity(StrEnum):
    """Which way is better."""

    high = "high"
    low = "low"
    none = "none"


class Method(StrEnum):
    """How the figure came about."""

    measured = "measured"
    modelled = "modelled"
    survey = "survey"


class ValueState(StrEnum):
    """Whether a value is known; where it is not, why: held back by its publisher, or simply not there."""

    known = "known"
    suppressed = "suppressed"
    missing = "missing"


class Indicator(Base):
    """A named measure with everything a careful reader must know about it."""

    __tablename__ = "indicators"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    cannot_tell: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(80))
    measure: Mapped[Measure] = mapped_column(choice(Measure, "measure"))
    polarity: Mapped[Polarity] = mapped_column(choice(Polarity, "polarity"))
    method: Mapped[Method] = mapped_column(choice(Method, "method"))
    source: Mapped[str] = mapped_column(String(300))
    publisher: Mapped[str] = mapped_column(String(300))
    licence: Mapped[str] = mapped_column(String(200))
    weight: Mapped[str] = mapped_column(String(80), default="", server_default="")
    decimals: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    source_url: Mapped[str] = mapped_column(String(URL_LIMIT), default="", server_default="")
    updated_on: Mapped[date | None] = mapped_column(Date)


class Observation(Base):
    """One indicator, one area, one period, one value; a value that is not known is null, never zero.

    `load_id` is the load that brought it; a place's own figures have none.
    """

    __tablename__ = "observations"
    __table_args__ = (
        CheckConstraint("lower IS NULL OR upper IS NULL OR lower <= upper", name="interval_in_order"),
        CheckConstraint("(state = 'known') = (value IS NOT NULL)", name="known_has_a_value"),
        Index(None, "area_id"),
        Index(None, "load_id"),
    )

    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id", ondelete="CASCADE"), primary_key=True)
    period: Mapped[str] = mapped_column(String(PERIOD_LIMIT), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id", ondelete="CASCADE"), primary_key=True)
    value: Mapped[float | None] = mapped_column(Float)
    lower: Mapped[float | None] = mapped_column(Float)
    upper: Mapped[float | None] = mapped_column(Float)
    state: Mapped[ValueState] = mapped_column(choice(ValueState, "state"), default=ValueState.known)
    load_id: Mapped[int | None] = mapped_column(ForeignKey("loads.id", ondelete="SET NULL"))
    indicator: Mapped[Indicator] = relationship()
    area: Mapped[Area] = relationship()
