"""What a neighbourhood has and how it is doing."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.models import Area, Asset, Category, PatchArea
from assetmap.services import areas, drawn, figures, groups, indicators, places
from assetmap.services.figures import Figure
from assetmap.services.remember import remembered
from assetmap.services.vocabulary import vocabulary


@dataclass(frozen=True)
class NeighbourhoodRow:
    """One neighbourhood in a table: what it has, for how many people, and its leading figure."""

    area: Area
    assets: int
    groups: int
    population: Figure | None
    per_1000: float | None
    lead: Figure | None

    @property
    def people(self) -> float | None:
        """How many people live there, as far as that is known."""
        return self.population.value if self.population else None


def rows(session: Session) -> list[NeighbourhoodRow]:
    """Every neighbourhood, by name."""
    return remembered(session, "neighbourhood rows", lambda: [_row(session, area) for area in areas.neighbourhoods(session)])


def drawn_rows(session: Session) -> list[NeighbourhoodRow]:
    """Every neighbourhood that residents drew, by name."""
    return remembered(session, "drawn rows", lambda: [_row(session, area) for area in drawn.listed(session)])


def whole_row(session: Session) -> NeighbourhoodRow:
    """The whole place as such a row."""
    return remembered(session, "whole row", lambda: _row(session, areas.whole(session)))


def _row(session: Session, area: Area) -> NeighbourhoodRow:
    counts = category_counts(session, area)
    people = figures.population(session, area)
    number = people.value if people else None
    lead = _lead(session, area)
    total = sum(counts.values())
    return NeighbourhoodRow(area, total, groups.count_in(session, area), people, per_1000(total, number), lead)


def _lead(session: Session, area: Area) -> Figure | None:
    key = places.current(session).lead_indicator
    row = next((row for row in indicators.listed(session) if row.indicator.key == key and row.periods), None)
    return figures.of_geography(session, row, area.geography, figures.newest(session, row, area.geography)).get(area.id) if row else None


def category_counts(session: Session, area: Area) -> dict[int, int]:
    """How many assets of each category (id) an area has."""
    return remembered(session, "category counts", lambda: _all_counts(session)).get(area.id, {})


def exact_counts(session: Session, area: Area) -> dict[int, int]:
    """How many assets of each category (id) an area has without those that are shown only roughly."""
    rough = remembered(session, "rough category counts", lambda: _all_counts(session, only_rough=True)).get(area.id, {})
    return {category: count - rough.get(category, 0) for category, count in category_counts(session, area).items()}


def _all_counts(session: Session, only_rough: bool = False) -> dict[int, dict[int, int]]:
    """How many assets of each category (id) each area (id) has: counted by patch, then added up by area."""
    patch = select(Asset.patch_id, Asset.category_id, func.count().label("assets")).where(Asset.patch_id.is_not(None))
    patch = patch.where(Asset.approximate.is_(True)) if only_rough else patch
    counted = patch.group_by(Asset.patch_id, Asset.category_id).subquery()
    query = select(PatchArea.area_id, counted.c.category_id, func.sum(counted.c.assets)).join(
        counted, counted.c.patch_id == PatchArea.patch_id
    )
    found: dict[int, dict[int, int]] = {}
    for area_id, category_id, number in session.execute(query.group_by(PatchArea.area_id, counted.c.category_id)):
        found.setdefault(area_id, {})[category_id] = int(number)
    return found


def per_1000(count: int, people: float | None) -> float | None:
    """How many there are for each 1,000 people, or none where nobody knows how many people there are."""
    return count / people * 1000 if people else None


def totals(session: Session) -> dict[str, int]:
    """How much the register holds."""
    count = remembered(session, "assets in all", lambda: session.scalar(select(func.count()).select_from(Asset)) or 0)
    return {
        "assets": count,
        "groups": groups.count(session),
        "neighbourhoods": len(areas.neighbourhoods(session)),
        "indicators": len(indicators.listed(session)),
    }


def by_category(session: Session) -> list[tuple[Category, int]]:
    """How many assets each category has."""

    def find() -> dict[int, int]:
        # First by patch, in the order of an index, so that only a few rows are sorted.
        counted = select(Asset.category_id, func.count().label("assets")).group_by(Asset.patch_id, Asset.category_id).subquery()
        rows = session.execute(select(counted.c.category_id, func.sum(counted.c.assets)).group_by(counted.c.category_id))
        return {int(category): int(count) for category, count in rows}

    counts = remembered(session, "assets by category", find)
    return [(category, counts.get(category.id, 0)) for category in vocabulary(session).categories]
