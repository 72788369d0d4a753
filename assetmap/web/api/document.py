"""The API's own description (OpenAPI 3.1), and a page of it for people."""

from typing import Any

from flask import render_template
from werkzeug.wrappers import Response

from assetmap.geo import classes, shorthand
from assetmap.geo.cells import ZOOM
from assetmap.models import Cost, Holder
from assetmap.services import places
from assetmap.services.gaps import PACES, PARTS
from assetmap.services.gaps.asked import LONGEST_M, LONGEST_MINUTES, METHODS
from assetmap.services.shades import LETTERS, NO_DATA, UNCLEAR
from assetmap.services.times.asked import RECURRING
from assetmap.services.vocabulary import vocabulary
from assetmap.web.addresses import BIGGEST_ID
from assetmap.web.api.answers import GEOJSON, JSON, kept, only
from assetmap.web.api.assets import MOST, USUAL
from assetmap.web.api.describing import COLLECTION, Schema, bbox, get, in_path, in_query
from assetmap.web.api.networked import networked
from assetmap.web.api.tiles import CLASSES
from assetmap.web.api.wellbeing import MOST as MOST_AREAS
from assetmap.web.sessions import session

OUTLINES = f"""The areas in one map tile of a geography that has too many for one file. There are tiles for some zooms only; those in \
between are drawn with the tile of the next lower one. `shapes` has the number of units along a side of the tile (`extent`) and the \
`outlines` of the areas, in the order of `codes`: {shorthand.__doc__}"""
PROFILE: Schema = {
    "type": "object",
    "required": ["code", "title", "geography", "day", "assets", "groups", "indicators", "known", "changes"],
}
LINKED: Schema = {
    "type": "object",
    "required": ["id", "name", "links"],
    "properties": {"links": {"type": "array", "items": {"type": "object", "required": ["kind", "outward", "state", "other", "at"]}}},
}
WHEN = """Open, or on, at a time on the clock of the place: now, today, tomorrow, weekend, a day of the week (monday: any Monday of the \
next five weeks), weekdays (any Monday to Friday of them), evenings (18:00 to 22:00 on those), or a day such as 2026-12-25. What \
says no time is not found, but need not be closed."""
TIME: Schema = {"type": "string", "maxLength": 10}
PAGED: Schema = {"numberMatched": {"type": "integer"}, "numberReturned": {"type": "integer"}, "links": {"type": "array"}}


def page() -> str:
    """The API for people."""
    return render_template("api/page.html", document=describe())


def openapi() -> Response:
    """The API for programs."""
    only(())
    return kept(describe)


def describe() -> dict[str, Any]:
    """The whole description."""
    place = places.current(session())
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Assetmap: {place.title}",
            "version": "1",
            "description": "Community assets, groups, areas and wellbeing figures. Read only, no key needed.",
        },
        "servers": [{"url": "/api/v1"}],
        "paths": paths(),
    }


def paths() -> dict[str, Any]:
    """Every path with its parameters and answers."""
    number = {"type": "integer", "minimum": 0}
    tile = [in_path("z", number | {"maximum": ZOOM}), in_path("x", number), in_path("y", number)]
    area = [in_path("geography", {"type": "string"})]
    collection = COLLECTION | {"properties": COLLECTION["properties"] | PAGED}
    indicators = {"type": "object", "required": ["indicators"]}
    return {
        "/assets": get("Assets", "Assets as GeoJSON, in pages.", [*searching(), bbox(), *paging()], GEOJSON, collection),
        "/assets/{id}": get("One asset", "A GeoJSON feature.", [in_path("id", number)], GEOJSON, {"type": "object"}, missing=True),
        "/assets/tiles/{z}/{x}/{y}": get(
            "Clusters", "A map tile's clusters; count 1 is one asset.", [*tile, *searching()], GEOJSON, COLLECTION, missing=True
        ),
        "/groups": get(
            "Groups",
            "Groups, in pages. `themes` are the categories a group names, and those of the assets it runs.",
            [in_words(), in_query("when", TIME, f"Of a group: it meets. {WHEN}"), taken(), *paging()],
            JSON,
            {"type": "object", "required": ["groups"]},
        ),
        "/groups/{id}": get("One group", "A group with its links.", [in_path("id", number)], JSON, LINKED, missing=True),
        "/areas/{geography}": get("Areas", "A geography's boundaries, thinned for the screen.", area, GEOJSON, COLLECTION, missing=True),
        "/neighbourhoods/{code}": get(
            "A neighbourhood",
            "Its assets and groups for every 1,000 people, its indicators, how much is known, and what changed.",
            [in_path("code", {"type": "string"})],
            JSON,
            PROFILE,
            missing=True,
        ),
        "/indicators": get("Indicators", "What is measured, by whom, how, and what it cannot tell.", [], JSON, indicators),
        "/similar": get("Is it one of these?", "At most five entries with a similar name.", similar_question(), JSON, {"type": "object"}),
        "/gaps": get("Gaps", "Areas by need and access to assets.", gap_question(), JSON, {"type": "object"}, missing=True),
        **networked(),
        **shaded(),
        **single(),
        **tiled(),
    }


def shaded() -> dict[str, Any]:
    """The paths for an indicator over all areas, in classes for a map."""
    which = [in_query("geography", {"type": "string"}, "A geography's key."), in_query("period", {"type": "string"}, "One of the periods.")]
    return {
        "/indicators/{key}/observations": get(
            "Figures",
            "An indicator for every area. Of a geography that is drawn by tiles `values` has only `limit` areas, after `offset` others.",
            [in_path("key", {"type": "string"}), *which, *parts(), *colours()],
            JSON,
            {"type": "object"},
            missing=True,
        ),
        "/indicators/{key}/by-assets": get(
            "Need by assets",
            "An indicator by the assets for 1,000 people, in nine classes. Few assets may only mean that few are registered.",
            [in_path("key", {"type": "string"}), *which, *filters()],
            JSON,
            {"type": "object"},
            missing=True,
        ),
    }


def single() -> dict[str, Any]:
    """The paths for one area, and for what areas have to do with those around them."""
    text: Schema = {"type": "string"}
    period = in_query("period", text, "One of the periods.")
    area = [in_path("geography", text), in_path("code", text)]
    return {
        "/areas/{geography}/{code}": get("One area", "Its name.", area, JSON, {"type": "object", "required": ["area"]}, missing=True),
        "/indicators/{key}/clusters": get(
            "Clusters of areas",
            "Where like lies beside like (local Moran's I), in the shape of `observations`.",
            [in_path("key", text), in_query("geography", text, "A geography's key."), period],
            JSON,
            {"type": "object", "required": ["classes", "values"]},
            missing=True,
        ),
        "/indicators/{key}/areas/{geography}/{code}": get(
            "One figure",
            "An indicator for one area, with everything that must be read with it.",
            [in_path("key", text), in_path("geography", text), in_path("code", text), period, *colours()],
            JSON,
            {"type": "object", "required": ["area", "figure"]},
            missing=True,
        ),
    }


def tiled() -> dict[str, Any]:
    """The paths for geographies with too many areas for one file."""
    text, number = {"type": "string"}, {"type": "integer", "minimum": 0}
    where = [in_path("geography", text), in_path("z", number | {"maximum": ZOOM}), in_path("x", number), in_path("y", number)]
    period = in_query("period", text, "One of the periods.")
    only_classes = in_query(
        "only", {"type": "string", "enum": [CLASSES]}, "Leave out codes and shapes, which are those of the areas' tile."
    )
    coded = {"codes": {"type": "array", "items": text}, "shapes": {"type": "object", "required": ["extent", "outlines"]}}
    lettered = {"classes": {"type": "string", "pattern": f"^[{LETTERS}{UNCLEAR}{NO_DATA}]*$"}}
    return {
        "/areas/{geography}/tiles/{z}/{x}/{y}": get(
            "Tiles of areas", OUTLINES, where, JSON, {"type": "object", "required": list(coded), "properties": coded}, missing=True
        ),
        "/indicators/{key}/tiles/{geography}/{z}/{x}/{y}": get(
            "Shaded tiles of areas",
            "The same with `classes`: a letter for each area in the order of `codes`. 0 to 9 is the number of its class in the answer of "
            "`observations`, a to j the same where its interval holds the value it is compared with, - where there is no data.",
            [in_path("key", text), *where, period, only_classes, *colours()],
            JSON,
            {"type": "object", "required": ["classes"], "properties": coded | lettered},
            missing=True,
        ),
    }


def parts() -> list[Schema]:
    """Steps through the areas of a large geography."""
    return [
        in_query("limit", {"type": "integer", "minimum": 1, "maximum": MOST_AREAS, "default": MOST_AREAS}, "How many areas at most."),
        in_query("offset", {"type": "integer", "minimum": 0, "maximum": BIGGEST_ID, "default": 0}, "After how many others."),
    ]


def similar_question() -> list[Schema]:
    """What is asked of names."""
    degrees = {"type": "number", "minimum": -180, "maximum": 180}, {"type": "number", "minimum": -90, "maximum": 90}
    return [
        in_query("kind", {"type": "string", "enum": ["asset", "group"]}, "What it is.") | {"required": True},
        in_query("name", {"type": "string", "minLength": 1}, "Its name.") | {"required": True},
        in_query("lon", degrees[0], "Roughly where an asset is, with lat; read to a hundredth of a degree."),
        in_query("lat", degrees[1], "With lon."),
        in_query("but", {"type": "integer", "minimum": 0}, "An entry to leave out."),
    ]


def gap_question() -> list[Schema]:
    """What a question about gaps may say."""
    texts = {
        "indicator": "The figure that means need: an indicator's key.",
        "geography": "A geography's key.",
        "period": "One of the indicator's periods.",
    }
    choices = {"when": ["", *RECURRING], "worse": ["", "high", "low"], "part": list(PARTS), "pace": list(PACES), "method": list(METHODS)}
    numbers = {"minutes": LONGEST_MINUTES, "metres": LONGEST_M}
    return [
        *(in_query(name, {"type": "string"}, text) | {"required": name == "indicator"} for name, text in texts.items()),
        *(in_query(name, {"type": "string", "enum": known}, "One of these.") for name, known in choices.items()),
        *(in_query(name, {"type": "number", "minimum": 1, "maximum": most}, "The longest walk.") for name, most in numbers.items()),
        *(each for each in filters() if each["name"] not in ("area", "when")),
    ]


def filters() -> list[Schema]:
    """The filters that the pages have too."""
    words = vocabulary(session())
    values: dict[str, list[str]] = {"category": [each.slug for each in words.categories], "holder": list(Holder), "cost": list(Cost)}
    values |= {kind: [term.slug for term in words.terms(kind)] for kind in ("audience", "language", "access")}
    texts = {"access": "Every one of these features."}
    several = [
        in_query(
            name, {"type": "array", "items": {"type": "string", "enum": [str(each) for each in known]}}, texts.get(name, "Any of these.")
        )
        for name, known in values.items()
    ]
    return [
        *several,
        in_words(),
        in_query("area", {"type": "string"}, "An area's code."),
        in_query("when", TIME, WHEN),
    ]


def colours() -> list[Schema]:
    """How to make classes."""
    text: Schema = {"type": "string"}
    return [
        in_query("classes", {"type": "string", "enum": list(classes.METHODS), "default": classes.QUANTILES}, "How classes are made."),
        in_query("k", {"type": "integer", "minimum": classes.FEWEST, "maximum": classes.MOST, "default": classes.USUAL}, "How many."),
        in_query("breaks", text, "For classes=own: where they end, upwards, in the unit shown (per cent for shares)."),
        in_query("around", text, "The key of one of the `comparisons` of the answer: classes diverge around its value."),
    ]


def searching() -> list[Schema]:
    """The filters, and how to take their words."""
    return [*filters(), taken("a place among them only sorts lists")]


def taken(more: str = "") -> Schema:
    """How to take the words of a search."""
    usual = "words that no entry has are replaced by the nearest that some have"
    text = f"`exact`: take `q` at its word. Without, {f'{usual}, and {more}' if more else usual}: `understood` says what was looked for."
    return in_query("words", {"type": "string", "enum": ["exact"]}, text)


def in_words() -> Schema:
    """Words to search for."""
    return in_query("q", {"type": "string", "maxLength": 200}, "Words.")


def paging() -> list[Schema]:
    """Steps through a collection."""
    return [
        in_query("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}, "How many at most."),
        in_query("cursor", {"type": "integer", "minimum": 0, "maximum": BIGGEST_ID}, "From the `next` link."),
    ]
