"""How many assets say nothing of when they are open: they are not closed, so whoever asks for a time is told of them."""

from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.geo.cells import Bounds
from assetmap.models import Asset
from assetmap.services.assets import where_of
from assetmap.services.filters import Filters
from assetmap.services.hints import searching
from assetmap.services.remember import remembered
from assetmap.services.times import openings


def silent(session: Session, filters: Filters, bounds: Bounds | None = None) -> int:
    """How many assets under all other filters nobody has given a time that can be asked about."""
    others = replace(filters, when=None)

    def count() -> int:
        query = select(func.count()).select_from(Asset).where(*where_of(session, others, bounds), openings.silent(session))
        return session.scalar(searching(query, session, filters.sought)) or 0

    return remembered(session, ("silent", others, bounds), count)
