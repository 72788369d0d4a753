"""Sign-in, by Flask-Security: its settings, its datastore, its forms."""

import hashlib
import hmac

from flask import Flask
from flask_security import Security, SQLAlchemySessionUserDatastore

from assetmap.config import Settings
from assetmap.models import Role, User


def settings(given: Settings) -> dict[str, object]:
    """Our settings in the words of Flask-Security."""
    return {
        "SECURITY_PASSWORD_SALT": derived(given.secret_key, "password salt"),
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_CHANGEABLE": True,
        "SECURITY_CHANGE_URL": "/password",
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
        "SECURITY_FLASH_MESSAGES": True,
        "SECURITY_USE_REGISTER_V2": True,
        "SECURITY_I18N_DIRNAME": ["translations"],
    }


def derived(secret: str, purpose: str) -> str:
    """A secret of its own for one purpose, from the one the environment gives."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def register(app: Flask) -> None:
    """Add sign-in to the app."""
    Security(app, SQLAlchemySessionUserDatastore(app.extensions["sessions"], User, Role))
