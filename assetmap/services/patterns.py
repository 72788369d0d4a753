"""Where like lies beside like: an indicator's areas beside their neighbours."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assetmap.errors import NotFound
from assetmap.geo import patterns
from assetmap.geo.patterns import Cluster, Resemblance
from assetmap.models import Area, Geography
from assetmap.services import adjacency, areas, figures, measures, places
from assetmap.services.figures import Figure
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered_of_place


@dataclass(frozen=True)
class PatternRow:
    """An area, its figure, and how it stands beside its neighbours: none where it has none or its figure is not known."""

    area: Area
    figure: Figure
    cluster: Cluster | None


@dataclass(frozen=True)
class Pattern:
    """An indicator's areas beside their neighbours, the strongest clusters first; `resemblance` is that of all together."""

    row: IndicatorRow
    geography: Geography
    geographies: list[Geography]
    period: str
    rows: list[PatternRow]
    resemblance: Resemblance | None

    @property
    def counts(self) -> dict[str, int]:
        """How many areas there are of each class of `geo.patterns.CLASSES`."""
        found = Counter(each.cluster.kind for each in self.rows if each.cluster)
        return {kind: found[kind] for kind in patterns.CLASSES}

    @property
    def clear(self) -> int:
        """How many areas stand out, together with their neighbours or from them."""
        return sum(self.counts.values()) - self.counts[patterns.UNCLEAR]

    @property
    def uncorrected(self) -> int:
        """How many would, if nobody minded that every area is asked at once."""
        return sum(each.cluster is not None and each.cluster.p <= patterns.LIMIT for each in self.rows)

    @property
    def missing(self) -> int:
        """How many areas nothing can be said of."""
        return sum(each.cluster is None for each in self.rows)


def pattern(session: Session, row: IndicatorRow, geography: str = "", period: str = "") -> Pattern:
    """The pattern of an indicator over a geography; the smallest areas and the newest period where none is asked for.

    NotFound where there are no figures, no boundaries, too many areas to look at, or areas that overlap.
    """
    possible = geographies(session, row)
    owner = next((each for each in possible if each.key == geography), None) if geography else next(iter(reversed(possible)), None)
    if owner is None:
        raise NotFound(f"'{row.indicator.key}' has no figures for areas whose neighbours can be told there.")
    known = figures.periods_of(session, row, owner)
    if period and period not in known:
        raise NotFound(f"'{row.indicator.key}' has no figures for the period '{period[:20]}'.")
    period = period or known[0]
    question = ("pattern", row.indicator.key, owner.key, period)
    return remembered_of_place(session, question, lambda: _pattern(session, row, owner, possible, period))


def geographies(session: Session, row: IndicatorRow) -> list[Geography]:
    """The geographies over which an indicator can be looked at so, the largest areas first."""
    whole = places.current(session).whole_geography
    found = [each for each in areas.geographies(session) if each.key != whole and not each.overlapping]
    return [each for each in found if measures.reaches(session, row.indicator.key, each) and adjacency.can_be_told(session, each)]


def _pattern(session: Session, row: IndicatorRow, owner: Geography, possible: list[Geography], period: str) -> Pattern:
    found = figures.of_geography(session, row, owner, period)
    values = {number: figure.value for number, figure in found.items() if figure.value is not None}
    lie = adjacency.of_geography(session, owner)
    touching = lie.touching if lie else {}
    clusters = patterns.clusters(values, touching)
    rows = [PatternRow(area, found[area.id], clusters.get(area.id)) for area in areas.in_geography(session, owner.key)]
    rows.sort(key=_strongest_first)
    return Pattern(row, owner, possible, period, rows, patterns.resemblance(values, touching))


def _strongest_first(row: PatternRow) -> tuple[int, float, str]:
    if row.cluster is None:
        return len(patterns.CLASSES), 1.0, row.area.title
    return patterns.CLASSES.index(row.cluster.kind), row.cluster.corrected, row.area.title
