"""What the maps of this site share: the place, the tiles and the choices, from settings and services."""

from collections.abc import Mapping

from flask import request, url_for
from flask_babel import gettext as _

from assetmap.maps import CategoryMark, Drawn, Endpoints, GeographyChoice, IndicatorChoice, MapPlace, Tiles
from assetmap.services import areas, figures, indicators, places, tiles
from assetmap.services.remember import remembered_of_place
from assetmap.services.vocabulary import vocabulary
from assetmap.web.context import asset_url
from assetmap.web.sessions import session, settings

NOTHING = "none"
"""How an address says that no indicator is to be drawn."""


def place() -> MapPlace:
    """Everything about this place that its maps share."""
    return remembered_of_place(session(), ("map place", request.script_root), find_place)


def find_place() -> MapPlace:
    """The same, found anew."""
    here = places.current(session())
    given = settings()
    return MapPlace(
        bounds=(here.west, here.south, here.east, here.north),
        tiles=Tiles(
            given.assetmap_tiles_url, given.assetmap_tiles_attribution, given.assetmap_tiles_attribution_url, given.assetmap_tiles_max_zoom
        ),
        geography=here.neighbourhood_geography,
        endpoints=Endpoints(
            api=url_for("api.page").rstrip("/"),
            list=url_for("maps.listing"),
            indicators=url_for("indicators.index"),
            groups=url_for("groups.index"),
            assets=url_for("assets.index"),
            module=asset_url("js/maps.js"),
        ),
        geographies=geography_choices(),
        indicators=indicator_choices(),
        categories=tuple(CategoryMark(each.slug, each.name, each.colour, each.icon) for each in vocabulary(session()).categories),
    )


def geography_choices() -> tuple[GeographyChoice, ...]:
    """The geographies that can be drawn, and by which tiles those that have too many areas for one file."""
    found = []
    for each in areas.geographies(session()):
        pyramid = tiles.pyramids(session()).get(each.key)
        by_tile = (pyramid.levels, pyramid.box) if pyramid else ()
        found.append(GeographyChoice(each.key, f"{each.plural} ({each.vintage})", *by_tile))
    return tuple(found)


def indicator_choices() -> tuple[IndicatorChoice, ...]:
    """The indicators that can be shaded: those with a figure for some geography that has boundaries and more than one area."""

    def find() -> tuple[IndicatorChoice, ...]:
        whole = places.current(session()).whole_geography
        drawable = [each for each in areas.geographies(session()) if each.key != whole]
        found = []
        for row in indicators.listed(session()):
            keys = tuple(each.key for each in drawable if can_shade(row, each.id, figures.source_of(session(), row, each)))
            if keys:
                found.append(IndicatorChoice(row.indicator.key, row.indicator.title, keys, tuple(row.periods)))
        return tuple(found)

    return remembered_of_place(session(), "indicator choices", find)


def can_shade(row: indicators.IndicatorRow, geography_id: int, source: object) -> bool:
    """Whether each area can have one value: published for it, or a measure that may be combined."""
    published = any(each.id == geography_id for each in row.geographies)
    return published or (source is not None and row.indicator.measure.value not in ("rank", "decile"))


def not_shown(drawn: Drawn, args: Mapping[str, str]) -> list[str]:
    """What was asked for by name and is not what the map shows, so that nobody takes one for the other."""
    asked = {name: args.get(name, "") for name in ("indicator", "geography", "period")}
    titles = {choice.key: choice.title for choice in place().indicators}
    if asked["indicator"] not in ("", NOTHING, drawn.indicator):
        return [_("There is no figure called '%(name)s' that can be drawn.", name=asked["indicator"][:40])]
    if not drawn.indicator:
        return []
    names = {choice.key: choice.name for choice in place().geographies}
    title, shown = titles[drawn.indicator], names.get(drawn.geography, drawn.geography)
    found = []
    if asked["geography"] not in ("", drawn.geography):
        wanted = names.get(asked["geography"], asked["geography"][:40])
        found.append(_("'%(title)s' has no figures for %(wanted)s. The map shows %(shown)s.", title=title, wanted=wanted, shown=shown))
    if asked["period"] not in ("", drawn.period):
        wanted = asked["period"][:40]
        found.append(_("'%(title)s' has no figures for the period %(wanted)s. The map shows the newest.", title=title, wanted=wanted))
    return found
