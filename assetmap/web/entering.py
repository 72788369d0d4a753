"""Signing in by a link sent by e-mail, and signing up. Opening a link does nothing: pressing the button on its page does."""

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import login_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty
from assetmap.models import Purpose, User
from assetmap.services import accounts, entering
from assetmap.web import mailing, post, tickets
from assetmap.web.sessions import session
from assetmap.web.tickets import exempt, forged, late, quiet

blueprint = Blueprint("entering", __name__)
blueprint.after_request(quiet)
Answer = tuple[str, int] | Response


def register(app: Flask) -> None:
    """Check the forms of links against forgery here (web/tickets.py)."""
    exempt(app, enter, join, ask, sign_up)


@blueprint.route("/sign-in/by-mail", methods=["GET", "POST"])
def ask() -> Answer:
    """Ask for a link to sign in."""
    return asked(up=False)


@blueprint.route("/sign-up", methods=["GET", "POST"])
def sign_up() -> Answer:
    """Ask for an account."""
    return asked(up=True)


def asked(up: bool) -> Answer:
    """Take an address and say the same, whoever it belongs to."""
    if request.method != "POST":
        return render(up, []), 200
    if forged():
        return render(up, [late()]), 400
    email, name = request.form.get("email", ""), request.form.get("name", "")
    try:
        if up:
            entering.sign_up(session(), mailing.site(), email, name)
        else:
            entering.ask(session(), mailing.site(), email)
    except Faulty as faulty:
        return render(up, faulty.faults), 422
    session().commit()
    return redirect(url_for("entering.sent", way="up" if up else "in"), 303)


def render(up: bool, faults: list[Fault]) -> str:
    """The form, with what was typed."""
    context = {"faults": faults, "email": request.form.get("email", ""), "name": request.form.get("name", ""), "mail": post.works()}
    return render_template("entering/sign_up.html", **context) if up else render_template("entering/ask.html", **context)


@blueprint.get("/sign-in/sent")
def sent() -> str:
    """What to do next; the same page for everybody."""
    return render_template(
        "entering/sent.html", up=request.args.get("way") == "up", minutes=entering.MINUTES, days=entering.DAYS_TO_CONFIRM
    )


@blueprint.route("/enter/<token>", methods=["GET", "POST"])
def enter(token: str) -> Answer:
    """A button that signs in."""
    return opened(token, Purpose.enter)


@blueprint.route("/sign-up/<token>", methods=["GET", "POST"])
def join(token: str) -> Answer:
    """A button that makes the account and signs in."""
    return opened(token, Purpose.email)


def opened(token: str, purpose: Purpose) -> Answer:
    """Show the button, or do what it says."""
    ticket = tickets.opened(purpose, token)
    if (faults := [late()] if forged() else []) or request.method != "POST":
        page = render_template("entering/enter.html", ticket=ticket, new=purpose == Purpose.email, faults=faults)
        return page, 400 if faults else 200
    if purpose == Purpose.enter and accounts.only_mail(entering.whose(session(), ticket)):
        flash(_("Your second step is a code sent by e-mail, so the first has to be your password."), "error")
        return redirect(url_for("security.login"), 303)
    user = entering.enter(session(), ticket) if purpose == Purpose.enter else entering.join(session(), ticket)
    return let_in(user)


def let_in(user: User, to: str = "") -> Response:
    """Sign somebody in whose address is known to be theirs, or lead them to their second step first; all of it is kept."""
    goal = to or url_for("me.show")
    if current_user.is_authenticated and current_user.id == user.id:
        session().commit()
        return redirect(goal, 303)
    plugins = current_app.extensions["security"].two_factor_plugins
    second = None if accounts.only_mail(user) else plugins.tf_enter(user, False, "email", next_loc=goal)
    if accounts.only_mail(user):
        flash(_("Sign in with your password and your code to go on."))
        second = redirect(url_for("security.login", next=goal), 303)
    if second is None:
        login_user(user, authn_via=["email"])
        second = redirect(goal, 303)
    session().commit()
    return second
