"""A dot for every area along one line: the data of a small chart that needs no script."""

from dataclasses import dataclass
from statistics import median

from flask_babel import gettext as _

from assetmap.services.tables import IndicatorTable
from assetmap.web.texts import figure_text

WIDTH, HEIGHT, BASE, LEFT, RIGHT, DOT, HIGHEST = 640, 180, 148, 24, 24, 12, 140
FEWEST = 3


@dataclass(frozen=True)
class Spread:
    """Where the dots, ticks and marks of the chart stand, in its own units, and the chart in one sentence."""

    width: int
    height: int
    base: int
    dots: list[tuple[float, float, str, str, str]]
    ticks: list[tuple[float, str]]
    whole_x: float | None
    median_x: float
    summary: str


def build(table: IndicatorTable) -> Spread | None:
    """The spread of an indicator's values, or none where there are too few."""
    known = sorted(((each.figure.value, each.area) for each in table.rows if each.figure.value is not None), key=lambda pair: pair[0])
    if len(known) < FEWEST or known[0][0] == known[-1][0]:
        return None
    indicator, low, high = table.row.indicator, known[0][0], known[-1][0]

    def across(value: float) -> float:
        return round(LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT), 1)

    heights: dict[int, int] = {}
    dots = []
    for value, area in known:
        column = int(across(value) // DOT)
        heights[column] = heights.get(column, 0) + 1
        dots.append((column * DOT + DOT / 2, heights[column], area.code, area.title, figure_text(value, indicator)))
    step = min(DOT, HIGHEST / max(heights.values()))
    placed = [(x, round(BASE - DOT / 2 - (number - 1) * step, 1), code, title, text) for x, number, code, title, text in dots]
    middle = median(value for value, _area in known)
    whole = table.whole.value if table.whole else None
    ticks = [(across(low + share * (high - low)), figure_text(low + share * (high - low), indicator)) for share in (0, 0.25, 0.5, 0.75, 1)]
    return Spread(
        WIDTH,
        HEIGHT,
        BASE + 4,
        placed,
        ticks,
        across(whole) if whole is not None and low <= whole <= high else None,
        across(middle),
        summary(table, known[0][1].title, known[-1][1].title, middle),
    )


def summary(table: IndicatorTable, lowest: str, highest: str, middle: float) -> str:
    """The chart in one sentence."""
    values = [each.figure.value for each in table.rows if each.figure.value is not None]
    words = {
        "count": len(values),
        "areas": table.geography.plural,
        "low": figure_text(min(values), table.row.indicator),
        "high": figure_text(max(values), table.row.indicator),
        "middle": figure_text(middle, table.row.indicator),
        "lowest": lowest,
        "highest": highest,
    }
    return _("%(count)s %(areas)s, from %(low)s (%(lowest)s) to %(high)s (%(highest)s); the one in the middle has %(middle)s.", **words)
