"""Clusters of an indicator in the API, in the shape of its observations."""

from typing import Any

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap.geo.patterns import CLASSES
from assetmap.services import indicators, patterns
from assetmap.services.patterns import Pattern, PatternRow
from assetmap.services.tables import TableRow
from assetmap.web.api.answers import kept, only
from assetmap.web.api.wellbeing import described, value
from assetmap.web.resemblance import COLOURS, SIDES, kinds, limit_words, summary
from assetmap.web.sessions import session


def clusters(key: str) -> Response:
    """How each area stands beside its neighbours (local Moran's I), with classes and a legend for a map."""
    args = only({"geography", "period"})
    row = indicators.get(session(), key[:80])
    return kept(lambda: answer(patterns.pattern(session(), row, args.get("geography", ""), args.get("period", ""))))


def answer(found: Pattern) -> dict[str, Any]:
    """A pattern as the API tells it."""
    names = kinds()
    return {
        "indicator": described(found.row),
        "geography": found.geography.key,
        "period": found.period,
        "periods": found.row.periods,
        "classes": [
            {"kind": kind, "label": names[kind], "colour": COLOURS[kind], "side": SIDES[kind], "count": found.counts[kind]}
            for kind in CLASSES
        ],
        "no_data": {"label": _("No data, or no neighbour"), "count": found.missing},
        "values": {each.area.code: area_value(each, found, names) for each in found.rows},
        "morans_i": overall(found),
        "legend": legend(found),
    }


def area_value(each: PatternRow, found: Pattern, names: dict[str, str]) -> dict[str, Any]:
    """One area: its figure, its class, and its local Moran's I."""
    number = CLASSES.index(each.cluster.kind) if each.cluster else None
    figure = value(TableRow(each.area, each.figure, number, None), found.row.indicator)
    if each.cluster is None:
        return figure
    more = {"cluster": each.cluster.kind, "local_i": each.cluster.value, "p": each.cluster.p, "p_corrected": each.cluster.corrected}
    return figure | more | {"text": f"{names[each.cluster.kind]}; {figure['text']}"}


def overall(found: Pattern) -> dict[str, Any] | None:
    """Moran's I over all areas."""
    if found.resemblance is None:
        return None
    return {name: getattr(found.resemblance, name) for name in ("value", "expected", "p", "shuffles", "number", "alone")}


def legend(found: Pattern) -> dict[str, Any]:
    """What must be read with the colours."""
    indicator = found.row.indicator
    return {
        **{name: getattr(indicator, name) for name in ("unit", "source", "publisher", "licence", "cannot_tell")},
        "title": _("%(title)s: like beside like", title=indicator.title),
        "period": found.period,
        "geography": f"{found.geography.plural} ({found.geography.vintage})",
        "polarity_text": limit_words(),
        "method_text": summary(found),
        "from_text": _("%(publisher)s, %(period)s.", publisher=indicator.publisher, period=found.period),
    }
