"""The answer to a question about gaps: areas by need against access, and the people concerned."""

from dataclasses import dataclass, fields, replace

import numpy as np
from sqlalchemy.orm import Session

from assetmap.errors import BadQuery, NotFound
from assetmap.geo import reach
from assetmap.geo import streets as graphs
from assetmap.geo.reach import Floats
from assetmap.geo.streets import Walk
from assetmap.models import Geography, Polarity, StreetNetwork
from assetmap.services import areas, figures, indicators, patches, places, streets, tables
from assetmap.services.figures import Figure
from assetmap.services.filters import Filters
from assetmap.services.gaps.asked import PARTS, Asked
from assetmap.services.gaps.found import Found, Spots, find
from assetmap.services.gaps.register import Fullness, everything, fullness
from assetmap.services.gaps.residents import Residents, residents, settled
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered
from assetmap.services.times import clock
from assetmap.services.times.asked import RECURRING, when


@dataclass(frozen=True)
class GapRow:
    """One area; `address` is where its page is. `rank` 1 is where need is greatest; none where there is no figure.

    `without` people have nothing that fits within reach; `at_best` people would have nothing even if every entry that does not
    say did fit. `nearby`, `silent` and `others` are how many entries that fit, do not say and do not fit the people have
    within reach, on average; `median_m` is the walk half of them need at most.
    """

    code: str
    address: str
    title: str
    figure: Figure
    rank: int | None
    high: bool
    people: float
    without: float
    at_best: float
    median_m: float | None
    nearby: float
    silent: float
    others: float
    register: Fullness

    @property
    def share(self) -> float | None:
        """The share of people without access, 0 to 1."""
        return self.without / self.people if self.people else None

    @property
    def share_at_best(self) -> float | None:
        """The share of people without, even if every entry that does not say did fit."""
        return self.at_best / self.people if self.people else None


@dataclass(frozen=True)
class GapAnswer:
    """The whole answer. `rows` come by need and access, those without a figure in `unknown`; nothing is left out.

    `people`, `without` and `at_best` are of the whole place, `affected` and `affected_at_best` of the areas of high need;
    `entries` is how many entries of any kind the register has in the place; `only_exact` says that those shown only roughly stand
    in none of these areas, so that the rate of the place is compared without them.
    """

    asked: Asked
    row: IndicatorRow
    geography: Geography
    period: str
    rows: tuple[GapRow, ...]
    unknown: tuple[GapRow, ...]
    people: float
    without: float
    at_best: float
    affected: float
    affected_at_best: float
    residents: Residents
    found: Found
    network: StreetNetwork | None
    points_off: int
    targets_off: int
    stand_ins: int
    entries: int
    only_exact: bool

    def __len__(self) -> int:
        """How many figures it holds, by which kept answers are weighed."""
        return len(fields(GapRow)) * (len(self.rows) + len(self.unknown))

    @property
    def high(self) -> tuple[GapRow, ...]:
        """The areas of high need, most people without access first."""
        return tuple(each for each in self.rows if each.high)

    @property
    def others(self) -> tuple[GapRow, ...]:
        """The other areas that have a figure."""
        return tuple(each for each in self.rows if not each.high)

    @property
    def peers(self) -> int:
        """How many areas have a figure."""
        return len(self.rows)

    @property
    def cannot_say(self) -> bool:
        """Whether the register cannot answer: no entry is known to fit, and some do not say."""
        return not self.found.matches and self.found.silent > 0


def ask(session: Session, asked: Asked) -> GapAnswer:
    """The answer; NotFound for an indicator, a geography or a period that is not there, BadQuery where need has no direction, or the
    time is none that comes every week."""
    filters = _filters(session, asked)
    return remembered(session, ("gaps", asked, filters.when), lambda: _ask(session, asked, filters))


def _filters(session: Session, asked: Asked) -> Filters:
    """What should be near, with the days its time means today."""
    if asked.when and asked.when not in RECURRING:
        raise BadQuery([f"'{asked.when}' is no time that comes every week."])
    return replace(asked.filters, when=when(asked.when, clock.now(), clock.zone(session))) if asked.when else asked.filters


def _ask(session: Session, asked: Asked, filters: Filters) -> GapAnswer:
    row = indicators.get(session, asked.indicator)
    geography = _where(session, row, asked)
    period = _when(session, row, geography, asked)
    home = residents(session)
    found, spots = find(session, filters)
    network = streets.current(session) if asked.method != "straight" else None
    walk = _walk(session, network, home.people.places, spots.does)
    network = network if network and streets.graph(session, network) is not None else None
    hopeful = np.minimum(walk.metres, _walk(session, network, home.people.places, spots.might).metres)
    limit = asked.limit_m
    gap, at_best = (walk.metres > limit).astype(float), (hopeful > limit).astype(float)
    rows = _rows(session, asked, (row, geography, period), (home, spots), (walk.metres, gap, at_best))
    ranked = [each for each in rows if each.rank is not None]
    # Where the register cannot say, only the people whom no entry could help tell areas apart.
    ranked.sort(key=lambda each: (not each.high, -(each.without if found.matches else each.at_best), each.rank, each.code))
    concerned = _concerned(session, home, geography, {each.code for each in ranked if each.high})
    people = home.people.number
    return GapAnswer(
        asked=asked,
        row=row,
        geography=geography,
        period=period,
        rows=tuple(ranked),
        unknown=tuple(sorted((each for each in rows if each.rank is None), key=lambda each: (-each.without, each.code))),
        people=float(people.sum()),
        without=float(people @ gap),
        at_best=float(people @ at_best),
        affected=float((people * concerned) @ gap),
        affected_at_best=float((people * concerned) @ at_best),
        residents=home,
        found=found,
        network=network,
        points_off=walk.points_off,
        targets_off=walk.targets_off,
        stand_ins=int(home.people.stand_in.sum()),
        entries=everything(session),
        only_exact=patches.only_exact(session, geography),
    )


def _where(session: Session, row: IndicatorRow, asked: Asked) -> Geography:
    """The geography asked for, else neighbourhoods where they can have a figure, else the smallest the indicator is known for."""
    possible = [each for each in tables.choices(session, row) if _one_value(session, row, each)]
    drawn = {each.key for each in areas.geographies(session)}
    whole = places.current(session).whole_geography
    possible = [each for each in possible if each.key in drawn and each.key != whole]
    wanted = asked.geography or places.current(session).neighbourhood_geography
    found = next((each for each in possible if each.key == wanted), None)
    if found is None and (asked.geography or not possible):
        raise NotFound(f"'{row.indicator.title}' has no figure for each area of this kind, so these areas cannot be ranked by it.")
    return found or possible[-1]


def _one_value(session: Session, row: IndicatorRow, geography: Geography) -> bool:
    """Whether each area can have one value: published for it, or a measure that may be combined."""
    return any(each.id == geography.id for each in row.geographies) or row.indicator.measure.value not in ("rank", "decile")


def _when(session: Session, row: IndicatorRow, geography: Geography, asked: Asked) -> str:
    """The period asked for, else the newest of this geography."""
    periods = figures.periods_of(session, row, geography)
    if asked.period and asked.period not in periods:
        raise NotFound(f"'{row.indicator.key}' has no figures for the period '{asked.period}'.")
    return asked.period or periods[0]


def _walk(session: Session, network: StreetNetwork | None, people: Floats, targets: Floats) -> Walk:
    """The walk from each point to the nearest target, along the streets where there are any."""
    graph = streets.graph(session, network) if network else None
    return graphs.walk(graph, people, targets) if graph is not None else Walk(reach.nearest(people, targets), 0, 0)


def _rows(
    session: Session,
    asked: Asked,
    need: tuple[IndicatorRow, Geography, str],
    known: tuple[Residents, Spots],
    walks: tuple[Floats, Floats, Floats],
) -> list[GapRow]:
    """Every area of the geography: `walks` are metres, and 1 or 0 for no access and for none even at best, by point."""
    (row, geography, period), (home, spots), (metres, gap, at_best) = need, known, walks
    here = settled(session, geography)
    count, points = len(here.area_ids), home.people.places

    def added(value: Floats) -> Floats:
        return reach.by_area(home.people, here.members, count, value)

    people, without, best = added(np.ones(len(points))), added(gap), added(at_best)
    median = reach.median_by_area(home.people, here.members, count, metres)
    near = [_mean(added(reach.reachable(points, some, asked.limit_m)), people) for some in (spots.does, spots.might, spots.nots)]
    full = fullness(session, here.area_ids, people, float(home.people.number.sum()), patches.only_exact(session, geography))
    of_need, ranks = _need(session, asked, row, geography, period)
    named = {area.id: area for area in areas.in_geography(session, geography.key)}
    return [
        GapRow(
            code=named[number].code,
            address=areas.address(session, named[number]),
            title=named[number].title,
            figure=of_need[number],
            rank=ranks.get(number),
            high=number in ranks and ranks[number] <= len(ranks) * PARTS[asked.part],
            people=float(people[at]),
            without=float(without[at]),
            at_best=float(best[at]),
            median_m=float(median[at]) if np.isfinite(median[at]) else None,
            nearby=float(near[0][at]),
            silent=float(near[1][at]),
            others=float(near[2][at]),
            register=full[at],
        )
        for at, number in enumerate(here.area_ids.tolist())
    ]


def _mean(total: Floats, people: Floats) -> Floats:
    return np.divide(total, people, out=np.zeros_like(total), where=people > 0)


def _need(session: Session, asked: Asked, row: IndicatorRow, geography: Geography, period: str) -> tuple[dict[int, Figure], dict[int, int]]:
    """Each area's figure, and its rank where it has a value: 1 is the greatest need, equal values share the better place."""
    polarity = row.indicator.polarity
    if polarity == Polarity.none and asked.worse not in ("high", "low"):
        raise BadQuery([f"'{row.indicator.title}' does not say which way is better. Choose whether high or low figures mean need."])
    highest_first = asked.worse == "high" if polarity == Polarity.none else polarity == Polarity.low
    found = figures.of_geography(session, row, geography, period)
    values = {number: figure.value for number, figure in found.items() if figure.value is not None}
    if not values:
        raise NotFound(f"'{row.indicator.title}' has no figures for {geography.plural} in {period}.")
    order = np.sort([-value if highest_first else value for value in values.values()])
    ranks = {number: int(np.searchsorted(order, -value if highest_first else value)) + 1 for number, value in values.items()}
    return found, ranks


def _concerned(session: Session, home: Residents, geography: Geography, high: set[str]) -> Floats:
    """1 for each point in an area of high need, else 0; a point in two such areas counts once."""
    here = settled(session, geography)
    codes = {area.id: area.code for area in areas.in_geography(session, geography.key)}
    is_high = np.array([codes[number] in high for number in here.area_ids.tolist()], bool)
    found = np.zeros(len(home.people.number))
    found[here.members.point[is_high[here.members.area]]] = 1.0
    return found
