"""Loading figures: a file sent, its columns understood, what it would bring looked at, loaded, and taken back."""

from functools import partial
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty
from assetmap.models import Upload
from assetmap.services import areas, indicators, loads, sheets
from assetmap.services.loads import Preview, uploads
from assetmap.services.sheets.columns import MAIN
from assetmap.web.forms import loads as forms
from assetmap.web.sessions import session, settings, writing
from assetmap.web.uploads import make_room

blueprint = Blueprint("loads", __name__, url_prefix="/indicators/loads")
EXAMPLES = 4


def register(app: Flask) -> None:
    """Let those who may load figures send larger requests; before anything reads one."""
    app.before_request(partial(make_room, blueprint.name))


@blueprint.get("")
def index() -> str:
    """What was loaded, by whom and when, and what waits."""
    waiting = uploads.waiting(session(), current_user)
    return render_template("loads/index.html", past=loads.history(session()), waiting=waiting)


@blueprint.get("/new")
def new() -> str:
    """Choose a file."""
    return render_template("loads/new.html", faults=[], megabytes=settings().assetmap_upload_mb)


@blueprint.post("/new/send")
def send() -> Response | tuple[str, int]:
    """Take a file, if it is a table at all."""
    file = request.files.get("file")
    content = b""
    if file:
        content = file.read()
        file.close()  # a large one lies on the disk until then
    name = (file.filename if file else "") or ""
    try:
        if not content:
            raise Faulty([Fault(_("Choose a file that is not empty."))])
        sheets.read(content, name)
    except Faulty as faulty:
        faults = [Fault(str(fault), field="file") for fault in faulty.faults]
        return render_template("loads/new.html", faults=faults, megabytes=settings().assetmap_upload_mb), 422
    upload = uploads.keep(writing(), current_user, name, content)
    session().commit()
    return redirect(url_for("loads.show", reference=upload.reference), 303)


@blueprint.get("/<reference>")
def show(reference: str) -> str:
    """What was understood of a file, and what it would bring."""
    upload = uploads.get(session(), reference, current_user)
    read = sheets.read(upload.content, upload.file_name)
    return render(upload, loads.look(session(), read, loads.guess(session(), read, upload.file_name)), first=True)


@blueprint.post("/<reference>/look")
def look(reference: str) -> str:
    """The same after a person has said more."""
    upload = uploads.get(session(), reference, current_user)
    return render(upload, preview_of(upload))


@blueprint.post("/<reference>/load")
def load(reference: str) -> Response | tuple[str, int]:
    """Load it, if nothing is wrong and everything held is meant."""
    upload = uploads.get(session(), reference, current_user)
    preview = preview_of(upload)
    try:
        row = loads.load(session(), preview, upload.content, upload.file_name, current_user, set(request.form.getlist("meant")))
    except Faulty:
        return render(upload, preview, asked=True), 422
    uploads.forget(session(), upload)
    session().commit()
    words = ngettext("%(num)s figure is loaded. If something is wrong, undo it under “Load figures”.",
                     "%(num)s figures are loaded. If something is wrong, undo it under “Load figures”.", row.rows)  # fmt: skip
    flash(words, "success")
    return redirect(url_for("indicators.show", key=next(iter(row.before))), 303)


@blueprint.post("/<reference>/forget")
def forget(reference: str) -> Response:
    """Forget a file that waits."""
    uploads.forget(session(), uploads.get(session(), reference, current_user))
    session().commit()
    flash(_("The file is forgotten. Nothing was loaded."))
    return redirect(url_for("loads.index"), 303)


@blueprint.post("/undo/<int:load_id>")
def undo(load_id: int) -> Response:
    """Take a load back."""
    loads.undo(session(), loads.get(session(), load_id))
    session().commit()
    flash(_("Undone. What was there before is back."), "success")
    return redirect(url_for("loads.index"), 303)


def preview_of(upload: Upload) -> Preview:
    """What a file would bring, read as the form says."""
    read = sheets.read(upload.content, upload.file_name)
    return loads.look(session(), read, loads.completed(session(), read, upload.file_name, forms.mapping(request.form)))


def render(upload: Upload, preview: Preview, first: bool = False, asked: bool = False) -> str:
    """The page of a file; faults of a file nobody has looked at yet are not shouted."""
    mapping, meant = preview.mapping, set(request.form.getlist("meant"))
    waiting = [Fault(each.message, field=f"meant-{each.key}") for each in preview.held if each.key not in meant] if asked else []
    here = indicators.all_of_them(session())
    return render_template(
        "loads/show.html",
        upload=upload,
        preview=preview,
        sheet_choices=[(name, name) for name in preview.sheets],
        mapping=mapping,
        faults=links(preview, preview.faults + waiting),
        first=first,
        meant=meant,
        shared=forms.shared(mapping),
        columns=columns_of(preview),
        areas_to_choose=[(each.key, f"{each.plural} ({each.vintage})") for each in areas.geographies(session(), with_shapes=False)],
        indicators=here,
        indicator_choices=[(each.key, each.title) for each in here],
        words={"roles": forms.ROLES, "measures": forms.MEASURES, "polarities": forms.POLARITIES, "methods": forms.METHODS},
    )


def columns_of(preview: Preview) -> list[dict[str, Any]]:
    """Each column with some of its cells, and for the choice of rows the different texts it has."""
    table, found = preview.table, []
    for number, column in enumerate(preview.mapping.columns):
        top = [cell.strip() for cell in table.sheet.cells[table.rows[:200], number]]
        several = [MAIN, *sorted(set(table.column(number)))[:60]] if column.role == "only" else []
        found.append({"number": number, "column": column, "cells": list(dict.fromkeys(filter(None, top)))[:EXAMPLES], "texts": several})
    return found


def links(preview: Preview, faults: list[Fault]) -> list[dict[str, str]]:
    """Each fault in words, with the field of the page that it is about."""
    labels, headings = preview.figures.labels, preview.table.headings
    places = {label: number for number, label in enumerate(labels)}
    found = []
    for fault in faults:
        target, where = fault.field, ""
        if fault.field in headings and fault.source not in places:
            target = f"role-{headings.index(fault.field)}"
            where = f"{fault.field}: "
        elif fault.source in places and fault.field not in forms.SHARED:
            target, where = f"{fault.field}-{places[fault.source]}", f"{fault.source}: " if fault.source else ""
        elif fault.field in forms.SHARED:
            target = f"all-{fault.field}"
        named = next((number for number, name in enumerate(preview.unmatched) if f"called '{name}'" in fault.message), None)
        target = target if named is None else f"area-{named}"
        row = _("Row %(row)s, ", row=fault.row) if fault.row is not None else ""
        said = f"{row}{where}{fault.message}"
        found.append({"target": target or "main", "message": said[:1].upper() + said[1:]})
    return found
