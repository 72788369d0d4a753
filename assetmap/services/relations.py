"""Two measures over the same areas: do they go together, how sure is that, and what must be said with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assetmap.errors import BadQuery, NotFound
from assetmap.geo import patterns
from assetmap.geo import relations as ranks
from assetmap.geo.patterns import Resemblance
from assetmap.geo.relations import Correlation
from assetmap.models import Area, Geography, Method
from assetmap.services import adjacency, areas, measures, places
from assetmap.services.measures import Measured
from assetmap.services.remember import remembered, remembered_of_place

FEW = 10
"""Fewer areas than this say little."""


@dataclass(frozen=True)
class RelationRow:
    """An area with both of its values."""

    area: Area
    x: float
    y: float


@dataclass(frozen=True)
class Relation:
    """Two measures of the areas of one geography: those with both values (by name), those without, and how they go together."""

    x: Measured
    y: Measured
    geography: Geography
    rows: list[RelationRow]
    left_out: list[Area]
    correlation: Correlation | None
    x_resemblance: Resemblance | None
    y_resemblance: Resemblance | None

    @property
    def few(self) -> bool:
        """Whether they are too few areas to say much."""
        return len(self.rows) < FEW

    @property
    def same_source(self) -> bool:
        """Whether both come from one publication, so that one may be a part of the other."""
        one, other = self.x.indicator, self.y.indicator
        return one is not None and other is not None and one.source == other.source

    @property
    def shares_people(self) -> bool:
        """Whether one is a number of people and the other is counted for every 1,000 people: then they go together by sums."""
        return any(
            one.counts_people and other.indicator is None and not other.is_number for one, other in ((self.x, self.y), (self.y, self.x))
        )

    @property
    def register(self) -> bool:
        """Whether one of them is counted in the register."""
        return self.x.indicator is None or self.y.indicator is None

    @property
    def unmeasured(self) -> list[Measured]:
        """Those of which some model, survey or sum of small areas is part."""
        return [each for each in (self.x, self.y) if each.method != Method.measured or each.estimates]


def geographies(session: Session, x: str, y: str) -> list[Geography]:
    """The geographies with boundaries and several areas for which both measures have values, the largest areas first."""
    whole = places.current(session).whole_geography
    found = [each for each in areas.geographies(session) if each.key != whole and adjacency.few_enough(session, each)]
    return [each for each in found if all(measures.reaches(session, key, each) for key in (x, y) if key)]


def relation(session: Session, x: str, y: str, geography: str = "", periods: tuple[str, str] = ("", "")) -> Relation:
    """How two measures (keys of `measures`) go together over a geography, the smallest where none is asked for.

    `periods` are those of x and y, the newest where empty. NotFound for a measure, geography or period that is not there;
    BadQuery where both are the same.
    """
    if x == y:
        raise BadQuery(["Choose two different measures: each goes together with itself."])
    possible = geographies(session, x, y)
    owner = next((each for each in possible if each.key == geography), None) if geography else next(iter(reversed(possible)), None)
    if owner is None:
        raise NotFound("There is no geography for which both of these have a figure for each area.")
    in_register = any(measures.indicator_row(session, key) is None for key in (x, y))
    keep = remembered if in_register else remembered_of_place
    return keep(session, ("relation", x, y, owner.key, periods), lambda: _relation(session, x, y, owner, periods))


def _relation(session: Session, x: str, y: str, owner: Geography, periods: tuple[str, str]) -> Relation:
    one, other = (measures.measured(session, key, owner, period) for key, period in zip((x, y), periods, strict=True))
    members = areas.in_geography(session, owner.key)
    both = one.values.keys() & other.values.keys()
    rows = [RelationRow(area, one.values[area.id], other.values[area.id]) for area in members if area.id in both]
    lie = adjacency.of_geography(session, owner)
    return Relation(
        one,
        other,
        owner,
        rows,
        [area for area in members if area.id not in both],
        _correlation(rows, lie.middles if lie else None),
        *(patterns.resemblance(each.values, lie.touching) if lie else None for each in (one, other)),
    )


def _correlation(rows: list[RelationRow], middles: Mapping[int, tuple[float, float]] | None) -> Correlation | None:
    known = middles is not None and all(row.area.id in middles for row in rows)
    points = [middles[row.area.id] for row in rows] if middles is not None and known else None
    return ranks.correlate([row.x for row in rows], [row.y for row in rows], points)
