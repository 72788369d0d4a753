"""The pages a reminder leads to: still right, change it, it has closed. No account; opening one uses nothing up; a button does it."""

from flask import Blueprint, Flask, flash, redirect, render_template, request
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap.errors import Fault, NotFound
from assetmap.models import Purpose, Subject, Ticket
from assetmap.services import assets, groups, recurring, reminders, tickets
from assetmap.services.freshness import Dated
from assetmap.services.recurring import REMINDERS
from assetmap.web.freshness import today
from assetmap.web.kinds import path
from assetmap.web.sessions import session, settings
from assetmap.web.tickets import exempt, forged, late, looking, opened, quiet

blueprint = Blueprint("reminders", __name__, url_prefix="/remind")
blueprint.after_request(quiet)
HELD = "ticket"
Answer = tuple[str, int] | Response


def register(app: Flask) -> None:
    """Check the forms against forgery here (web/tickets.py)."""
    app.register_blueprint(blueprint)
    exempt(app, do, do_stop)


@blueprint.get("/<any(right,change,closed):purpose>/<ticket>")
def page(purpose: str, ticket: str) -> str:
    """The entry, and a button."""
    return render(purpose, opened(Purpose(purpose), ticket))


@blueprint.post("/<any(right,change,closed):purpose>/<ticket>")
def do(purpose: str, ticket: str) -> Answer:
    """What the button says."""
    found = opened(Purpose(purpose), ticket)
    subject, entry_id = reminders.about(found)
    with looking():
        entry(subject, entry_id)
    if forged():
        return render(purpose, found, late()), 400
    if purpose == Purpose.change:
        cookie[HELD] = [subject.value, entry_id, ticket]
        return redirect(f"{path(subject, entry_id)}/suggest", 303)
    if purpose == Purpose.right:
        reminders.right(session(), found, today())
        flash(_("Thank you. It is confirmed as of today."))
    else:
        reminders.closed(session(), found, settings().assetmap_link_tolerance_m)
        flash(_("Thank you. A steward looks at it; until then the entry stays as it is."))
    session().commit()
    return redirect(path(subject, entry_id), 303)


@blueprint.get("/stop/<ticket>")
def stop(ticket: str) -> str:
    """No more reminders? A button."""
    return render_stop(recurring.read_stop(settings().secret_key, REMINDERS, ticket))


@blueprint.post("/stop/<ticket>")
def do_stop(ticket: str) -> Answer:
    """No more reminders; or some again after all."""
    with looking():
        key = recurring.read_stop(settings().secret_key, REMINDERS, ticket)
    if forged():
        return render_stop(key, late()), 400
    recurring.stop(session(), key, again=request.form.get("do") == "again")
    session().commit()
    return redirect(request.path, 303)


def entry(subject: Subject, entry_id: int) -> Dated:
    """The asset or the group; Departed where it has gone."""
    return groups.get(session(), entry_id) if subject == Subject.group else assets.get(session(), entry_id)


def in_hand(subject: Subject, entry_id: int) -> Ticket | None:
    """The ticket with which whoever asks came to change this entry, if it is still good."""
    held = cookie.get(HELD) or [None, None, ""]
    if held[:2] != [subject.value, entry_id]:
        return None
    try:
        return tickets.find(session(), settings().secret_key, Purpose.change, held[2], hold=request.method == "POST")
    except NotFound:
        return None


def hand_in(ticket: Ticket) -> None:
    """Use up the ticket in hand: what it was for is sent."""
    tickets.use(session(), ticket)
    cookie.pop(HELD, None)


def render(purpose: str, ticket: Ticket, wrong: Fault | None = None) -> str:
    """The page of one entry."""
    subject, entry_id = reminders.about(ticket)
    found = entry(subject, entry_id)
    return render_template("reminders/page.html", purpose=purpose, entry=found, page=path(subject, entry_id), wrong=wrong)


def render_stop(key: str, wrong: Fault | None = None) -> str:
    """The page on which reminders stop."""
    return render_template("reminders/stop.html", stopped=recurring.is_stopped(session(), key), wrong=wrong)
