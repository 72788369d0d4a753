"""Holding rules as this site has set them, and what they noticed in words."""

import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request
from flask_babel import gettext as _
from flask_login import current_user

from assetmap.services import holding, salts
from assetmap.services.holding import Reason, Rules
from assetmap.services.submissions import Sent
from assetmap.web.sessions import session, settings

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Give the templates the words."""
    app.jinja_env.filters["because"] = because
    file = app.extensions["settings"].assetmap_blocked_words
    app.extensions["blocked words"] = {"words": holding.read_words(Path(file)) if file else (), "changed": 0}


def sent(**more: Any) -> Sent:
    """What comes with an entry in this request: its source, who is signed in, and the rules; `more` is anything else of Sent."""
    user = current_user._get_current_object() if current_user.is_authenticated else None
    return replace(Sent(source=source(), user=user, rules=rules()), **more)


def source() -> str:
    """What tells whoever asks apart from others today."""
    return salts.source_of(session(), request.remote_addr or "", f"{datetime.now(UTC):%Y-%m-%d}")


def rules() -> Rules:
    """The rules in force; the file of words is read again when it has changed, and remembered should it vanish."""
    file, kept = settings().assetmap_blocked_words, current_app.extensions["blocked words"]
    try:
        changed = Path(file).stat().st_mtime_ns if file else 0
        if kept["changed"] != changed:
            kept.update(words=holding.read_words(Path(file)), changed=changed)
    except (OSError, UnicodeError) as error:
        log.error("the file of blocked words cannot be read (%s); the words read before stay in force", type(error).__name__)
    return Rules(kept["words"], settings().assetmap_hold_entries_a_day)


def because(reason: Reason) -> str:
    """One reason to look at an entry, in a sentence."""
    code = reason.get("code")
    if code == "link":
        return _("It has a web address that was not there before: %(new)s", new=reason["new"])
    if code == "email":
        return _("It has an e-mail address that was not there before: %(new)s", new=reason["new"])
    if code == "phone":
        return _("It has a telephone number that was not there before: %(new)s", new=reason["new"])
    if code == "word":
        return _("It has a word from this site's list of words to look at: “%(word)s”", word=reason["word"])
    if code == "many":
        words = _("%(count)s entries came from one address on one day; what comes after the first %(most)s is looked at.")
        return words % {"count": reason["count"], "most": reason["most"]}
    return _("Something in it asks for a second look.")
