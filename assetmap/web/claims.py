"""Who answers for a group: asking to, being asked, inviting others, handing over, giving up, and a steward's part in it."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty, NotAllowed, NotFound
from assetmap.models import ClaimState, Group, Purpose, Subject
from assetmap.services import accounts, claims, groups, invitations, keepers, remits, rights, trail
from assetmap.services.proofs import Asker
from assetmap.web import mailing, post
from assetmap.web.entering import let_in
from assetmap.web.sessions import session
from assetmap.web.tickets import exempt, forged, late, opened, quiet

blueprint = Blueprint("claims", __name__)
OPENED = ("claims.answer", "claims.invited")
Answer = tuple[str, int] | Response


def register(app: Flask) -> None:
    """Check the forms of links against forgery here (web/tickets.py)."""
    exempt(app, answer, invited)


@blueprint.after_request
def keep_quiet(response: Response) -> Response:
    """Keep what stands in a link's address to itself."""
    return quiet(response) if request.endpoint in OPENED else response


@blueprint.route("/claims/groups/<int:group_id>/ask", methods=["GET", "POST"])
def ask(group_id: int) -> Answer:
    """Say that one answers for a group."""
    group = groups.get(session(), group_id)
    if request.method != "POST":
        return render_template("claims/ask.html", group=group, faults=[], typed={}, mail=post.works()), 200
    given = request.form
    try:
        asker = Asker(current_user, request.remote_addr or "")
        claims.ask(session(), mailing.site(), asker, group, given.get("words", ""), given.get("email", ""))
    except Faulty as faulty:
        return render_template("claims/ask.html", group=group, faults=faulty.faults, typed=given, mail=post.works()), 422
    session().commit()
    flash(_("We have asked the group’s own address.") if given.get("email") else _("A steward looks at your request. You get an e-mail."))
    return redirect(url_for("me.show"), 303)


@blueprint.route("/claims/answer/<token>", methods=["GET", "POST"])
def answer(token: str) -> Answer:
    """The group's own address says whether somebody answers for it."""
    ticket = opened(Purpose.claim, token)
    claim = claims.of_ticket(session(), ticket)
    if (faults := too_late()) or request.method != "POST":
        return render_template("claims/answer.html", claim=claim, faults=faults), 400 if faults else 200
    yes = request.form.get("say") == "yes"
    claims.answer(session(), mailing.site(), ticket, yes)
    session().commit()
    return render_template("claims/answered.html", claim=claim, yes=yes), 200


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
def invited(token: str) -> Answer:
    """Somebody who was invited says yes or no."""
    ticket = opened(Purpose.invite, token)
    group = groups.get(session(), ticket.entry_id) if ticket.entry_id is not None else None
    if (faults := too_late()) or request.method != "POST":
        return render_template("claims/invited.html", ticket=ticket, group=group, faults=faults), 400 if faults else 200
    if request.form.get("say") != "yes":
        invitations.refuse(session(), ticket)
        session().commit()
        flash(_("Thank you for telling us. Your address is forgotten."))
        return redirect(url_for("home.index"), 303)
    user = invitations.accept(session(), mailing.site(), ticket)
    flash(_("Thank you. Everything is ready for you here."))
    return let_in(user)


def too_late() -> list[Fault]:
    """What to say where a form came back without the token of a page of ours."""
    return [late()] if forged() else []


@blueprint.get("/claims")
def index() -> str:
    """Who asks to answer for which group."""
    return listing([])


@blueprint.post("/claims/<int:claim_id>/approve")
def approve(claim_id: int) -> Response:
    """Say yes."""
    claim = theirs(claim_id)
    claims.approve(session(), mailing.site(), claim, current_user)
    return saved(_("They answer for the group now, and are told by e-mail."), "claims.index")


@blueprint.post("/claims/<int:claim_id>/decline")
def decline(claim_id: int) -> Answer:
    """Say no, and why."""
    claim = theirs(claim_id)
    try:
        claims.decline(session(), mailing.site(), claim, current_user, request.form.get("reason", ""))
    except Faulty as faulty:
        return listing([Fault(fault.message, field=f"reason-{claim_id}") for fault in faulty.faults]), 422
    return saved(_("Declined. They are told why by e-mail."), "claims.index")


def theirs(claim_id: int) -> Any:
    """A claim that is this steward's to settle."""
    claim = claims.get(session(), claim_id)
    if not remits.covers_entry(session(), current_user, Subject.group, claim.group_id):
        raise NotAllowed(_("This group is looked after by another steward."))
    return claim


@blueprint.get("/claims/groups/<int:group_id>")
def team(group_id: int) -> str:
    """Who answers for a group, who is invited, what it runs, and how it came to be."""
    return render(groups.get(session(), group_id))


@blueprint.post("/claims/groups/<int:group_id>/invite")
def invite(group_id: int) -> Answer:
    """Invite somebody to answer for a group, or hand over to them."""
    group, over = groups.get(session(), group_id), request.form.get("do") == "over"
    try:
        invitations.to_keep(session(), mailing.site(), group, current_user, request.form.to_dict(), over)
    except Faulty as faulty:
        return render(group, faulty.faults, request.form.to_dict()), 422
    return saved(_("The invitation is on its way."), "claims.team", group_id=group_id)


@blueprint.post("/claims/groups/<int:group_id>/take-back")
def take_back(group_id: int) -> Response:
    """Take an invitation back."""
    group = groups.get(session(), group_id)
    if request.form.get("ticket", "").isdecimal():
        invitations.take_back(session(), group, int(request.form["ticket"]))
    return saved(_("The invitation is taken back."), "claims.team", group_id=group_id)


@blueprint.post("/claims/groups/<int:group_id>/leave")
def leave(group_id: int) -> Response:
    """Answer for a group no more."""
    group = groups.get(session(), group_id)
    for keeper in [each for each in keepers.of_group(session(), group) if each.user_id == current_user.id]:
        claims.end(session(), keeper, current_user, ClaimState.ended)
    return saved(_("You do not answer for this group any more."), "me.show")


@blueprint.post("/claims/groups/<int:group_id>/revoke")
def revoke(group_id: int) -> Answer:
    """A steward ends that somebody answers for a group, and says why."""
    group, number = groups.get(session(), group_id), request.form.get("keeper", "")
    keeper = invitations.keeper_of(session(), group, int(number)) if number.isdecimal() else None
    if keeper is None:
        raise NotFound(_("They do not answer for this group."))
    email, reason = accounts.get(session(), keeper.user_id or 0).email, request.form.get("reason", "")
    try:
        claims.end(session(), keeper, current_user, ClaimState.revoked, reason)
    except Faulty as faulty:
        return render(group, [Fault(fault.message, field=f"reason-{number}") for fault in faulty.faults]), 422
    claims.tell_revoked(session(), mailing.site(), email, group, reason)
    return saved(_("Done. They are told why by e-mail."), "claims.team", group_id=group_id)


def saved(words: str, endpoint: str, **values: Any) -> Response:
    """Keep what was done, and go on."""
    session().commit()
    flash(words)
    return redirect(url_for(endpoint, **values), 303)


def listing(faults: list[Fault]) -> str:
    """The claims that wait."""
    return render_template("claims/index.html", claims=claims.waiting(session(), current_user), faults=faults)


def render(group: Group, faults: list[Fault] | None = None, typed: dict[str, str] | None = None) -> str:
    """The page of a group's keepers, for them and for stewards."""
    with_account = [each for each in keepers.of_group(session(), group) if each.user_id is not None]
    return render_template(
        "claims/team.html",
        group=group,
        people=[(each, accounts.get(session(), each.user_id or 0)) for each in with_account],
        invited=invitations.open_of(session(), group),
        assets=rights.assets_of(session(), group.id),
        steps=trail.of_group(session(), group.id),
        steward=rights.looks_after(session(), current_user, Subject.group, group.id),
        faults=faults or [],
        typed=typed or {},
        mail=post.works(),
    )
