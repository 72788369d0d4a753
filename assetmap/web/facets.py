"""The filters as a form shows them: every value with its count, and what is chosen now."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext as _

from assetmap.geo.cells import Bounds
from assetmap.services import areas, drawn, places
from assetmap.services import facets as facet_counts
from assetmap.services.filters import FACETS
from assetmap.services.times import silence
from assetmap.services.vocabulary import vocabulary
from assetmap.web.query import Query
from assetmap.web.sessions import session
from assetmap.web.time_words import when_label
from assetmap.web.words import cost_choices, holder_choices


@dataclass(frozen=True)
class FacetOption:
    """One value of a facet, and how many assets it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class FacetGroup:
    """One facet."""

    key: str
    title: str
    options: list[FacetOption]


@dataclass(frozen=True)
class Chip:
    """One filter that is set, and the address without it."""

    label: str
    url_without: str


@dataclass(frozen=True)
class AreaGroup:
    """Areas of one geography to choose from, each by address and title."""

    geography: str
    title: str
    areas: list[tuple[str, str]]


@dataclass(frozen=True)
class Facets:
    """All filters of a page; `areas` are those to choose from."""

    groups: list[FacetGroup]
    areas: list[AreaGroup]
    q: str
    area: str
    near: str
    active: int
    chips: list[Chip]
    exact: bool = False
    when: str = ""
    silent: int = 0


def build(query: Query, endpoint: str, bounds: Bounds | None = None) -> Facets:
    """The filters for a page at `endpoint`."""
    counts = facet_counts.count(session(), query.filters, bounds).counts
    labels, titles = facet_labels(), facet_titles()
    groups = [
        FacetGroup(
            name,
            titles[name],
            [
                FacetOption(value, label, counts[name].get(value, 0), value in getattr(query.filters, name))
                for value, label in labels[name].items()
            ],
        )
        for name in FACETS
    ]
    chips = [_chip(endpoint, name, value, labels[name][value]) for name in FACETS for value in getattr(query.filters, name)]
    if query.filters.area:
        chips.append(_chip(endpoint, "area", query.filters.area, areas.get(session(), query.filters.area).title))
    if query.understood.typed:
        chips.append(_chip(endpoint, "q", query.understood.typed, query.understood.typed))
    if query.near and query.near_text:
        chips.append(_chip(endpoint, "near", query.near_text, _("Near %(where)s", where=query.near.label or _("the chosen point"))))
    asked, silent = query.filters.when, 0
    if asked:
        chips.append(_chip(endpoint, "when", asked.word, when_label(asked)))
        silent = silence.silent(session(), query.filters, bounds)
    found = Facets(
        groups,
        area_groups(query.filters.area),
        query.understood.typed,
        query.filters.area,
        query.near_text,
        len(chips),
        chips,
        query.exact,
    )
    return replace(found, when=asked.word if asked else "", silent=silent)


def area_groups(chosen: str) -> list[AreaGroup]:
    """The neighbourhoods, those that residents drew, and the area that is chosen now where it is none of these."""
    named = [(code, title) for _id, code, title in areas.names(session())]
    groups = [AreaGroup(places.current(session()).neighbourhood_geography, _("Neighbourhoods"), named)]
    own = [(area.code, area.title) for area in drawn.listed(session())]
    if own:
        groups.append(AreaGroup(drawn.KEY, _("Drawn by residents"), own))
    if chosen and not any(chosen == address for group in groups for address, _title in group.areas):
        area = areas.get(session(), chosen)
        groups.append(AreaGroup(area.geography.key, area.geography.plural, [(chosen, area.title)]))
    return groups


def facet_titles() -> dict[str, str]:
    """What each facet is called."""
    return {
        "category": _("Kind of asset"),
        "holder": _("Who holds it"),
        "audience": _("Who it is for"),
        "language": _("Languages spoken"),
        "access": _("Getting in and taking part"),
        "cost": _("Cost"),
    }


def facet_labels() -> dict[str, dict[str, str]]:
    """What each value of each facet is called, in order."""
    words = vocabulary(session())
    found = {kind: {term.slug: term.name for term in words.terms(kind)} for kind in ("audience", "language", "access")}
    found["category"] = {category.slug: category.name for category in words.categories}
    found["holder"] = {str(value): label for value, label in holder_choices()}
    found["cost"] = {str(value): label for value, label in cost_choices()}
    return found


def _chip(endpoint: str, name: str, value: str, label: str) -> Chip:
    kept = [(key, each) for key, each in request.args.items(multi=True) if (key, each) != (name, value) and key not in ("page", "bbox")]
    return Chip(label, url_for(endpoint) + (f"?{urlencode(kept)}" if kept else ""))
