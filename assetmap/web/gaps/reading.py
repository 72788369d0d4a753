"""From an address to a question about gaps, and back."""

from dataclasses import dataclass, fields
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from assetmap.errors import BadQuery
from assetmap.models import Measure, Polarity
from assetmap.services import areas, indicators, places, streets
from assetmap.services.filters import FACETS
from assetmap.services.gaps import PACES, PARTS, Asked, GapAnswer
from assetmap.services.gaps.asked import LONGEST_M, LONGEST_MINUTES, METHODS
from assetmap.services.times.asked import RECURRING
from assetmap.services.vocabulary import vocabulary
from assetmap.web import query
from assetmap.web.facets import facet_labels, facet_titles
from assetmap.web.sessions import session
from assetmap.web.time_words import WHEN

Args = MultiDict[str, str]
PLAIN = ("indicator", "geography", "period", "worse", "part", "when", "minutes", "metres", "pace", "method")
PARAMETERS = (*PLAIN, *FACETS, "q")


@dataclass(frozen=True)
class Preset:
    """An example: the question in words, and its address."""

    words: str
    asked: dict[str, Any]


@dataclass(frozen=True)
class Form:
    """What the form shows: its choices, and what is chosen."""

    indicators: list[tuple[str, str]]
    geographies: list[tuple[str, str]]
    facets: list[tuple[str, str, list[tuple[str, str, bool]]]]
    times: list[tuple[str, str]]
    chosen: dict[str, str]
    has_streets: bool
    needs_direction: bool


def read(args: Args) -> tuple[Asked | None, list[str]]:
    """The question of an address, none where no indicator is asked for; and what of it could not be understood."""
    found = query.read(MultiDict([(name, value) for name, value in args.items(multi=True) if name in (*FACETS, "q")]), exact=True)
    faults = list(found.faults)
    minutes = _number(args, "minutes", 15.0, LONGEST_MINUTES, faults)
    metres = _number(args, "metres", None, LONGEST_M, faults)
    asked = Asked(
        indicator=args.get("indicator", "")[:80],
        geography=args.get("geography", "")[:40],
        period=args.get("period", "")[:20],
        worse=_choice(args, "worse", ("", "high", "low"), faults),
        part=_choice(args, "part", tuple(PARTS), faults, "third"),
        filters=found.filters,
        when=_choice(args, "when", RECURRING, faults),
        minutes=minutes if minutes is not None else 15.0,
        metres=metres,
        pace=_choice(args, "pace", PACES, faults, PACES[0]),
        method=_choice(args, "method", METHODS, faults),
    )
    return (asked if asked.indicator else None), faults


def must_read(args: Args) -> Asked:
    """The question of an address; BadQuery with every fault where there is none, or one that cannot be understood."""
    strange = [_("There is no parameter called '%(name)s'.", name=name[:40]) for name in sorted(set(args) - set(PARAMETERS))]
    asked, faults = read(args)
    faults += strange
    if asked is None:
        faults.append(_("Say which indicator means need: indicator=…"))
    if asked is None or faults:
        raise BadQuery(faults)
    return asked


def _number(args: Args, name: str, usual: float | None, most: float, faults: list[str]) -> float | None:
    text = args.get(name, "").strip()
    if not text:
        return usual
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if 1 <= number <= most:
        return number
    faults.append(_("%(name)s must be a number from 1 to %(most)s.", name=name, most=f"{most:,.0f}"))
    return usual


def _choice(args: Args, name: str, known: tuple[str, ...], faults: list[str], usual: str = "") -> str:
    text = args.get(name, "").strip()
    if text and text not in known:
        faults.append(_("There is no %(facet)s called '%(value)s'.", facet=name, value=text[:40]))
    return text if text in known and text else usual


def address(asked: Asked) -> dict[str, Any]:
    """The question as the parameters of an address: only what is not the usual."""
    usual = Asked(asked.indicator)
    plain = {name: getattr(asked, name) for name in PLAIN if name == "indicator" or getattr(asked, name) != getattr(usual, name)}
    return {name: f"{value:g}" if isinstance(value, float) else value for name, value in plain.items()} | dict(grouped(asked))


def grouped(asked: Asked) -> list[tuple[str, list[str] | str]]:
    """The filters of a question as the parameters of an address."""
    found = [(each.name, asked.when if each.name == "when" else getattr(asked.filters, each.name)) for each in fields(asked.filters)]
    return [(name, list(value) if isinstance(value, tuple) else value) for name, value in found if value]


def asset_filters(asked: Asked) -> list[tuple[str, str]]:
    """The filters as pairs, as the map's script takes them."""
    return [(name, one) for name, value in grouped(asked) for one in ([value] if isinstance(value, str) else value)]


def form(args: Args, answer: GapAnswer | None) -> Form:
    """What the form shows."""
    here = places.current(session())
    rows = [row for row in indicators.listed(session()) if row.periods]
    chosen = {name: args.get(name, "") for name in (*PLAIN, "q")}
    chosen["indicator"] = chosen["indicator"] or here.lead_indicator
    if answer:
        chosen |= {"geography": answer.geography.key}
    titles = facet_titles()
    picked = {name: set(args.getlist(name)) for name in FACETS}
    facets = [
        (name, titles[name], [(value, label, value in picked[name]) for value, label in labels.items()])
        for name, labels in facet_labels().items()
    ]
    order = ["cost", "access", "category", "audience", "language", "holder"]
    current = next((row.indicator for row in rows if row.indicator.key == chosen["indicator"]), None)
    return Form(
        indicators=[(row.indicator.key, row.indicator.title) for row in rows],
        geographies=[(each.key, each.plural) for each in areas.geographies(session()) if each.key != here.whole_geography],
        facets=sorted(facets, key=lambda each: order.index(each[0])),
        times=[(word, str(WHEN[word])) for word in RECURRING],
        chosen=chosen,
        has_streets=streets.current(session()) is not None,
        needs_direction=current is not None and current.polarity == Polarity.none,
    )


def presets() -> list[Preset]:
    """Examples from what this place has: its leading indicator, one that was not measured, one about some people only; and a time."""
    rows = [row for row in indicators.listed(session()) if _can_mean_need(row.indicator)]
    lead = next((row for row in rows if row.indicator.key == places.current(session()).lead_indicator), rows[0] if rows else None)
    if lead is None:
        return []
    words = vocabulary(session())
    modelled = next((row for row in reversed(rows) if row.indicator.method != "measured" and row is not lead), lead)
    some = next((row for row in reversed(rows) if row.indicator.weight != lead.indicator.weight), lead)
    kind, feature = next(iter(words.categories), None), next(iter(words.terms("access")), None)
    found = [
        Preset(
            _("Where is “%(need)s” worst and nothing free within a 15 minute walk?", need=modelled.indicator.title),
            {"indicator": modelled.indicator.key, "cost": "free"},
        )
    ]
    words_of_time = _("Where is “%(need)s” worst and nothing open on a weekday evening within a 15 minute walk?", need=lead.indicator.title)
    found.append(Preset(words_of_time, {"indicator": lead.indicator.key, "when": "evenings"}))
    if kind:
        text = _(
            "Where is “%(need)s” worst and no entry of the kind “%(kind)s” within a 10 minute walk?",
            need=lead.indicator.title,
            kind=kind.name,
        )
        found.append(Preset(text, {"indicator": lead.indicator.key, "category": kind.slug, "minutes": 10}))
    if feature:
        text = _(
            "Where is “%(need)s” worst and nothing with “%(feature)s” within a 10 minute slow walk?",
            need=some.indicator.title,
            feature=feature.name,
        )
        found.append(Preset(text, {"indicator": some.indicator.key, "access": feature.slug, "minutes": 10, "pace": "slower"}))
    return found


def _can_mean_need(indicator: Any) -> bool:
    """Whether an indicator says which way is worse, and may be combined for neighbourhoods."""
    return indicator.polarity != Polarity.none and indicator.measure not in (Measure.rank, Measure.decile) and bool(indicator.weight)
