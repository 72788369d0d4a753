"""Entries that show less of their place than they did: their history shows no more than they do now."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.errors import Fault, Faulty
from assetmap.models import Act, Asset, Precision, PrivateVersion, Subject, Version
from assetmap.services import assets
from assetmap.services.precision import PLACE, SHOWN_AS, Content, Point, as_the_public_sees, openness, openness_of
from assetmap.services.versions import Made, everything
from assetmap.services.whereabouts import connected

# A version put back shows no more than the entry did when it was last seen; what two entries become is decided by a steward.
TRUSTED = {Act.restored, Act.merged}


def check_widening(asset: Asset, content: Content, made: Made) -> None:
    """Faulty where a change would show more of the place than now, and nobody said that its owner agrees."""
    if made.act in TRUSTED or content.get("lon") is None or openness(content) >= openness_of(asset):
        return
    if not content.get("place_ticked"):
        words = "This shows more of the place than is public now. Tick that the person it belongs to agrees, or leave it as it is."
        raise Faulty([Fault(words, field="precision")])


def pin_of(session: Session, asset: Asset, content: Content) -> Point | None:
    """Where a blurred asset stands, if it is to be blurred by the same radius again."""
    same = (asset.precision, asset.radius_m) == (content.get("precision"), content.get("radius_m"))
    return assets.point_of(session, asset) if same and asset.precision == Precision.blurred else None


def cover(session: Session, asset: Asset, content: Content, tolerance_m: float) -> None:
    """Let every version kept of an asset, and of what was merged into it, show no more of the place than `content` does; the rest
    stays where stewards read it."""
    shown_as = {name: content.get(name) for name in SHOWN_AS}
    numbers = connected(session, Subject.asset, asset.id)
    mine = select(Version).where(Version.subject == Subject.asset, Version.entry_id.in_(numbers))
    session.flush()
    pin = assets.point_of(session, asset) if asset.precision == Precision.blurred else None
    for version in session.scalars(mine).all():
        whole = everything(session, version)
        if whole.get("lon") is None or openness(version.content) >= openness(content):
            continue
        _cover_one(session, version, as_the_public_sees(session, whole | shown_as, tolerance_m, pin), whole)
    session.flush()


def _cover_one(session: Session, version: Version, public: Content, whole: Content) -> None:
    private = session.get(PrivateVersion, version.id)
    if private is None:
        private = PrivateVersion(version_id=version.id, content={})
        session.add(private)
    private.content = private.content | {name: whole[name] for name in PLACE}
    version.content = version.content | {name: public[name] for name in (*PLACE, *SHOWN_AS)} | {"place_agreed": openness(public)}
