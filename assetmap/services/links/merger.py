"""What becomes of links when two groups, or two assets, turn out to be one."""

from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from assetmap.models import Asset, Frequency, Link, Subject
from assetmap.models.columns import now
from assetmap.models.links import DIRECTED
from assetmap.services.links.ends import FROM, TO
from assetmap.services.links.handover import hand_over
from assetmap.services.links.verbs import stricter

SAID = ("says", "said_at", "visibility")


def merged(session: Session, subject: Subject, gone_id: int, kept_id: int) -> None:
    """Let the links of an entry be those of the one it is merged into. Whoever calls this has said that the register changes.

    Where the other has the same link already, that one takes over what was said of this, and the stricter wish and the denial
    count; the link itself goes with its entry, as those between the two do, and those to an asset that the group now runs itself.
    """
    mine = Link.to_asset_id == gone_id if subject == Subject.asset else or_(Link.from_group_id == gone_id, Link.to_group_id == gone_id)
    for link in session.scalars(select(Link).where(mine).order_by(Link.id)).all():
        _move(session, subject, link, gone_id, kept_id)
    if subject == Subject.group:
        _end_own(session, kept_id)
    session.flush()


def runner_changed(session: Session, asset_id: int, before: int | None, after: int | None) -> None:
    """Say of the links to an asset that is merged into one that another group runs: that group has answered for none of them."""
    if before != after:
        for link in session.scalars(select(Link).where(Link.to_asset_id == asset_id, Link.ended_at.is_(None))):
            hand_over(link, after)
        session.flush()


def parted(link: Link, ends: dict[str, Any], gone_id: int, kept_id: int) -> None:
    """Give a link that was moved the `ends` back that it had, if it still has those it was given then."""
    then = {name: kept_id if value == gone_id else value for name, value in ends.items()}
    if link.from_group_id == then.get("to_group_id") and link.to_group_id == then["from_group_id"]:
        _turn(link)
    elif any(getattr(link, name) != value for name, value in then.items()):
        return
    for name, value in ends.items():
        setattr(link, name, value)


def _move(session: Session, subject: Subject, link: Link, gone_id: int, kept_id: int) -> None:
    ends = {"from_group_id": link.from_group_id, "to_group_id": link.to_group_id, "to_asset_id": link.to_asset_id}
    changing = ("to_asset_id",) if subject == Subject.asset else ("from_group_id", "to_group_id")
    ends |= {name: kept_id for name in changing if ends[name] == gone_id}
    turned = ends["to_group_id"] is not None and link.kind not in DIRECTED and ends["from_group_id"] > ends["to_group_id"]  # type: ignore[operator]
    if turned:
        ends |= {"from_group_id": ends["to_group_id"], "to_group_id": ends["from_group_id"]}
    if ends["from_group_id"] == ends["to_group_id"] or (link.ended_at is None and _runs(session, ends, gone_id, subject)):
        return
    same = (getattr(Link, name) == value if value is not None else getattr(Link, name).is_(None) for name, value in ends.items())
    there = session.scalar(select(Link).where(Link.kind == link.kind, Link.ended_at.is_(None), Link.id != link.id, *same))
    if there is not None and link.ended_at is None:
        _take_over(there, link, turned)
    else:
        if turned:
            _turn(link)
        for name, value in ends.items():
            setattr(link, name, value)
    session.flush()


def _runs(session: Session, ends: dict[str, int | None], gone_id: int, subject: Subject) -> bool:
    """Whether the link would be one of a group to an asset that it runs."""
    if ends["to_asset_id"] is None:
        return False
    runner = session.scalar(select(Asset.group_id).where(Asset.id == ends["to_asset_id"]))
    own = {ends["from_group_id"]} | ({gone_id} if subject == Subject.group else set())
    return runner in own


def _turn(link: Link) -> None:
    """Let the two sides change places: what each end has said goes with it."""
    for name in SAID:
        one, other = getattr(link, f"{FROM}_{name}"), getattr(link, f"{TO}_{name}")
        setattr(link, f"{FROM}_{name}", other)
        setattr(link, f"{TO}_{name}", one)


def _take_over(there: Link, link: Link, turned: bool) -> None:
    """What one link of two that are the same knew more than the other. No more people see it than saw the stricter of the two."""
    for side in (FROM, TO):
        other = (TO if side == FROM else FROM) if turned else side
        says, theirs = getattr(there, f"{side}_says"), getattr(link, f"{other}_says")
        if theirs is not None and (says is None or (says and not theirs)):
            setattr(there, f"{side}_says", theirs)
            setattr(there, f"{side}_said_at", getattr(link, f"{other}_said_at"))
        wishes = [wish for wish in (getattr(there, f"{side}_visibility"), getattr(link, f"{other}_visibility")) if wish is not None]
        setattr(there, f"{side}_visibility", stricter(wishes) if wishes else None)
    there.visibility = stricter((there.visibility, link.visibility, there.from_visibility, there.to_visibility))
    if there.frequency == Frequency.unknown:
        there.frequency = link.frequency
    there.since = min((year for year in (there.since, link.since) if year is not None), default=None)
    there.note, there.source = there.note or link.note, there.source or link.source
    if there.observed_at is None:
        there.observed_at, there.observed_by_id = link.observed_at, link.observed_by_id


def _end_own(session: Session, group_id: int) -> None:
    """End what a group stated of an asset that it runs now: the two belong together already."""
    session.flush()
    runs = select(Asset.id).where(Asset.group_id == group_id)
    own = Link.from_group_id == group_id, Link.to_asset_id.in_(runs), Link.ended_at.is_(None)
    session.execute(update(Link).where(*own).values(ended_at=now()).execution_options(synchronize_session="fetch"))
