"""Gaps: where need is high and access low; questions that are asked, shared, kept and watched."""

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Redirect

from assetmap import maps
from assetmap.errors import BadQuery, Faulty, NotFound
from assetmap.services import gaps, questions
from assetmap.services.gaps import GapAnswer
from assetmap.web import drawing
from assetmap.web.gaps import documents, reading, runs, sentences
from assetmap.web.sessions import session

blueprint = Blueprint("gaps", __name__)


@blueprint.get("/gaps")
def index() -> str:
    """A question as a form, and its answer where one is asked."""
    asked, faults = reading.read(request.args)
    answer = None
    if asked and not faults:
        try:
            answer = gaps.ask(session(), asked)
            g.made_anew = True
        except (NotFound, BadQuery) as error:
            faults = [str(error)]
    return render_template(
        "gaps/index.html",
        again=reading.address(asked) if asked else {},
        form=reading.form(request.args, answer),
        faults=faults,
        presets=reading.presets(),
        questions=questions.listed(session()),
        **(shown(answer) if answer else {"answer": None}),
    )


@blueprint.get("/gaps/<reference>")
def show(reference: str) -> str:
    """A question that was kept: its answer now, and those before."""
    question = questions.get(session(), reference[:40])
    asked, faults, answer = questions.asked(question), [], None
    try:
        answer = gaps.ask(session(), asked)
    except (NotFound, BadQuery) as error:  # such as an indicator that is gone; the answers of old are still here
        faults = [str(error)]
    return render_template(
        "gaps/show.html",
        question=question,
        faults=faults,
        again=reading.address(asked),
        mine=questions.may_delete(question, current_user),
        runs=question.answers[::-1],
        chart=runs.over_time(question),
        **(shown(answer) if answer else {"answer": None}),
    )


@blueprint.post("/gaps/question/save")
def save() -> Redirect:
    """Keep the question that the address asks."""
    asked, faults = reading.read(request.args)
    if asked is None or faults:
        raise BadQuery(faults or [_("Ask a question first.")])
    try:
        question = questions.save(session(), current_user, asked, request.form.get("title", ""))
    except Faulty as faulty:
        flash(str(faulty.faults[0].message), "error")
        return redirect(url_for("gaps.index", **reading.address(asked)) + "#keep", 303)
    session().commit()
    flash(_("Kept. Its answer is written down each time this site's daily check runs."))
    return redirect(url_for("gaps.show", reference=question.reference), 303)


@blueprint.post("/gaps/<reference>/delete")
def delete(reference: str) -> Redirect:
    """Delete a kept question and its answers."""
    questions.delete(session(), current_user, questions.get(session(), reference[:40]))
    session().commit()
    flash(_("Deleted."))
    return redirect(url_for("gaps.index"), 303)


@blueprint.get("/gaps.csv")
def table() -> Response:
    """The answer as a table for a spreadsheet."""
    asked = reading.must_read(request.args)
    answer = gaps.ask(session(), asked)
    g.made_anew = True
    headers = {"Content-Disposition": "attachment; filename=gaps.csv"}
    return Response(documents.csv_text(answer), mimetype="text/csv", headers=headers)


def shown(answer: GapAnswer) -> dict[str, Any]:
    """What a page needs to show an answer."""
    again = reading.address(answer.asked)
    drawn = maps.gap_map(
        drawing.place(),
        geography=answer.geography.key,
        figures=url_for("api.gaps", **again),
        filters=reading.asset_filters(answer.asked),
    )
    return {
        "answer": answer,
        "sentence": sentences.headline(answer),
        "beside": sentences.beside(answer),
        "warnings": sentences.warnings(answer),
        "words": sentences.parts(answer),
        "shades": documents.shades(answer),
        "asset_filters": dict(reading.grouped(answer.asked)),
        "map": maps.page_parts(drawn),
    }
