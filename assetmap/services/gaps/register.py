"""How full the register itself is: more entries can mean more registering and not more assets."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.geo.rates import poisson
from assetmap.geo.reach import Floats, Ints
from assetmap.models import Asset, PatchArea
from assetmap.services.remember import remembered

THIN, USUAL, FULL, UNSURE = "thin", "usual", "full", "unsure"
NONE_AT_ALL = float(poisson([0])[1][0])  # where fewer are to be expected, even none at all may be chance


@dataclass(frozen=True)
class Fullness:
    """Entries of all kinds in an area: how many, for each 1,000 people with its interval, and what that says beside the place."""

    entries: int
    per_1000: float | None
    lower: float | None
    upper: float | None
    kind: str


def fullness(session: Session, area_ids: Ints, people: Floats, everybody: float, exact: bool) -> list[Fullness]:
    """How full the register is in each area, against the rate of the whole place: of its `exact` entries where areas hold no others."""
    counts = _counts(session)
    entries = np.array([counts.get(int(number), 0) for number in area_ids], float)
    rate = (_exact(session) if exact else everything(session)) / everybody if everybody else 0.0
    lower, upper = poisson(entries)
    expected = rate * people
    kinds = np.select([upper < expected, lower > expected, expected < NONE_AT_ALL], [THIN, FULL, UNSURE], default=USUAL)

    def per_1000(count: float, row: int) -> float | None:
        return float(count / people[row] * 1000) if people[row] > 0 else None

    return [
        Fullness(int(count), per_1000(count, row), per_1000(lower[row], row), per_1000(upper[row], row), str(kinds[row]))
        for row, count in enumerate(entries)
    ]


def _counts(session: Session) -> dict[int, int]:
    """How many entries each area (id) has: counted by patch, then added up by area."""

    def find() -> dict[int, int]:
        counted = select(Asset.patch_id, func.count().label("assets")).where(Asset.patch_id.is_not(None)).group_by(Asset.patch_id)
        patch = counted.subquery()
        query = select(PatchArea.area_id, func.sum(patch.c.assets)).join(patch, patch.c.patch_id == PatchArea.patch_id)
        return {int(area): int(count) for area, count in session.execute(query.group_by(PatchArea.area_id))}

    return remembered(session, "entries by area", find)


def everything(session: Session) -> int:
    """How many entries have a place."""
    return remembered(session, "entries with a place", lambda: session.scalar(select(func.count()).where(Asset.patch_id.is_not(None))) or 0)


def _exact(session: Session) -> int:
    """How many entries have a place that is shown exactly."""
    rough = select(func.count()).where(Asset.patch_id.is_not(None), Asset.approximate.is_(True))
    return everything(session) - remembered(session, "rough entries with a place", lambda: session.scalar(rough) or 0)
