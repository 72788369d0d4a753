"""Boundaries of whole geographies: what must follow when they change."""

from sqlalchemy.orm import Session

from assetmap.services import places


def boundaries_changed(session: Session, key: str) -> None:
    """After the areas of a geography (key) have changed: everything worked out from boundaries is made anew."""
    places.figures_changed(session)
