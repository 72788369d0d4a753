"""The place this site is about."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from assetmap.errors import NothingLoaded
from assetmap.models import Place
from assetmap.models.places import new_version

UNSETTLED, KEPT = "unsettled", "place and its transaction"


def current(session: Session) -> Place:
    """The place that is loaded; NothingLoaded where none is. Read once a transaction, since almost everything asks for it."""
    kept: tuple[Place, object] | None = session.info.get(KEPT)
    if kept is not None and kept[1] is session.get_transaction() and kept[0] in session:
        return kept[0]
    place = session.get(Place, 1)
    if place is None:
        raise NothingLoaded("No place has been loaded yet. Run: assetmap load place FOLDER")
    session.info[KEPT] = place, session.get_transaction()
    return place


def changed(session: Session) -> None:
    """Say that something the public sees has changed, so that kept answers are made anew."""
    session.info[UNSETTLED] = True
    session.execute(update(Place).values(register_version=new_version()))
    session.refresh(current(session))


def figures_changed(session: Session) -> None:
    """Say that figures or boundaries have changed, so that what only they decide is made anew too."""
    changed(session)
    session.execute(update(Place).values(place_version=new_version()))
    session.refresh(current(session))
