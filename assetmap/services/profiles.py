"""The profile of an area: what it has, how it is doing, how much of that is known and what changed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, false, not_, select, union_all
from sqlalchemy.orm import Session

from assetmap.geo.rates import Rate, rate
from assetmap.models import Area, Asset, Category, Geography, Group, GroupKind
from assetmap.services import activity, areas, assets, changes, completeness, figures, freshness, groups, patches, places, readings
from assetmap.services.activity import Network
from assetmap.services.assets import AssetItem
from assetmap.services.changes import Changes
from assetmap.services.completeness import Completeness
from assetmap.services.figures import Figure
from assetmap.services.filters import lies_in
from assetmap.services.freshness import Share
from assetmap.services.hints import in_order_of_names
from assetmap.services.matching import Condition
from assetmap.services.neighbourhoods import category_counts, exact_counts
from assetmap.services.readings import Reading
from assetmap.services.vocabulary import vocabulary

SHOWN_PER_CATEGORY = 4
SHOWN_GROUPS = 8


@dataclass(frozen=True)
class Tally:
    """How many there are in an area and in the whole place, and the rates of both, where the people are known."""

    count: int
    rate: Rate | None
    whole_count: int
    whole_rate: Rate | None

    @property
    def verdict(self) -> str:
        """Whether the area has clearly `more` or `fewer` than the whole place, or neither; empty where nobody can say."""
        return self.rate.beside(self.whole_rate) if self.rate and self.whole_rate else ""


@dataclass(frozen=True)
class CategoryRow:
    """One category of assets in an area: how many, and the first few by name; of the whole place none."""

    category: Category
    tally: Tally
    assets: list[AssetItem]


@dataclass(frozen=True)
class KindRow:
    """One kind of group in an area."""

    kind: GroupKind
    tally: Tally


@dataclass(frozen=True)
class Profile:
    """Everything the page of an area shows. `day` is the day it speaks of.

    `only_of_whole` are the whole place's figures of what nobody knows for smaller areas: they are never spread over these.
    `only_exact` says that assets shown only roughly are not counted here, so that those of the whole place are left out beside it too.
    """

    area: Area
    whole: Area
    day: date
    population: Figure | None
    assets: Tally
    groups: Tally
    categories: list[CategoryRow]
    kinds: list[KindRow]
    first_groups: list[Group]
    readings: list[Reading]
    only_of_whole: list[Reading]
    network: Network
    completeness: Completeness
    confirmed: Share
    changes: Changes
    smaller: list[tuple[Geography, list[Area]]]
    larger: list[Area]
    lead_key: str
    only_exact: bool

    @property
    def is_whole(self) -> bool:
        """Whether this is the whole place, so that there is nothing to compare it with."""
        return self.area.id == self.whole.id

    @property
    def lead(self) -> Reading | None:
        """The figure that leads, where the area has it."""
        return next((each for each in self.readings if each.figure.indicator.key == self.lead_key and each.is_known), None)


def profile(session: Session, area: Area, day: date, last: date | None = None) -> Profile:
    """The profile of an area as of a day; where `last` is given, what nothing says was right after it comes last in lists."""
    whole = areas.whole(session)
    people, everybody = figures.population(session, area), figures.population(session, whole)
    here, all_of_them = _number(people), _number(everybody)
    only_exact = patches.only_exact(session, area.geography)
    mine, everywhere = category_counts(session, area), (exact_counts if only_exact else category_counts)(session, whole)
    kinds, all_kinds = groups.kinds_in(session, area), groups.kinds_in(session, whole)

    def tally(count: int, whole_count: int) -> Tally:
        return Tally(count, rate(count, here), whole_count, rate(whole_count, all_of_them))

    # Of the whole place nobody reads the first few, and finding them takes longest there.
    first_few = _first_few(session, area, mine, last) if area.id != whole.id else {}
    known = readings.of_area(session, area)
    return Profile(
        area=area,
        whole=whole,
        day=day,
        population=people,
        assets=tally(sum(mine.values()), sum(everywhere.values())),
        groups=tally(sum(kinds.values()), sum(all_kinds.values())),
        categories=[
            CategoryRow(each, tally(mine.get(each.id, 0), everywhere.get(each.id, 0)), first_few.get(each.id, []))
            for each in sorted(vocabulary(session).categories, key=lambda each: (-mine.get(each.id, 0), each.position))
            if mine.get(each.id) or everywhere.get(each.id)
        ],
        kinds=[KindRow(kind, tally(kinds.get(kind, 0), all_kinds[kind])) for kind in GroupKind if all_kinds.get(kind)],
        first_groups=groups.in_area(session, area, SHOWN_GROUPS),
        readings=known,
        only_of_whole=_only_of_whole(session, whole, known),
        network=activity.of_area(session, area),
        completeness=completeness.of_area(session, area, day),
        confirmed=freshness.share(session, area, sum(mine.values()), day),
        changes=changes.of_area(session, area, known, day),
        smaller=areas.smaller(session, area),
        larger=areas.larger(session, area),
        lead_key=places.current(session).lead_indicator,
        only_exact=only_exact,
    )


def _only_of_whole(session: Session, whole: Area, known: list[Reading]) -> list[Reading]:
    here = {each.figure.indicator.key for each in known}
    return [each for each in readings.of_area(session, whole) if each.figure.indicator.key not in here]


def _number(people: Figure | None) -> float | None:
    return people.value if people else None


def _first_few(session: Session, area: Area, counts: dict[int, int], last: date | None) -> dict[int, list[AssetItem]]:
    """The first few assets of each category (id) in an area, by name, what is stale after the others; `counts` says how many it has."""
    stale = freshness.until(Asset, last) if last else false()
    asked = [_first_ids(session, where, count) for category, count in counts.items() for where in _both(session, area, category, stale)]
    ids = [row.id for row in session.execute(union_all(*asked))] if asked else []
    found: dict[int, list[AssetItem]] = {}
    for item in assets.by_ids(session, ids):
        found.setdefault(item.category.id, []).append(item)
    return {category: items[:SHOWN_PER_CATEGORY] for category, items in found.items()}


def _both(session: Session, area: Area, category: int, stale: Condition) -> list[list[Condition]]:
    """What is not stale, and what is, of a category in an area."""
    return [[lies_in(session, area), Asset.category_id == category, each] for each in (not_(stale), stale)]


def _first_ids(session: Session, where: list[Condition], count: int) -> Select[tuple[int]]:
    query = select(Asset.id).where(*where).order_by(Asset.name, Asset.id)
    return select(in_order_of_names(query.limit(SHOWN_PER_CATEGORY), session, count).subquery().c.id)
