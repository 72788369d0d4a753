"""What a neighbourhood has and how it is doing."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.models import Area, Asset, AssetArea, Category, Geography, Group
from assetmap.services import areas, assets, figures, groups, indicators, places
from assetmap.services.assets import AssetItem
from assetmap.services.figures import Figure
from assetmap.services.remember import remembered
from assetmap.services.vocabulary import vocabulary

SHOWN_PER_CATEGORY = 8


@dataclass(frozen=True)
class NeighbourhoodRow:
    """One neighbourhood in a table: what it has, for how many people, and its leading figure."""

    area: Area
    assets: int
    groups: int
    people: float | None
    per_1000: float | None
    lead: Figure | None


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


def whole_row(session: Session) -> NeighbourhoodRow:
    """The whole place as such a row."""
    return remembered(session, "whole row", lambda: _row(session, areas.whole(session)))


def _row(session: Session, area: Area) -> NeighbourhoodRow:
    counts = _counts(session, area)
    people = figures.population(session, area)
    number = people.value if people else None
    lead = _lead(session, area)
    total = sum(counts.values())
    whole = area.geography.key == places.current(session).whole_geography
    organised = groups.count(session) if whole else groups.count_in(session, area)
    return NeighbourhoodRow(area, total, organised, number, per_1000(total, number), lead)


def _lead(session: Session, area: Area) -> Figure | None:
    key = places.current(session).lead_indicator
    row = next((row for row in indicators.listed(session) if row.indicator.key == key and row.periods), None)
    return figures.of_geography(session, row, area.geography, row.periods[0]).get(area.id) if row else None


def _counts(session: Session, area: Area) -> dict[int, int]:
    """How many assets of each category (id) an area has."""

    def find() -> dict[int, int]:
        query = select(Asset.category_id, func.count()).join(AssetArea, AssetArea.asset_id == Asset.id)
        rows = session.execute(query.where(AssetArea.area_id == area.id).group_by(Asset.category_id))
        return {int(category): int(count) for category, count in rows}

    return remembered(session, ("category counts", area.id), find)


def per_1000(count: int, people: float | None) -> float | None:
    """How many there are for each 1,000 people, or none where nobody knows how many people there are."""
    return count / people * 1000 if people else None


def profile(session: Session, area: Area) -> Profile:
    """What an area has and how it is doing, beside the whole place."""
    whole = areas.whole(session)
    people, everybody = figures.population(session, area), figures.population(session, whole)
    number, all_people = people.value if people else None, everybody.value if everybody else None
    mine, everywhere = _counts(session, area), _counts(session, whole)
    total, whole_total = sum(mine.values()), sum(everywhere.values())
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
                _first_few(session, area, category) if mine.get(category.id) else [],
            )
            for category in vocabulary(session).categories
            if mine.get(category.id) or everywhere.get(category.id)
        ],
        figures=figures.of_area(session, area),
        smaller=areas.smaller(session, area),
        larger=areas.larger(session, area),
    )


def _first_few(session: Session, area: Area, category: Category) -> list[AssetItem]:
    query = (
        select(Asset.id)
        .join(AssetArea, AssetArea.asset_id == Asset.id)
        .where(AssetArea.area_id == area.id, Asset.category_id == category.id)
        .order_by(Asset.name, Asset.id)
        .limit(SHOWN_PER_CATEGORY)
    )
    return assets.by_ids(session, list(session.scalars(query)))


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
        rows = session.execute(select(Asset.category_id, func.count()).group_by(Asset.category_id))
        return {int(category): int(count) for category, count in rows}

    counts = remembered(session, "assets by category", find)
    return [(category, counts.get(category.id, 0)) for category in vocabulary(session).categories]
