"""What must be read with the colours of a map, in plain words: for the map's own legend, the page and the picture."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from assetmap.geo.classes import DEVIATIONS, EQUAL, METHODS, NATURAL, OWN, QUANTILES, Class
from assetmap.models import Geography, Indicator, Measure, Method, Polarity
from assetmap.services.comparators import Comparator
from assetmap.services.figures import ESTIMATE, Figure
from assetmap.services.tables import IndicatorTable
from assetmap.web.texts import figure_text, figures_note
from assetmap.web.words import method_hint, method_word


def method_choices() -> list[tuple[str, str]]:
    """The ways of making classes, as a form names them."""
    names = {
        QUANTILES: _("As many areas in each colour"),
        NATURAL: _("Natural breaks"),
        EQUAL: _("Equal steps"),
        DEVIATIONS: _("Distance from the average"),
        OWN: _("My own limits"),
    }
    return [(key, names[key]) for key in METHODS]


def method_text(table: IndicatorTable) -> str:
    """How the colours were chosen."""
    if table.row.indicator.measure == Measure.decile:
        return _("Tenths always go in pairs, two to a colour.")
    texts = {
        QUANTILES: _("Each colour has about the same number of areas."),
        NATURAL: _("Colours change where there are gaps between the figures, so that like is with like (natural breaks)."),
        EQUAL: _("Each colour covers an equally wide range of figures."),
        DEVIATIONS: _("Colours change by the distance from the average, in standard deviations: the outermost areas are unusual."),
        OWN: _("The limits between the colours were typed in by whoever made this map."),
    }
    if table.comparator is not None and table.choice.method == DEVIATIONS:
        return _("Colours change by the distance from the comparison, in standard deviations of the areas.")
    if table.comparator is not None and table.choice.method == QUANTILES:
        return _("On each side of the comparison, each colour has about the same number of areas.")
    return texts[table.choice.method]


def darker_text(table: IndicatorTable) -> str:
    """Which way is better, and what dark means."""
    polarity = table.row.indicator.polarity
    if table.comparator is None:
        return {
            Polarity.high: _("Higher is better. Darker means worse."),
            Polarity.low: _("Lower is better. Darker means worse."),
            Polarity.none: _("Neither high nor low is better. Darker means more."),
        }[polarity]
    words = {"what": compared_with(table.comparator, table)}
    text = {
        Polarity.high: _("Higher is better. Orange is worse than %(what)s, purple is better; darker is further away.", **words),
        Polarity.low: _("Lower is better. Orange is worse than %(what)s, purple is better; darker is further away.", **words),
        Polarity.none: _("Orange is above %(what)s, purple is below; darker is further away.", **words),
    }[polarity]
    return text + " " + _("Areas up to that figure have dots, so that the two sides differ in grey, too.")


def compared_with(comparator: Comparator, table: IndicatorTable) -> str:
    """What areas are compared with, and its figure."""
    figure = figure_text(comparator.value, table.row.indicator)
    about = _("about %(figure)s", figure=figure) if comparator.figure is not None and comparator.figure.kind == ESTIMATE else figure
    return f"{comparator_named(comparator, table)} ({about})"


def comparator_title(comparator: Comparator, geography: Geography) -> str:
    """What a comparison is called."""
    return comparator.title or _("the middle one of the %(areas)s", areas=geography.plural)


def comparator_named(comparator: Comparator, table: IndicatorTable) -> str:
    """What the comparison of a table is called, with its period where that is another."""
    title = comparator_title(comparator, table.geography)
    return title if comparator.period in ("", table.period) else _("%(what)s in %(period)s", what=title, period=comparator.period)


def unclear_label(table: IndicatorTable) -> str:
    """What fine lines over a colour mean."""
    name = comparator_named(table.beside, table) if table.beside else ""
    return _("Not clearly different from %(what)s", what=name)


def certainty_text(table: IndicatorTable) -> str:
    """How sure one can be that areas differ from the comparison, or that nobody says."""
    if table.beside is None or not table.known:
        return ""
    if not table.with_interval:
        return _("These figures come without a margin of error: small differences may be chance, though no area is marked as unclear.")
    name = comparator_named(table.beside, table)
    text = ngettext(
        "%(num)s area has fine lines: its likely range (the interval its publisher gives) holds the figure of %(what)s.",
        "%(num)s areas have fine lines: their likely range (the interval their publisher gives) holds the figure of %(what)s.",
        table.unclear,
        what=name,
    )
    without = table.known - table.with_interval
    return text + (
        " " + ngettext("For %(num)s area no range is given.", "For %(num)s areas no range is given.", without) if without else ""
    )


def fewer_text(table: IndicatorTable) -> str:
    """That there are fewer colours than were asked for, where that is so."""
    if not table.classes or table.choice.method == OWN or table.comparator or table.row.indicator.measure == Measure.decile:
        return ""
    if len(table.classes) >= table.choice.number:
        return ""
    return _("There are fewer colours than asked for, because too few figures differ.")


def class_label(each: Class, number: int, table: IndicatorTable) -> str:
    """A class in words; no value is in two classes."""
    indicator = table.row.indicator
    low, high = figure_text(each.lower, indicator), figure_text(each.upper, indicator)
    if number == 0 and not each.count:
        return _("up to %(high)s", high=high)
    if low == high:
        return low
    if number == 0 and each.side <= 0:
        return _("%(low)s to %(high)s", low=low, high=high)
    return _("over %(low)s to %(high)s", low=low, high=high)


def legend(table: IndicatorTable) -> dict[str, Any]:
    """What must be read with the colours."""
    indicator = table.row.indicator
    example = table.example
    note = figures_note(example) if example else ""
    return {
        **{name: getattr(indicator, name) for name in ("title", "unit", "source", "publisher", "licence", "cannot_tell")},
        "period": table.period,
        "geography": f"{table.geography.plural} ({table.geography.vintage})",
        "polarity_text": darker_text(table),
        "classes_text": " ".join(filter(None, [method_text(table), fewer_text(table)])),
        "certainty_text": certainty_text(table),
        "method_text": " ".join(filter(None, [method_hint(indicator.method) if modelled(indicator) else "", note])),
        "from_text": from_text(table, example),
    }


def from_text(table: IndicatorTable, example: Figure | None) -> str:
    """Whose figure it is, of when, and whether it is modelled or an estimate: what must always stand beside the colours."""
    indicator = table.row.indicator
    said = [_("%(publisher)s, %(period)s.", publisher=indicator.publisher, period=table.period)]
    if modelled(indicator):
        said.append(method_word(indicator.method) + ".")
    if example is not None and example.kind == ESTIMATE:
        said.append(_("Estimates from smaller areas."))
    return " ".join(said)


def subtitle(table: IndicatorTable) -> str:
    """Under the title of a picture: which areas, of when, and whether it is modelled."""
    text = f"{table.geography.plural} ({table.geography.vintage}), {table.period}"
    indicator = table.row.indicator
    return f"{text} · {method_word(indicator.method)}" if modelled(indicator) else text


def modelled(indicator: Indicator) -> bool:
    """Whether its figures were not counted, but come from a model or from a sample of people, which must be said."""
    return indicator.method != Method.measured
