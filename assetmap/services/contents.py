"""What a published entry says, read back from its rows: what the public sees, and what only permitted services know besides."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.geo.frames import lon_lat
from assetmap.models import Asset, Group, PrivatePlace, Subject
from assetmap.services import assets, groups, schedules
from assetmap.services.precision import openness_of
from assetmap.services.vocabulary import vocabulary

Content = dict[str, Any]
ASSET_TEXTS = ("name", "summary", "description", "address", "postcode", "opening_times")
GROUP_TEXTS = ("name", "purpose")
SHARED_TEXTS = ("website", "public_email", "public_phone", "source")


@dataclass(frozen=True)
class Whole:
    """An entry's content. `public` is what everybody sees; `private` has the same keys where more is known than that."""

    public: Content
    private: Content

    @property
    def everything(self) -> Content:
        """As whoever may change it sees it."""
        return self.public | self.private


def of_entry(session: Session, subject: Subject, entry_id: int) -> Whole:
    """What a published asset or group says; NotFound where there is none."""
    if subject == Subject.asset:
        return of_asset(session, assets.get(session, entry_id))
    return of_group(session, groups.get(session, entry_id))


def of_asset(session: Session, asset: Asset) -> Whole:
    """What an asset says, with the keys of services/entries.check_asset."""
    words, point = vocabulary(session), assets.point_of(session, asset)
    public = {name: getattr(asset, name) for name in (*ASSET_TEXTS, *SHARED_TEXTS)} | {
        "category": asset.category.slug,
        "holder": str(asset.holder),
        "cost": str(asset.cost),
        "audiences": words.slugs("audience", asset.audience_bits),
        "languages": words.slugs("language", asset.language_bits),
        "access": words.slugs("access", asset.access_bits),
        "precision": str(asset.precision),
        "radius_m": asset.radius_m,
        "approximate": asset.approximate,
        "place_agreed": openness_of(asset),
        "group_name": asset.group.name if asset.group else "",
        "lon": point[0] if point else None,
        "lat": point[1] if point else None,
        "source_date": asset.source_date.isoformat() if asset.source_date else "",
        "schedules": schedules.content_of(session, Subject.asset, asset.id),
    }
    return Whole(public, exact_place(session, asset.id))


def of_group(session: Session, group: Group) -> Whole:
    """What a group says, with the keys of services/entries.check_group. A group has nothing that only some may see."""
    words = vocabulary(session)
    public = {name: getattr(group, name) for name in (*GROUP_TEXTS, *SHARED_TEXTS)} | {
        "kind": str(group.kind),
        "audiences": words.slugs("audience", group.audience_bits),
        "languages": words.slugs("language", group.language_bits),
        "themes": [category.slug for category in group.themes],
        "areas": sorted(area.code for area in group.areas),
        "source_date": group.source_date.isoformat() if group.source_date else "",
        "schedules": schedules.content_of(session, Subject.group, group.id),
    }
    return Whole(public, {})


def exact_place(session: Session, asset_id: int) -> Content:
    """Where an asset really is (degrees), where the public sees less; else nothing."""
    columns = (PrivatePlace.address, PrivatePlace.postcode, func.ST_AsBinary(PrivatePlace.point))
    row = session.execute(select(*columns).where(PrivatePlace.asset_id == asset_id)).one_or_none()
    if row is None:
        return {}
    lon, lat = lon_lat(bytes(row[2]))
    return {"address": row[0], "postcode": row[1], "lon": lon, "lat": lat}
