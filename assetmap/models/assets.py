"""Assets: what a neighbourhood can draw on."""

from datetime import date, datetime
from enum import StrEnum

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.areas import Area
from assetmap.models.categories import Category
from assetmap.models.columns import Moment, choice, now
from assetmap.models.groups import EMAIL_LIMIT, KEY_LIMIT, PHONE_LIMIT, SOURCE_LIMIT, WEB_LIMIT, Group

NAME_LIMIT = 140
SUMMARY_LIMIT = 240
DESCRIPTION_LIMIT = 4000
ADDRESS_LIMIT = 240
POSTCODE_LIMIT = 10
HOURS_LIMIT = 600
FILTERED = ("id", "category_id", "holder", "cost", "patch_id", "audience_bits", "language_bits", "access_bits")


class Holder(StrEnum):
    """Who holds an asset."""

    personal = "personal"
    community = "community"
    statutory = "statutory"
    private = "private"


class Cost(StrEnum):
    """What it costs to use."""

    free = "free"
    donation = "donation"
    paid = "paid"
    varies = "varies"
    unknown = "unknown"


class Precision(StrEnum):
    """What the public may see of where an asset is: `approximate` is true for all but the first."""

    exact = "exact"
    blurred = "blurred"
    area = "area"
    hidden = "hidden"


class Asset(Base):
    """The last approved version of an asset, and only what the public may see: `point` is the public point.

    `radius_m` says how far from it a blurred one may be. `version` is the number of its last Version (0: it has none yet).
    `confirmed_on` is when somebody last said that all this is right: null where nobody has, as of most of a package.

    `point` is EPSG:4326. `cell` is the Morton code of its Web-Mercator position at zoom 24 (see geo/cells.py), `x` and `y`
    the two numbers it is woven from; they are null together, for an asset with no fixed place. `patch_id` says which areas
    it is in (see services/patches.py); an asset in none has no patch. The terms are bits of one whole number a kind. So one
    index answers every map tile with any filter of `FILTERED`, and another every list in order of names.
    """

    __tablename__ = "assets"
    __table_args__ = (
        CheckConstraint("(cell IS NULL) = (x IS NULL) AND (x IS NULL) = (y IS NULL)", name="cell_is_woven"),
        CheckConstraint("(cell IS NULL) = (point IS NULL)", name="cell_needs_point"),
        Index("ix_assets_tiles", "cell", "x", "y", *FILTERED),
        Index("ix_assets_names", "name", *FILTERED, "cell", "x", "y"),
        Index(None, "patch_id", "category_id", "group_id"),
        Index(None, "group_id"),
        Index(None, "confirmed_on", "patch_id"),
        Index(
            "ix_assets_words",
            func.to_tsvector(text("'simple'"), text("search_text")),
            postgresql_using="gin",
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(KEY_LIMIT), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    summary: Mapped[str] = mapped_column(String(SUMMARY_LIMIT), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    holder: Mapped[Holder] = mapped_column(choice(Holder, "holder"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="SET NULL"))
    address: Mapped[str] = mapped_column(String(ADDRESS_LIMIT), default="")
    postcode: Mapped[str] = mapped_column(String(POSTCODE_LIMIT), default="")
    point: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", srid=4326, spatial_index=False), deferred=True)
    x: Mapped[int | None] = mapped_column(Integer)
    y: Mapped[int | None] = mapped_column(Integer)
    cell: Mapped[int | None] = mapped_column(BigInteger)
    patch_id: Mapped[int | None] = mapped_column(ForeignKey("patches.id", ondelete="SET NULL"))
    approximate: Mapped[bool] = mapped_column(default=False)
    precision: Mapped[Precision] = mapped_column(choice(Precision, "precision"), default=Precision.exact, server_default="exact")
    radius_m: Mapped[int | None] = mapped_column(Integer)
    audience_bits: Mapped[int] = mapped_column(BigInteger, default=0)
    language_bits: Mapped[int] = mapped_column(BigInteger, default=0)
    access_bits: Mapped[int] = mapped_column(BigInteger, default=0)
    cost: Mapped[Cost] = mapped_column(choice(Cost, "cost"), default=Cost.unknown)
    opening_times: Mapped[str] = mapped_column(String(HOURS_LIMIT), default="")
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
    category: Mapped[Category] = relationship()
    group: Mapped[Group | None] = relationship()
    areas: Mapped[list[Area]] = relationship(
        secondary="patch_areas",
        primaryjoin="Asset.patch_id == PatchArea.patch_id",
        secondaryjoin="PatchArea.area_id == Area.id",
        order_by=Area.code,
        viewonly=True,
    )


class PrivatePlace(Base):
    """Where an asset really is, when the public sees less. No public read touches this table."""

    __tablename__ = "private_places"

    asset_id: Mapped[int] = mapped_column(ForeignKey("assets.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str] = mapped_column(String(ADDRESS_LIMIT), default="")
    postcode: Mapped[str] = mapped_column(String(POSTCODE_LIMIT), default="")
    point: Mapped[WKBElement] = mapped_column(Geometry("POINT", srid=4326, spatial_index=False))
