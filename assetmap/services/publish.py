"""Making an approved entry public, and keeping what is more exact than the public may see apart."""

from typing import Any

from geoalchemy2 import WKBElement
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.geo.frames import point_wkb
from assetmap.models import Asset, Category, Group, PrivatePlace, Status, Subject, Submission
from assetmap.models.columns import now
from assetmap.services import areas, drawn, groups, links, patches, places
from assetmap.services.columns import asset_columns, group_columns
from assetmap.services.entries import Content
from assetmap.services.vocabulary import vocabulary
from assetmap.services.words import fold

FROM_A_NEIGHBOUR = "Suggested by a neighbour, approved by a steward"


def publish(session: Session, subject: Subject, content: Content, tolerance_m: float) -> int:
    """Make checked content public; gives the id of the new asset, group or area."""
    places.changed(session)  # first, so that linking everything anew waits for this, or this for it
    return WAYS[subject](session, content, tolerance_m)


def _with_source(content: Content) -> Content:
    return content | {"source": content.get("source") or FROM_A_NEIGHBOUR, "source_date": now().date()}


def _asset(session: Session, content: Content, tolerance_m: float) -> int:
    content = _with_source(content)
    group = groups.named(session, content["group_name"]) if content["group_name"] else None
    public = roughly(session, content, tolerance_m) if content["approximate"] else content
    public = public | {"group_name": group.name if group else ""}
    asset = Asset(**asset_columns(vocabulary(session), public), group_id=group.id if group else None)
    session.add(asset)
    session.flush()
    if content["approximate"]:
        point = WKBElement(point_wkb(content["lon"], content["lat"]), srid=4326)
        session.add(PrivatePlace(asset_id=asset.id, address=content["address"], postcode=content["postcode"], point=point))
        session.flush()
    patches.link_one(session, asset.id, tolerance_m)
    return asset.id


def roughly(session: Session, content: Content, tolerance_m: float) -> dict[str, Any]:
    """The content as the public may see it: a point that stands for the whole neighbourhood, no address, no postcode."""
    place = places.current(session)
    inside = set(patches.areas_of_point(session, content["lon"], content["lat"], tolerance_m).values())
    area = next(area for area in [*areas.neighbourhoods(session), areas.whole(session)] if area.id in inside)
    lon, lat = areas.middle(session, area)
    known = area.title if area.geography.key == place.neighbourhood_geography else place.title
    return content | {"lon": lon, "lat": lat, "address": known, "postcode": ""}


def _group(session: Session, content: Content, tolerance_m: float) -> int:
    group = Group(**group_columns(vocabulary(session), _with_source(content)))
    codes = content["areas"]
    group.areas = [area for area in areas.neighbourhoods(session) if area.code in codes]
    group.themes = list(session.scalars(select(Category).where(Category.slug.in_(content["themes"]))))
    session.add(group)
    session.flush()
    _join(session, group)
    return group.id


def _join(session: Session, group: Group) -> None:
    """Join a new group to the assets whose approved entries name it as the one that runs them."""
    named = select(Submission).where(Submission.subject == Subject.asset, Submission.status == Status.approved)
    entries = session.scalars(named.where(func.lower(Submission.content["group_name"].as_string()) == group.name.lower()))
    joined = session.scalars(select(Asset).where(Asset.id.in_([entry.published_id for entry in entries]), Asset.group_id.is_(None))).all()
    for asset in joined:
        asset.group_id = group.id
        asset.search_text = f"{asset.search_text} {fold(group.name)}"
    session.flush()
    links.handed_over(session, [asset.id for asset in joined])


WAYS = {Subject.asset: _asset, Subject.group: _group, Subject.area: drawn.publish}
