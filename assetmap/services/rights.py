"""Who may do what to one entry, besides what their role lets them do: keepers to their group's, stewards within their limits."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Asset, Keeper, Subject, User
from assetmap.services import accounts, assets, groups, remits, versions


def keeps(session: Session, user: User, group_id: int) -> bool:
    """Whether somebody answers for a group, with this account."""
    mine = select(Keeper.id).where(Keeper.group_id == group_id, Keeper.user_id == user.id)
    return session.scalar(mine.limit(1)) is not None


def keeps_entry(session: Session, user: User, subject: Subject, entry_id: int) -> bool:
    """Whether somebody answers for a published group, or for the group that runs a published asset."""
    entry = versions.entry_of(session, subject, entry_id)
    group = entry.group_id if isinstance(entry, Asset) else entry.id
    return group is not None and keeps(session, user, group)


def looks_after(session: Session, user: User, subject: Subject, entry_id: int) -> bool:
    """Whether somebody is a steward within whose limits an entry is, or an administrator; NotFound where there is no such entry."""
    inside = remits.covers_entry(session, user, subject, entry_id)
    return accounts.is_one_of(user, accounts.STEWARDS) and inside


def looks_after_group(session: Session, user: User, group_id: int) -> bool:
    """Whether a group is a steward's to look after, which who answers for it is not of itself; NotFound where there is none."""
    groups.get(session, group_id)
    return looks_after(session, user, Subject.group, group_id)


def changes_group(session: Session, user: User, group_id: int) -> bool:
    """Whether somebody may change a group's entry directly: its keepers, and stewards; NotFound where there is no such group."""
    groups.get(session, group_id)
    return keeps(session, user, group_id) or looks_after(session, user, Subject.group, group_id)


def changes_asset(session: Session, user: User, asset_id: int) -> bool:
    """Whether somebody may change an asset directly: keepers of the group that runs it, and stewards; NotFound as above."""
    owner = assets.get(session, asset_id).group_id
    return (owner is not None and keeps(session, user, owner)) or looks_after(session, user, Subject.asset, asset_id)


def kept_by(session: Session, user: User) -> list[Keeper]:
    """What somebody answers for, by the groups' names."""
    mine = session.scalars(select(Keeper).where(Keeper.user_id == user.id)).all()
    return sorted(mine, key=lambda keeper: keeper.group.name.casefold())


def assets_of(session: Session, group_id: int) -> list[Asset]:
    """The assets a group runs, by name."""
    return list(session.scalars(select(Asset).where(Asset.group_id == group_id).order_by(Asset.name, Asset.id)))
