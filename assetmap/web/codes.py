"""Codes of the second step: each is good once, however long it would be valid."""

from typing import Any

from flask_security import Totp
from passlib.exc import TokenError

from assetmap.services import accounts
from assetmap.web.sessions import session


class Codes(Totp):
    """The sign-in library's codes, of which nobody uses one twice: not even whoever looked over a shoulder."""

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Whether a code is right and was not used before. One with which a new app is set up is not yet a use of it: it signs nobody
        in. Who signs in with one keeps others from doing so until that is done."""
        own = totp_secret == user.tf_totp_secret
        try:
            last = accounts.last_code(session(), user) if own else None
            match = self._totp.verify(token, totp_secret, window=window, last_counter=last)
        except TokenError:
            return False
        if own:
            accounts.code_used(session(), user, match.counter)
        return True
