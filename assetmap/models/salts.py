"""Salts: words of this database's own that mean nothing anywhere else. None of them is ever shown."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base


class Salt(Base):
    """One by what it is for: a secret, made once, or the version of something that answers are kept by."""

    __tablename__ = "salts"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))
