"""The words that entries are found by: what a word nobody uses may have been meant to be."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from assetmap.db import Base


class KnownWord(Base):
    """A folded word of at least one asset's `search_text`, and how many have it. The database keeps it itself, by triggers."""

    __tablename__ = "known_words"

    # By its bytes on both databases, so that the words that begin alike stand together.
    word: Mapped[str] = mapped_column(Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True)
    entries: Mapped[int] = mapped_column(default=0)
