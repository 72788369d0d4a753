"""Groups as the public sees them: found, listed, shown."""

from dataclasses import dataclass

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session, selectinload

from assetmap.errors import NotFound
from assetmap.models import Area, AreaLookup, Asset, Group, GroupArea, PatchArea
from assetmap.services import areas
from assetmap.services.filters import Condition, lies_in
from assetmap.services.remember import remembered
from assetmap.services.words import search_words


@dataclass(frozen=True)
class GroupPage:
    """One page of a list of groups."""

    items: list[Group]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def listed(session: Session, q: str = "", kind: str = "", area: str = "", page: int = 1, size: int = 25) -> GroupPage:
    """One page of groups by name; `area` is an area's code."""
    where = _where(session, q, kind, area)
    total = session.scalar(select(func.count()).select_from(Group).where(*where)) or 0
    page = max(1, min(page, -(-total // size) or 1))
    query = select(Group).where(*where).options(selectinload(Group.areas)).order_by(Group.name, Group.id)
    return GroupPage(list(session.scalars(query.offset((page - 1) * size).limit(size))), total, page, size)


def after(session: Session, last_id: int, size: int) -> list[Group]:
    """The next groups in order of their id, for reading all of them in steps."""
    query = select(Group).where(Group.id > last_id).options(selectinload(Group.areas)).order_by(Group.id).limit(size)
    return list(session.scalars(query))


def count(session: Session) -> int:
    """How many groups there are."""
    return session.scalar(select(func.count()).select_from(Group)) or 0


def get(session: Session, group_id: int) -> Group:
    """One group with its areas; NotFound where there is none."""
    group = session.scalar(select(Group).where(Group.id == group_id).options(selectinload(Group.areas)))
    if group is None:
        raise NotFound("There is no group here. It may have been removed.")
    return group


def named(session: Session, name: str) -> Group | None:
    """The group with this name, whatever the capitals."""
    return session.scalar(select(Group).where(func.lower(Group.name) == name.strip().lower()).order_by(Group.id).limit(1))


def names(session: Session, most: int = 500) -> list[str]:
    """The names of groups, to choose from."""
    return list(session.scalars(select(Group.name).order_by(Group.name).limit(most)))


def assets_of(session: Session, group: Group, most: int) -> tuple[list[int], int]:
    """The ids of the assets a group runs, by name, at most `most`, and how many there are in all."""
    mine = Asset.group_id == group.id
    ids = session.scalars(select(Asset.id).where(mine).order_by(Asset.name, Asset.id).limit(most))
    return list(ids), session.scalar(select(func.count()).select_from(Asset).where(mine)) or 0


def in_area(session: Session, area: Area) -> list[Group]:
    """The groups that say they work in an area or run an asset there, by name."""
    return list(session.scalars(select(Group).where(_active_in(session, area)).order_by(Group.name, Group.id)))


def count_in(session: Session, area: Area) -> int:
    """How many groups say they work in an area or run an asset there."""
    return remembered(session, "groups of areas", lambda: _all_counts(session)).get(area.id, 0)


def _all_counts(session: Session) -> dict[int, int]:
    """How many groups `_active_in` finds for each area (id), for all areas at once."""
    runs = select(Asset.patch_id, Asset.group_id).where(Asset.patch_id.is_not(None), Asset.group_id.is_not(None)).distinct().subquery()
    pairs = union(
        select(GroupArea.area_id, GroupArea.group_id),
        select(AreaLookup.parent_id, GroupArea.group_id)
        .join(GroupArea, GroupArea.area_id == AreaLookup.child_id)
        .where(AreaLookup.share >= areas.MOSTLY),
        select(PatchArea.area_id, runs.c.group_id).join(runs, runs.c.patch_id == PatchArea.patch_id),
    ).subquery()
    rows = session.execute(select(pairs.c.area_id, func.count().label("groups")).group_by(pairs.c.area_id))
    return {row.area_id: row.groups for row in rows}


def _active_in(session: Session, area: Area) -> Condition:
    inside = select(AreaLookup.child_id).where(AreaLookup.parent_id == area.id, AreaLookup.share >= areas.MOSTLY)
    works = select(GroupArea.group_id).where((GroupArea.area_id == area.id) | GroupArea.area_id.in_(inside))
    runs = select(Asset.group_id).where(lies_in(session, area), Asset.group_id.is_not(None))
    return Group.id.in_(works) | Group.id.in_(runs)


def _where(session: Session, q: str, kind: str, area: str) -> list[Condition]:
    where: list[Condition] = [Group.search_text.contains(word, autoescape=True) for word in search_words(q)]
    if kind:
        where.append(Group.kind == kind)
    if area:
        where.append(Group.areas.any(Area.id == areas.id_at(session, area)))
    return where
