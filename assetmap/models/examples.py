"""Examples: a made-up network to look at before anybody has stated a real link."""

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base
from assetmap.models.groups import KEY_LIMIT


class Example(Base):
    """Invented groups, assets and links as one piece. They never stand among real ones: no other table knows of them."""

    __tablename__ = "examples"

    key: Mapped[str] = mapped_column(String(KEY_LIMIT), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
