"""Shortlists: entries somebody put together for somebody, with an address that cannot be guessed and without an account."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base
from assetmap.models.columns import Moment, now

TITLE_LIMIT = 140


class Shortlist(Base):
    """Entries in an order, each with a note: `content` is [{"subject": "asset", "id": 12, "note": "..."}, ...]. `key` lets its maker
    change it; only a digest of it is kept. No name of anyone it is for."""

    __tablename__ = "shortlists"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    key: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT), default="")
    content: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now)
