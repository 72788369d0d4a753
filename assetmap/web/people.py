"""People, for administrators; and the table of who may do what, for everybody."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty
from assetmap.models import User
from assetmap.services import accounts, areas, invitations, people, remits, trail
from assetmap.services.accounts import RoleName
from assetmap.web import acts, mailing, post, query
from assetmap.web.sessions import session

blueprint = Blueprint("people", __name__)
Answer = tuple[str, int] | Response


@blueprint.get("/people")
def index() -> str:
    """Who has an account."""
    return listing([])


@blueprint.post("/people/invite")
def invite() -> Answer:
    """Invite somebody to an account with a role."""
    try:
        invitations.to_role(session(), mailing.site(), current_user, request.form.to_dict(), request.form.get("role", ""))
    except Faulty as faulty:
        return listing(faulty.faults), 422
    session().commit()
    flash(_("The invitation is on its way."))
    return redirect(url_for("people.index"), 303)


@blueprint.get("/people/<int:user_id>")
def show(user_id: int) -> str:
    """One person: what they may do, within which limits, and what was changed about that."""
    return render(accounts.get(session(), user_id), [])


@blueprint.post("/people/<int:user_id>/roles")
def roles(user_id: int) -> Answer:
    """Give these roles, and take the others."""
    person = accounts.get(session(), user_id)
    people.set_roles(session(), person, current_user, request.form.getlist("roles"))
    return saved(person)


@blueprint.post("/people/<int:user_id>/limits")
def limit(user_id: int) -> Answer:
    """Let a steward look after one thing more, and nothing that was not chosen."""
    person = accounts.get(session(), user_id)
    try:
        people.limit(session(), person, current_user, request.form.get("area", ""), request.form.get("category", ""))
    except Faulty as faulty:
        return render(person, faulty.faults), 422
    return saved(person)


@blueprint.post("/people/<int:user_id>/limits/<int:remit_id>/take")
def widen(user_id: int, remit_id: int) -> Response:
    """Take one limit away."""
    person = accounts.get(session(), user_id)
    people.widen(session(), person, current_user, remit_id)
    return saved(person)


@blueprint.post("/people/<int:user_id>/switch")
def switch(user_id: int) -> Response:
    """Switch an account off or on."""
    person = accounts.get(session(), user_id)
    people.switch(session(), person, current_user, request.form.get("to") == "on")
    return saved(person)


@blueprint.post("/people/<int:user_id>/second-step")
def second_step(user_id: int) -> Response:
    """Take a second step away whose telephone is lost."""
    person = accounts.get(session(), user_id)
    people.take_second_factor(session(), person, current_user)
    return saved(person)


@blueprint.get("/who-may-do-what")
def table() -> str:
    """The table that guards every page, in words."""
    return render_template("people/table.html", told=acts.told())


def saved(person: User) -> Response:
    """Keep it and show the person again."""
    number = person.id
    session().commit()
    flash(_("Changed."))
    return redirect(url_for("people.show", user_id=number), 303)


def listing(faults: list[Fault]) -> str:
    """The list of people."""
    q, role = request.args.get("q", "").strip()[: query.TEXT_LIMIT], request.args.get("role", "")
    return render_template(
        "people/index.html",
        people=people.listed(session(), q, role if role in list(RoleName) else ""),
        counts=people.counts(session()),
        asked={"q": q, "role": role},
        roles=list(RoleName),
        has_second=accounts.has_second_factor,
        must=accounts.needs_second_factor,
        faults=faults,
        typed=request.form,
        mail=post.works(),
    )


def render(person: User, faults: list[Fault]) -> str:
    """The page of one person."""
    return render_template(
        "people/show.html",
        person=person,
        roles=list(RoleName),
        held=accounts.names(person),
        limits=remits.of(session(), person),
        areas=areas.names(session()),
        steps=trail.about(session(), person),
        has_second=accounts.has_second_factor(person),
        faults=faults,
    )
