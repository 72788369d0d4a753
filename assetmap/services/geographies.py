"""Geographies: what kinds of areas there are, of when, from whom, and how they lie in one another."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from assetmap.models import Area, AreaLookup, Geography
from assetmap.services import areas, indicators
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered_of_place


@dataclass(frozen=True)
class Nesting:
    """That areas of one geography lie in those of a larger one: `whole` where each lies in one, else they are shared out."""

    larger: Geography
    whole: bool


@dataclass(frozen=True)
class GeographyRow:
    """A geography, how many areas it has, whether they can be drawn, what they lie in, and what is published for them."""

    geography: Geography
    areas: int
    drawable: bool
    nests: list[Nesting]
    indicators: list[IndicatorRow]


def listed(session: Session) -> list[GeographyRow]:
    """Every geography, the largest areas first."""
    return remembered_of_place(session, "geographies listed", lambda: _listed(session))


def _listed(session: Session) -> list[GeographyRow]:
    rows = session.execute(select(Area.geography_id, func.count(), func.count(Area.shape)).group_by(Area.geography_id))
    counts = {number: (count, shapes) for number, count, shapes in rows}
    everything = {each.id: each for each in areas.geographies(session, with_shapes=False) if each.id in counts}
    nesting = _nesting(session, everything)
    for each in everything.values():
        session.expunge(each)
    return [
        GeographyRow(
            each,
            counts[each.id][0],
            counts[each.id][1] > 0,
            nesting.get(each.id, []),
            [row for row in indicators.listed(session) if any(known.id == each.id for known in row.geographies)],
        )
        for each in everything.values()
    ]


def _nesting(session: Session, everything: dict[int, Geography]) -> dict[int, list[Nesting]]:
    """The larger geographies that each geography (id) has lookups to; those of its own size, such as another vintage, left out."""
    child, parent = aliased(Area), aliased(Area)
    whole = func.min(AreaLookup.share)
    query = select(child.geography_id, parent.geography_id, whole).select_from(AreaLookup)
    query = query.join(child, child.id == AreaLookup.child_id).join(parent, parent.id == AreaLookup.parent_id)
    found: dict[int, list[Nesting]] = {}
    for small, large, least in session.execute(query.group_by(child.geography_id, parent.geography_id)):
        if everything[small].level > everything[large].level and not everything[large].overlapping:
            found.setdefault(small, []).append(Nesting(everything[large], least > 0.999))
    for nests in found.values():
        nests.sort(key=lambda each: (each.larger.level, each.larger.key))
    return found
