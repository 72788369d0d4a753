"""People who can sign in, and their roles. The columns are the sign-in library's own."""

from flask_security.models import sqla
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assetmap.db import Base
from assetmap.models.areas import Area
from assetmap.models.categories import Category

sqla.FsModels.set_db_info(base_model=Base, user_table_name="users", role_table_name="roles")


class Role(Base, sqla.FsRoleMixin):
    """What a person may do: see web/access.py for the table."""

    __tablename__ = "roles"


class User(Base, sqla.FsUserMixin):
    """A person with an account."""

    __tablename__ = "users"

    shown_name: Mapped[str] = mapped_column(String(120), default="", server_default="")


class Remit(Base):
    """What a steward looks after: an area, a category, or a category in an area. One without any looks after everything."""

    __tablename__ = "remits"
    __table_args__ = (
        UniqueConstraint("user_id", "area_id", "category_id"),
        CheckConstraint("area_id IS NOT NULL OR category_id IS NOT NULL", name="remit_is_limited"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id", ondelete="CASCADE"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id", ondelete="CASCADE"))
    area: Mapped[Area | None] = relationship()
    category: Mapped[Category | None] = relationship()
