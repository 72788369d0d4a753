"""HOW IT LOOKS ON A MAP. Folium lives here and nowhere else.

Law: plain arguments in, a page's parts out; no HTTP, no database, and no text of a person's ever enters a Folium element.
"""

from assetmap.maps.elements import Map
from assetmap.maps.pages import (
    asset_map,
    change_map,
    coloured,
    compared_map,
    crossed_map,
    drawing_map,
    gap_map,
    indicator_map,
    neighbourhood_map,
    neighbourhoods_map,
    network_map,
    page_parts,
    pattern_map,
    picker_map,
    register_map,
)
from assetmap.maps.places import (
    Bounds,
    CategoryMark,
    Drawn,
    Endpoints,
    GeographyChoice,
    IndicatorChoice,
    MapParts,
    MapPlace,
    Tiles,
)

__all__ = [
    "Bounds",
    "CategoryMark",
    "Drawn",
    "Endpoints",
    "GeographyChoice",
    "IndicatorChoice",
    "Map",
    "MapParts",
    "MapPlace",
    "Tiles",
    "asset_map",
    "change_map",
    "drawing_map",
    "gap_map",
    "coloured",
    "compared_map",
    "crossed_map",
    "indicator_map",
    "neighbourhood_map",
    "neighbourhoods_map",
    "network_map",
    "page_parts",
    "pattern_map",
    "picker_map",
    "register_map",
]
