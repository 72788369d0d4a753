"""Groups: the list, one group, and suggesting a new one."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from assetmap.models import GroupKind, Subject
from assetmap.services import assets, groups, links, notices, photos, similar, themes
from assetmap.services.groups import GroupFilters
from assetmap.services.search import Understood, as_typed, understand_of_groups
from assetmap.services.times import clock, entry
from assetmap.web import confirming, query, registering
from assetmap.web.forms.groups import GroupForm
from assetmap.web.networks import asking
from assetmap.web.sessions import session, settings

blueprint = Blueprint("groups", __name__, url_prefix="/groups")
SHOWN_ASSETS = 50


@blueprint.get("")
def index() -> str:
    """All groups by name, or those a search finds, those that are called so first."""
    asked = {name: request.args.get(name, "").strip()[: query.TEXT_LIMIT] for name in ("q", "kind", "area", "theme")}
    if asked["kind"] not in list(GroupKind):
        asked["kind"] = ""
    meant = understood(asked["q"], request.args.get("words", "") == query.EXACT)
    when, fault = query.read_when(request.args)
    filters = GroupFilters(**asked, when=when, terms=meant.terms)
    page = groups.listed(session(), filters, page=query.read_page(request.args), size=settings().assetmap_page_size)
    return render_template(
        "groups/index.html",
        page=page,
        query=asked,
        when=when.word if when else "",
        silent=groups.silent(session(), filters) if when else 0,
        faults=[fault] if fault else [],
        meant=meant,
        themes_of=_themes_of,
    )


def understood(q: str, exact: bool = False) -> Understood:
    """What is looked for among groups where somebody typed this."""
    return as_typed(q) if exact or not q else understand_of_groups(session(), q)


def count(q: str, exact: bool = False) -> int:
    """How many groups a search finds; none where it has no words."""
    return groups.count(session(), GroupFilters(q=q, terms=understood(q, exact).terms)) if q else 0


@blueprint.get("/<int:group_id>")
def show(group_id: int) -> str:
    """One group, the assets it runs, and whom it works with."""
    group = groups.get(session(), group_id)
    about = themes.of_group(session(), group_id)
    ids, total = groups.assets_of(session(), group, SHOWN_ASSETS)
    return render_template(
        "groups/show.html",
        may_confirm=confirming.may(Subject.group, group_id),
        group=group,
        about=about,
        assets=assets.by_ids(session(), ids),
        more=total - len(ids),
        links=links.of_group(session(), group_id, asking.viewer()),
        notices=notices.of_group(session(), group, asking.viewer()),
        contact=settings().assetmap_contact,
        photos=photos.of_entry(session(), Subject.group, group_id),
        times=entry.of_entry(session(), Subject.group, group_id, clock.now()),
        today=clock.today(session()),
    )


def _themes_of(group_id: int) -> list[str]:
    return [category.name for category in themes.of_group(session(), group_id)]


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> tuple[str, int] | Response:
    """Suggest a group; no account is needed."""
    form = GroupForm()
    if request.method != "POST" or form.schedules.more:
        return render_template("groups/form.html", form=form, faults=[], similar=[]), 200
    content, time_faults, _candidates = form.content()
    faults = registering.all_faults(registering.shape_faults(form), time_faults, registering.truth_faults(Subject.group, content))
    alike = [] if faults or form.not_similar.data else similar.similar_groups(session(), content["name"])
    if faults or alike:
        return render_template("groups/form.html", form=form, faults=faults, similar=alike), 422 if faults else 200
    return registering.send(Subject.group, content, email=form.sender_email.data or "")
