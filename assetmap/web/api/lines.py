"""The links of a network on a map, in the API: what is in view, bundled for the zoom."""

from typing import Any

import pandas as pd
from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from assetmap.geo.bundles import STATES, View
from assetmap.services import places
from assetmap.services.networks.lines import Lines, in_view
from assetmap.web import query
from assetmap.web.api import networks
from assetmap.web.api.answers import GEOJSON, kept, only, together, whole_number
from assetmap.web.networks import asking
from assetmap.web.sessions import session

ARGUMENTS = (*networks.ARGUMENTS, "bbox", "zoom", "chosen")
USUAL_ZOOM, CLOSEST = 13, 22
MOST_NAMED = 100
Facts = dict[str, Any]


def collection() -> Response:
    """What is in view of a look at a network: marks, lines, and how many links are where."""
    args = request.args
    asked, zoom, bounds = together(
        lambda: asking.must_read(only(ARGUMENTS)),
        lambda: whole_number(args, "zoom", USUAL_ZOOM, 0, CLOSEST),
        lambda: query.read_box(args["bbox"]) if args.get("bbox") else whole(),
    )
    view = View(bounds, zoom, args.get("chosen", "")[: asking.NAMED])
    return kept(lambda: document(in_view(session(), asked, view)), GEOJSON, viewer=asked.viewer)


def whole() -> tuple[float, float, float, float]:
    """The box of the whole place."""
    place = places.current(session())
    return place.west, place.south, place.east, place.north


def document(lines: Lines) -> Facts:
    """The answer: GeoJSON with some facts beside the features."""
    bundled, links = lines.bundled, lines.network.links
    marks = [mark(row) for row in bundled.marks.itertuples()]
    found = [line(row, links) for row in bundled.lines.itertuples()]
    told = chosen(lines) if lines.chosen else {}
    ends = [end for link in told.get("links", []) for end in link[:2]]
    ends += [end for one in found for link in one["properties"]["links"] for end in link[:2]]
    shown = [node for one in marks for node in one["properties"]["nodes"][:MOST_NAMED]]
    return {
        "type": "FeatureCollection",
        "example": lines.network.example,
        "counts": counts(lines),
        "notes": [] if lines.chosen else notes(lines),
        **({"chosen": told} if told else {}),
        "nodes": nodes(lines.network.nodes, dict.fromkeys([*shown, *ends, lines.chosen])),
        "features": [*found, *marks],
    }


def counts(lines: Lines) -> dict[str, int]:
    """How many nodes there are, how many have no place, and where the links are: the last five together are all `links`."""
    bundled, network = lines.bundled, lines.network
    where = {name: getattr(bundled, name) for name in ("inside", "elsewhere", "placeless", "left_out")}
    return {
        "groups": len(network.groups),
        "assets": len(network.assets),
        "groups_without_place": lines.without_place("group"),
        "assets_without_place": lines.without_place("asset"),
        "links": len(lines.own if lines.chosen else network.links),
        "on_lines": int(bundled.lines["count"].sum()),
        **where,
    }


def notes(lines: Lines) -> list[str]:
    """What must be read with the map, in words."""
    bundled, groups = lines.bundled, lines.without_place("group")
    one = _("1 group has no place on the map; it is in the table.")
    many = _("%(num)s groups have no place on the map; they are in the table.", num=groups)
    single = "%(num)s link is not drawn: one of its ends has no place. It is in the table."
    several = "%(num)s links are not drawn: one of their ends has no place. They are in the table."
    fewer = "The weakest line in view is left out, so that the others can be seen. Come closer to see it."
    fewest = "The %(num)s weakest lines in view are left out, so that the others can be seen. Come closer to see them."
    found = {
        (one if groups == 1 else many): groups,
        ngettext(single, several, bundled.placeless): bundled.placeless,
        ngettext(fewer, fewest, bundled.lines_left_out): bundled.lines_left_out,
        _("%(num)s places are left out, too. Come closer to see them.", num=bundled.marks_left_out): bundled.marks_left_out,
        _("Nothing of this network is in view. Move the map, or go further away."): bundled.marks.empty and bundled.lines.empty,
    }
    return [text for text, said in found.items() if said]


def nodes(frame: pd.DataFrame, names: dict[str, None]) -> dict[str, Facts]:
    """The nodes with these names, as far as they are known, by name."""
    some = frame.loc[[name for name in names if name in frame.index]]
    columns = (some[name].tolist() for name in ("kind", "name", "detail", "approximate"))
    return {
        node: {"kind": kind, "name": name, "detail": detail} | ({"approximate": True} if approximate else {})
        for node, kind, name, detail, approximate in zip(some.index, *columns, strict=True)
    }


def chosen(lines: Lines) -> Facts:
    """The chosen node: where it is, if that is known, how many links it has, and what they are, wherever their other ends are."""
    frame, own = lines.network.nodes, lines.own
    placed = frame[frame["lon"].notna() & (frame.index == lines.chosen)]
    at = next(iter(placed[["lon", "lat"]].round(6).to_numpy().tolist()), None)
    return {"node": lines.chosen, "at": at, "count": len(own), "links": listed(own.head(MOST_NAMED))}


def mark(row: Any) -> Facts:
    """One place with what is there."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
        "properties": {"mark": row.Index, "count": len(row.nodes), "nodes": list(row.nodes)},
    }


def line(row: Any, links: pd.DataFrame) -> Facts:
    """One line between two marks: how many links of which kind and state are on it, the strongest of them, and where it bends."""
    facts = {name: getattr(row, name) for name in ("source", "target", "count", *STATES, "kinds", "directed", "via")}
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": row.ends},
        "properties": facts | {"links": listed(links.iloc[list(row.links)])},
    }


def listed(some: pd.DataFrame) -> list[list[Any]]:
    """Links as source, target, kind and state."""
    return [list(each) for each in zip(*(some[name].tolist() for name in ("source", "target", "kind", "state")), strict=True)]
