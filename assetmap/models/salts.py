"""Salts: secrets of this database's own, made once. No public read touches them."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base


class Salt(Base):
    """One secret by what it is for."""

    __tablename__ = "salts"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))
