"""What a neighbourhood has and how it is doing."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from assetmap.models import Area, Asset, Category, Geography, Group, PatchArea
from assetmap.services import areas, assets, drawn, figures, groups, indicators, places
from assetmap.services.assets import AssetItem
from assetmap.services.figures import Figure
from assetmap.services.filters import lies_in
from assetmap.services.remember import remembered
from assetmap.services.vocabulary import vocabulary

SHOWN_PER_CATEGORY = 8


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


@dataclass(frozen=True)
class CategoryRow:
    """One category in an area beside the whole place: how many, for each 1,000 people, and the first few by name."""

    category: Category
    count: int
    per_1000: float | None
    whole_count: int
    whole_per_1000: float | None
    assets: list[AssetItem]


@dataclass(frozen=True)
class Profile:
    """Everything the page of an area shows."""

    population: Figure | None
    assets: int
    per_1000: float | None
    whole: Area
    whole_assets: int
    whole_per_1000: float | None
    groups: list[Group]
    categories: list[CategoryRow]
    figures: list[Figure]
    smaller: list[tuple[Geography, list[Area]]]
    larger: list[Area]


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


def _all_counts(session: Session) -> dict[int, dict[int, int]]:
    """How many assets of each category (id) each area (id) has: counted by patch, then added up by area."""
    patch = select(Asset.patch_id, Asset.category_id, func.count().label("assets")).where(Asset.patch_id.is_not(None))
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


def profile(session: Session, area: Area) -> Profile:
    """What an area has and how it is doing, beside the whole place."""
    whole = areas.whole(session)
    people, everybody = figures.population(session, area), figures.population(session, whole)
    number, all_people = people.value if people else None, everybody.value if everybody else None
    mine, everywhere = category_counts(session, area), category_counts(session, whole)
    total, whole_total = sum(mine.values()), sum(everywhere.values())
    first_few = _first_few(session, area, mine)
    return Profile(
        population=people,
        assets=total,
        per_1000=per_1000(total, number),
        whole=whole,
        whole_assets=whole_total,
        whole_per_1000=per_1000(whole_total, all_people),
        groups=groups.in_area(session, area),
        categories=[
            CategoryRow(
                category,
                mine.get(category.id, 0),
                per_1000(mine.get(category.id, 0), number),
                everywhere.get(category.id, 0),
                per_1000(everywhere.get(category.id, 0), all_people),
                first_few.get(category.id, []),
            )
            for category in vocabulary(session).categories
            if mine.get(category.id) or everywhere.get(category.id)
        ],
        figures=figures.of_area(session, area),
        smaller=areas.smaller(session, area),
        larger=areas.larger(session, area),
    )


def _first_few(session: Session, area: Area, categories: Iterable[int]) -> dict[int, list[AssetItem]]:
    """The first few assets of each category (id) in an area, by name."""
    asked = [_first_ids(session, area, category) for category in categories]
    ids = [row.id for row in session.execute(union_all(*asked))] if asked else []
    found: dict[int, list[AssetItem]] = {}
    for item in assets.by_ids(session, ids):
        found.setdefault(item.category.id, []).append(item)
    return found


def _first_ids(session: Session, area: Area, category: int) -> Select[tuple[int]]:
    query = select(Asset.id).where(lies_in(session, area), Asset.category_id == category).order_by(Asset.name, Asset.id)
    return select(query.limit(SHOWN_PER_CATEGORY).subquery().c.id)


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
