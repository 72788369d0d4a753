"""What the clock of the place shows."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from assetmap.services import places


def zone(session: Session) -> str:
    """The name of the place's clock (IANA)."""
    return places.current(session).timezone


def today(session: Session) -> date:
    """The day it is in the place."""
    return datetime.now(ZoneInfo(zone(session))).date()


def now() -> datetime:
    """This moment (UTC)."""
    return datetime.now(UTC)
