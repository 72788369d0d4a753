"""The place this site is about: one row."""

import secrets

from sqlalchemy import CheckConstraint, Float, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base

TITLE_LIMIT = 120


def new_version() -> str:
    """A version no register had before."""
    return secrets.token_hex(16)


class Place(Base):
    """What the site is called, which geographies lead, and where its centre is (degrees, EPSG:4326).

    `timezone` is the name of its clock (IANA), such as Europe/London.
    `register_version` is another with every change the public can see, and in every database, so that answers can be kept
    until then and no longer. `place_version` is another with every loading of the place, which alone brings words, boundaries
    and figures.
    """

    __tablename__ = "places"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    description: Mapped[str] = mapped_column(Text)
    attribution: Mapped[str] = mapped_column(Text)
    metric_epsg: Mapped[int] = mapped_column(Integer)
    neighbourhood_geography: Mapped[str] = mapped_column(String(40))
    whole_geography: Mapped[str] = mapped_column(String(40))
    population_indicator: Mapped[str] = mapped_column(String(80))
    lead_indicator: Mapped[str] = mapped_column(String(80))
    timezone: Mapped[str] = mapped_column(String(40), default="UTC", server_default="UTC")
    west: Mapped[float] = mapped_column(Float)
    south: Mapped[float] = mapped_column(Float)
    east: Mapped[float] = mapped_column(Float)
    north: Mapped[float] = mapped_column(Float)
    register_version: Mapped[str] = mapped_column(String(32), default=new_version)
    place_version: Mapped[str] = mapped_column(String(32), default=new_version)
