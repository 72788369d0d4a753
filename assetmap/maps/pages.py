"""The maps of our pages, one function each, and `page_parts`, which makes one ready for a template."""

import math
from collections.abc import Mapping, Sequence

from branca.element import Figure
from markupsafe import Markup

from assetmap.maps.elements import (
    AreaLayer,
    AssetLayer,
    BaseLayer,
    Config,
    Explorer,
    LabelledMarks,
    LinkLayer,
    LocationPicker,
    Map,
    PlaceMark,
    ShapePicker,
    Together,
)
from assetmap.maps.places import Bounds, Drawn, MapParts, MapPlace

Point = tuple[float, float]
"""Longitude, latitude in degrees (EPSG:4326)."""

EDGE = 0.001  # degrees around two marks, so that the words beside them fit
CLOSE = 16
"""The zoom at which single streets can be told apart."""
WIDEST_AT_CLOSE_M = 150
"""The radius of a circle that a small map at that zoom still holds."""


def register_map(
    place: MapPlace,
    *,
    geography: str = "",
    indicator: str = "",
    period: str = "",
    bounds: Bounds | None = None,
    near: Point | None = None,
) -> Map:
    """The map of everything registered; its script reads the filters from the form `#filters` of the page."""
    figure = _map("register", place, {"bounds": bounds or place.bounds, "near": near, "remember": True, "wheel": True})
    areas = _areas(figure, place, choose(place, geography, indicator, period))
    assets = _assets(figure, place, {})
    where = {"api": place.endpoints.api, "list": place.endpoints.list, "neighbourhood": place.geography}
    Explorer(assets, areas, {**where, "near": near}).add_to(figure)
    return figure


def neighbourhood_map(place: MapPlace, *, code: str, geography: str = "", bounds: Bounds | None = None, address: str = "") -> Map:
    """One area with its outline drawn strongly, and the assets within it; without `bounds` the area's own are used.

    `address` is what stands for the area in a filter where its code alone means another (see services/areas.address).
    """
    figure = _map("neighbourhood", place, {"bounds": bounds or place.bounds})
    _areas(figure, place, choose(place, geography), {"code": code, "fit": bounds is None})
    _assets(figure, place, {"area": address or code})
    return figure


def neighbourhoods_map(place: MapPlace, *, geography: str = "") -> Map:
    """Every area of one geography by name, each a way to its page."""
    figure = _map("neighbourhoods", place, {"bounds": place.bounds})
    _areas(figure, place, choose(place, geography))
    return figure


def indicator_map(place: MapPlace, *, indicator: str, geography: str = "", period: str = "") -> Map:
    """One indicator shaded over the areas of one geography."""
    figure = _map("indicator", place, {"bounds": place.bounds})
    _areas(figure, place, choose(place, geography, indicator, period))
    return figure


def compared_map(place: MapPlace, name: str, *, indicator: str, geography: str, period: str) -> Map:
    """One of several maps of a page that move together; `name` tells it from the others."""
    figure = _map(name, place, {"bounds": place.bounds})
    _areas(figure, place, choose(place, geography, indicator, period))
    Together({"group": "compared"}).add_to(figure)
    return figure


def crossed_map(place: MapPlace, *, geography: str, figures: str) -> Map:
    """Two measures at once over the areas of one geography; `figures` is the address of its classes and values."""
    figure = _map("crossed", place, {"bounds": place.bounds})
    _areas(figure, place, choose(place, geography), {"figures": figures})
    return figure


def gap_map(place: MapPlace, *, geography: str, figures: str, filters: list[tuple[str, str]]) -> Map:
    """Areas shaded by the figures of an address of our own, and the assets under some filters (pairs of name and value)."""
    figure = _map("gap", place, {"bounds": place.bounds})
    _areas(figure, place, choose(place, geography), {"figures": figures})
    _assets(figure, place, filters)
    return figure


def coloured(drawn: Map, colours: Mapping[str, str]) -> Map:
    """The same map with its areas coloured in another way: names and values for the address of their figures."""
    for layer in drawn._children.values():
        if isinstance(layer, AreaLayer):
            layer.config["colours"] = dict(colours)
    return drawn


def pattern_map(place: MapPlace, *, geography: str, figures: str) -> Map:
    """Areas beside their neighbours, where like lies beside like, by the figures of an address of our own."""
    figure = _map("pattern", place, {"bounds": place.bounds})
    _areas(figure, place, choose(place, geography), {"figures": figures})
    return figure


def asset_map(place: MapPlace, *, lon: float, lat: float, category: str = "", radius_m: int | None = None, area: str = "") -> Map:
    """One asset's public point among the area boundaries; the circle it lies in where that is all that is public (`radius_m`), or its
    neighbourhood by its code (`area`)."""
    near = CLOSE - math.ceil(math.log2(max(1, (radius_m or 0) / WIDEST_AT_CLOSE_M)))
    figure = _map("asset", place, {"center": [lon, lat], "zoom": near})
    _areas(figure, place, choose(place), {"interactive": False} | ({"code": area, "fit": True} if area else {}))
    if not area:
        PlaceMark({"lon": lon, "lat": lat, "category": category, "radius": radius_m}).add_to(figure)
    return figure


def change_map(place: MapPlace, *, now: tuple[float, float] | None, wanted: tuple[float, float] | None) -> Map:
    """Where something is now and where a suggestion puts it, each a labelled mark; degrees, and none where there is no place."""
    spots = [spot for spot in (now, wanted) if spot is not None]
    lons, lats = [lon for lon, _lat in spots], [lat for _lon, lat in spots]
    around = [min(lons) - EDGE, min(lats) - EDGE, max(lons) + EDGE, max(lats) + EDGE]
    view: Config = {"center": list(spots[0]), "zoom": CLOSE} if len(set(spots)) == 1 else {"bounds": around}
    figure = _map("change", place, view)
    _areas(figure, place, choose(place), {"interactive": False})
    labelled = [(spot, label) for spot, label in ((now, "mark-now"), (wanted, "mark-wanted")) if spot is not None]
    LabelledMarks({"marks": [{"lon": lon, "lat": lat, "label": label} for (lon, lat), label in labelled]}).add_to(figure)
    return figure


def network_map(place: MapPlace, *, arguments: Sequence[tuple[str, str]] = (), geography: str = "", bounds: Bounds | None = None) -> Map:
    """The links of a network over the outlines of areas. `arguments` are pairs of name and value that say which (as in the address of
    the page, see web/networks/asking); the script asks for what is in view of it."""
    figure = _map("network", place, {"bounds": bounds or place.bounds})
    _areas(figure, place, choose(place, geography), {"interactive": False})
    where = {name: getattr(place.endpoints, name) for name in ("api", "groups", "assets")}
    LinkLayer({**where, "arguments": [list(pair) for pair in arguments]}).add_to(figure)
    return figure


def picker_map(
    place: MapPlace,
    *,
    lon: float | None = None,
    lat: float | None = None,
    lon_field: str = "lon",
    lat_field: str = "lat",
) -> Map:
    """A map to say where something is; it fills the two form fields that have these ids."""
    view: Config = {"bounds": place.bounds}
    if lon is not None and lat is not None:
        view = {"center": [lon, lat], "zoom": CLOSE}
    figure = _map("picker", place, view)
    _areas(figure, place, choose(place), {"interactive": False})
    LocationPicker({"lonField": lon_field, "latField": lat_field}).add_to(figure)
    return figure


def drawing_map(place: MapPlace, *, whole: str, others: str = "", field: str = "shape") -> Map:
    """A map to draw a shape on; it fills the form field that has this id with GeoJSON.

    `whole` is the geography of the place's outline, which the shape must keep to; `others` one whose areas are drawn as dashed lines.
    """
    figure = _map("drawing", place, {"bounds": place.bounds})
    _areas(figure, place, choose(place), {"interactive": False})
    ShapePicker({"api": place.endpoints.api, "field": field, "whole": whole, "others": others}).add_to(figure)
    return figure


def page_parts(drawn: Map) -> MapParts:
    """The map's HTML and its script, which goes into a `<script type="module">` under the page's nonce."""
    figure = drawn.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("The map stands in no figure.")
    drawn.render()
    html = Markup(figure.html.render())  # noqa: S704  our own elements escape what they write
    script = Markup(figure.script.render())  # noqa: S704
    return MapParts(html, script, drawn.place, drawn.drawn)


def choose(place: MapPlace, geography: str = "", indicator: str = "", period: str = "") -> Drawn:
    """What can be drawn of what was asked: an unknown key counts as not asked, so none of them reaches the page."""
    known = {choice.key for choice in place.geographies} | {place.geography}
    geography = geography if geography in known else place.geography
    choice = next((choice for choice in place.indicators if choice.key == indicator), None)
    if choice is None:
        return Drawn(geography)
    if geography not in choice.geographies:
        geography = next((key.key for key in place.geographies if key.key in choice.geographies), geography)
    return Drawn(geography, choice.key, period if period in choice.periods else "")


def _map(name: str, place: MapPlace, view: Config) -> Map:
    drawn = Map(name, place, {**view, "maxZoom": place.tiles.max_zoom})
    if place.tiles.url:
        tiles = place.tiles
        credit = {"attribution": tiles.attribution, "attributionUrl": tiles.attribution_url}
        BaseLayer({"url": tiles.url, "maxZoom": tiles.max_zoom, **credit}).add_to(drawn)
    return drawn


def _areas(figure: Map, place: MapPlace, drawn: Drawn, more: Config | None = None) -> AreaLayer:
    figure.drawn = drawn
    shown = {"geography": drawn.geography, "indicator": drawn.indicator, "period": drawn.period}
    tiled = {choice.key: {"levels": choice.levels, "box": choice.box} for choice in place.geographies if choice.levels}
    where = {"api": place.endpoints.api, "indicators": place.endpoints.indicators, **({"tiled": tiled} if tiled else {})}
    layer = AreaLayer({**where, **shown, **(more or {})})
    layer.add_to(figure)
    return layer


def _assets(figure: Map, place: MapPlace, filters: Config | list[tuple[str, str]]) -> AssetLayer:
    layer = AssetLayer({"api": place.endpoints.api, "filters": filters})
    layer.add_to(figure)
    return layer
