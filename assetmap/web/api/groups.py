"""Groups in the API."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from assetmap.errors import BadQuery
from assetmap.models import Group
from assetmap.services import groups, links, themes
from assetmap.services.groups import GroupFilters
from assetmap.services.links import Shown
from assetmap.services.networks import Viewer
from assetmap.services.search import Understood
from assetmap.services.vocabulary import Vocabulary, vocabulary
from assetmap.web import freshness, query
from assetmap.web.addresses import BIGGEST_ID
from assetmap.web.api.answers import JSON, kept, only, standing, together, whole_number
from assetmap.web.api.assets import MOST, USUAL, said
from assetmap.web.groups import understood
from assetmap.web.networks import asking
from assetmap.web.sessions import session


def collection() -> Response:
    """Groups, in steps of `limit`."""
    known, asked, limit, last = together(
        lambda: only({"limit", "cursor", "q", "words", "when"}),
        lambda: strict(request.args),
        lambda: whole_number(request.args, "limit", USUAL, 1, MOST),
        lambda: whole_number(request.args, "cursor", 0, 0, BIGGEST_ID),
    )
    meant, filters = asked

    def make() -> dict[str, Any]:
        found = groups.after(session(), last, limit + 1, filters)
        words = vocabulary(session())
        steps = [{"rel": "self", "type": JSON, "href": request.full_path.rstrip("?")}]
        if len(found) > limit:
            address = url_for("api.groups", **(known.to_dict() | {"limit": limit, "cursor": found[limit - 1].id}))
            steps.append({"rel": "next", "type": JSON, "href": address})
        return {
            "numberMatched": groups.count(session(), filters),
            **said(meant),
            "numberReturned": min(limit, len(found)),
            "links": steps,
            "groups": [plain(group, words) for group in found[:limit]],
        }

    return kept(make, day=freshness.today())


def strict(args: MultiDict[str, str]) -> tuple[Understood, GroupFilters]:
    """How the words were understood, and what is asked for; BadQuery with every fault."""
    q, (when, fault) = args.get("q", "").strip(), query.read_when(args)
    faults = [fault] if fault else []
    if len(q) > query.TEXT_LIMIT:
        faults.append(_("Search with fewer words."))
    if faults:
        raise BadQuery(faults)
    meant = understood(q, args.get("words", "") == query.EXACT)
    return meant, GroupFilters(q=q, when=when, terms=meant.terms)


def item(group_id: int) -> Response:
    """One group with its links, as whoever asks may see them."""
    only(())
    viewer = asking.viewer()

    def make() -> dict[str, Any]:
        group = groups.get(session(), group_id)
        said = plain(group, vocabulary(session())) | standing(group)
        return said | {"links": [link(each, viewer) for each in links.of_group(session(), group_id, viewer)]}

    return kept(make, day=freshness.today(), viewer=viewer)


def link(shown: Shown, viewer: Viewer) -> dict[str, Any]:
    """A link seen from its group; its number, and who may see it, are told to those only who see more than everybody."""
    said = {name: getattr(shown, name) for name in ("kind", "outward", "state", "frequency", "since", "note")}
    return {
        **said,
        "other": node(shown.other_kind, shown.other_id, shown.other_name),
        "at": node("asset", shown.at_id, shown.at_name) if shown.at_id else None,
        "source": shown.origin,
    } | ({"id": shown.link_id, "visibility": shown.visibility} if viewer != Viewer.everyone else {})


def node(kind: str, number: int, name: str) -> dict[str, Any]:
    """One end of a link."""
    address = url_for("groups.show", group_id=number) if kind == "group" else url_for("assets.show", asset_id=number)
    return {"type": kind, "id": number, "name": name, "url": address}


def plain(group: Group, words: Vocabulary) -> dict[str, Any]:
    """A group: what its page shows, and nothing else."""
    return {
        "id": group.id,
        "name": group.name,
        "purpose": group.purpose,
        "kind": group.kind,
        "audiences": words.slugs("audience", group.audience_bits),
        "languages": words.slugs("language", group.language_bits),
        "themes": [category.slug for category in themes.of_group(session(), group.id)],
        "areas": [area.code for area in group.areas],
        "website": group.website,
        "public_email": group.public_email,
        "public_phone": group.public_phone,
        "source": group.source,
        "freshness": freshness.plain(group),
        "url": url_for("groups.show", group_id=group.id),
    }
