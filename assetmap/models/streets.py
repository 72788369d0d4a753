"""The streets one can walk on, as one graph, where somebody loaded one."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base
from assetmap.models.columns import Moment, now


class StreetNetwork(Base):
    """A street graph: who published it, how big it is, and the graph itself as `geo` packs it."""

    __tablename__ = "street_networks"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300))
    licence: Mapped[str] = mapped_column(String(200))
    nodes: Mapped[int]
    edges: Mapped[int]
    loaded_at: Mapped[datetime] = mapped_column(Moment, default=now)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
