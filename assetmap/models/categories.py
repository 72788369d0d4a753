"""Categories of assets, and the words an entry can be described with."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base
from assetmap.models.columns import choice

SLUG_LIMIT = 40
BITS = 62  # a term is one bit of a 64-bit whole number


class AssetType(StrEnum):
    """The asset types of asset-based community development (Kretzmann & McKnight, 1993)."""

    people = "people"
    associations = "associations"
    institutions = "institutions"
    places = "places"
    exchange = "exchange"
    stories = "stories"


class Category(Base):
    """A kind of asset, with the icon and colour it has on the map."""

    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(SLUG_LIMIT), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    description: Mapped[str] = mapped_column(String(300))
    asset_type: Mapped[AssetType] = mapped_column(choice(AssetType, "asset_type"))
    icon: Mapped[str] = mapped_column(String(60))
    colour: Mapped[str] = mapped_column(String(7))
    position: Mapped[int]


class TermKind(StrEnum):
    """What a term describes: who it is for, which languages are spoken, how one gets in."""

    audience = "audience"
    language = "language"
    access = "access"


class Term(Base):
    """One word of a short list. Entries keep their terms as bits, so that any filter is one comparison."""

    __tablename__ = "terms"
    __table_args__ = (
        UniqueConstraint("kind", "slug"),
        UniqueConstraint("kind", "bit"),
        CheckConstraint(f"bit >= 0 AND bit < {BITS}", name="bit_fits"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TermKind] = mapped_column(choice(TermKind, "kind"))
    slug: Mapped[str] = mapped_column(String(SLUG_LIMIT))
    name: Mapped[str] = mapped_column(String(80))
    bit: Mapped[int]
    position: Mapped[int]
