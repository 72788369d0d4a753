"""People who can sign in, and their roles. The columns are the sign-in library's own."""

from flask_security.models import sqla
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base

sqla.FsModels.set_db_info(base_model=Base, user_table_name="users", role_table_name="roles")


class Role(Base, sqla.FsRoleMixin):
    """What a person may do: see web/access.py for the table."""

    __tablename__ = "roles"


class User(Base, sqla.FsUserMixin):
    """A person with an account."""

    __tablename__ = "users"

    shown_name: Mapped[str] = mapped_column(String(120), default="", server_default="")
