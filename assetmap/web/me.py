"""A person's own page: what they sent, what they answer for, what is known of them, and the way out."""

import json

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import logout_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty
from assetmap.services import accounts, claims, mine, remits, rights
from assetmap.web import kinds
from assetmap.web.sessions import session

blueprint = Blueprint("me", __name__, url_prefix="/me")
Answer = tuple[str, int] | Response


@blueprint.get("")
def show() -> str:
    """All of it on one page."""
    return render()


@blueprint.post("/name")
def name() -> Answer:
    """Change what one is called."""
    try:
        current_user.shown_name = accounts.check_name(request.form.get("name", ""))
    except Faulty as faulty:
        session().rollback()
        return render(faults=faulty.faults), 422
    session().commit()
    flash(_("Changed."))
    return redirect(url_for("me.show"), 303)


@blueprint.get("/data.json")
def download() -> Response:
    """Everything known of whoever asks, in one file."""
    text = json.dumps(mine.known(session(), current_user), ensure_ascii=False, indent=2)
    response = current_app.response_class(text, mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@blueprint.route("/delete", methods=["GET", "POST"])
def delete() -> Answer:
    """Say what goes and what stays; then do it, once the e-mail address was typed."""
    if request.method != "POST":
        return render_template("me/delete.html", faults=[]), 200
    if request.form.get("email", "").strip().lower() != current_user.email.lower():
        fault = Fault(_("Type the e-mail address of your account, so that nothing is deleted by mistake."), field="email")
        return render_template("me/delete.html", faults=[fault]), 422
    user = accounts.get(session(), current_user.id)
    mine.check_last(session(), user)
    logout_user()
    mine.let_go(session(), user)
    session().commit()
    flash(_("Your account is deleted. Thank you for what you gave to the map."))
    return redirect(url_for("home.index"), 303)


def render(faults: list[Fault] | None = None) -> str:
    """The page."""
    return render_template(
        "me/show.html",
        faults=faults or [],
        person=current_user,
        second=accounts.has_second_factor(current_user),
        must=accounts.needs_second_factor(current_user),
        limits=remits.limits(session(), current_user),
        kept=rights.kept_by(session(), current_user),
        claims=claims.of_user(session(), current_user),
        sent=mine.sent_by(session(), current_user),
        page_of=kinds.page_of,
        kind_of=kinds.of,
    )
