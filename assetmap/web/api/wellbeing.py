"""Areas, indicators and observations in the API."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap.errors import BadQuery
from assetmap.geo.classes import Class
from assetmap.models import Indicator, Polarity
from assetmap.services import areas, indicators, shades, tiles
from assetmap.services.figures import ESTIMATE, RANGE, Figure
from assetmap.services.indicators import IndicatorRow
from assetmap.services.shades import PagedTable, Part
from assetmap.services.tables import IndicatorTable
from assetmap.web.addresses import BIGGEST_ID
from assetmap.web.api.answers import GEOJSON, kept, lasting, only, whole_number, without_empty
from assetmap.web.sessions import session
from assetmap.web.texts import figure_note, figure_text

MOST = 1000


def areas_of(geography: str) -> Response:
    """The areas of a geography as GeoJSON, thinned for the screen; BadQuery where only tiles can draw so many."""
    only(())
    if geography in tiles.pyramids(session()):
        levels = ", ".join(map(str, tiles.pyramids(session())[geography].levels))
        words = _("'%(geography)s' has too many areas for one file. Ask for tiles: %(address)s, with z one of %(levels)s.")
        address = tile_address("api.area_tile", geography=geography)
        raise BadQuery([words % {"geography": geography, "address": address, "levels": levels}])
    pattern = url_for("neighbourhoods.show", code="CODE")
    return kept(lambda: areas.drawn(session(), geography, pattern), GEOJSON)


def collection() -> Response:
    """All indicators with where and when they are known."""
    only(())
    return kept(lambda: {"indicators": [described(row) for row in indicators.listed(session())]})


def observations(key: str) -> Response:
    """An indicator's figures for every area of a geography in a period, with classes and a legend for a map.

    Of a geography that is drawn by tiles, `values` holds only `limit` areas, after `offset` others.
    """
    args = only({"geography", "period", "offset", "limit"})
    row = indicators.get(session(), key[:80])
    part = Part(whole_number(args, "offset", 0, 0, BIGGEST_ID), whole_number(args, "limit", MOST, 1, MOST))

    def make() -> dict[str, Any]:
        table = shades.table(session(), row, args.get("geography", ""), args.get("period", ""), part)
        return {
            **paged(table),
            "indicator": described(row),
            "geography": table.geography.key,
            "period": table.period,
            "periods": row.periods,
            "classes": [shade(each, number, table) for number, each in enumerate(table.classes)],
            "no_data": {"label": _("No data"), "count": table.missing},
            "values": {each.area.code: value(each.figure, each.number, row.indicator) for each in table.rows},
            "legend": legend(table),
        }

    return kept(make)


def paged(table: IndicatorTable) -> dict[str, Any]:
    """Which rows these are, and where the tiles are, of a table that has too many for one answer."""
    if not isinstance(table, PagedTable):
        return {}
    where = {"key": table.row.indicator.key, "geography": table.geography.key, "period": table.period}
    counts = {"numberMatched": table.matched, "numberReturned": len(table.rows), "offset": table.part.offset}
    return {**counts, "tiles": tile_address("api.indicator_tile", **where), "levels": tiles.pyramids(session())[table.geography.key].levels}


def tile_address(endpoint: str, **values: str) -> str:
    """The address of tiles, with {z}, {x} and {y} in it."""
    return url_for(endpoint, _external=None, z=0, x=0, y=0, **values).replace("/0/0/0", "/{z}/{x}/{y}", 1)


def figure(key: str, geography: str, code: str) -> Response:
    """An indicator's figure for one area in a period."""
    args = only({"period"})
    row = indicators.get(session(), key[:80])

    def make() -> dict[str, Any]:
        found, table = shades.of_area(session(), row, geography[:40], args.get("period", ""), code[:20])
        return {
            "indicator": row.indicator.key,
            "geography": table.geography.key,
            "period": table.period,
            "area": {"code": found.area.code, "name": found.area.title, "url": url_for("neighbourhoods.show", code=found.area.code)},
            "figure": value(found.figure, found.number, row.indicator),
            "unit": row.indicator.unit,
            "method_text": figure_note(found.figure),
            "from_text": from_text(table, found.figure),
            "url": url_for("indicators.show", key=row.indicator.key, geography=table.geography.key, period=table.period),
        }

    return lasting(make)


def described(row: IndicatorRow) -> dict[str, Any]:
    """An indicator with everything a careful reader must know."""
    indicator = row.indicator
    names = ("key", "title", "description", "cannot_tell", "unit", "source", "publisher", "licence")
    return {
        **{name: getattr(indicator, name) for name in names},
        "measure": indicator.measure.value,
        "polarity": indicator.polarity.value,
        "method": indicator.method.value,
        "geographies": [each.key for each in row.geographies],
        "periods": row.periods,
        "url": url_for("indicators.show", key=indicator.key),
    }


def value(figure: Figure, number: int | None, indicator: Indicator) -> dict[str, Any]:
    """One area's figure."""
    text = figure_text(figure.value, indicator)
    if figure.kind == RANGE:
        text = _("%(lowest)s to %(highest)s", lowest=figure_text(figure.lowest, indicator), highest=figure_text(figure.highest, indicator))
    known = {"value": figure.value, "text": text, "kind": figure.kind, "class": number}
    spread = {name: getattr(figure, name) for name in ("lowest", "highest", "parts", "known", "covered")} if figure.parts else {}
    rank = figure.rank if figure.peers > 1 else None
    return known | without_empty({"lower": figure.lower, "upper": figure.upper, "rank": rank, **spread})


def shade(each: Class, number: int, table: IndicatorTable) -> dict[str, Any]:
    """One class of the map, in numbers and in words."""
    return {"lower": each.lower, "upper": each.upper, "colour": each.colour, "count": each.count, "label": class_label(each, number, table)}


def class_label(each: Class, number: int, table: IndicatorTable) -> str:
    """A class in words; no value is in two classes."""
    indicator = table.row.indicator
    low, high = figure_text(each.lower, indicator), figure_text(each.upper, indicator)
    if low == high:
        return low
    if number == 0:
        return _("%(low)s to %(high)s", low=low, high=high)
    return _("over %(low)s to %(high)s", low=low, high=high)


def legend(table: IndicatorTable) -> dict[str, Any]:
    """What must be read with the colours."""
    indicator = table.row.indicator
    better = {
        Polarity.high: _("Higher is better. Darker means worse."),
        Polarity.low: _("Lower is better. Darker means worse."),
        Polarity.none: _("Neither high nor low is better. Darker means more."),
    }
    example = next((each.figure for each in table.rows if each.figure.kind == ESTIMATE), table.rows[0].figure if table.rows else None)
    return {
        **{name: getattr(indicator, name) for name in ("title", "unit", "source", "publisher", "licence", "cannot_tell")},
        "period": table.period,
        "geography": f"{table.geography.plural} ({table.geography.vintage})",
        "polarity_text": better[indicator.polarity],
        "method_text": figure_note(example) if example else "",
        "from_text": from_text(table, example),
    }


def from_text(table: IndicatorTable, example: Figure | None) -> str:
    """Whose figure it is, of when, and whether it is an estimate: what must always stand beside the colours."""
    words = {"publisher": table.row.indicator.publisher, "period": table.period}
    if example is not None and example.kind == ESTIMATE:
        return _("%(publisher)s, %(period)s. Estimates from smaller areas.", **words)
    return _("%(publisher)s, %(period)s.", **words)
