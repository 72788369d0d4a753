"""Groups as the public sees them: found, listed, shown."""

from collections import Counter
from dataclasses import dataclass, replace

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session, selectinload

from assetmap.models import Area, AreaLookup, Asset, Departure, Group, GroupArea, PatchArea, Subject, Version
from assetmap.services import areas, themes, whereabouts
from assetmap.services.filters import group_terms
from assetmap.services.matching import Condition, Terms, terms_of
from assetmap.services.remember import remembered
from assetmap.services.times import openings
from assetmap.services.times.asked import When
from assetmap.services.words import fold


@dataclass(frozen=True)
class GroupFilters:
    """What is asked for: words, a kind of group, an area's address, a category that it is about, when it meets or is open. Empty ones
    are open. `terms` are what `q` means, where it means more than its own words (services/search.understand_of_groups)."""

    q: str = ""
    kind: str = ""
    area: str = ""
    theme: str = ""
    when: When | None = None
    terms: Terms = ()

    @property
    def sought(self) -> Terms:
        """What the words ask for: of each of these, one."""
        return self.terms or terms_of(self.q)


EVERY = GroupFilters()


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


def listed(session: Session, filters: GroupFilters, page: int = 1, size: int = 25) -> GroupPage:
    """One page of groups by name; where words are asked for, first those that are called so."""
    ids = remembered(session, ("groups in order", filters), lambda: _in_order(session, filters))
    page = max(1, min(page, -(-len(ids) // size) or 1))
    shown = ids[(page - 1) * size : page * size]
    rows = session.scalars(select(Group).where(Group.id.in_(shown)).options(selectinload(Group.areas)))
    return GroupPage(sorted(rows, key=lambda group: shown.index(group.id)), len(ids), page, size)


def _in_order(session: Session, filters: GroupFilters) -> list[int]:
    """The ids of the groups that fit, in the order they are listed."""
    terms = filters.sought
    rows = session.execute(select(Group.id, Group.name).where(*_where(session, filters)).order_by(Group.name, Group.id)).all()
    return [row.id for row in sorted(rows, key=lambda row: _unlikeness(terms, row.name))] if terms else [row.id for row in rows]


def _unlikeness(terms: Terms, name: str) -> tuple[int, int]:
    """How far a name is from what is asked for: how many of the words it lacks, and how many it has besides."""
    words = fold(name).split()
    lacks = sum(not any(word.startswith(part) for part in parts for word in words) for parts in terms)
    return lacks, sum(not any(word.startswith(part) for parts in terms for part in parts) for word in words)


def after(session: Session, last_id: int, size: int, filters: GroupFilters = EVERY) -> list[Group]:
    """The next groups in order of their id, for reading all of them, or those that fit, in steps."""
    where = (Group.id > last_id, *_where(session, filters))
    return list(session.scalars(select(Group).where(*where).options(selectinload(Group.areas)).order_by(Group.id).limit(size)))


def count(session: Session, filters: GroupFilters = EVERY) -> int:
    """How many groups there are, or fit."""
    return session.scalar(select(func.count()).select_from(Group).where(*_where(session, filters))) or 0


def silent(session: Session, filters: GroupFilters) -> int:
    """How many groups under all other filters nobody has given a time that can be asked about."""
    where = _where(session, replace(filters, when=None)), openings.silent(session, Subject.group)
    return session.scalar(select(func.count()).select_from(Group).where(*where[0], where[1])) or 0


def get(session: Session, group_id: int) -> Group:
    """One group with its areas; NotFound where there is none, Departed where there was one."""
    group = session.scalar(select(Group).where(Group.id == group_id).options(selectinload(Group.areas)))
    if group is None:
        raise whereabouts.absent(session, Subject.group, group_id)
    return group


def named(session: Session, name: str) -> Group | None:
    """The group with this name, whatever the capitals."""
    return session.scalar(select(Group).where(func.lower(Group.name) == name.strip().lower()).order_by(Group.id).limit(1))


def merged_named(session: Session, name: str) -> Group | None:
    """The group that stands for one of this name that was merged into it; none where there was no such."""
    called = func.lower(Version.content["name"].as_string()) == name.strip().lower()
    gone = select(Version.entry_id).join(Departure, (Departure.subject == Version.subject) & (Departure.entry_id == Version.entry_id))
    number = session.scalar(gone.where(Version.subject == Subject.group, called).order_by(Version.id.desc()).limit(1))
    goal = whereabouts.goal(session, Subject.group, number) if number is not None else None
    return session.get(Group, goal) if goal is not None else None


def names(session: Session, most: int = 500) -> list[str]:
    """The names of groups, to choose from."""
    return list(session.scalars(select(Group.name).order_by(Group.name).limit(most)))


def assets_of(session: Session, group: Group, most: int) -> tuple[list[int], int]:
    """The ids of the assets a group runs, by name, at most `most`, and how many there are in all."""
    mine = Asset.group_id == group.id
    ids = session.scalars(select(Asset.id).where(mine).order_by(Asset.name, Asset.id).limit(most))
    return list(ids), session.scalar(select(func.count()).select_from(Asset).where(mine)) or 0


def in_area(session: Session, area: Area, most: int | None = None) -> list[Group]:
    """The groups that say they work in an area or run an asset there, by name, at most `most`."""
    here = Group.id.in_(ids_in(session, area))
    return list(session.scalars(select(Group).where(here).order_by(Group.name, Group.id).limit(most)))


def count_in(session: Session, area: Area) -> int:
    """How many groups say they work in an area or run an asset there."""
    return len(ids_in(session, area))


def kinds_in(session: Session, area: Area) -> dict[str, int]:
    """How many groups of each kind say they work in an area or run an asset there."""
    kinds = remembered(session, "kinds of groups", lambda: dict(session.execute(select(Group.id, Group.kind)).all()))
    return Counter(str(kinds[number]) for number in ids_in(session, area))


def ids_in(session: Session, area: Area) -> frozenset[int]:
    """The ids of the groups that say they work in an area or run an asset there."""
    return _ids(session, area.id)


def areas_of(session: Session, group_id: int) -> set[int]:
    """The ids of the areas a group says it works in, those around them, and those where it runs an asset."""
    found = remembered(session, "groups of areas", lambda: _all_ids(session))
    return {area_id for area_id, mine in found.items() if group_id in mine}


def _ids(session: Session, area_id: int | None) -> frozenset[int]:
    found = remembered(session, "groups of areas", lambda: _all_ids(session))
    return found.get(area_id, frozenset()) if area_id is not None else frozenset()


def _all_ids(session: Session) -> dict[int, frozenset[int]]:
    """The ids of the groups that say they work in an area, or in a smaller one inside it, or run an asset there, for each area (id)."""
    runs = select(Asset.patch_id, Asset.group_id).where(Asset.patch_id.is_not(None), Asset.group_id.is_not(None)).distinct().subquery()
    pairs = union(
        select(GroupArea.area_id, GroupArea.group_id),
        select(AreaLookup.parent_id, GroupArea.group_id)
        .join(GroupArea, GroupArea.area_id == AreaLookup.child_id)
        .where(AreaLookup.share >= areas.MOSTLY),
        select(PatchArea.area_id, runs.c.group_id).join(runs, runs.c.patch_id == PatchArea.patch_id),
    )
    found: dict[int, set[int]] = {}
    for area_id, group_id in session.execute(pairs):
        found.setdefault(area_id, set()).add(group_id)
    return {area_id: frozenset(ids) for area_id, ids in found.items()}


def _where(session: Session, filters: GroupFilters) -> list[Condition]:
    where = group_terms(filters.sought)
    if filters.kind:
        where.append(Group.kind == filters.kind)
    if filters.area:
        where.append(Group.id.in_(_ids(session, areas.id_at(session, filters.area))))
    if filters.theme:
        where.append(Group.id.in_(themes.groups_about(session, filters.theme)))
    if filters.when:
        where.append(openings.condition(session, filters.when, Subject.group))
    return where
