"""Who answers for which group, and asking them: for those who look after networks, and nobody else."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import Fault, Faulty
from assetmap.models import Group, Keeper, Visibility
from assetmap.services import groups, keepers, letters, notices, yearly
from assetmap.web import link_words, query, sites
from assetmap.web import post as sending
from assetmap.web.access import may
from assetmap.web.keepers import page
from assetmap.web.keepers.words import DAYS
from assetmap.web.sessions import session
from assetmap.web.tickets import quiet

blueprint = Blueprint("keepers", __name__, url_prefix="/keepers")
blueprint.after_request(quiet)
blueprint.add_url_rule("/<token>", "page", page.page, methods=["GET"])
blueprint.add_url_rule("/<token>", "say", page.say, methods=["POST"])
blueprint.add_url_rule("/<token>/done", "done", page.done, methods=["GET"])
SHOWN = 100
Answer = tuple[str, int] | Response


@blueprint.get("")
def index() -> str:
    """Which groups have answered, who is asked, who waits longest, and who is missing."""
    asked = {"q": request.args.get("q", "").strip()[: query.TEXT_LIMIT], "choice": request.args.get("choice", "")}
    rows = yearly.standings(session(), **asked)
    return render_template(
        "keepers/index.html", rows=rows[:SHOWN], more=max(0, len(rows) - SHOWN), asked=asked, missing=yearly.missing(session())
    )


@blueprint.get("/groups/<int:group_id>")
def show(group_id: int) -> str:
    """Who answers for a group, what it was asked, and what it needs and offers."""
    return render(groups.get(session(), group_id), [])


@blueprint.post("/groups/<int:group_id>/add")
def add(group_id: int) -> Answer:
    """Keep somebody who answers for a group."""
    group = groups.get(session(), group_id)
    try:
        keepers.add(session(), group, request.form)
    except Faulty as faulty:
        return render(group, named(faulty, "new"), typed={"new": request.form}), 422
    return saved(group, _("They answer for this group now."))


@blueprint.post("/<int:keeper_id>/change")
def change(keeper_id: int) -> Answer:
    """Correct a keeper's name, e-mail address or telephone number."""
    keeper = keepers.get(session(), keeper_id)
    try:
        keepers.change(session(), keeper, request.form)
    except Faulty as faulty:
        session().expire_all()
        form = f"keeper-{keeper_id}"
        return render(groups.get(session(), keeper.group_id), named(faulty, form), typed={form: request.form}), 422
    return saved(keeper.group, _("It is changed. Links that were sent to them before may not work any more."))


@blueprint.post("/<int:keeper_id>/forget")
def forget(keeper_id: int) -> Response:
    """Forget a keeper; who has an account answers until that ends on the group's team page, where it leaves a trail."""
    keeper = keepers.get(session(), keeper_id)
    group = keeper.group
    if keeper.user_id is not None:
        flash(_("They answer for this group with an account. That ends on the page of those who answer for it, with a reason."))
        seen = may("claims.team", group_id=group.id)
        return redirect(url_for("claims.team" if seen else "keepers.show", group_id=group.id), 303)
    keepers.forget(session(), keeper)
    return saved(group, _("They are forgotten: their name, e-mail address and telephone number are kept nowhere any more."))


@blueprint.post("/groups/<int:group_id>/ask")
def ask(group_id: int) -> Answer:
    """Make an address for a group's answer: shown once, or sent by e-mail."""
    group = groups.get(session(), group_id)
    given = request.form
    try:
        keeper = keepers.get(session(), int(given["keeper"])) if given.get("keeper", "").isdecimal() else None
        days = int(given["days"]) if given.get("days", "").isdecimal() else 0
        asked, token = keepers.ask(session(), group, keeper, current_user, days)
    except Faulty as faulty:
        return render(group, named(faulty, "ask")), 422
    session().commit()
    address = address_of(token)
    if given.get("by") != "mail":
        letter = letters.letter(group, address, asked.expires_at)
        return render_template("keepers/address.html", group=group, address=address, asked=asked, message=letter.short), 200
    return post(group, keeper, asked.id, address)


def post(group: Group, keeper: Keeper | None, ask_id: int, address: str) -> Answer:
    """Send an address to a keeper; where that fails it is taken back, so that nobody holds one we think was never sent."""
    asked = keepers.get_ask(session(), ask_id)
    try:
        sending.send(keeper.email if keeper else "", letters.letter(group, address, asked.expires_at))
    except (Faulty, letters.NotSent) as error:
        keepers.withdraw(session(), asked)
        session().commit()
        return render(group, [Fault(str(error), field="ask-keeper")]), 422
    keepers.sent(session(), asked)
    return saved(group, _("The message is on its way."))


def address_of(token: str) -> str:
    """The whole address of a keeper's page."""
    return (sites.mailed() if request.form.get("by") == "mail" else sites.shown()) + url_for("keepers.page", token=token)


def saved(group: Group, words: str) -> Response:
    """Keep what was done, and show the group again."""
    number = group.id
    session().commit()
    flash(words)
    return redirect(url_for("keepers.show", group_id=number), 303)


def named(faulty: Faulty, form: str) -> list[Fault]:
    """Faults at the fields of one of the page's forms."""
    return [Fault(fault.message, field=f"{form}-{fault.field}") for fault in faulty.faults]


def render(group: Group, faults: list[Fault], typed: dict[str, Any] | None = None) -> str:
    """A group's keepers; `typed` is what came back with faults, by form."""
    return render_template(
        "keepers/show.html",
        group=group,
        keepers=keepers.of_group(session(), group),
        asks=keepers.asks_of(session(), group),
        notices=notices.open_of(session(), group.id, (Visibility.public, Visibility.shared)),
        faults=faults,
        wrong={fault.field: fault.message for fault in reversed(faults)},
        typed=typed or {},
        mail=sending.works(),
        usual_days=keepers.USUAL_DAYS,
        sides=link_words.choices(link_words.SIDES),
        things=link_words.choices(link_words.THINGS),
        visibilities=[choice for choice in link_words.choices(link_words.VISIBILITIES) if choice[0] != Visibility.private],
        days=[str(day) for day in DAYS],
    )
