"""Taking back a contact detail by the link that came with the answer: no account, and opening the link uses nothing up."""

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap.errors import Fault
from assetmap.models import Consent, Purpose, Ticket
from assetmap.services import consents, tickets
from assetmap.services.whereabouts import MODELS
from assetmap.web.sessions import session, settings
from assetmap.web.tickets import exempt, forged, late, opened, quiet

blueprint = Blueprint("consents", __name__)
Answer = tuple[str, int] | Response


def register(app: Flask) -> None:
    """Check the form against forgery here (web/tickets.py)."""
    app.register_blueprint(blueprint)
    exempt(app, take_back)


blueprint.after_request(quiet)


@blueprint.get("/withdraw/<ticket>")
def page(ticket: str) -> str:
    """What is public by somebody's leave, and a button to take it back."""
    return render(ticket, opened(Purpose.withdraw, ticket), [])


@blueprint.post("/withdraw/<ticket>")
def take_back(ticket: str) -> Answer:
    """Take it out of everything public."""
    asked = opened(Purpose.withdraw, ticket)
    if forged():
        return render(ticket, asked, [late()]), 400
    chosen = {name for name in consents.FIELDS if name in request.form.getlist("field")}
    if not chosen:
        return render(ticket, asked, [Fault(_("Tick what you want to take back."), field="field-0")]), 422
    consents.withdraw_by(session(), asked, chosen)
    session().commit()
    return redirect(url_for("consents.done", ticket=ticket), 303)


@blueprint.get("/withdraw/<ticket>/done")
def done(ticket: str) -> str | Response:
    """It is gone."""
    asked = tickets.of_text(session(), settings().secret_key, Purpose.withdraw, ticket)
    left = consents.open_ones(session(), asked)
    if asked.used_at is None and len(left) == asked.content.get("given"):
        return redirect(url_for("consents.page", ticket=ticket), 303)
    return render_template("consents/done.html", left=left, ticket=ticket, words=words(), contact=settings().assetmap_contact)


def words() -> dict[str, str]:
    """What each field is called."""
    return {"public_email": _("E-mail address"), "public_phone": _("Telephone number")}


def render(ticket: str, asked: Ticket, faults: list[Fault]) -> str:
    """The page."""
    given = consents.open_ones(session(), asked)
    return render_template("consents/page.html", ticket=ticket, rows=[row(each) for each in given], faults=faults, words=words())


def row(consent: Consent) -> dict[str, str]:
    """One detail as the page shows it: the field, what is public now, and of which entry."""
    entry = session().get(MODELS[consent.subject], consent.entry_id)
    return {"field": consent.field, "shown": getattr(entry, consent.field, ""), "name": getattr(entry, "name", "")}
