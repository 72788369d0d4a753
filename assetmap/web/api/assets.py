"""Assets in the API: the collection, one asset, and map tiles of clusters."""

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from assetmap.errors import BadQuery, NotFound
from assetmap.geo.cells import ZOOM
from assetmap.models import Asset, Subject
from assetmap.services import assets, clusters, freshness
from assetmap.services.assets import AssetItem
from assetmap.services.clusters import Cluster
from assetmap.services.freshness import State
from assetmap.services.search import Understood
from assetmap.services.vocabulary import Vocabulary, vocabulary
from assetmap.web import query
from assetmap.web.addresses import BIGGEST_ID
from assetmap.web.api import answers
from assetmap.web.api import photos as pictures
from assetmap.web.api.answers import GEOJSON, kept, only, together, whole_number
from assetmap.web.api.timetables import timetable
from assetmap.web.freshness import limits, plain, today
from assetmap.web.query import FILTERS, Query
from assetmap.web.sessions import session

MOST = 1000
USUAL = 100


def collection() -> Response:
    """Assets as GeoJSON, in steps of `limit`, under the filters and inside `bbox`."""
    args = request.args
    _known, asked, limit, last, box = together(
        lambda: only({*FILTERS, "words", "bbox", "limit", "cursor"}),
        lambda: strict(args),
        lambda: whole_number(args, "limit", USUAL, 1, MOST),
        lambda: whole_number(args, "cursor", 0, 0, BIGGEST_ID),
        lambda: query.read_box(args["bbox"]) if args.get("bbox") else None,
    )

    def make() -> dict[str, Any]:
        items = assets.after(session(), asked.filters, last, limit + 1, box)
        matched, _placed = assets.counted(session(), asked.filters, box)
        words = vocabulary(session())
        return {
            "type": "FeatureCollection",
            "numberMatched": matched,
            **said(asked.understood),
            "numberReturned": min(limit, len(items)),
            "links": links(items, limit),
            "features": [feature(item, words) for item in items[:limit]],
        }

    return kept(make, GEOJSON, day=today())


def said(meant: Understood) -> dict[str, Any]:
    """How the words were understood, where there are any."""
    replaced = [{"typed": typed, "taken": taken} for typed, taken in meant.replaced]
    return {"understood": {"q": meant.text, "replaced": replaced, "near": meant.near.label if meant.near else ""}} if meant.typed else {}


def links(items: list[AssetItem], limit: int) -> list[dict[str, str]]:
    """This page, and the next one where there is more."""
    found = [{"rel": "self", "type": GEOJSON, "href": request.full_path.rstrip("?")}]
    if len(items) > limit:
        args = [(key, value) for key, value in request.args.items(multi=True) if key != "cursor"]
        following = urlencode([*args, ("cursor", str(items[limit - 1].id))])
        found.append({"rel": "next", "type": GEOJSON, "href": f"{url_for('api.assets')}?{following}"})
    return found


def item(asset_id: int) -> Response:
    """One asset as a GeoJSON feature."""
    only(())

    def make() -> dict[str, Any]:
        asset = assets.get(session(), asset_id)
        shown = feature(assets.by_ids(session(), [asset_id])[0], vocabulary(session()))
        shown["properties"] |= details(asset) | {"photos": pictures.described(Subject.asset, asset_id)}
        return shown

    return kept(make, GEOJSON, day=today())


def tile(z: int, x: int, y: int) -> Response:
    """The clusters of one map tile; a cluster of one is the asset itself."""
    args = only({*FILTERS, "words"})
    if z > ZOOM or x >= 1 << z or y >= 1 << z:
        raise NotFound(_("There is no such tile."))
    asked = strict(args)
    return kept(
        lambda: {"type": "FeatureCollection", "features": features(clusters.tile(session(), z, x, y, asked.filters))}, GEOJSON, day=today()
    )


def strict(args: MultiDict[str, str]) -> Query:
    """The filters; BadQuery with every fault."""
    asked = query.read(args)
    if asked.faults:
        raise BadQuery(asked.faults)
    if asked.filters.q and not asked.filters.q.strip():
        raise BadQuery([_("q is empty.")])
    return asked


def features(found: list[Cluster]) -> list[dict[str, Any]]:
    """Clusters as GeoJSON."""
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [each.lon, each.lat]},
            "properties": single(each) if each.count == 1 else {"count": each.count},
        }
        for each in found
    ]


def single(found: Cluster) -> dict[str, Any]:
    """A cluster of one: which asset it is, whether it is stale, and whether only its surroundings are public."""
    known: dict[str, Any] = {"count": 1, "id": found.id, "name": found.name, "category": found.category}
    if found.right_on is not None and freshness.state_of(found.right_on, limits()) == State.stale:
        known["stale"] = True
    return known | ({"approximate": True} if found.approximate else {})


def details(asset: Asset) -> dict[str, Any]:
    """What only an asset's own page has room for."""
    texts = {name: getattr(asset, name) for name in ("description", "public_email", "public_phone", "source")}
    dates = {"source_date": asset.source_date and asset.source_date.isoformat(), "updated_at": asset.updated_at.isoformat()}
    shown = {"precision": str(asset.precision), "radius_m": asset.radius_m, "schedules": timetable(Subject.asset, asset.id)}
    return texts | dates | shown | answers.standing(asset)


def feature(asset: AssetItem, words: Vocabulary) -> dict[str, Any]:
    """An asset as GeoJSON: what its page shows, and nothing else."""
    point = {"type": "Point", "coordinates": [asset.lon, asset.lat]} if asset.lon is not None else None
    return {
        "type": "Feature",
        "id": asset.id,
        "geometry": point,
        "properties": {
            "name": asset.name,
            "summary": asset.summary,
            "category": asset.category.slug,
            "holder": asset.holder,
            "address": asset.address,
            "postcode": asset.postcode,
            "approximate": asset.approximate,
            "neighbourhood": asset.area_title,
            "cost": asset.cost,
            "audiences": words.slugs("audience", asset.audience_bits),
            "languages": words.slugs("language", asset.language_bits),
            "access": words.slugs("access", asset.access_bits),
            "opening_times": asset.opening_times,
            "website": asset.website,
            "freshness": plain(asset),
            "url": url_for("assets.show", asset_id=asset.id),
            "group": {"id": asset.group_id, "name": asset.group_name} if asset.group_id else None,
        },
    }
