"""How the network grows, as somebody may see it: links by quarter and by neighbourhood, who answered, and introductions as counts."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.graphs import growth as graph
from assetmap.graphs.growth import Quarter, Standing
from assetmap.models import Area, Ask, Introduction, Outcome
from assetmap.models.columns import now
from assetmap.services import areas, networks
from assetmap.services.networks import Look, Network, Viewer
from assetmap.services.networks.known import FEWEST
from assetmap.services.remember import remembered

MOST_QUARTERS = 12
YEAR = timedelta(days=365)
LED = (Outcome.talking, Outcome.together)


@dataclass(frozen=True)
class QuarterRow:
    """One quarter: what stood at its end, or today where it is not `over`, and groups that had answered for their links by then.

    `introduced` counts introductions made in it. Whoever may not see them is told no count below `FEWEST` (none), and nothing of
    a quarter that is not over: from one day to the next it would tell of a single one. `came` says what came of them, by outcome.
    """

    quarter: Quarter
    over: bool
    stood: Standing
    answered: int
    introduced: int | None = None
    came: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class AreaRow:
    """One neighbourhood: links with an end in it and its groups that have one, now and a year ago."""

    area: Area
    now: Standing
    before: Standing


@dataclass(frozen=True)
class Growth:
    """`since` counts the links that stand by whether they say since when, and of those, the ones of this year or the last.

    `led` counts introductions after which the groups talk or do something together, for whoever may not see them: only of
    quarters whose number is told, and none unless it and the number of the others are at least `FEWEST`; `rest_few` says which
    of the two was too few. `exact` says that nothing was left out for being small.
    """

    quarters: list[QuarterRow]
    areas: list[AreaRow]
    today: date
    said: int
    young: int
    led: int | None
    rest_few: bool
    exact: bool
    example: bool

    @property
    def known(self) -> bool:
        """Whether any link is or was known."""
        return bool(self.quarters) and any(row.stood.links for row in self.quarters)


def growth(session: Session, look: Look) -> Growth:
    """How the network of a look grew; of the look, only the viewer and `example` count."""
    network = networks.whole(session, look)
    today = now().date()
    return remembered(
        session, ("growth", network.viewer, look.viewer, network.example, today), lambda: _growth(session, look, network, today)
    )


def _growth(session: Session, look: Look, network: Network, today: date) -> Growth:
    exact = look.viewer == Viewer.connector
    made = [] if network.example else _introductions(session)
    answers = _answers(session, network)
    rows = [_row(network, quarter, today, answers, made, exact) for quarter in _quarters(network, made, exact, today)]
    years = network.links["since"].dropna()
    led, rest_few = (None, False) if exact else _led(made, [row.quarter for row in rows if row.introduced is not None])
    return Growth(
        rows,
        _areas(session, network, today),
        today,
        said=len(years),
        young=int((years >= today.year - 1).sum()),
        led=led,
        rest_few=rest_few,
        exact=exact,
        example=network.example,
    )


def _quarters(network: Network, made: list[Introduction], exact: bool, today: date) -> list[Quarter]:
    """From the first link on; the introductions start none for whoever may not see them."""
    first = graph.first_day(network.links, network.ended)
    days = [each.introduced_on for each in made if exact and each.introduced_on] + ([first] if first else [])
    return graph.quarters(min(days), today, MOST_QUARTERS) if days else []


def _row(network: Network, quarter: Quarter, today: date, answers: list[date], made: list[Introduction], exact: bool) -> QuarterRow:
    over = quarter.end < today
    day = min(quarter.end, today)
    stood = graph.standing(network.nodes, network.links, network.ended, day)
    mine = [each for each in made if each.introduced_on is not None and quarter.start <= each.introduced_on <= quarter.end]
    told = exact or (over and len(mine) >= FEWEST)
    came = Counter(str(each.outcome) for each in mine) if exact else Counter[str]()
    answered = sum(1 for each in answers if each <= day)
    return QuarterRow(quarter, over, stood, answered, len(mine) if told else None, dict(came))


def _answers(session: Session, network: Network) -> list[date]:
    """The day on which each group that ever answered for its links did so first; of an example, last."""
    if network.example:
        return [each.date() for each in network.groups["answered_on"].dropna()]
    query = select(func.min(Ask.used_at)).where(Ask.used_at.is_not(None)).group_by(Ask.group_id)
    return [date.fromisoformat(str(each)[:10]) for each in session.scalars(query)]


def _introductions(session: Session) -> list[Introduction]:
    return list(session.scalars(select(Introduction).where(Introduction.introduced_on.is_not(None))))


def _led(made: list[Introduction], told: list[Quarter]) -> tuple[int | None, bool]:
    """How many introductions of the quarters that are told led somewhere before the last of them ended, where neither these nor the
    others are few; else which of the two are. Those of other quarters count nowhere, or one could tell them by the difference."""
    counted = [each for each in made if each.introduced_on is not None and graph.quarter_of(each.introduced_on) in told]
    until = told[-1].end if told else date.min
    led = sum(1 for each in counted if each.outcome in LED and each.outcome_on is not None and each.outcome_on <= until)
    if led < FEWEST:
        return None, False
    return (led, False) if len(counted) - led >= FEWEST else (None, True)


def _areas(session: Session, network: Network, today: date) -> list[AreaRow]:
    """All neighbourhoods, by name."""
    found = []
    for area in areas.neighbourhoods(session):
        among = networks.inside(session, network, area)
        frames = network.nodes, network.links, network.ended
        found.append(AreaRow(area, graph.standing(*frames, today, among), graph.standing(*frames, today - YEAR, among)))
    return found
