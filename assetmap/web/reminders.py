"""The pages a reminder leads to: still right, change it, it has closed. No account; opening one uses nothing up; a button does it."""

from collections.abc import Callable

from flask import Blueprint, Flask, flash, redirect, render_template, request
from flask import session as cookie
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from assetmap.errors import NotFound
from assetmap.models import Purpose, Subject, Ticket
from assetmap.services import assets, groups, reminders, tickets
from assetmap.services.freshness import Dated
from assetmap.web.freshness import today
from assetmap.web.keepers.page import forged, quiet
from assetmap.web.reports import page_of
from assetmap.web.sessions import session, settings

blueprint = Blueprint("reminders", __name__, url_prefix="/remind")
blueprint.after_request(quiet)
HELD = "ticket"
Answer = tuple[str, int] | Response


def register(app: Flask) -> None:
    """Check the forms against forgery here: the usual way asks browsers for a referrer, which these pages tell them not to send."""
    app.register_blueprint(blueprint)
    for view in (do, do_stop):
        app.extensions["csrf"].exempt(f"{view.__module__}.{view.__name__}")


@blueprint.get("/<any(right,change,closed):purpose>/<ticket>")
def page(purpose: str, ticket: str) -> str:
    """The entry, and a button."""
    return render(purpose, find(purpose, ticket))


@blueprint.post("/<any(right,change,closed):purpose>/<ticket>")
def do(purpose: str, ticket: str) -> Answer:
    """What the button says."""
    if forged():
        return again(lambda: render(purpose, find(purpose, ticket), late=True))
    found = find(purpose, ticket, hold=True)
    subject, entry_id = reminders.about(found)
    entry(subject, entry_id)
    if purpose == Purpose.change:
        cookie[HELD] = [subject.value, entry_id, ticket]
        return redirect(f"{page_of(subject, entry_id)}/suggest", 303)
    if purpose == Purpose.right:
        reminders.right(session(), found, today())
        flash(_("Thank you. It is confirmed as of today."))
    else:
        reminders.closed(session(), found, settings().assetmap_link_tolerance_m)
        flash(_("Thank you. A steward looks at it; until then the entry stays as it is."))
    session().commit()
    return redirect(page_of(subject, entry_id), 303)


@blueprint.get("/stop/<ticket>")
def stop(ticket: str) -> str:
    """No more reminders? A button."""
    return render_stop(reminders.read_stop(settings().secret_key, ticket))


@blueprint.post("/stop/<ticket>")
def do_stop(ticket: str) -> Answer:
    """No more reminders; or some again after all."""
    if forged():
        return again(lambda: render_stop(reminders.read_stop(settings().secret_key, ticket), late=True))
    key = reminders.read_stop(settings().secret_key, ticket)
    reminders.stop(session(), key, again=request.form.get("do") == "again")
    session().commit()
    return redirect(request.path, 303)


def again(show: Callable[[], str]) -> Answer:
    """The page once more, for a press that did not come from one of our own pages; CSRFError where there is no such page."""
    try:
        return show(), 400
    except NotFound as error:
        raise CSRFError(str(error)) from error


def find(purpose: str, ticket: str, hold: bool = False) -> Ticket:
    """The ticket at an address."""
    return tickets.find(session(), settings().secret_key, Purpose(purpose), ticket, hold)


def entry(subject: Subject, entry_id: int) -> Dated:
    """The asset or the group; Departed where it has gone."""
    return groups.get(session(), entry_id) if subject == Subject.group else assets.get(session(), entry_id)


def in_hand(subject: Subject, entry_id: int) -> Ticket | None:
    """The ticket with which whoever asks came to change this entry, if it is still good."""
    held = cookie.get(HELD) or [None, None, ""]
    if held[:2] != [subject.value, entry_id]:
        return None
    try:
        return find(Purpose.change, held[2], hold=request.method == "POST")
    except NotFound:
        return None


def hand_in(ticket: Ticket) -> None:
    """Use up the ticket in hand: what it was for is sent."""
    tickets.use(session(), ticket)
    cookie.pop(HELD, None)


def render(purpose: str, ticket: Ticket, late: bool = False) -> str:
    """The page of one entry."""
    subject, entry_id = reminders.about(ticket)
    found = entry(subject, entry_id)
    return render_template("reminders/page.html", purpose=purpose, entry=found, page=page_of(subject, entry_id), late=late)


def render_stop(key: str, late: bool = False) -> str:
    """The page on which reminders stop."""
    return render_template("reminders/stop.html", stopped=reminders.is_stopped(session(), key), late=late)
