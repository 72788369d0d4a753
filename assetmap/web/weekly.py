"""Stopping the weekly letter, and beginning it again: by the address in the letter, or in the stewards' list."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault
from assetmap.services import recurring
from assetmap.services.recurring import WEEKLY
from assetmap.web.sessions import session, settings
from assetmap.web.tickets import exempt, forged, late, looking, quiet

blueprint = Blueprint("weekly", __name__)
blueprint.after_request(quiet)


def register(app: Flask) -> None:
    """Check the form of the letter's page here, as on every page of an address that is to stay secret."""
    exempt(app, stop)
    app.jinja_env.globals["gets_weekly_letter"] = lambda: not recurring.is_stopped(session(), own())


@blueprint.get("/weekly/<token>")
def page(token: str) -> str:
    """Whether the letter comes, and a button that stops it: opening the page changes nothing."""
    return render(whose(token))


@blueprint.post("/weekly/<token>")
def stop(token: str) -> tuple[str, int] | Response:
    """Stop it, or begin it again."""
    key = whose(token)
    if forged():
        return render(key, late()), 400
    recurring.stop(session(), key, again=request.form.get("want") == "yes")
    session().commit()
    return redirect(request.path, 303)


def whose(token: str) -> str:
    """Whose letters an address is about."""
    with looking():
        return recurring.read_stop(settings().secret_key, WEEKLY, token)


def own() -> str:
    """What is known of the letters of whoever has signed in."""
    return recurring.digest(session(), WEEKLY, current_user.email)


def render(key: str, wrong: Fault | None = None) -> str:
    """The page of a letter's address."""
    return render_template("weekly/page.html", wanted=not recurring.is_stopped(session(), key), wrong=wrong)


@blueprint.post("/moderation/weekly")
def switch() -> Response:
    """Stop or begin one's own, signed in."""
    yes = request.form.get("want") == "yes"
    recurring.stop(session(), own(), again=yes)
    session().commit()
    flash(_("You get the weekly letter.") if yes else _("You get no weekly letter any more."), "success")
    return redirect(url_for("moderation.index"), 303)
