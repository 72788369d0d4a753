"""Fields of an entry and what they say, in plain words: for comparing a suggestion, and for the history that everybody reads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from assetmap.models import Subject
from assetmap.services import areas, consents
from assetmap.services.entries import Content
from assetmap.services.revisions import CONFLICT, PLACE, SAME, Difference
from assetmap.services.vocabulary import vocabulary
from assetmap.web.sessions import session
from assetmap.web.time_words import schedules_words
from assetmap.web.words import cost_word, holder_word, kind_word

LABELS: dict[str, LazyString] = {
    "name": _l("Name"),
    "category": _l("Kind of asset"),
    "kind": _l("Kind of group"),
    "summary": _l("In one line"),
    "purpose": _l("What it is for"),
    "holder": _l("Held by"),
    PLACE: _l("Where it is"),
    "home": _l("In somebody’s home"),
    "description": _l("More about it"),
    "group_name": _l("Run by"),
    "cost": _l("Cost"),
    "opening_times": _l("Open"),
    "schedules": _l("Regular times and events"),
    "audiences": _l("Who it is for"),
    "languages": _l("Languages"),
    "access": _l("Getting in and around"),
    "themes": _l("What it is about"),
    "areas": _l("Works in"),
    "website": _l("Website"),
    "public_email": _l("E-mail"),
    "public_phone": _l("Telephone"),
    "source": _l("Source"),
}
SEEN: dict[str, LazyString] = {
    "exact": _l("everyone sees the exact place"),
    "blurred": _l("everyone sees a circle it lies in"),
    "area": _l("everyone sees the neighbourhood only"),
    "hidden": _l("nobody sees where it is"),
}
TERMS = {"audiences": "audience", "languages": "language", "access": "access"}


@dataclass(frozen=True)
class Row:
    """One field of a comparison in words. `was` is only said where two people changed it; `note` is what to think of."""

    field: str
    label: str
    state: str
    now: str
    wanted: str
    was: str
    note: str


def rows(subject: Subject, found: Iterable[Difference], agreed: Iterable[str] = ()) -> list[Row]:
    """What a suggestion changes, in words, for stewards: exact places among them. `agreed` are contacts whose owner agreed."""
    return [
        Row(
            field=each.field,
            label=label(subject, each.field),
            state=each.state,
            now=words(each.field, each.now),
            wanted=words(each.field, each.wanted),
            was=words(each.field, each.was) if each.state == CONFLICT else "",
            note=note(each, agreed) if each.state != SAME else "",
        )
        for each in found
    ]


def note(found: Difference, agreed: Iterable[str]) -> str:
    """What a steward should think of before taking it."""
    if exposes(found):
        return _("This would show everyone more of where it is than now. Be sure whoever lives or works there agrees.")
    if found.field in consents.FIELDS and found.wanted.get(found.field) and found.field not in agreed:
        return _("Nobody has said that its owner agrees, so it would not be shown. If you know they do, tick the box below.")
    return ""


def exposes(found: Difference) -> bool:
    """Whether everybody would see more of a place than now."""
    order = list(reversed(SEEN))
    if found.field != PLACE or found.wanted.get("lon") is None or found.now.get("lon") is None:
        return False
    return order.index(found.wanted["precision"]) > order.index(found.now["precision"])


def label(subject: Subject, field: str) -> str:
    """What a field is called."""
    return str(LABELS.get(field, field.replace("_", " ").capitalize()))


def words(field: str, content: Content) -> str:
    """What a field says, in words; a dash where it says nothing."""
    said = place_words(content) if field == PLACE else value_words(field, content.get(field))
    return said or "–"


def value_words(field: str, value: Any) -> str:
    """One value in words."""
    if not value and value is not False:
        return ""
    if field in SAID:
        return SAID[field](value)
    if field in TERMS:
        names = {term.slug: term.name for term in vocabulary(session()).terms(TERMS[field])}
        return ", ".join(names.get(slug, slug) for slug in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):
        return ", ".join(label(Subject.asset, name) for name, said in value.items() if said)
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def category_words(slug: str) -> str:
    """A category's name."""
    found = vocabulary(session()).category(slug)
    return found.name if found else slug


def area_words(codes: list[str]) -> str:
    """The names of neighbourhoods."""
    titles = {area.code: area.title for area in areas.neighbourhoods(session())}
    return ", ".join(titles.get(code, code) for code in codes)


def times_words(schedules: list[Content]) -> str:
    """When something is, one line each."""
    return "\n".join(schedules_words(schedules))


def place_words(content: Content) -> str:
    """Where something is, and who sees how much of that."""
    if content.get("lon") is None:
        return _("No fixed place")
    said = ", ".join(filter(None, (content.get("address"), content.get("postcode"))))
    spot = f"{content['lat']:.5f}, {content['lon']:.5f}"
    seen = str(SEEN[content["precision"]])
    radius = _(" (at most %(metres)s metres off)", metres=content["radius_m"]) if content.get("radius_m") else ""
    return "\n".join(filter(None, (said, spot, seen + radius)))


SAID: dict[str, Callable[[Any], str]] = {
    "category": category_words,
    "holder": holder_word,
    "cost": cost_word,
    "kind": kind_word,
    "areas": area_words,
    "themes": lambda slugs: ", ".join(category_words(slug) for slug in slugs),
    "schedules": times_words,
}
