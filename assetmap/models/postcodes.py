"""Postcodes and where they are."""

from sqlalchemy import Float, String
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base


class Postcode(Base):
    """A postcode's centre in degrees (EPSG:4326). `code` has no space; a large user's postcode is nobody's home."""

    __tablename__ = "postcodes"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    shown: Mapped[str] = mapped_column(String(9))
    lon: Mapped[float] = mapped_column(Float)
    lat: Mapped[float] = mapped_column(Float)
    large_user: Mapped[bool] = mapped_column(default=False)
