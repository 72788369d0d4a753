"""How much a stranger may send."""

import hmac
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask import session as cookie
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user

from assetmap.services import salts
from assetmap.services.accounts import STEWARDS
from assetmap.web.access import roles

READ = ("GET", "HEAD")
# What takes the server half a second or more to work out anew. Not api.lines: a map that is moved asks it all the time.
QUESTIONS = (
    *("gaps.index", "gaps.table", "api.gaps", "relations.index", "patterns.show", "api.clusters", "compare.show", "api.crossing"),
    *("finding.index", "api.networks_find", "networks.index", "networks.neighbourhood", "networks.group", "api.networks"),
    *("api.similar", "indicators.picture", "compare.picture", "charts.spec", "charts.svg", "charts.png", "charts.table"),
)
HELD = (
    *("keepers.page", "keepers.say", "keepers.done", "consents.page", "consents.take_back", "consents.done"),
    *("reminders.page", "reminders.do", "reminders.stop", "reminders.do_stop", "answers.page", "answers.say", "answers.done"),
    *("weekly.page", "weekly.stop", "entering.enter", "entering.join", "claims.answer", "claims.invited"),
)
GUESSED = (
    *("security.login", "security.change_password", "security.verify", "security.forgot_password", "security.reset_password"),
    *("security.two_factor_token_validation", "security.two_factor_setup_validate", "security.mf_recovery"),
    *("security.two_factor_setup", "entering.ask", "entering.sign_up"),
)

CODES = ("security.two_factor_token_validation", "security.mf_recovery")
TO_GUESS = "20 per hour"
"""How many wrong codes of a second step are taken for one account, from wherever."""
INVITATIONS = ("claims.invite", "people.invite")
LETTERS = ("keepers.ask", "notes.ask", "claims.ask", *INVITATIONS)
SELDOM = ("claims.ask", *INVITATIONS)
FOR_STRANGERS = ("shortlists.send", "security.forgot_password")
TO_STRANGER = "5 per day"
"""How many shortlists, and links to a new password, one address gets, whoever has them sent."""
TO_ONE = "3 per day"
"""How many invitations, and questions whether somebody answers for a group, one address gets, from whomever."""


def register(app: Flask) -> None:
    """Count requests by the address they come from."""
    app.extensions["counter"] = Limiter(connection, app=app)


def slow_down(app: Flask) -> None:
    """Limit the pages that write for strangers."""
    settings = app.extensions["settings"]
    limit(app, "assets.new", settings.assetmap_rate_register, counted=accepted)
    limit(app, "groups.new", settings.assetmap_rate_register, counted=accepted)
    limit(app, "papers.make", settings.assetmap_rate_register, counted=accepted)
    for guessed in ("papers.show", "papers.form"):
        limit(app, guessed, settings.assetmap_rate_sign_in, counted=nothing_there, methods=READ)
    limit(app, "photos.send", settings.assetmap_rate_register)  # refused ones, too: each is unpacked first
    for told in ("reports.asset", "reports.group"):
        limit(app, told, settings.assetmap_rate_register, counted=accepted)
    limit(app, "drawn.new", settings.assetmap_rate_register, counted=accepted)
    for suggested in ("suggestions.asset", "suggestions.group"):
        limit(app, suggested, settings.assetmap_rate_register, counted=accepted)
    limit(app, "submissions.take_back", settings.assetmap_rate_sign_in, counted=nothing_there)
    limit(app, "shortlists.add", settings.assetmap_rate_shortlists, counted=accepted)
    limit(app, "shortlists.send", settings.assetmap_rate_shared, counted=accepted)
    for guessed in GUESSED:
        limit(app, guessed, settings.assetmap_rate_sign_in)
    for held in HELD:
        limit(app, held, settings.assetmap_rate_sign_in, counted=nothing_there, methods=(*READ, "POST"))
    for slow in ("neighbourhoods.pdf", "neighbourhoods.workbook", "exchange.export"):
        limit(app, slow, settings.assetmap_rate_files, counted=made_anew, methods=READ)
    for question in QUESTIONS:
        limit(app, question, settings.assetmap_rate_questions, counted=made_anew, methods=READ)
    guess_few_codes(app)
    send_few_letters(app)


def guess_few_codes(app: Flask) -> None:
    """Limit how many codes are tried for one account: who knows its password may have any number of addresses to try them from."""
    counter: Limiter = app.extensions["counter"]
    for endpoint in CODES:
        limited = counter.shared_limit(TO_GUESS, "codes", key_func=half_in, methods=["POST"], deduct_when=refused)
        view: Callable[..., Any] = app.view_functions[endpoint]
        app.view_functions[endpoint] = limited(view)


def send_few_letters(app: Flask) -> None:
    """Limit how many letters one account sends: they go to whatever address somebody typed. Stewards are no exception."""
    counter: Limiter = app.extensions["counter"]
    for endpoint in FOR_STRANGERS:
        counted = accepted if endpoint == "shortlists.send" else None  # the other answers the same whatever becomes of it
        limited = counter.limit(TO_STRANGER, key_func=addressee, methods=["POST"], deduct_when=counted)
        asks: Callable[..., Any] = app.view_functions[endpoint]
        app.view_functions[endpoint] = limited(asks)
    rate = app.extensions["settings"].assetmap_rate_letters
    for endpoint in LETTERS:
        exempt = NO_LETTER.get(endpoint)
        limited = counter.shared_limit(rate, "letters", key_func=account, methods=["POST"], exempt_when=exempt, deduct_when=accepted)
        view: Callable[..., Any] = app.view_functions[endpoint]
        app.view_functions[endpoint] = limited(view)
    for endpoint in SELDOM:
        exempt = NO_LETTER.get(endpoint)
        limited = counter.shared_limit(TO_ONE, "invited", key_func=addressee, methods=["POST"], exempt_when=exempt, deduct_when=accepted)
        invites: Callable[..., Any] = app.view_functions[endpoint]
        app.view_functions[endpoint] = limited(invites)


def limit(
    app: Flask, endpoint: str, rate: str, counted: Callable[[Response], bool] | None = None, methods: Sequence[str] = ("POST",)
) -> None:
    """Limit what strangers ask of one page: all of it, or what is `counted`. Mostly looking is free; stewards are no strangers."""
    counter: Limiter = app.extensions["counter"]
    view: Callable[..., Any] = app.view_functions[endpoint]
    app.view_functions[endpoint] = counter.limit(rate, methods=[*methods], exempt_when=trusted, deduct_when=counted)(view)


def connection() -> str:
    """Where a request comes from: of version 6 somebody has any number of addresses, so their network is counted."""
    return salts.connection(get_remote_address())


def account() -> str:
    """Who is signed in."""
    return f"account {current_user.id}"


def addressee() -> str:
    """To whom a letter goes, whoever sends it: counted by a digest, since an address that was typed is kept nowhere."""
    email, secret = request.form.get("email", "").strip().lower()[:320], current_app.config["SECRET_KEY"]
    return f"letter to {hmac.digest(secret.encode(), email.encode(), 'sha256').hex()}"


def half_in() -> str:
    """Who has given the first of two steps."""
    return f"codes of {cookie.get('tf_user_id', '')}"


def refused(response: Response) -> bool:
    """Whether a form came back to be filled in once more."""
    return response.status_code == 200


def no_letter() -> bool:
    """Whether an address is made that is shown, not sent."""
    return request.form.get("by") != "mail"


def nobody_asked() -> bool:
    """Whether somebody says that they answer for a group, for a steward to look at: no letter is written then."""
    return not request.form.get("email", "").strip()


# What sends a letter only sometimes, by page: whether it does not.
NO_LETTER: dict[str, Callable[[], bool]] = {"keepers.ask": no_letter, "claims.ask": nobody_asked}


def accepted(response: Response) -> bool:
    """Whether an entry was taken: one with a fault in it may be sent as often as it takes to get it right."""
    return response.status_code == 303


def nothing_there(response: Response) -> bool:
    """Whether an address was guessed, and wrongly."""
    return response.status_code == 404


def made_anew(response: Response) -> bool:
    """Whether something had to be worked out for this request: what was kept costs nothing."""
    return bool(g.get("made_anew"))


def trusted() -> bool:
    """Whether a steward asks."""
    return not (request.endpoint or "").startswith("security.") and not STEWARDS.isdisjoint(roles())
