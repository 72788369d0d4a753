"""The pages and buttons of introductions."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import BadQuery, Fault, Faulty
from assetmap.models.columns import now
from assetmap.services import areas, introductions, networks
from assetmap.services.networks import Viewer
from assetmap.web import link_words
from assetmap.web.introductions import sentences
from assetmap.web.networks import asking
from assetmap.web.sessions import session

blueprint = Blueprint("introductions", __name__, url_prefix="/introductions")
for word in (sentences.why, sentences.kept_why, sentences.letter, sentences.mail):
    blueprint.add_app_template_filter(word, f"introduction_{word.__name__}")
SHOWN = 12
FILTERS = ("area", "theme", "example")


@blueprint.get("")
def index() -> str:
    """Whom to introduce, and what came of those who were."""
    return render()


@blueprint.post("/introduce")
def introduce() -> Response | tuple[str, int]:
    """Record that two groups were introduced."""
    pair = typed_pair()
    reasons = introductions.reasons_for(session(), Viewer.connector, pair)
    try:
        introductions.introduce(session(), pair, typed_day("on"), request.form.get("note", ""), current_user, reasons)
    except Faulty as faulty:
        return render(faulty.faults, pair, "introduce"), 422
    session().commit()
    flash(_("Written down. Come back later and say what came of it."))
    return redirect(url_for("introductions.index", **kept_filters()) + "#made", 303)


@blueprint.post("/aside")
def aside() -> Response | tuple[str, int]:
    """Record that two groups are not worth introducing."""
    pair = typed_pair()
    try:
        introductions.set_aside(session(), pair, request.form.get("why", ""), current_user)
    except Faulty as faulty:
        return render(faulty.faults, pair, "aside"), 422
    session().commit()
    flash(_("Set aside. These two are not suggested again."))
    return redirect(url_for("introductions.index", **kept_filters()), 303)


@blueprint.post("/<int:introduction_id>/outcome")
def outcome(introduction_id: int) -> Response | tuple[str, int]:
    """Write down what came of an introduction."""
    found, form = introductions.get(session(), introduction_id), request.form
    given = form.get("outcome", ""), typed_day("outcome_on"), form.get("outcome_note", "")
    try:
        introductions.outcome(session(), found, *given, current_user)
    except Faulty as faulty:
        return render(faulty.faults, (introduction_id, 0), "outcome"), 422
    session().commit()
    flash(_("Written down. Thank you: this is how the Board sees networks grow."))
    return redirect(url_for("introductions.index") + f"#introduction-{introduction_id}", 303)


@blueprint.post("/<int:introduction_id>/back")
def back(introduction_id: int) -> Response:
    """Suggest two groups again that were set aside."""
    introductions.back(session(), introductions.get(session(), introduction_id), current_user)
    session().commit()
    flash(_("These two can be suggested again."))
    return redirect(url_for("introductions.index"), 303)


def render(faults: list[Fault] | None = None, about: tuple[int, int] = (0, 0), where: str = "") -> str:
    """The page; with what is wrong in one of its forms (`where`, `about` whom), and what was typed there."""
    look = asking.read(request.args)
    network = networks.look(session(), look)
    made = introductions.listed(session())
    return render_template(
        "introductions/index.html",
        suggestions=introductions.worth_making(session(), network, SHOWN),
        network=network,
        look=look,
        filters=kept_filters(),
        neighbourhoods=areas.names(session()),
        made=made,
        aside=introductions.listed(session(), introduced=False),
        outcomes=link_words.choices(link_words.OUTCOMES),
        today=now().date(),
        faults=faults or [],
        typed=typed(about, where) if faults else {},
    )


def typed(about: tuple[int, int], where: str) -> dict[str, Any]:
    """What was typed into the form that has a fault, and which form it is."""
    key = f"{where}-{about[0]}" + (f"-{about[1]}" if about[1] else "")
    return {name: request.form.get(name, "") for name in request.form if name != "csrf_token"} | {"form": key}


def typed_pair() -> tuple[int, int]:
    """The two groups (ids) a form is about, the smaller first; BadQuery where they are no numbers."""
    numbers = [request.form.get(name, "") for name in ("first", "second")]
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in numbers):
        raise BadQuery([_("This form does not say which groups it is about. Go back and try again.")])
    first, second = sorted(int(text) for text in numbers)
    return first, second


def typed_day(name: str) -> date | None:
    """A day as a date field sends it, or none."""
    try:
        return date.fromisoformat(request.form.get(name, "").strip())
    except ValueError:
        return None


def kept_filters() -> dict[str, Any]:
    """What the list was narrowed to, for the address of the next page."""
    return {name: request.args[name][:40] for name in FILTERS if request.args.get(name)}
