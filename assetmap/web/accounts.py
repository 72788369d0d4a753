"""Sign-in, by Flask-Security: its settings, its datastore, its forms."""

import base64
import hashlib
import hmac
from datetime import timedelta

from flask import Flask
from flask_babel import gettext as _
from flask_security import ForgotPasswordForm, ResetPasswordForm, Security, SQLAlchemySessionUserDatastore

from assetmap.config import Settings
from assetmap.models import Role, User
from assetmap.services.accounts import only_mail
from assetmap.web import mailing, replies
from assetmap.web.codes import Codes

CLOCK_S = 60
"""How far the clock of a telephone may be out: within it every other code could be guessed, too."""


class Forgotten(ForgotPasswordForm):
    """Where a link for a new password goes. Nobody learns from it who has an account, but what is no address is said."""

    def validate(self, **kwargs: object) -> bool:
        """Refuse what is no address; the library hides what is wrong with the field, so it stands with the form."""
        fine = super().validate(**kwargs)
        if "@" not in (self.email.data or ""):
            self.form_errors.append(_("Give an e-mail address such as amina@example.org."))
            return False
        return bool(fine)


class NewPassword(ResetPasswordForm):
    """A new password by a link in a letter: not for whoever's second step is a letter, too (such a link may be older than that)."""

    def validate(self, **kwargs: object) -> bool:
        """Refuse where the e-mail box alone would be both steps."""
        if not super().validate(**kwargs):
            return False
        if isinstance(self.user, User) and only_mail(self.user):
            words = _("Your second step is a code sent by e-mail, so e-mail cannot give you a password as well. Ask an administrator.")
            self.password.errors = [words]
            return False
        return True


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
        "SECURITY_RECOVERABLE": True,
        "SECURITY_RESET_URL": "/password/forgotten",
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=2),
        "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_EMAIL_PLAINTEXT": False,  # web/mailing.py writes them
        **second_factor(given.secret_key),
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
        "SECURITY_FLASH_MESSAGES": True,
        "SECURITY_USE_REGISTER_V2": True,
        "SECURITY_I18N_DIRNAME": ["translations"],
        **replies.WORDS,
    }


def second_factor(secret: str) -> dict[str, object]:
    """An app on a telephone, or a code by e-mail; and codes on paper for when the telephone is lost."""
    key = base64.urlsafe_b64encode(bytes.fromhex(derived(secret, "recovery codes")))
    return {
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator", "email"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,  # a link by e-mail signs in already: the box alone would be both steps
        "SECURITY_TWO_FACTOR_SETUP_URL": "/second-step",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/second-step/code",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/me",
        "SECURITY_TOTP_SECRETS": {"1": derived(secret, "second step")},
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": CLOCK_S,
        "SECURITY_TOTP_ISSUER": "Assetmap",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/second-step/paper-codes",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/second-step/paper-code",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [key],
    }


def derived(secret: str, purpose: str) -> str:
    """A secret of its own for one purpose, from the one the environment gives."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def register(app: Flask) -> None:
    """Add sign-in to the app."""
    Security(
        app,
        SQLAlchemySessionUserDatastore(app.extensions["sessions"], User, Role),
        mail_util_cls=mailing.OurMail,
        totp_cls=Codes,
        forgot_password_form=Forgotten,
        reset_password_form=NewPassword,
    )
    replies.register(app)
