"""Who may do what: one table by role, and one of what depends on the entry. A page that is not in the first is refused to everyone.

Pages, the API and the tests all ask it: `MAY` says which roles, `OF_ONE` which of their entries; web/acts.py tells it in plain words.
"""

from collections.abc import Callable

from flask import Flask, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from assetmap.errors import NotAllowed, NotFound
from assetmap.services import rights
from assetmap.services.accounts import ADMINISTRATORS, CONNECTORS, PLANNERS, QUESTIONERS, STEWARDS, RoleName
from assetmap.web.sessions import session

EVERYONE = frozenset({"visitor", *(role.value for role in RoleName)})
SIGNED_IN = EVERYONE - {"visitor"}

MAY = {
    "static": EVERYONE,
    "bootstrap.static": EVERYONE,
    "home.index": EVERYONE,
    "home.about": EVERYONE,
    "home.methods": EVERYONE,
    "privacy.show": EVERYONE,
    "consents.page": EVERYONE,
    "consents.take_back": EVERYONE,
    "consents.done": EVERYONE,
    "maps.show": EVERYONE,
    "maps.listing": EVERYONE,
    "assets.index": EVERYONE,
    "assets.show": EVERYONE,
    "assets.new": EVERYONE,
    "times.asset": EVERYONE,
    "times.search": EVERYONE,
    "times.group": EVERYONE,
    "times.area": EVERYONE,
    "groups.index": EVERYONE,
    "groups.show": EVERYONE,
    "groups.new": EVERYONE,
    "photos.new": EVERYONE,
    "photos.send": EVERYONE,
    "photos.sent": EVERYONE,
    "photos.picture": EVERYONE,
    "photos.waiting": STEWARDS,
    "photos.approve": STEWARDS,
    "photos.decline": STEWARDS,
    "confirming.asset": SIGNED_IN,  # who keeps it, sent it, or looks after it: services/confirming.may
    "confirming.group": SIGNED_IN,
    "reminders.page": EVERYONE,
    "reminders.do": EVERYONE,
    "reminders.stop": EVERYONE,
    "reminders.do_stop": EVERYONE,
    "reports.asset": EVERYONE,
    "reports.group": EVERYONE,
    "reports.index": STEWARDS,
    "reports.settle": STEWARDS,
    "papers.index": EVERYONE,
    "papers.make": EVERYONE,
    "papers.find": EVERYONE,
    "papers.show": EVERYONE,
    "papers.form": EVERYONE,
    "papers.forms": CONNECTORS,
    "papers.enter": CONNECTORS,
    "papers.telephone": CONNECTORS,
    "shortlists.index": EVERYONE,
    "shortlists.add": EVERYONE,
    "shortlists.show": EVERYONE,
    "shortlists.change": EVERYONE,
    "shortlists.send": EVERYONE,
    "links.new": CONNECTORS,
    "links.add": CONNECTORS,
    "links.show": CONNECTORS,
    "links.change": CONNECTORS,
    "links.end": CONNECTORS,
    "finding.index": EVERYONE,
    "networks.index": EVERYONE,
    "networks.neighbourhood": EVERYONE,
    "networks.group": EVERYONE,
    "growth.show": EVERYONE,
    "growth.table": EVERYONE,
    "introductions.index": CONNECTORS,
    "introductions.introduce": CONNECTORS,
    "introductions.aside": CONNECTORS,
    "introductions.outcome": CONNECTORS,
    "introductions.back": CONNECTORS,
    "exchange.export": EVERYONE,
    "exchange.index": CONNECTORS,
    "exchange.send": CONNECTORS,
    "exchange.show": CONNECTORS,
    "exchange.look": CONNECTORS,
    "exchange.do": CONNECTORS,
    "exchange.forget": CONNECTORS,
    "exchange.undo": CONNECTORS,
    "submissions.show": EVERYONE,
    "submissions.take_back": EVERYONE,
    "suggestions.asset": EVERYONE,
    "suggestions.group": EVERYONE,
    "versions.asset": EVERYONE,
    "versions.group": EVERYONE,
    "versions.asset_version": STEWARDS,
    "versions.group_version": STEWARDS,
    "versions.restore_asset": STEWARDS,
    "versions.restore_group": STEWARDS,
    "neighbourhoods.index": EVERYONE,
    "neighbourhoods.show": EVERYONE,
    "neighbourhoods.sheet": EVERYONE,
    "neighbourhoods.pdf": EVERYONE,
    "neighbourhoods.table": EVERYONE,
    "neighbourhoods.workbook": EVERYONE,
    "drawn.new": EVERYONE,
    "geographies.index": EVERYONE,
    "indicators.index": EVERYONE,
    "indicators.show": EVERYONE,
    "indicators.picture": EVERYONE,
    "patterns.show": EVERYONE,
    "loads.index": PLANNERS,
    "loads.new": PLANNERS,
    "loads.send": PLANNERS,
    "loads.show": PLANNERS,
    "loads.look": PLANNERS,
    "loads.load": PLANNERS,
    "loads.forget": PLANNERS,
    "loads.undo": PLANNERS,
    "compare.show": EVERYONE,
    "compare.picture": EVERYONE,
    "relations.index": EVERYONE,
    "charts.spec": EVERYONE,
    "charts.svg": EVERYONE,
    "charts.png": EVERYONE,
    "charts.table": EVERYONE,
    "gaps.index": EVERYONE,
    "gaps.show": EVERYONE,
    "gaps.save": QUESTIONERS,
    "gaps.delete": QUESTIONERS,
    "gaps.table": EVERYONE,
    "keepers.page": EVERYONE,
    "keepers.say": EVERYONE,
    "keepers.done": EVERYONE,
    "keepers.index": CONNECTORS,
    "keepers.show": CONNECTORS,
    "keepers.add": CONNECTORS,
    "keepers.change": CONNECTORS,
    "keepers.forget": CONNECTORS,
    "keepers.ask": CONNECTORS,
    "notices.index": EVERYONE,
    "notices.add": CONNECTORS,
    "notices.close": CONNECTORS,
    "claims.ask": SIGNED_IN,
    "claims.answer": EVERYONE,
    "claims.invited": EVERYONE,
    "claims.index": STEWARDS,
    "claims.approve": STEWARDS,
    "claims.decline": STEWARDS,
    "claims.team": SIGNED_IN,
    "claims.invite": SIGNED_IN,
    "claims.take_back": SIGNED_IN,
    "claims.leave": SIGNED_IN,
    "claims.revoke": STEWARDS,
    "kept.group": SIGNED_IN,
    "kept.asset": SIGNED_IN,
    "me.show": SIGNED_IN,
    "me.name": SIGNED_IN,
    "me.download": SIGNED_IN,
    "me.delete": SIGNED_IN,
    "people.index": ADMINISTRATORS,
    "people.invite": ADMINISTRATORS,
    "people.show": ADMINISTRATORS,
    "people.roles": ADMINISTRATORS,
    "people.limit": ADMINISTRATORS,
    "people.widen": ADMINISTRATORS,
    "people.switch": ADMINISTRATORS,
    "people.second_step": ADMINISTRATORS,
    "people.table": EVERYONE,
    "moderation.index": STEWARDS,
    "moderation.show": STEWARDS,
    "moderation.change": STEWARDS,
    "moderation.approve": STEWARDS,
    "moderation.decline": STEWARDS,
    "moderation.retire": STEWARDS,
    "queue.approve": STEWARDS,
    "queue.decline": STEWARDS,
    "notes.add": STEWARDS,
    "notes.ask": STEWARDS,
    "answers.page": EVERYONE,
    "answers.say": EVERYONE,
    "answers.done": EVERYONE,
    "weekly.page": EVERYONE,
    "weekly.stop": EVERYONE,
    "weekly.switch": STEWARDS,
    "merging.index": STEWARDS,
    "merging.show": STEWARDS,
    "merging.merge": STEWARDS,
    "merging.apart": STEWARDS,
    "merging.undo": STEWARDS,
    "api.crossing": EVERYONE,
    "api.page": EVERYONE,
    "api.openapi": EVERYONE,
    "api.assets": EVERYONE,
    "api.asset": EVERYONE,
    "api.tile": EVERYONE,
    "api.groups": EVERYONE,
    "api.group": EVERYONE,
    "api.networks": EVERYONE,
    "api.networks_find": EVERYONE,
    "api.areas": EVERYONE,
    "api.area": EVERYONE,
    "api.area_tile": EVERYONE,
    "api.neighbourhood": EVERYONE,
    "api.indicators": EVERYONE,
    "api.observations": EVERYONE,
    "api.clusters": EVERYONE,
    "api.indicator_tile": EVERYONE,
    "api.figure": EVERYONE,
    "api.gaps": EVERYONE,
    "api.similar": EVERYONE,
    "api.lines": EVERYONE,
    "health.alive": EVERYONE,
    "health.ready": EVERYONE,
    "entering.ask": EVERYONE,
    "entering.sign_up": EVERYONE,
    "entering.sent": EVERYONE,
    "entering.enter": EVERYONE,
    "entering.join": EVERYONE,
    "security.login": EVERYONE,
    "security.forgot_password": EVERYONE,
    "security.reset_password": EVERYONE,
    "security.two_factor_token_validation": EVERYONE,
    "security.two_factor_setup": SIGNED_IN,
    "security.two_factor_setup_validate": SIGNED_IN,
    "security.mf_recovery": EVERYONE,
    "security.mf_recovery_codes": SIGNED_IN,
    "security.logout": SIGNED_IN,
    "security.change_password": SIGNED_IN,
    "security.verify": SIGNED_IN,
}


# What a role alone does not allow: whose entry it is decides. By page: the question (see services/rights), and what it is asked about.
OF_ONE: dict[str, tuple[Callable[..., bool], str]] = {
    "claims.team": (rights.changes_group, "group_id"),
    "claims.invite": (rights.changes_group, "group_id"),
    "claims.take_back": (rights.changes_group, "group_id"),
    "claims.leave": (rights.changes_group, "group_id"),
    "claims.revoke": (rights.looks_after_group, "group_id"),
    "kept.group": (rights.changes_group, "group_id"),
    "kept.asset": (rights.changes_asset, "asset_id"),
}


def register(app: Flask) -> None:
    """Guard every request."""
    app.before_request(guard)


def guard() -> Response | None:
    """Refuse what the table does not allow; a visitor is first asked to sign in."""
    if request.endpoint is None:
        return None
    if may(request.endpoint):
        check_one(request.endpoint)
        return None
    if request.endpoint not in MAY:
        raise NotFound(_("There is no page at this address."))
    if not current_user.is_authenticated and request.method in ("GET", "HEAD"):
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")), 303)
    raise NotAllowed(_("Your account may not do this. Ask an administrator of this site if you think it should."))


def check_one(endpoint: str) -> None:
    """NotAllowed where the entry at this address is not theirs; NotFound where there is none."""
    if endpoint in OF_ONE and not may(endpoint, **(request.view_args or {})):
        raise NotAllowed(_("This is for the keepers of the group, and for the stewards who look after it."))


def may(endpoint: str, **values: int) -> bool:
    """Whether whoever asks may use this page; with the number of an entry, whether they may for that one."""
    allowed = MAY.get(endpoint, frozenset())
    if allowed != EVERYONE and allowed.isdisjoint(roles()):
        return False
    question, name = OF_ONE.get(endpoint, (None, ""))
    return question is None or name not in values or question(session(), current_user, values[name])


def roles() -> set[str]:
    """The roles of whoever asks."""
    if not current_user.is_authenticated:
        return {"visitor"}
    return {role.name for role in current_user.roles}
