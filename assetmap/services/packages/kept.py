"""What people have said of a package's entries since it was loaded: that stays, however often it is loaded again."""

from collections.abc import Hashable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Departure, Subject
from assetmap.services import whereabouts
from assetmap.services.whereabouts import MODELS


def ours_still(session: Session, subject: Subject, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without those of entries that people changed, closed or merged: what they said is truer than the package."""
    model = MODELS[subject]
    theirs = set(session.scalars(select(model.key).where(model.version > 0))) | set(_gone(session, subject))
    return [row for row in rows if row["key"] not in theirs]


def merged(session: Session, subject: Subject) -> dict[Hashable, int]:
    """For the key of each entry that was merged, the number of the one that stands for it now."""
    found = {key: whereabouts.goal(session, subject, entry_id) for key, entry_id in _gone(session, subject).items()}
    return {key: number for key, number in found.items() if number is not None}


def _gone(session: Session, subject: Subject) -> dict[str, int]:
    query = select(Departure.rows["key"].as_string(), Departure.entry_id).where(Departure.subject == subject)
    return {key: entry_id for key, entry_id in session.execute(query) if key}
