"""Neighbourhoods that residents draw: the form, and drawing one anew."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from assetmap.models import Subject
from assetmap.services import drawn, similar
from assetmap.web import kinds, registering
from assetmap.web.forms import drawn as forms
from assetmap.web.forms.drawn import DrawnForm
from assetmap.web.sessions import session

blueprint = Blueprint("drawn", __name__, url_prefix="/neighbourhoods/draw")


@blueprint.route("", methods=["GET", "POST"])
def new() -> tuple[str, int] | Response:
    """Draw a neighbourhood; no account is needed. With `area` the form begins with one that is on the map already."""
    form = begun() if request.method != "POST" and request.args.get("area") else DrawnForm()
    if request.method != "POST":
        return render_form(form), 200
    content, shape_faults, _candidates = form.content()
    faults = registering.all_faults(registering.shape_faults(form), shape_faults, registering.truth_faults(Subject.area, content))
    alike = [] if faults or form.not_similar.data else similar.similar_areas(session(), content["name"], content["replaces"])
    if faults or alike:
        return render_form(form, faults=faults, similar=alike), 422 if faults else 200
    return registering.send(Subject.area, content, email=form.sender_email.data or "")


def begun() -> DrawnForm:
    """The form with a neighbourhood in it that is on the map already."""
    area = drawn.get(session(), request.args["area"][:20])
    return forms.filled({"name": area.name, "replaces": area.code, "shape": drawn.shape_of(session(), area)})


def render_form(form: DrawnForm, **more: object) -> str:
    """The page of the form."""
    replaced = drawn.find(session(), form.replaces.data or "")
    defaults: dict[str, object] = {"faults": [], "similar": []}
    return render_template("drawn/form.html", form=form, replaced=replaced, **(defaults | kinds.drawing_parts() | more))
