"""Needs and offers: all of them, those that fit each other side by side; and adding and closing them for a group."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap.errors import Faulty
from assetmap.models import Notice, Side, Thing
from assetmap.services import areas, groups, notices
from assetmap.web import link_words
from assetmap.web.keepers import views as keeping
from assetmap.web.networks import asking
from assetmap.web.sessions import session

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.get("")
def index() -> str:
    """What groups need and what they offer, thing by thing."""
    asked = {name: request.args.get(name, "").strip()[:40] for name in ("thing", "area")}
    asked["thing"] = asked["thing"] if asked["thing"] in list(Thing) else ""
    asked["area"] = asked["area"] if asked["area"] and areas.exists(session(), asked["area"]) else ""
    found = notices.listed(session(), asking.viewer(), **asked)
    return render_template(
        "notices/index.html",
        tables=by_thing(found),
        count=len(found),
        asked=asked,
        things=link_words.choices(link_words.THINGS),
        areas=areas.neighbourhoods(session()),
    )


@blueprint.post("/groups/<int:group_id>")
def add(group_id: int) -> tuple[str, int] | Response:
    """Say for a group what it needs or offers."""
    group = groups.get(session(), group_id)
    content = {**request.form.to_dict(), "weekdays": request.form.getlist("weekdays")}
    try:
        notices.add(session(), group, content)
    except Faulty as faulty:
        return keeping.render(group, keeping.named(faulty, "notice"), typed={"notice": content}), 422
    return keeping.saved(group, _("It is on the map now."))


@blueprint.post("/<int:notice_id>/close")
def close(notice_id: int) -> Response:
    """It is not needed or offered any more."""
    notice = notices.get(session(), notice_id)
    notices.close(session(), notice)
    number = notice.group_id
    session().commit()
    flash(_("It is taken away."))
    return redirect(url_for("keepers.show", group_id=number), 303)


def by_thing(found: list[Notice]) -> list[tuple[str, list[Notice], list[Notice], list[tuple[Notice, list[Notice]]]]]:
    """For each thing: the needs, the offers, and each need with the offers that fit it. Things both needed and offered come first."""
    rows = []
    for thing in Thing:
        needs = [notice for notice in found if notice.thing == thing and notice.side == Side.need]
        offers = [notice for notice in found if notice.thing == thing and notice.side == Side.offer]
        fits = [(need, fitting) for need in needs if (fitting := [offer for offer in offers if notices.fit(need, offer)])]
        if needs or offers:
            rows.append((thing.value, needs, offers, fits))
    return sorted(rows, key=lambda row: not row[3])
