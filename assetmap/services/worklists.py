"""What waits for a steward on pages of its own, beside the list of what was sent: within what they look after."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assetmap.models import Subject, User
from assetmap.services import claims, doubles, photos, reports


@dataclass(frozen=True)
class Waiting:
    """How much waits on one page, and since when the oldest has (none where nothing does)."""

    count: int = 0
    since: datetime | None = None


def claims_of(session: Session, user: User) -> Waiting:
    """People who say that they answer for a group."""
    found = claims.waiting(session, user)
    return Waiting(len(found), min((each.made_at for each in found), default=None))


def photos_of(session: Session, user: User) -> Waiting:
    """Photos nobody has looked at."""
    found = photos.waiting(session, user)
    return Waiting(len(found), min((each.made_at for each in found), default=None))


def counts(session: Session, user: User) -> dict[str, int]:
    """How many photos, claims, reported entries and likely pairs there are for a steward."""
    pairs = sum(len(doubles.of_steward(session, subject, user)) for subject in (Subject.asset, Subject.group))
    return {
        "photos": photos_of(session, user).count,
        "claims": claims_of(session, user).count,
        "reports": len(reports.waiting(session, user)),
        "pairs": pairs,
    }
