"""Who is active in an area and how that hangs together, as far as the register knows it: which groups run what, and where else."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.models import Area, Asset, Group
from assetmap.services import areas, groups
from assetmap.services.filters import lies_in
from assetmap.services.remember import remembered

NAMED = 5


@dataclass(frozen=True)
class FarGroup:
    """A group that works in several neighbourhoods, by their titles."""

    id: int
    name: str
    neighbourhoods: list[str]


@dataclass(frozen=True)
class Network:
    """The groups of an area: how many, how many of them run something registered there, and how many work in several
    neighbourhoods, the widest of them by name. `assets` of the area's entries have a known group."""

    groups: int
    running: int
    assets: int
    several: int
    widest: list[FarGroup]


def of_area(session: Session, area: Area) -> Network:
    """What the register knows about the groups of an area."""
    return remembered(session, ("network", area.id), lambda: _of_area(session, area))


def _of_area(session: Session, area: Area) -> Network:
    here = groups.ids_in(session, area)
    run = select(func.count(Asset.group_id.distinct()), func.count()).where(lies_in(session, area), Asset.group_id.is_not(None))
    running, entries = session.execute(run).one()
    wide = {number: titles for number in here if len(titles := neighbourhoods_of(session).get(number, [])) > 1}
    first = sorted(wide, key=lambda number: (-len(wide[number]), number))[:NAMED]
    rows = session.execute(select(Group.id, Group.name).where(Group.id.in_(first))).all()
    names = {row.id: row.name for row in rows}
    return Network(len(here), running, entries, len(wide), [FarGroup(number, names[number], wide[number]) for number in first])


def neighbourhoods_of(session: Session) -> dict[int, list[str]]:
    """The titles of the neighbourhoods in which each group (id) says it works or runs something, by name."""

    def find() -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for area in areas.neighbourhoods(session):
            for number in groups.ids_in(session, area):
                found.setdefault(number, []).append(area.title)
        return found

    return remembered(session, "neighbourhoods of groups", find)
