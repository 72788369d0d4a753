"""Areas, the geographies they belong to, how geographies nest, and the ground that areas share."""

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base

CODE_LIMIT = 20
NAME_LIMIT = 120
KEY_LIMIT = 40
PATCH_LIMIT = 200


class Geography(Base):
    """A kind of area of one vintage, such as wards of May 2025. A larger area has a smaller `level`.

    Areas that residents draw may be `overlapping`; those of an office never are.
    """

    __tablename__ = "geographies"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LIMIT), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    plural: Mapped[str] = mapped_column(String(NAME_LIMIT))
    vintage: Mapped[str] = mapped_column(String(40))
    level: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))
    licence: Mapped[str] = mapped_column(String(200))
    overlapping: Mapped[bool] = mapped_column(default=False, server_default=false())
    areas: Mapped[list["Area"]] = relationship(back_populates="geography", order_by="Area.code")


class Area(Base):
    """A polygon with a code (EPSG:4326). Areas known only by name, such as a country to compare with, have none."""

    __tablename__ = "areas"
    __table_args__ = (UniqueConstraint("geography_id", "code"), Index(None, "code"))

    id: Mapped[int] = mapped_column(primary_key=True)
    geography_id: Mapped[int] = mapped_column(ForeignKey("geographies.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(CODE_LIMIT))
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    other_name: Mapped[str] = mapped_column(String(NAME_LIMIT), default="", server_default="")
    shape: Mapped[WKBElement | None] = mapped_column(Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), deferred=True)
    geography: Mapped[Geography] = relationship(back_populates="areas")

    @property
    def title(self) -> str:
        """The name residents know it by, where there is one."""
        return self.other_name or self.name


class AreaLookup(Base):
    """How much of a small area (`share`, 0 to 1) counts towards a larger one, and by which method."""

    __tablename__ = "area_lookups"
    __table_args__ = (CheckConstraint("share > 0 AND share <= 1", name="share_is_a_part"), Index(None, "parent_id"))

    child_id: Mapped[int] = mapped_column(ForeignKey("areas.id", ondelete="CASCADE"), primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("areas.id", ondelete="CASCADE"), primary_key=True)
    share: Mapped[float] = mapped_column(Float)
    method: Mapped[str] = mapped_column(String(200))


class Patch(Base):
    """A piece of ground that the same areas of every geography hold. An asset is on one patch, and so in all its areas.

    `key` is the ids of those areas in order (see services/patches.key_of). Since one number says where an asset
    belongs, the index that answers every map tile answers for any area too.
    """

    __tablename__ = "patches"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(PATCH_LIMIT), unique=True)


class PatchArea(Base):
    """An area that holds a patch."""

    __tablename__ = "patch_areas"
    __table_args__ = (Index(None, "patch_id"),)

    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id", ondelete="CASCADE"), primary_key=True)
    patch_id: Mapped[int] = mapped_column(ForeignKey("patches.id", ondelete="CASCADE"), primary_key=True)


class AreaTile(Base):
    """One map tile of a geography that has too many areas for one file: their codes, and their shapes in the tile's own grid."""

    __tablename__ = "area_tiles"

    geography_id: Mapped[int] = mapped_column(ForeignKey("geographies.id", ondelete="CASCADE"), primary_key=True)
    z: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    x: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    y: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    codes: Mapped[str] = mapped_column(Text)
    shapes: Mapped[str] = mapped_column(Text)
