"""The second factor: who must have given one before a page with personal data of others is shown, and where they are led."""

from typing import Any

from flask import Flask, flash, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import logout_user, tf_profile_changed, user_authenticated
from werkzeug.wrappers import Response

from assetmap.models import User
from assetmap.services import accounts
from assetmap.services.accounts import CONNECTORS
from assetmap.web.access import MAY, OF_ONE, may
from assetmap.web.sessions import settings

GIVEN = "second_factor"
"""In the cookie of a session in which a second factor was given: whose it was."""
# What changes how somebody signs in, or cannot be undone: a session without a second factor must not.
OWN = frozenset({"security.two_factor_setup", "security.two_factor_setup_validate", "security.mf_recovery_codes", "me.delete"})
# A steward's own file holds what others told them on paper and by telephone.
TELLING = frozenset({"me.download"})
# Where the second step of signing in is given. It is asked for by what the library keeps in the cookie, under names that begin so.
CODES = frozenset({"security.two_factor_token_validation", "security.mf_recovery"})
HALF, READY = "tf_", "ready"


def register(app: Flask) -> None:
    """Watch the sign-in library, and guard every request before any entry is looked at."""
    user_authenticated.connect(entered, app)
    tf_profile_changed.connect(changed, app)
    app.before_request(guard)


def entered(app: Flask, user: User, **more: Any) -> None:
    """Remember when, and that a session began with a second factor: the library still knows whom it asked for one. Whom else it may
    have asked before is half in no more."""
    accounts.signed_in(user)
    cookie.pop(GIVEN, None)
    if cookie.get("tf_user_id") == user.fs_uniquifier:
        cookie[GIVEN] = user.fs_uniquifier
    forget_half()


def changed(app: Flask, user: User, **more: Any) -> None:
    """Remember that one was given while setting it up: a new one, of which no code was used."""
    accounts.codes_anew(user)
    cookie[GIVEN] = user.fs_uniquifier


def forget_half() -> None:
    """Forget who has given the first of two steps."""
    for name in [name for name in cookie if name.startswith(HALF)]:
        cookie.pop(name)


def given() -> bool:
    """Whether whoever asks gave a second factor in this session, and still has one: after it was switched off it counts no more."""
    known = current_user.is_authenticated and accounts.has_second_factor(current_user)
    return bool(known and cookie.get(GIVEN) == current_user.fs_uniquifier)


def guard() -> Response | None:
    """Lead to a second factor whoever must give one first."""
    endpoint = request.endpoint
    if endpoint is None or not current_user.is_authenticated:
        if endpoint in CODES and cookie.get("tf_state") != READY:
            forget_half()  # a step that is being set up is of whoever was signed in then: it says nothing of who is half in
        return None
    if endpoint == "security.two_factor_token_validation":  # the library would sign them out
        return redirect(url_for("me.show"), 303)
    if not settings().assetmap_two_factor or given():
        return None
    if accounts.has_second_factor(current_user):
        return again() if guarded(endpoint) or endpoint in OWN else None
    if guarded(endpoint) and may(endpoint) and accounts.needs_second_factor(current_user):
        if "_flashes" not in cookie:  # said once, however many pages are asked for
            flash(_("You look after other people’s data here. Set up a second step for signing in first; it takes about two minutes."))
        return redirect(url_for("security.two_factor_setup"), 303)
    return None


def guarded(endpoint: str) -> bool:
    """Whether a page may show personal data of others: it is for those who look after networks, entries or people, and no one else; or
    for whoever looks after the one entry it is about."""
    allowed = MAY.get(endpoint, frozenset())
    return endpoint in OF_ONE or endpoint in TELLING or (bool(allowed) and allowed <= CONNECTORS)


def may_now(endpoint: str) -> bool:
    """Whether whoever asks may use a page in this session: their role lets them, and they gave a second factor where it needs one. For
    what a page that everybody may see shows to some."""
    return may(endpoint) and (given() or not settings().assetmap_two_factor or not guarded(endpoint))


def again() -> Response:
    """Ask somebody who is remembered from another day to sign in with both steps."""
    wanted = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else url_for("me.show")
    logout_user()
    flash(_("Please sign in again, with the code of your second step."))
    return redirect(url_for("security.login", next=wanted), 303)
