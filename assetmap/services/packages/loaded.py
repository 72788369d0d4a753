"""What people loaded over a place's own figures or areas, when the place itself is loaded again."""

from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from assetmap.errors import Fault
from assetmap.models import Area, Geography, Observation, ReplacedObservation
from assetmap.services.packages.package import Package

Cell = tuple[int, str, int]  # indicator (id), period, area (id)


def taken_away(session: Session, package: Package) -> list[Fault]:
    """Areas that loading would delete, since the package does not have them, although people loaded figures of them."""
    mine = {key: set(frame["code"]) for key, frame in package.boundaries.items()}
    for row in package.table("comparators").to_dict("records"):
        mine.setdefault(row["geography"], set()).add(row["code"])
    query = (
        select(Geography.key, Geography.plural, Area.code, func.count())
        .join(Area, Area.geography_id == Geography.id)
        .join(Observation, Observation.area_id == Area.id)
        .where(Geography.key.in_(mine), Observation.load_id.is_not(None))
        .group_by(Geography.key, Geography.plural, Area.code)
    )
    lost: dict[tuple[str, str], list[int]] = {}
    for key, plural, code, count in session.execute(query):
        if code not in mine[key]:
            lost.setdefault((key, plural), []).append(count)
    return [
        Fault(
            f"loading this place would delete {len(counts)} of the {plural} that it does not have, with {sum(counts)} figures that"
            " people loaded. Undo those loads first, or bring the areas into the place's folder.",
            key,
        )
        for (key, plural), counts in lost.items()
    ]


def put_beneath(session: Session, indicator_ids: list[int], observations: list[dict[str, Any]]) -> None:
    """Lay the package's figures (rows of observations) under those that loads hold, so that undoing brings back its newest."""
    replaced = ReplacedObservation.indicator_id.in_(indicator_ids)
    session.execute(delete(ReplacedObservation).where(replaced, ReplacedObservation.earlier_load_id.is_(None)))
    lowest = lowest_loads(session, indicator_ids)
    cells = [(row, lowest.get((row["indicator_id"], row["period"], row["area_id"]))) for row in observations]
    beneath = [{**row, "load_id": load_id, "earlier_load_id": None} for row, load_id in cells if load_id is not None]
    if beneath:
        session.execute(insert(ReplacedObservation), beneath)


def lowest_loads(session: Session, indicator_ids: list[int]) -> dict[Cell, int]:
    """The load (id) that would be the last to be undone, for each cell that a load holds."""
    below = select(ReplacedObservation).where(
        ReplacedObservation.indicator_id.in_(indicator_ids), ReplacedObservation.earlier_load_id.is_not(None)
    )
    earlier = {(each.load_id, cell_of(each)): each.earlier_load_id or 0 for each in session.scalars(below)}  # none are null, see above
    held = select(Observation).where(Observation.indicator_id.in_(indicator_ids), Observation.load_id.is_not(None))
    found: dict[Cell, int] = {}
    for each in session.scalars(held):
        cell, load_id = cell_of(each), each.load_id or 0
        while (load_id, cell) in earlier:
            load_id = earlier[load_id, cell]
        found[cell] = load_id
    return found


def cell_of(row: Observation | ReplacedObservation) -> Cell:
    """What an observation is of."""
    return row.indicator_id, row.period, row.area_id
