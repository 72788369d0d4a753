"""Groups in the API."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from assetmap.models import Group
from assetmap.services import groups, themes
from assetmap.services.vocabulary import Vocabulary, vocabulary
from assetmap.web.addresses import BIGGEST_ID
from assetmap.web.api.answers import JSON, kept, only, together, whole_number
from assetmap.web.api.assets import MOST, USUAL
from assetmap.web.sessions import session


def collection() -> Response:
    """Groups, in steps of `limit`."""
    _known, limit, last = together(
        lambda: only({"limit", "cursor"}),
        lambda: whole_number(request.args, "limit", USUAL, 1, MOST),
        lambda: whole_number(request.args, "cursor", 0, 0, BIGGEST_ID),
    )

    def make() -> dict[str, Any]:
        found = groups.after(session(), last, limit + 1)
        words = vocabulary(session())
        links = [{"rel": "self", "type": JSON, "href": request.full_path.rstrip("?")}]
        if len(found) > limit:
            address = url_for("api.groups", limit=limit, cursor=found[limit - 1].id)
            links.append({"rel": "next", "type": JSON, "href": address})
        return {
            "numberMatched": groups.count(session()),
            "numberReturned": min(limit, len(found)),
            "links": links,
            "groups": [plain(group, words) for group in found[:limit]],
        }

    return kept(make)


def item(group_id: int) -> Response:
    """One group."""
    only(())
    return kept(lambda: plain(groups.get(session(), group_id), vocabulary(session())))


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
        "url": url_for("groups.show", group_id=group.id),
    }
