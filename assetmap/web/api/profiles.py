"""The profile of a neighbourhood in the API."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from assetmap.services import areas
from assetmap.services.activity import Network
from assetmap.services.figures import Figure
from assetmap.services.profiles import Profile, Tally
from assetmap.services.readings import Reading
from assetmap.web import neighbourhoods
from assetmap.web import profiles as say
from assetmap.web.api.answers import kept, only, without_empty
from assetmap.web.sessions import session
from assetmap.web.texts import figure_note


def item(code: str) -> Response:
    """Everything the page of a neighbourhood says."""
    only(())
    area = areas.get(session(), code[:61])
    return kept(lambda: plain(neighbourhoods.of(area)), day=neighbourhoods.today())


def plain(profile: Profile) -> dict[str, Any]:
    """A profile in plain values; proportions are from 0 to 1, as everywhere in the API."""
    area, known, changes = profile.area, profile.completeness, profile.changes
    return {
        **{"code": area.code, "title": area.title, "geography": area.geography.key, "day": profile.day.isoformat()},
        **{"url": url_for("neighbourhoods.show", code=areas.address(session(), area)), "in_short": say.sentences(profile)},
        "population": profile.population and {"indicator": profile.population.indicator.key} | told(profile.population),
        "whole": {"code": profile.whole.code, "title": profile.whole.title},
        "assets": tally(profile.assets),
        "assets_by_category": [{"category": each.category.slug} | tally(each.tally) for each in profile.categories],
        "groups": tally(profile.groups),
        "groups_by_kind": [{"kind": each.kind.value} | tally(each.tally) for each in profile.kinds],
        "network": network(profile.network),
        "indicators": [reading(each) for each in profile.readings],
        "only_known_for_the_whole": [] if profile.is_whole else [reading(each) for each in profile.only_of_whole],
        "known": {"entries": known.entries, **known.known, "fresh": known.fresh, "fresh_since": known.since.isoformat()},
        "confirmed": {
            **{"confirmed": profile.confirmed.confirmed, "entries": profile.confirmed.entries, "share": profile.confirmed.value},
            "since": profile.confirmed.since.isoformat(),
        },
        "changes": {
            "since": changes.since.isoformat(),
            **{name: getattr(changes, name) for name in ("assets_added", "assets_changed", "groups_added", "groups_changed")},
            "figures": [each.key for each in changes.figures],
        },
        "notes": {
            "rate": "for every 1,000 people; lower and upper are the exact 95 % limits of a count (Garwood 1936)",
            "difference": "more, fewer or alike: whether the rate of the whole lies outside the limits",
            **(
                {"whole": "Assets shown only by their neighbourhood cannot be counted here, so the whole is without them."}
                if profile.only_exact
                else {}
            ),
            "confirmed": "assets that somebody said were right after `since`; a recent source alone does not count",
            "register": "Few entries may only mean that few have been registered.",
        },
    }


def tally(each: Tally) -> dict[str, Any]:
    """A count and its rate beside the whole place's."""
    rate = {"rate": each.rate.value, "lower": each.rate.lower, "upper": each.rate.upper} if each.rate else {}
    whole = {"whole_count": each.whole_count, "whole_rate": each.whole_rate.value if each.whole_rate else None}
    return {"count": each.count} | rate | without_empty(whole | {"difference": each.verdict})


def told(figure: Figure) -> dict[str, Any]:
    """A figure with its period and how it came about."""
    facts = {"value": figure.value, "text": say.value_text(figure), "kind": figure.kind, "period": figure.period}
    spread = {name: getattr(figure, name) for name in ("lowest", "highest", "parts", "known", "covered")} if figure.parts else {}
    standing = {"rank": figure.rank, "peers": figure.peers} if figure.peers > 1 else {}
    return facts | without_empty({"lower": figure.lower, "upper": figure.upper, **standing, **spread, "note": figure_note(figure)})


def reading(each: Reading) -> dict[str, Any]:
    """One indicator of the area, with its source, method and licence."""
    indicator = each.figure.indicator
    origin = {name: getattr(indicator, name) for name in ("key", "title", "unit", "source", "publisher", "licence", "cannot_tell")}
    held = [{"kind": other.kind, "title": other.title, "value": other.value} for other in each.comparisons]
    trend = [{"period": one.period, "value": one.value, "lower": one.lower, "upper": one.upper} for one in each.trend]
    facts = {"measure": indicator.measure.value, "polarity": indicator.polarity.value, "method": indicator.method.value}
    return origin | facts | told(each.figure) | {"comparisons": held, "trend": trend, "url": url_for("indicators.show", key=indicator.key)}


def network(each: Network) -> dict[str, Any]:
    """What the register knows of who is active."""
    widest = [{"id": group.id, "name": group.name, "neighbourhoods": group.neighbourhoods} for group in each.widest]
    return {"groups": each.groups, "running": each.running, "assets": each.assets, "several": each.several, "widest": widest}
