"""Areas, indicators and observations in the API."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap.errors import BadQuery
from assetmap.geo.classes import Class
from assetmap.models import Area, Indicator
from assetmap.services import areas, crossings, indicators, shades, tiles
from assetmap.services.figures import RANGE
from assetmap.services.indicators import IndicatorRow
from assetmap.services.shades import PagedTable, Part
from assetmap.services.tables import IndicatorTable, TableRow
from assetmap.web import crossed, legends, query, shading
from assetmap.web.addresses import BIGGEST_ID
from assetmap.web.api.answers import GEOJSON, kept, lasting, only, whole_number, without_empty
from assetmap.web.sessions import session
from assetmap.web.texts import area_address, figure_note, figure_text

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


def area(geography: str, code: str) -> Response:
    """One area: what it is called, and where its page is."""
    only(())
    return lasting(lambda: {"geography": geography, "area": named(areas.of_geography(session(), geography[:40], code[:20]))})


def named(area: Area) -> dict[str, str]:
    """An area's code and name, and the address of its page."""
    return {"code": area.code, "name": area.title, "url": url_for("neighbourhoods.show", code=area_address(area))}


def collection() -> Response:
    """All indicators with where and when they are known."""
    only(())
    return kept(lambda: {"indicators": [described(row) for row in indicators.listed(session())]})


def observations(key: str) -> Response:
    """An indicator's figures for every area of a geography in a period, with classes and a legend for a map.

    Of a geography that is drawn by tiles, `values` holds only `limit` areas, after `offset` others.
    """
    args = only({"geography", "period", "offset", "limit", *shading.NAMES})
    choice = shading.strictly(args)
    row = indicators.get(session(), key[:80])
    part = Part(whole_number(args, "offset", 0, 0, BIGGEST_ID), whole_number(args, "limit", MOST, 1, MOST))

    def make() -> dict[str, Any]:
        table = shades.table(session(), row, args.get("geography", ""), args.get("period", ""), part, choice)
        return {
            **paged(table),
            "indicator": described(row),
            "geography": table.geography.key,
            "period": table.period,
            "periods": row.periods,
            "classes": [shade(each, number, table) for number, each in enumerate(table.classes)],
            "no_data": {"label": _("No data"), "count": table.missing},
            "unclear": {"label": legends.unclear_label(table), "count": table.unclear} if table.unclear else None,
            "comparisons": [{"key": each.key, "title": legends.comparator_title(each, table.geography)} for each in table.comparators],
            "around": compared(table),
            "values": {each.area.code: value(each, row.indicator) for each in table.rows},
            "legend": legends.legend(table),
        }

    return kept(make)


def crossing(key: str) -> Response:
    """An indicator by how many assets there are for 1,000 people, in nine classes; the assets are those of the filters."""
    args = only({"geography", "period", *query.FILTERS})
    asked = query.read(args, exact=True)
    if asked.faults:
        raise BadQuery(asked.faults)
    row = indicators.get(session(), key[:80])

    def make() -> dict[str, Any]:
        found = crossings.crossing(session(), row, args.get("geography", ""), args.get("period", ""), asked.filters)
        return crossed.answer(found, asked.filters)

    return kept(make)


def paged(table: IndicatorTable) -> dict[str, Any]:
    """Which rows these are, and where the tiles are, of a table that has too many for one answer."""
    if not isinstance(table, PagedTable):
        return {}
    where = {"key": table.row.indicator.key, "geography": table.geography.key, "period": table.period}
    counts = {"numberMatched": table.matched, "numberReturned": len(table.rows), "offset": table.part.offset}
    tiled = tile_address("api.indicator_tile", **where, **shading.Asked(table.choice).query)
    return {**counts, "tiles": tiled, "levels": tiles.pyramids(session())[table.geography.key].levels}


def tile_address(endpoint: str, **values: str) -> str:
    """The address of tiles, with {z}, {x} and {y} in it."""
    return url_for(endpoint, _external=None, z=0, x=0, y=0, **values).replace("/0/0/0", "/{z}/{x}/{y}", 1)


def figure(key: str, geography: str, code: str) -> Response:
    """An indicator's figure for one area in a period."""
    args = only({"period", *shading.NAMES})
    choice = shading.strictly(args)
    row = indicators.get(session(), key[:80])

    def make() -> dict[str, Any]:
        found, table = shades.of_area(session(), row, geography[:40], args.get("period", ""), code[:20], choice)
        return {
            "indicator": row.indicator.key,
            "geography": table.geography.key,
            "period": table.period,
            "area": named(found.area),
            "figure": value(found, row.indicator),
            "unit": row.indicator.unit,
            "method_text": figure_note(found.figure),
            "from_text": legends.from_text(table, found.figure),
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


def compared(table: IndicatorTable) -> dict[str, Any] | None:
    """What the colours diverge around, if anything."""
    if table.comparator is None:
        return None
    return {
        "key": table.comparator.key,
        "title": legends.comparator_title(table.comparator, table.geography),
        "value": table.comparator.value,
    }


def value(row: TableRow, indicator: Indicator) -> dict[str, Any]:
    """One area's figure; `unclear` where its interval holds the value it is compared with."""
    figure = row.figure
    text = figure_text(figure.value, indicator)
    if figure.kind == RANGE:
        text = _("%(lowest)s to %(highest)s", lowest=figure_text(figure.lowest, indicator), highest=figure_text(figure.highest, indicator))
    known = {"value": figure.value, "text": text, "kind": figure.kind, "class": row.number}
    spread = {name: getattr(figure, name) for name in ("lowest", "highest", "parts", "known", "covered")} if figure.parts else {}
    rank = figure.rank if figure.peers > 1 else None
    return known | without_empty({"lower": figure.lower, "upper": figure.upper, "rank": rank, "unclear": row.unclear, **spread})


def shade(each: Class, number: int, table: IndicatorTable) -> dict[str, Any]:
    """One class of the map, in numbers and in words."""
    words = legends.class_label(each, number, table)
    return {"lower": each.lower, "upper": each.upper, "colour": each.colour, "count": each.count, "side": each.side, "label": words}
