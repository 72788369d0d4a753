"""What becomes of links to an asset when another group runs it from now on."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Asset, Link, Visibility
from assetmap.models.columns import now
from assetmap.services.upsert import pieces


def handed_over(session: Session, asset_ids: Sequence[int]) -> None:
    """Assets that another group runs from now on than before, or one for the first time: it has not answered for any link to them.

    What the one before has answered is taken away, and nobody sees a link who did not before. Three kinds end, with their history:
    those that only their two ends see, since one of the two is not the same any more (the other can state them anew); those that
    nobody but the group before has stated; and those of the new group itself, which now runs the asset. Whoever calls this has
    said that the register changes.
    """
    for some in pieces(asset_ids):
        mine = Link.to_asset_id.in_(some), Link.ended_at.is_(None)
        for link, group_id in session.execute(select(Link, Asset.group_id).join(Asset, Asset.id == Link.to_asset_id).where(*mine)):
            hand_over(link, group_id)
    session.flush()


def hand_over(link: Link, group_id: int | None) -> None:
    """The same for one link, to an asset that this group runs from now on."""
    if link.from_group_id == group_id or link.visibility == Visibility.private or (link.from_says is None and link.observed_at is None):
        link.ended_at = now()
    else:
        link.to_says = link.to_said_at = link.to_visibility = None
