"""What a map needs to know of its place: where it is, which tiles, which endpoints, which choices."""

from dataclasses import dataclass

from markupsafe import Markup

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees (EPSG:4326)."""


@dataclass(frozen=True)
class Tiles:
    """The base map: an address with {z}, {x} and {y}, empty for none, and whom to thank in plain text."""

    url: str
    attribution: str = ""
    attribution_url: str = ""
    max_zoom: int = 19


@dataclass(frozen=True)
class Endpoints:
    """Where the page's script asks; paths on this server."""

    api: str = "/api/v1"
    list: str = "/map/list"
    indicators: str = "/indicators"
    groups: str = "/groups"
    assets: str = "/assets"
    module: str = "/static/js/maps.js"


@dataclass(frozen=True)
class GeographyChoice:
    """One geography that can be drawn, with its plural name as people read it.

    Where it has too many areas for one file, `levels` are the zooms it has tiles for, and `box` is the first column and row and
    the last ones at the first of them.
    """

    key: str
    name: str
    levels: tuple[int, ...] = ()
    box: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True)
class IndicatorChoice:
    """One indicator that can be shaded, with the geographies and the periods it has figures for, newest first."""

    key: str
    title: str
    geographies: tuple[str, ...]
    periods: tuple[str, ...] = ()


@dataclass(frozen=True)
class CategoryMark:
    """How assets of one category are marked: its name, a colour and the name of an icon."""

    slug: str
    name: str
    colour: str
    icon: str


@dataclass(frozen=True)
class MapPlace:
    """Everything about a place that its maps share; `geography` is the one drawn first."""

    bounds: Bounds
    tiles: Tiles
    geography: str
    endpoints: Endpoints = Endpoints()
    geographies: tuple[GeographyChoice, ...] = ()
    indicators: tuple[IndicatorChoice, ...] = ()
    categories: tuple[CategoryMark, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """What a map shows of the wellbeing figures at first: a geography, and an indicator of a period if one is shaded."""

    geography: str
    indicator: str = ""
    period: str = ""


@dataclass(frozen=True)
class MapParts:
    """A map ready for a template: where it stands, the script to put under a nonce, and its place for the menus."""

    html: Markup
    script: Markup
    place: MapPlace
    drawn: Drawn
