"""The charts of an indicator: how far apart its areas are, and how it went over time."""

from typing import Any

from flask_babel import gettext as _

from assetmap.models import Indicator, Measure
from assetmap.services import indicators, shades, trends
from assetmap.services.comparisons import middle_of
from assetmap.services.figures import ESTIMATE, Figure
from assetmap.services.indicators import IndicatorRow
from assetmap.services.shades import PagedTable, Part
from assetmap.services.tables import IndicatorTable
from assetmap.services.trends import Series
from assetmap.web.charts import Args, Chart, Spec, maker
from assetmap.web.provenance import how, of_indicator
from assetmap.web.sessions import session
from assetmap.web.texts import figure_text

FEWEST = 3


@maker("spread", "indicator", "geography", "period")
def spread_asked(args: Args) -> Chart | None:
    """The spread that a query asks for."""
    row = indicators.get(session(), args.get("indicator", "")[:80])
    table = shades.table(session(), row, args.get("geography", ""), args.get("period", ""), Part())
    return None if isinstance(table, PagedTable) else spread(table)


@maker("trend", "indicator")
def trend_asked(args: Args) -> Chart | None:
    """The trend that a query asks for."""
    row = indicators.get(session(), args.get("indicator", "")[:80])
    return trend(row, trends.of_place(session(), row))


def spread(table: IndicatorTable) -> Chart | None:
    """A dot for every area whose figure is known, lowest first; none where there are too few or all are the same."""
    figures = [each.figure for each in table.rows if each.figure.value is not None]
    kinds = {each.area.code: how(each.figure.indicator, each.figure.kind == ESTIMATE) for each in table.rows}
    known = sorted((each.figure.value, each.area.title, each.area.code) for each in table.rows if each.figure.value is not None)
    if len(known) < FEWEST or known[0][0] == known[-1][0]:
        return None
    indicator = table.row.indicator
    points: list[dict[str, Any]] = [
        {"code": code, "area": title, "value": shown(value, indicator), "text": figure_text(value, indicator)}
        for value, title, code in known
    ]
    middle = middle_of(indicator, [value for value, *_rest in known])
    marks = [mark(_("The one in the middle"), middle, indicator)]
    if table.whole is not None and table.whole.value is not None and not is_sum(indicator):
        marks.append(mark(table.whole.whole_title, table.whole.value, indicator))

    def draw() -> Spec:
        from assetmap import charts  # Reason: it brings Altair, which takes a second; a page that only names the chart need not.

        return charts.spread(points, marks, charts.Axis(axis_title(indicator)), {"area": table.geography.name, "text": _("Value")})

    return Chart(
        "spread",
        _("How far apart they are: %(title)s", title=indicator.title),
        spread_summary(table, points, figure_text(middle, indicator)),
        draw,
        [_("Code"), table.geography.name, _("Value"), _("How it came about")],
        [[each["code"], each["area"], each["text"], kinds[each["code"]]] for each in points],
        asked={"indicator": indicator.key, "geography": table.geography.key, "period": table.period},
        numbers=[[each["code"], each["area"], each["value"], kinds[each["code"]]] for each in points],
        facts=of_indicator(indicator, table.period, figures),
    )


def is_sum(indicator: Indicator) -> bool:
    """Whether the whole place's figure is the sum of its areas', which cannot stand among them on one line."""
    return indicator.measure == Measure.count


def mark(what: str, value: float, indicator: Indicator) -> dict[str, Any]:
    """A line across the chart."""
    return {"what": f"{what}: {figure_text(value, indicator)}", "value": shown(value, indicator)}


def shown(value: float | None, indicator: Indicator) -> float | None:
    """A value as the axis has it: a share in per cent, without digits that the indicator does not have."""
    if value is None:
        return None
    percent = indicator.measure == Measure.proportion
    return round(value * 100 if percent else value, max(indicator.decimals, 3))


def axis_title(indicator: Indicator) -> str:
    """What the numbers of an axis are."""
    return indicator.unit or indicator.title


def spread_summary(table: IndicatorTable, points: list[dict[str, Any]], middle: str) -> str:
    """The chart in one sentence."""
    low, high = points[0], points[-1]
    words = {
        **{"count": len(points), "areas": table.geography.plural, "middle": middle},
        **{"low": low["text"], "lowest": low["area"], "high": high["text"], "highest": high["area"]},
    }
    return _("%(count)s %(areas)s, from %(low)s (%(lowest)s) to %(high)s (%(highest)s); the one in the middle has %(middle)s.", **words)


def trend(row: IndicatorRow, series: list[Series]) -> Chart | None:
    """The whole place over time beside those it is compared with; none where there are not two periods of the place's own."""
    if not series or len(series[0].figures) < 2:
        return None
    indicator, first, last = row.indicator, series[0].figures[0], series[0].figures[-1]
    points = [point(each.area.title, figure) for each in series for figure in each.figures]
    titles = {"series": _("Where"), "period": _("Period"), "text": _("Value")}

    def draw() -> Spec:
        from assetmap import charts  # Reason: as above.

        return charts.trend(points, charts.Axis(axis_title(indicator)), titles, row.periods[::-1])

    return Chart(
        "trend",
        _("Over time: %(title)s", title=indicator.title),
        trend_summary(series, indicator),
        draw,
        [_("Where"), _("Period"), _("Value"), _("Lowest likely"), _("Highest likely"), _("How it came about")],
        [[*(each[name] for name in ("series", "period", "text", "low", "high", "kind"))] for each in points],
        asked={"indicator": indicator.key},
        numbers=[[*(each[name] for name in ("series", "period", "value", "lower", "upper", "kind"))] for each in points],
        facts=of_indicator(indicator, f"{first.period}–{last.period}", [figure for each in series for figure in each.figures]),
    )


def point(title: str, figure: Figure) -> dict[str, Any]:
    """One figure of a line, in numbers and in words."""
    indicator = figure.indicator
    interval = {"low": figure.lower, "high": figure.upper}
    return {
        **{"series": title, "period": figure.period, "value": shown(figure.value, indicator), "text": figure_text(figure.value, indicator)},
        **{"lower": shown(figure.lower, indicator), "upper": shown(figure.upper, indicator)},
        **{name: figure_text(value, indicator) if value is not None else "" for name, value in interval.items()},
        "kind": how(indicator, figure.kind == ESTIMATE),
    }


def trend_summary(series: list[Series], indicator: Indicator) -> str:
    """The chart in one or two sentences."""
    first, last = series[0].figures[0], series[0].figures[-1]
    words = {
        **{"place": series[0].area.title, "first": first.period, "before": figure_text(first.value, indicator)},
        **{"last": last.period, "now": figure_text(last.value, indicator)},
    }
    text = _("%(place)s: %(before)s in %(first)s, %(now)s in %(last)s.", **words)
    beside = [each for each in series[1:] if each.figures[-1].period == last.period]
    if not beside:
        return text
    others = "; ".join(f"{each.area.title} {figure_text(each.figures[-1].value, indicator)}" for each in beside)
    return text + " " + _("In %(last)s: %(others)s.", last=last.period, others=others)
