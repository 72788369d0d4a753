"""What the sign-in library answers, in plain words; and a second step that is tried again where the code was mistyped."""

from functools import wraps
from typing import Any

from flask import Flask, render_template, url_for
from flask import current_app as app
from flask import session as cookie
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_security import TwoFactorSetupForm, TwoFactorVerifyCodeForm
from flask_security.utils import check_and_get_token_status
from werkzeug.wrappers import Response

VALIDATE = "security.two_factor_setup_validate"

WORDS = {
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": (lazy_gettext("The e-mail address or the password is not right."), "error"),
    "SECURITY_MSG_PASSWORD_RESET_REQUEST": (
        lazy_gettext(
            "If there is an account under that address, a link is on its way to it. Look into your e-mail, and among the junk too."
        ),
        "info",
    ),
    "SECURITY_MSG_PASSWORD_RESET_EXPIRED": (
        lazy_gettext("That link was good for %(within)s, and has run out. Ask for a new one."),
        "error",
    ),
    "SECURITY_MSG_INVALID_RESET_PASSWORD_TOKEN": (
        lazy_gettext("That link is not complete, or was used already. Ask for a new one."),
        "error",
    ),
    "SECURITY_MSG_PASSWORD_RESET": (lazy_gettext("Your new password is kept, and you are signed in."), "success"),
    "SECURITY_MSG_PASSWORD_RESET_NO_LOGIN": (lazy_gettext("Your new password is kept. Sign in with it now."), "success"),
    "SECURITY_MSG_PASSWORD_CHANGE": (lazy_gettext("Your new password is kept."), "success"),
    "SECURITY_MSG_PASSWORD_IS_THE_SAME": (lazy_gettext("This is the password you have already: choose another one."), "error"),
    "SECURITY_MSG_PASSWORD_NOT_PROVIDED": (lazy_gettext("Type a password."), "error"),
    "SECURITY_MSG_PASSWORD_INVALID_LENGTH": (lazy_gettext("Take at least %(length)s characters."), "error"),
    "SECURITY_MSG_RETYPE_PASSWORD_MISMATCH": (lazy_gettext("The two are not the same. Type the new password twice."), "error"),
    "SECURITY_MSG_INVALID_PASSWORD": (lazy_gettext("This is not your password."), "error"),
    "SECURITY_MSG_REAUTHENTICATION_REQUIRED": (lazy_gettext("Give your password once more: this is about how you sign in."), "error"),
    "SECURITY_MSG_REAUTHENTICATION_SUCCESSFUL": (lazy_gettext("Thank you. You can go on."), "info"),
    "SECURITY_MSG_TWO_FACTOR_INVALID_TOKEN": (
        lazy_gettext("This code is not right, or is too old. Type the six digits that show now."),
        "error",
    ),
    "SECURITY_MSG_TWO_FACTOR_SETUP_EXPIRED": (lazy_gettext("That took longer than %(within)s. Please begin again."), "error"),
    "SECURITY_MSG_TWO_FACTOR_LOGIN_SUCCESSFUL": (lazy_gettext("You are signed in."), "success"),
    "SECURITY_MSG_TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        lazy_gettext("Your second step is set up. Now make codes on paper, for the day your telephone is lost."),
        "success",
    ),
    "SECURITY_MSG_TWO_FACTOR_DISABLED": (lazy_gettext("The second step is switched off."), "success"),
    "SECURITY_MSG_TWO_FACTOR_PERMISSION_DENIED": (lazy_gettext("Please sign in first, with your password."), "error"),
    "SECURITY_MSG_TWO_FACTOR_METHOD_NOT_AVAILABLE": (lazy_gettext("Choose where the code comes from."), "error"),
    "SECURITY_MSG_INVALID_RECOVERY_CODE": (lazy_gettext("This code is not right, or was used already."), "error"),
    "SECURITY_MSG_NO_RECOVERY_CODES_SETUP": (lazy_gettext("You have no codes on paper yet."), "info"),
    "SECURITY_MSG_CODE_HAS_BEEN_SENT": (lazy_gettext("The code is on its way to your e-mail address."), "info"),
    "SECURITY_MSG_FAILED_TO_SEND_CODE": (lazy_gettext("The code could not be sent. Please try again in a few minutes."), "error"),
}
"""Its messages, by setting: the words, and what kind of message it is."""


def register(flask: Flask) -> None:
    """Let a second step be tried again; after the library has added its pages."""
    validate = flask.view_functions[VALIDATE]

    @wraps(validate)
    def patient(token: str) -> Any:
        """The library begins anew after one wrong code, with another key: the app on the telephone would be wrong for ever."""
        expired, invalid, state = check_and_get_token_status(token, "tf_setup", app.config["SECURITY_TWO_FACTOR_SETUP_WITHIN"])
        answer = validate(token=token)
        turned_back = isinstance(answer, Response) and answer.headers.get("Location") == url_for("security.two_factor_setup")
        return (once_more(token, state), 422) if turned_back and not expired and not invalid else answer

    flask.view_functions[VALIDATE] = patient


def once_more(token: str, state: dict[str, str]) -> str:
    """The page with the same key, saying what is wrong with the code; `state` is what the library signed."""
    cookie.pop("_flashes", None)  # the library keeps the same words for the next page
    code = TwoFactorVerifyCodeForm(formdata=None)
    code.code.errors = [WORDS["SECURITY_MSG_TWO_FACTOR_INVALID_TOKEN"][0]]
    shown = {}
    if state["method"] == "authenticator":
        values = app.extensions["security"].totp_factory.fetch_setup_values(state["totp_secret"], current_user)
        shown = {"authr_qrcode": values["image"], "authr_key": values["key"], "authr_username": values["username"]}
    return render_template(
        "security/two_factor_setup.html",
        two_factor_setup_form=TwoFactorSetupForm(formdata=None),
        two_factor_verify_code_form=code,
        chosen_method=state["method"],
        changing=True,
        state_token=token,
        **shown,
    )
