"""Assets: the list, one asset, and suggesting a new one."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from assetmap import maps
from assetmap.models import Asset, Precision, Subject
from assetmap.services import assets, groups, links, photos, similar
from assetmap.services.times import clock, entry
from assetmap.web import confirming, drawing, facets, freshness, query, registering
from assetmap.web import groups as group_index
from assetmap.web.forms.assets import AssetForm
from assetmap.web.networks import asking
from assetmap.web.sessions import session

blueprint = Blueprint("assets", __name__, url_prefix="/assets")
NEIGHBOURS = 5
ROUGH_M = 1000  # drawn around the point that stands for a whole place without neighbourhoods


@blueprint.get("")
def index() -> str:
    """All assets under the filters, as a list or a table."""
    asked = query.read(request.args)
    return render_template(
        "assets/index.html",
        page=freshness.listed(asked, query.read_page(request.args)),
        sinks=freshness.sinks(asked),
        facets=facets.build(asked, "assets.index"),
        view="table" if request.args.get("view") == "table" else "list",
        near=asked.near,
        meant=asked.understood,
        group_count=group_index.count(asked.understood.typed, asked.exact),
        faults=asked.faults,
    )


@blueprint.get("/<int:asset_id>")
def show(asset_id: int) -> str:
    """One asset, where it is, and what is near it."""
    asset = assets.get(session(), asset_id)
    point = assets.point_of(session(), asset)
    drawn = map_of(asset, point) if point else None
    return render_template(
        "assets/show.html",
        may_confirm=confirming.may(Subject.asset, asset_id),
        asset=asset,
        point=point,
        map=maps.page_parts(drawn) if drawn else None,
        near=assets.nearest(session(), point, NEIGHBOURS, but=asset.id) if point else [],
        links=links.at_asset(session(), asset_id, asking.viewer()),
        photos=photos.of_entry(session(), Subject.asset, asset_id),
        times=entry.of_entry(session(), Subject.asset, asset_id, clock.now()),
        today=clock.today(session()),
    )


def map_of(asset: Asset, point: assets.Point) -> maps.Map:
    """An asset's place as far as it is public: a pin, the circle it lies in, or its neighbourhood."""
    key = drawing.place().geography
    rough = asset.precision == Precision.area
    area = next((each.code for each in asset.areas if each.geography.key == key), "") if rough else ""
    radius = asset.radius_m or (ROUGH_M if rough else None)
    return maps.asset_map(drawing.place(), lon=point[0], lat=point[1], category=asset.category.slug, radius_m=radius, area=area)


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> tuple[str, int] | Response:
    """Suggest an asset; no account is needed."""
    form = AssetForm()
    if request.method != "POST":
        return render_form(form), 200
    if form.schedules.more:
        return render_form(form), 200
    content, faults, candidates = form.content()
    faults = registering.all_faults(registering.shape_faults(form), faults, registering.truth_faults(Subject.asset, content))
    point = (content["lon"], content["lat"]) if content["lon"] is not None else None
    alike = [] if faults or form.not_similar.data else similar.similar_assets(session(), content["name"], point)
    if faults or alike:
        return render_form(form, faults=faults, candidates=candidates, similar=alike), 422 if faults else 200
    return registering.send(Subject.asset, content, email=form.sender_email.data or "")


def render_form(form: AssetForm, **more: object) -> str:
    """The page of the form, with the map to pick a place on and the groups' names to choose from."""
    lon, lat = picked(form)
    drawn = maps.picker_map(drawing.place(), lon=lon, lat=lat)
    names = groups.names(session())
    defaults: dict[str, object] = {"faults": [], "candidates": [], "similar": []}
    return render_template("assets/form.html", form=form, map=maps.page_parts(drawn), group_names=names, **(defaults | more))


def picked(form: AssetForm) -> tuple[float, float] | tuple[None, None]:
    """The coordinates in the form, or two nones where they are no degrees."""
    try:
        lon, lat = float(form.lon.data or ""), float(form.lat.data or "")
    except ValueError:
        return None, None
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else (None, None)
