"""Groups: people who organise."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.areas import Area
from assetmap.models.categories import Category
from assetmap.models.columns import Moment, choice, now

NAME_LIMIT = 140
PURPOSE_LIMIT = 2000
WEB_LIMIT = 300
EMAIL_LIMIT = 254
PHONE_LIMIT = 30
SOURCE_LIMIT = 300
KEY_LIMIT = 80


class GroupKind(StrEnum):
    """What kind of organisation it is."""

    charity = "charity"
    association = "association"
    tenants = "tenants"
    faith = "faith"
    statutory = "statutory"
    housing = "housing"
    business = "business"
    informal = "informal"
    other = "other"


class Group(Base):
    """The last approved version of a group, and only what the public may see."""

    __tablename__ = "groups"
    __table_args__ = (Index(None, "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(KEY_LIMIT), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    purpose: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[GroupKind] = mapped_column(choice(GroupKind, "kind"), default=GroupKind.other)
    audience_bits: Mapped[int] = mapped_column(BigInteger, default=0)
    language_bits: Mapped[int] = mapped_column(BigInteger, default=0)
    website: Mapped[str] = mapped_column(String(WEB_LIMIT), default="")
    public_email: Mapped[str] = mapped_column(String(EMAIL_LIMIT), default="")
    public_phone: Mapped[str] = mapped_column(String(PHONE_LIMIT), default="")
    source: Mapped[str] = mapped_column(String(SOURCE_LIMIT), default="")
    source_date: Mapped[date | None] = mapped_column(Date)
    search_text: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    confirmed_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)
    areas: Mapped[list[Area]] = relationship(secondary="group_areas", order_by=Area.name)
    themes: Mapped[list[Category]] = relationship(secondary="group_themes", order_by=Category.position)


class GroupArea(Base):
    """An area a group works in."""

    __tablename__ = "group_areas"
    __table_args__ = (Index(None, "area_id"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id", ondelete="CASCADE"), primary_key=True)


class GroupTheme(Base):
    """A category of assets a group is about, besides those of the assets it runs."""

    __tablename__ = "group_themes"
    __table_args__ = (Index(None, "category_id"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id", ondelete="CASCADE"), primary_key=True)
