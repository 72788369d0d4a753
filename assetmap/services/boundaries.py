"""Boundaries of whole geographies: what must follow when they change."""

from sqlalchemy.orm import Session

from assetmap.services import crosswalks, places


def boundaries_changed(session: Session, key: str) -> None:
    """After the areas of a geography (key) have changed: everything worked out from boundaries is made anew."""
    crosswalks.refresh(session, key)
    places.figures_changed(session)
