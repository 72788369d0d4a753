"""The assets a question is about: those that are what is asked for, those that do not say, and those that are not."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from assetmap.geo import cells
from assetmap.geo.reach import Floats, Ints, in_metres
from assetmap.models import Asset, Cost
from assetmap.services import places
from assetmap.services.filters import FACETS, Filters, common_conditions, facet_condition
from assetmap.services.hints import searching
from assetmap.services.matching import Condition
from assetmap.services.remember import remembered
from assetmap.services.times import openings
from assetmap.services.vocabulary import vocabulary

NOT, DOES, MIGHT = 0, 1, 2
NOWHERE = -1
KINDS, PACKED = 4, 128  # two bits for the kind and five for what is not said stand below the cell in one number
SAYABLE = ("audience", "language", "access", "cost", "when")  # what an entry may leave unsaid


@dataclass(frozen=True)
class Unsaid:
    """Of how many entries, in all else what is asked for, how many do not say one thing."""

    facet: str
    entries: int
    silent: int


@dataclass(frozen=True)
class Spots:
    """Where what does, might and does not fit is: rows of x, y in metres."""

    does: Floats
    might: Floats
    nots: Floats


@dataclass(frozen=True)
class Found:
    """How many entries fit (`matches`, as many as a list with the same filters has), do not say, and do not fit.

    Of those that fit, `placeless` have no fixed place, and `rough` are shown only by their neighbourhood: a point in its middle
    says nothing about a walk, so they are left out of the distances.
    """

    matches: int
    silent: int
    others: int
    placeless: int
    rough: int
    unsaid: tuple[Unsaid, ...]


def find(session: Session, filters: Filters) -> tuple[Found, Spots]:
    """The assets these filters are about."""
    kind, cell, ids, silent = _rows(session, filters)
    rough = np.isin(ids, _rough(session))
    placed = cell != NOWHERE
    somewhere = placed & ~rough
    place = _metres(session, cell[somewhere])
    does, might = kind == DOES, kind == MIGHT
    kinds = kind[somewhere]
    chosen = [name for name in SAYABLE if getattr(filters, name)]
    found = Found(
        matches=int(does.sum()),
        silent=int(might.sum()),
        others=int((kind == NOT).sum()),
        placeless=int((does & ~placed).sum()),
        rough=int((does & rough & placed).sum()),
        unsaid=tuple(Unsaid(name, len(kind), int(((silent >> number) & 1).sum())) for number, name in enumerate(chosen)),
    )
    return found, Spots(place[kinds == DOES], place[kinds == MIGHT], place[kinds == NOT])


def _rows(session: Session, filters: Filters) -> tuple[Ints, Ints, Ints, Ints]:
    """Of each entry that could fit: its kind, its cell (`NOWHERE` for none), its id, and a bit for each thing it does not say."""
    words = vocabulary(session)
    said = {name: condition for name in FACETS if (condition := facet_condition(words, filters, name)) is not None}
    if filters.when:
        said["when"] = openings.condition(session, filters.when)
    asked = {name: said.pop(name) for name in SAYABLE if name in said}
    silent = {name: openings.silent(session) if name == "when" else _silent(name) for name in asked}
    kind: ColumnElement[int] = literal(DOES)
    bits: ColumnElement[int] = literal(0)
    if asked:
        could = and_(*(or_(condition, silent[name]) for name, condition in asked.items()))
        kind = case((and_(*asked.values()), DOES), (could, MIGHT), else_=NOT)
        for number, name in enumerate(asked):
            bits = bits + case((silent[name], 1 << number), else_=0)
    packed = (func.coalesce(Asset.cell, NOWHERE) + 1) * PACKED + bits * KINDS + kind
    query = select(packed, Asset.id).where(*said.values(), *common_conditions(session, replace(filters, when=None)))
    # Two numbers a row, straight from the database's own cursor, since a hundred thousand are asked for: to hand over four takes
    # twice as long, and rows as objects twice as long again.
    result = session.connection().execute(searching(query, session, filters.sought))
    rows = result.cursor.fetchall() if result.cursor is not None else []
    result.close()
    numbers, ids = np.array(rows, np.int64).reshape(-1, 2).T
    return numbers % KINDS, numbers // PACKED - 1, ids, numbers % PACKED // KINDS


def _silent(name: str) -> Condition:
    """Entries that do not say this at all."""
    if name == "cost":
        return Asset.cost == Cost.unknown
    column: ColumnElement[int] = getattr(Asset, f"{name}_bits")
    return column == 0


def _rough(session: Session) -> NDArray[np.int64]:
    """The ids of the assets that are shown only by their neighbourhood."""

    def read() -> NDArray[np.int64]:
        return np.array(session.scalars(select(Asset.id).where(Asset.approximate.is_(True))).all(), np.int64)

    return remembered(session, "rough assets", read)


def _metres(session: Session, cell: Ints) -> Floats:
    """The middles of cells as rows of x, y in metres; a cell is less than two and a half metres wide."""
    lon, lat = cells.all_degrees(*cells.unweave(cell))
    return in_metres(lon, lat, places.current(session).metric_epsg)
