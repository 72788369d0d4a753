"""One indicator over all areas of a geography: classes for a map, rows for a table, a spread for a chart.

This is the one place that classes come from: the map, its tiles, its pictures and its table all have the same.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from assetmap.errors import NotFound
from assetmap.geo.classes import QUANTILES, USUAL, Class, Shading, class_of, classify
from assetmap.models import Area, Geography, Measure, Polarity
from assetmap.services import areas, comparators, figures, places
from assetmap.services.comparators import Comparator
from assetmap.services.figures import ESTIMATE, NONE, Figure
from assetmap.services.indicators import IndicatorRow

MOST_PERIODS = 12


@dataclass(frozen=True)
class Choice:
    """How to colour: a method, how many classes, breaks of one's own (in the unit that figures are shown in, so per cent for
    shares), and the key of what to diverge around, empty for nothing."""

    method: str = QUANTILES
    number: int = USUAL
    breaks: tuple[float, ...] = ()
    around: str = ""


@dataclass(frozen=True)
class Shared:
    """The classes that tables of several periods have in common, and what they diverge around, which is of one of the periods."""

    classes: list[Class]
    around: Comparator | None = None


@dataclass(frozen=True)
class TableRow:
    """An area with its figure, the number of its class and the colour of that.

    `unclear` says whether the figure's interval holds the value it is compared with; none where it has no interval.
    """

    area: Area
    figure: Figure
    number: int | None
    class_colour: str | None
    unclear: bool | None = None


@dataclass(frozen=True)
class IndicatorTable:
    """An indicator over a geography in a period; rows are worst first where one way is better, else highest first.

    `comparator` is what the classes diverge around, if anything; `beside` what intervals are compared with: the same, else
    the whole place. `comparators` are all there are.
    """

    row: IndicatorRow
    geography: Geography
    geographies: list[Geography]
    period: str
    rows: list[TableRow]
    classes: list[Class]
    whole: Figure | None
    choice: Choice = field(default_factory=Choice)
    comparator: Comparator | None = None
    beside: Comparator | None = None
    comparators: list[Comparator] = field(default_factory=list)

    @property
    def periods(self) -> list[str]:
        """The periods there are figures for, the newest first."""
        return self.row.periods

    @property
    def known(self) -> int:
        """How many areas have a value."""
        return sum(each.figure.value is not None for each in self.rows)

    @property
    def missing(self) -> int:
        """How many areas have none."""
        return len(self.rows) - self.known

    @property
    def example(self) -> Figure | None:
        """A figure that says how all came about: an estimate where there is one, else one that is known, else any."""
        rest = {ESTIMATE: 0, NONE: 2}
        return min((each.figure for each in self.rows), key=lambda figure: rest.get(figure.kind, 1), default=None)

    @property
    def unclear(self) -> int:
        """How many areas are not clearly different from what they are compared with."""
        return sum(each.unclear is True for each in self.rows)

    @property
    def with_interval(self) -> int:
        """How many figures have an interval, so that one can say whether they differ clearly."""
        return sum(each.unclear is not None for each in self.rows)


def table(
    session: Session,
    row: IndicatorRow,
    geography: str = "",
    period: str = "",
    choice: Choice | None = None,
    shared: Shared | None = None,
) -> IndicatorTable:
    """The table of an indicator; the smallest published geography and the newest period where none is asked for.

    With `shared` its classes are used, as for several periods in the same colours. NotFound where the indicator has no such
    geography or period; BadQuery where it has nothing to diverge around that is so called.
    """
    choice = choice or Choice()
    possible = choices(session, row)
    owner, period = asked(session, row, possible, geography, period)
    found = figures.of_geography(session, row, owner, period)
    if shared is None:
        around, beside, known = compared(session, row, owner, period, choice)
        classes = classes_of(row, [each.value for each in found.values() if each.value is not None], choice, around)
    else:
        _own, beside, known = compared(session, row, owner, period, replace(choice, around=""))
        around, beside, classes = shared.around, shared.around or beside, shared.classes
    rows = [_table_row(area, found[area.id], classes, beside) for area in areas.in_geography(session, owner.key)]
    counts = Counter(each.number for each in rows)
    classes = [replace(each, count=counts[number]) for number, each in enumerate(classes)]
    last = len(rows) + 1  # counted before: a list that is being sorted seems to be empty
    rows.sort(key=lambda each: (each.figure.rank or last, each.area.name))
    whole = whole_of(session, row, owner, period)
    return IndicatorTable(row, owner, possible, period, rows, classes, whole, choice, around, beside, known)


def compared(
    session: Session, row: IndicatorRow, geography: Geography, period: str, choice: Choice
) -> tuple[Comparator | None, Comparator | None, list[Comparator]]:
    """What classes diverge around, what intervals are compared with (the same, else the whole place), and all there is to choose."""
    around = comparators.find(session, row, geography, period, choice.around)
    known = comparators.listed(session, row, geography, period)
    whole = areas.whole(session).id
    return around, around or next((each for each in known if each.figure is not None and each.figure.area_id == whole), None), known


def asked(session: Session, row: IndicatorRow, possible: list[Geography], geography: str, period: str) -> tuple[Geography, str]:
    """The geography and the period that are asked for, or the usual ones; NotFound where the indicator has no such."""
    owner = next((each for each in possible if each.key == geography), None)
    if geography and owner is None:
        raise NotFound(f"'{row.indicator.key}' has no figures for the geography '{geography}'.")
    if period and period not in row.periods:
        raise NotFound(f"'{row.indicator.key}' has no figures for the period '{period}'.")
    owner = owner or default_geography(row, possible)
    return owner, period or figures.newest(session, row, owner)


def classes_of(row: IndicatorRow, values: Sequence[float], choice: Choice, around: Comparator | None = None) -> list[Class]:
    """The classes of an indicator's values. Breaks of one's own are per cent where the indicator is a share."""
    scale = 100 if row.indicator.measure == Measure.proportion else 1
    breaks = tuple(value / scale for value in choice.breaks)
    return classify(
        values,
        deciles=row.indicator.measure == Measure.decile,
        darker_is_higher=row.indicator.polarity != Polarity.high,
        shading=Shading(choice.method, choice.number, breaks, around.value if around else None),
    )


def thirds(values: Sequence[float]) -> list[Class]:
    """Up to three classes that each hold about a third of some values, for a map of two measures at once."""
    return classify(values, shading=Shading(number=3))


def over_time(session: Session, row: IndicatorRow, geography: Geography, choice: Choice | None = None) -> list[IndicatorTable]:
    """The tables of the newest periods that have figures for a geography (12 at most), oldest first, all with the same classes.

    Those are the classes of all their values together; what they diverge around is the figure of the newest period that has it.
    """
    choice = choice or Choice()
    values = {period: _values(session, row, geography, period) for period in figures.periods_of(session, row, geography)}
    newest = [period for period in values if values[period]][:MOST_PERIODS]
    if not newest:
        return []
    beside = {period: comparators.listed(session, row, geography, period) for period in newest}
    around = next((each for period in newest for each in beside[period] if each.key == choice.around), None)
    shared = Shared(classes_of(row, [value for period in newest for value in values[period]], choice, around), around)
    return [table(session, row, geography.key, period, choice, shared) for period in reversed(newest)]


def _values(session: Session, row: IndicatorRow, geography: Geography, period: str) -> list[float]:
    return [each.value for each in figures.of_geography(session, row, geography, period).values() if each.value is not None]


def _table_row(area: Area, figure: Figure, classes: list[Class], beside: Comparator | None) -> TableRow:
    number = class_of(figure.value, classes)
    return TableRow(area, figure, number, classes[number].colour if number is not None else None, _unclear(figure, beside))


def _unclear(figure: Figure, beside: Comparator | None) -> bool | None:
    """Whether a figure's interval holds the value it is compared with, so that they may well be equal."""
    if beside is None or figure.value is None or figure.lower is None or figure.upper is None:
        return None
    return figure.lower <= beside.value <= figure.upper


def choices(session: Session, row: IndicatorRow) -> list[Geography]:
    """The geographies an indicator can be shown for: published, or put together from smaller areas."""
    return [each for each in areas.geographies(session, with_shapes=False) if figures.source_of(session, row, each) is not None]


def default_geography(row: IndicatorRow, possible: list[Geography]) -> Geography:
    """The smallest geography the indicator is published for."""
    published = {each.id for each in row.geographies}
    found = [each for each in possible if each.id in published]
    if not found:
        raise NotFound(f"'{row.indicator.key}' has no figures yet.")
    return found[-1]


def whole_of(session: Session, row: IndicatorRow, geography: Geography, period: str) -> Figure | None:
    """The whole place's figure, to stand beside those of a geography's areas."""
    everything = areas.whole(session)
    if geography.key == places.current(session).whole_geography:
        return None
    found = figures.of_geography(session, row, everything.geography, period).get(everything.id)
    return replace(found, whole_title=everything.title) if found else None
