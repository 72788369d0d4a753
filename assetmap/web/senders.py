"""Who sends something: their account, or what tells strangers apart for a day."""

from datetime import UTC, datetime
from typing import cast

from flask_limiter.util import get_remote_address
from flask_login import current_user

from assetmap.db import Session
from assetmap.models import User
from assetmap.services import salts


def account() -> User | None:
    """The account of whoever asks, or none."""
    return cast(User, current_user._get_current_object()) if current_user.is_authenticated else None


def source(session: Session) -> str:
    """What tells whoever asks apart from others until midnight, without saying who they are; `session` may write."""
    return salts.source_of(session, get_remote_address(), datetime.now(UTC).date().isoformat())
