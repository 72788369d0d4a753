"""Making an approved entry public, changing it, and keeping what is more exact than the public may see apart."""

from collections.abc import Callable
from typing import Any

from geoalchemy2 import WKBElement
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assetmap.geo.frames import point_wkb
from assetmap.models import Asset, Category, Group, Precision, PrivatePlace, Status, Subject, Submission
from assetmap.models.columns import now
from assetmap.services import areas, consents, covering, drawn, groups, links, patches, places, schedules, versions
from assetmap.services.columns import asset_columns, asset_text, group_columns
from assetmap.services.entries import Content
from assetmap.services.precision import Point, as_the_public_sees, precision
from assetmap.services.versions import Made
from assetmap.services.vocabulary import vocabulary

FROM_A_NEIGHBOUR = "Suggested by a neighbour, approved by a steward"


def add(session: Session, subject: Subject, content: Content, tolerance_m: float, made: Made) -> int:
    """Make checked content public; gives the id of the new asset, group or area."""
    places.changed(session)  # first, so that linking everything anew waits for this, or this for it
    if subject == Subject.area:
        return drawn.publish(session, content, tolerance_m)
    public = consents.public_part(_with_source(content), made)
    entry_id = ADDERS[subject](session, public, tolerance_m, versions.unused_id(session, subject))
    consents.record(session, subject, entry_id, {}, made)
    versions.record(session, subject, entry_id, made)
    return entry_id


def change(session: Session, subject: Subject, entry_id: int, content: Content, tolerance_m: float, made: Made) -> None:
    """Put checked content in the place of what an asset or a group says; what it said is kept as a version."""
    places.changed(session)
    entry = versions.entry_of(session, subject, entry_id)
    if isinstance(entry, Asset):
        covering.check_widening(entry, content, made)
    versions.keep_first(session, subject, entry_id)
    before = consents.standing(entry)
    if made.act in consents.TRUSTED:
        content = consents.without_withdrawn(session, subject, entry_id, content)
    write(session, subject, entry_id, consents.public_part(content, made, entry), tolerance_m)
    consents.record(session, subject, entry_id, before, made)
    versions.record(session, subject, entry_id, made)


def write(session: Session, subject: Subject, entry_id: int, content: Content, tolerance_m: float) -> None:
    """The rows of an asset or a group that is there, without a version: see `change`."""
    if subject == Subject.asset:
        _write_asset(session, session.get_one(Asset, entry_id), content, tolerance_m)
    else:
        _write_group(session, session.get_one(Group, entry_id), content)


def put_back(session: Session, subject: Subject, entry_id: int, content: Content, tolerance_m: float) -> None:
    """The rows of an asset or a group that was public before, under its old number, without a version; the history of an asset shows no
    more of its place than it does again."""
    places.changed(session)
    ADDERS[subject](session, consents.without_withdrawn(session, subject, entry_id, content), tolerance_m, entry_id)
    if subject == Subject.asset:
        covering.cover(session, session.get_one(Asset, entry_id), content, tolerance_m)


def forget_place(session: Session, asset_id: int) -> None:
    """Keep nothing of where an asset really is: only what the public sees of it is known."""
    session.execute(delete(PrivatePlace).where(PrivatePlace.asset_id == asset_id))


def _with_source(content: Content) -> Content:
    return content | {"source": content.get("source") or FROM_A_NEIGHBOUR, "source_date": now().date().isoformat()}


def _add_asset(session: Session, content: Content, tolerance_m: float, number: int | None) -> int:
    group = _runs(session, content)
    asset = Asset(**_asset_columns(session, content, group, tolerance_m), group_id=group.id if group else None)
    asset.id = number  # type: ignore[assignment]
    session.add(asset)
    session.flush()
    _settle(session, asset, content, tolerance_m)
    return asset.id


def _write_asset(session: Session, asset: Asset, content: Content, tolerance_m: float) -> None:
    group = _runs(session, content, asset.group)
    before, asset.group_id = asset.group_id, group.id if group else None
    for name, value in _asset_columns(session, content, group, tolerance_m, covering.pin_of(session, asset, content)).items():
        setattr(asset, name, value)
    session.flush()
    covering.cover(session, asset, content, tolerance_m)
    session.expire(asset, ["category", "group", "areas"])
    if before != asset.group_id:
        links.handed_over(session, [asset.id])
    _settle(session, asset, content, tolerance_m)


def _runs(session: Session, content: Content, now: Group | None = None) -> Group | None:
    """The group that is said to run an asset: the one that runs it `now`, if it is called so, whoever else may have taken that name;
    under the name of one that was merged, the one that stands for it now."""
    name = content.get("group_name")
    if name and now is not None and now.name.strip().lower() == name.strip().lower():
        return now
    return (groups.named(session, name) or groups.merged_named(session, name)) if name else None


def _asset_columns(session: Session, content: Content, group: Group | None, tolerance_m: float, pin: Point | None = None) -> dict[str, Any]:
    public = as_the_public_sees(session, content, tolerance_m, pin) | {"group_name": group.name if group else ""}
    return asset_columns(vocabulary(session), public)


def _settle(session: Session, asset: Asset, content: Content, tolerance_m: float) -> None:
    """What stands beside an asset's row: where it really is, when it is open, which areas it is in."""
    session.execute(delete(PrivatePlace).where(PrivatePlace.asset_id == asset.id))
    if precision(content) != Precision.exact and content.get("lon") is not None:
        point = WKBElement(point_wkb(content["lon"], content["lat"]), srid=4326)
        session.add(PrivatePlace(asset_id=asset.id, address=content["address"], postcode=content["postcode"], point=point))
        session.flush()
    schedules.write(session, Subject.asset, asset.id, content.get("schedules") or [])
    patches.link_one(session, asset.id, tolerance_m)


def _add_group(session: Session, content: Content, tolerance_m: float, number: int | None) -> int:
    group = Group(id=number, **group_columns(vocabulary(session), content))
    session.add(group)
    session.flush()
    _settle_group(session, group, content)
    _join(session, group)
    return group.id


def _write_group(session: Session, group: Group, content: Content) -> None:
    renamed = group.name != content["name"]
    for name, value in group_columns(vocabulary(session), content).items():
        setattr(group, name, value)
    session.flush()
    _settle_group(session, group, content)
    if renamed:
        _rename(session, group)


def _settle_group(session: Session, group: Group, content: Content) -> None:
    """What stands beside a group's row: the areas it works in, what it is about, when it meets."""
    codes = content["areas"]
    group.areas = [area for area in areas.neighbourhoods(session) if area.code in codes]
    group.themes = list(session.scalars(select(Category).where(Category.slug.in_(content["themes"]))))
    schedules.write(session, Subject.group, group.id, content.get("schedules") or [])


def _rename(session: Session, group: Group) -> None:
    """Let the assets a group runs be found by its new name."""
    for asset in session.scalars(select(Asset).where(Asset.group_id == group.id)):
        asset.search_text = search_text(asset, group.name)
    session.flush()


def search_text(asset: Asset, group_name: str) -> str:
    """What a search looks through of an asset that another group's name stands beside."""
    columns = {name: getattr(asset, name) for name in ("name", "summary", "description", "address", "postcode")}
    return asset_text(columns, asset.category.name, group_name)


def _join(session: Session, group: Group) -> None:
    """Join a new group to the assets whose approved entries name it as the one that runs them."""
    named = select(Submission).where(Submission.subject == Subject.asset, Submission.status == Status.approved)
    entries = session.scalars(named.where(func.lower(Submission.content["group_name"].as_string()) == group.name.lower()))
    joined = session.scalars(select(Asset).where(Asset.id.in_([entry.published_id for entry in entries]), Asset.group_id.is_(None))).all()
    for asset in joined:
        asset.group_id = group.id
        asset.search_text = search_text(asset, group.name)
    session.flush()
    links.handed_over(session, [asset.id for asset in joined])


ADDERS: dict[Subject, Callable[[Session, Content, float, int | None], int]] = {Subject.asset: _add_asset, Subject.group: _add_group}
