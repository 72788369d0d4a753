"""An answer about local networks as the API tells it: the same that the page shows."""

from typing import Any

from flask import url_for

from assetmap.services.networks.answers import Answer, Introducer, Offer, Place, Tie
from assetmap.web.networks import find_words as words


def document(answer: Answer) -> dict[str, Any]:
    """The whole answer."""
    wanted = answer.wanted
    return {
        "example": wanted.example,
        "sentences": words.sentences(answer),
        "rests_on": words.rests_on(answer),
        "limit_metres": wanted.limit_m if wanted.point else None,
        "point": list(wanted.point) if wanted.point else None,
        "place": wanted.place,
        "areas": list(wanted.areas),
        "group_count": answer.group_count,
        "asset_count": answer.asset_count,
        "silent": answer.silent,
        "placeless": answer.placeless,
        "groups": [place(each) | {"why": words.why(each, wanted, True)} for each in answer.groups],
        "assets": [place(each) | {"why": words.why(each, wanted, False)} for each in answer.assets],
        "beyond": [place(each) for each in answer.beyond],
        "links": [tie(each) for each in answer.ties],
        "introducers": [introducer(each) for each in answer.introducers],
        "notices": [offer(each) for each in answer.offers],
    }


def place(found: Place) -> dict[str, Any]:
    """One group or asset. `walk_metres` is null where only its surroundings are known, or no walk was asked about."""
    is_group = found.node.lstrip("x").startswith("g")
    contact = {"website": found.website, "public_email": found.public_email, "public_phone": found.public_phone}
    return {
        "node": found.node,
        "name": found.name,
        "walk_metres": None if found.walk_m is None else round(found.walk_m),
        "approximate": found.rough,
        "url": address(found, is_group),
        **{name: value for name, value in contact.items() if value},
    }


def address(found: Place, is_group: bool) -> str | None:
    """The page of a place, none where it is invented."""
    if found.number is None:
        return None
    return url_for("groups.show", group_id=found.number) if is_group else url_for("assets.show", asset_id=found.number)


def tie(found: Tie) -> dict[str, Any]:
    """A link between two that were found."""
    said = {"kind": found.kind, "directed": found.directed, "state": found.state, "frequency": found.frequency}
    return {"source": found.source.node, "target": found.target.node, **said}


def introducer(found: Introducer) -> dict[str, Any]:
    """Who could introduce somebody, and why."""
    return place(found.place) | {"known": found.known, "of": found.others, "why": words.reasons(found)}


def offer(found: Offer) -> dict[str, Any]:
    """What a group needs or offers; weekdays are numbers, Monday 1."""
    days = [day + 1 for day in range(7) if found.weekdays >> day & 1]
    return {"node": found.place.node, "side": found.side, "thing": found.thing, "words": found.words, "weekdays": days}
