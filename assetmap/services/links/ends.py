"""The two ends of a link: which groups answer for it, and what each of them sees of its own links."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.base import ExecutableOption

from assetmap.errors import NotFound
from assetmap.models import Asset, Group, Link, Visibility
from assetmap.models.links import DIRECTED
from assetmap.services import assets, groups
from assetmap.services.filters import Filters
from assetmap.services.groups import GroupFilters
from assetmap.services.networks.known import MAY_SEE, Viewer, state_of

FROM, TO = "from", "to"
BIGGEST = 2**31 - 1
"""A number of one digit less fits into any database."""


@dataclass(frozen=True)
class Own:
    """A standing link as one of its ends sees it, private or not, and whatever the other end says.

    `side` is the end this group answers for; `other` is what stands at the other end, and `at` the asset of its own that a link
    to it names. `outward` says whether a sentence about it starts with this group. `says` and `other_says` are true, false or
    not answered (none); `visibility` is this group's own choice, or none.
    """

    link: Link
    side: str
    other: Group | Asset
    at: Asset | None
    outward: bool
    says: bool | None
    other_says: bool | None
    visibility: Visibility | None
    state: str

    @property
    def denied(self) -> bool:
        """Whether one of the ends says that this is not so: then nobody else sees it."""
        return self.says is False or self.other_says is False


def get(session: Session, link_id: int, viewer: Viewer = Viewer.connector) -> Link:
    """One link, standing or ended, with its ends; NotFound where there is none that this viewer may see."""
    query = select(Link).where(Link.id == link_id, Link.visibility.in_(MAY_SEE[viewer])).options(*_ends())
    found = session.scalar(query)
    if found is None:
        raise NotFound("There is no link here that you can see. It may have been removed.")
    return found


def answers_for(session: Session, link: Link) -> tuple[int, int | None]:
    """The group that answers for the start of a link, and the one for its other end: for an asset the group that runs it, if any."""
    if link.to_asset_id is None:
        return link.from_group_id, link.to_group_id
    return link.from_group_id, session.scalar(select(Asset.group_id).where(Asset.id == link.to_asset_id))


def side_of(session: Session, link: Link, group_id: int) -> str | None:
    """Which end a group answers for: `from`, `to`, or neither."""
    first, second = answers_for(session, link)
    return FROM if group_id == first else TO if group_id == second else None


def end_of(session: Session, node: str) -> Group | Asset | None:
    """The group (`g12`) or the asset (`a40`) of a node, or none."""
    known = node[1:].isascii() and node[1:].isdigit() and len(node) <= len(str(BIGGEST))
    number = int(node[1:]) if known else 0
    return session.get(Asset, number) if node[:1] == "a" else session.get(Group, number) if node[:1] == "g" else None


def search(session: Session, words: str, most: int) -> list[Group | Asset]:
    """Groups with these words, then assets, at most so many of each: what a link could lead to."""
    if not words.strip():
        return []
    found = assets.listed(session, Filters(q=words), size=most).items
    ends = (end_of(session, f"a{item.id}") for item in found)
    return [*groups.listed(session, GroupFilters(q=words), size=most).items, *(end for end in ends if end)]


def own(session: Session, group_id: int) -> list[Own]:
    """The standing links a group answers for, private ones and those an end denied included: for its keepers only.

    Those it has not answered come first, then by kind and by the name at the other end.
    """
    runs = select(Asset.id).where(Asset.group_id == group_id)
    mine = or_(Link.from_group_id == group_id, Link.to_group_id == group_id, Link.to_asset_id.in_(runs))
    found = session.scalars(select(Link).where(Link.ended_at.is_(None), mine).options(*_ends()))
    return sorted((_own(link, group_id) for link in found), key=_order)


def _own(link: Link, group_id: int) -> Own:
    starts = link.from_group_id == group_id
    target = link.to_group or link.to_asset
    assert target is not None  # noqa: S101  the table holds one of the two
    said = [(link.from_says, link.from_visibility), (link.to_says, link.to_visibility)]
    (says, visibility), (other_says, _theirs) = said if starts else reversed(said)
    return Own(
        link=link,
        side=FROM if starts else TO,
        other=target if starts else link.from_group,
        at=None if starts else link.to_asset,
        outward=starts or (link.kind not in DIRECTED and link.to_asset_id is None),
        says=says,
        other_says=other_says,
        visibility=visibility,
        state=state_of(link),
    )


def _order(each: Own) -> tuple[bool, str, str, int]:
    return each.says is not None, each.link.kind, each.other.name.casefold(), each.link.id


def _ends() -> tuple[ExecutableOption, ...]:
    return joinedload(Link.from_group), joinedload(Link.to_group), joinedload(Link.to_asset).joinedload(Asset.group)
