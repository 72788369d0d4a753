"""What the maps of this site share: the place, the tiles and the choices, from settings and services."""

from flask import request, url_for

from assetmap.maps import CategoryMark, Endpoints, GeographyChoice, IndicatorChoice, MapPlace, Tiles
from assetmap.services import areas, figures, indicators, places
from assetmap.services.remember import remembered_of_place
from assetmap.services.vocabulary import vocabulary
from assetmap.web.context import asset_url
from assetmap.web.sessions import session, settings


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
            module=asset_url("js/maps.js"),
        ),
        geographies=tuple(GeographyChoice(each.key, f"{each.plural} ({each.vintage})") for each in areas.geographies(session())),
        indicators=indicator_choices(),
        categories=tuple(CategoryMark(each.slug, each.name, each.colour, each.icon) for each in vocabulary(session()).categories),
    )


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
