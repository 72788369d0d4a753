"""What the API says of networks."""

from typing import Any

from assetmap.services.networks.looks import STEPS
from assetmap.services.vocabulary import vocabulary
from assetmap.web.api import finding
from assetmap.web.api.answers import GEOJSON, JSON
from assetmap.web.api.describing import COLLECTION, Schema, bbox, get, in_query
from assetmap.web.api.lines import CLOSEST, USUAL_ZOOM
from assetmap.web.api.networks import KINDS, STATES
from assetmap.web.sessions import session

GRAPH = """Groups, the assets they use, and the links between them that everybody may see. `nodes` have a place in a drawing (`x` and \
`y`, across and down, 1 being about the least distance). Each of `links` is the numbers of its source and target in `nodes`, of its \
kind in `kinds` and of its state in `states`, its strength (1 to 4, how often it is used), and 1 where it goes from source to target \
only. Where `example` is true, all of it is invented. At least `hidden` links \
are known that are not shown to you: 3, 10, 20, 50, 100 and so on, null for fewer, and for a part of the place."""

LINES = """The links of a network that have an end in `bbox`. Groups and assets of one cell of a grid (64 pixels of the zoom) are one \
point with their `nodes`; all links between two points are one line with counts by kind and state, and its strongest `links` (source, \
target, kind, state). `counts` says where all links of the look are: on_lines, inside a point, elsewhere (not in view), placeless, and \
left_out on weaker lines. `nodes` has names; of an approximate one only the surroundings are known. Where `example` is true, everything \
is made up. The same question is answered with more to those who look after networks."""
LINES_ANSWER: Schema = COLLECTION | {
    "required": ["type", "features", "example", "counts", "notes", "nodes"],
    "properties": COLLECTION["properties"] | {"example": {"type": "boolean"}, "notes": {"type": "array", "items": {"type": "string"}}},
}


def networked() -> dict[str, Any]:
    """The paths of networks."""
    properties: Schema = {
        "example": {"type": "boolean"},
        "hidden": {"type": ["integer", "null"], "minimum": 3, "description": "At least so many: 3, 10, 20, 50, 100 and so on."},
        "kinds": {"type": "array", "items": {"enum": list(KINDS)}},
        "states": {"type": "array", "items": {"enum": list(STATES)}},
        "nodes": {"type": "array", "items": {"type": "object", "required": ["node", "kind", "name", "x", "y", "areas", "themes"]}},
        "links": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}, "minItems": 6, "maxItems": 6}},
    }
    schema = {"type": "object", "required": list(properties), "properties": properties}
    return {
        "/networks": get("A network", GRAPH, look(), JSON, schema, missing=True),
        "/networks/lines": get("Links on a map", LINES, [*look(), bbox(), *view()], GEOJSON, LINES_ANSWER, missing=True),
        **finding.described(),
    }


def look() -> list[Schema]:
    """What a look at a network may ask."""
    text: Schema = {"type": "string"}
    themes = [category.slug for category in vocabulary(session()).categories]
    return [
        in_query("kind", {"type": "array", "items": {"type": "string", "enum": list(KINDS)}}, "Any of these kinds of link."),
        in_query("theme", {"type": "string", "enum": themes}, "Only groups and assets about this."),
        in_query("area", text, "An area's code: those that are or work in it."),
        in_query("around", text, "A node, as g12 for the group with id 12: those within `steps` of it."),
        in_query("steps", {"type": "integer", "enum": [1, STEPS], "default": STEPS}, "How far around."),
        in_query("example", {"type": "string", "enum": ["yes", "no"]}, "The invented example; else it stands in while no link is known."),
    ]


def view() -> list[Schema]:
    """How close a map looks, and at whose links."""
    return [
        in_query("zoom", {"type": "integer", "minimum": 0, "maximum": CLOSEST, "default": USUAL_ZOOM}, "A zoom of a web map."),
        in_query("chosen", {"type": "string"}, "A node: only its own links, on the same marks."),
    ]
