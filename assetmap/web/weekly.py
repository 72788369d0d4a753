"""Stopping the weekly letter, and beginning it again: by the address in the letter, or in the stewards' list."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault
from assetmap.models import User
from assetmap.services import weekly
from assetmap.web.sessions import session, settings
from assetmap.web.tickets import exempt, forged, late, looking, quiet

blueprint = Blueprint("weekly", __name__)
blueprint.after_request(quiet)


def register(app: Flask) -> None:
    """Check the form of the letter's page here, as on every page of an address that is to stay secret."""
    exempt(app, stop)
    app.jinja_env.globals["gets_weekly_letter"] = lambda: weekly.wanted(session(), current_user)


@blueprint.get("/weekly/<token>")
def page(token: str) -> str:
    """Whether the letter comes, and a button that stops it: opening the page changes nothing."""
    return render(token, whose(token), [])


@blueprint.post("/weekly/<token>")
def stop(token: str) -> tuple[str, int] | Response:
    """Stop it, or begin it again."""
    user = whose(token)
    if forged():
        return render(token, user, [late()]), 400
    weekly.want(session(), user, request.form.get("want") == "yes")
    session().commit()
    return redirect(url_for("weekly.page", token=token), 303)


def whose(token: str) -> User:
    """Whose letters an address is about."""
    with looking():
        return weekly.of_token(session(), settings().secret_key, token)


def render(token: str, user: User, faults: list[Fault]) -> str:
    """The page of a letter's address."""
    return render_template("weekly/page.html", token=token, wanted=weekly.wanted(session(), user), faults=faults)


@blueprint.post("/moderation/weekly")
def switch() -> Response:
    """Stop or begin one's own, signed in."""
    yes = request.form.get("want") == "yes"
    weekly.want(session(), current_user, yes)
    session().commit()
    flash(_("You get the weekly letter.") if yes else _("You get no weekly letter any more."), "success")
    return redirect(url_for("moderation.index"), 303)
