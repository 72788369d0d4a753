"""Where the figures of a chart come from, in words: what must go with it when somebody takes it away."""

from collections.abc import Callable, Sequence

from flask_babel import gettext as _

from assetmap.models import Indicator, Method
from assetmap.services.figures import ESTIMATE, Figure
from assetmap.services.measures import Measured
from assetmap.web.words import method_word

Facts = dict[str, str]


def how(indicator: Indicator | None, estimated: bool) -> str:
    """How figures came about: published or put together from smaller areas, and whether from a model or a survey."""
    start = _("Estimate from smaller areas") if estimated else _("Published")
    modelled = indicator is not None and indicator.method != Method.measured
    return f"{start} ({method_word(indicator.method)})" if indicator is not None and modelled else start


def of_indicator(indicator: Indicator, period: str, figures: Sequence[Figure]) -> Facts:
    """Period, unit, source, licence and method of figures of one indicator."""
    return {
        _("Period"): period,
        _("Unit"): indicator.unit,
        _("Source"): f"{indicator.publisher}: {indicator.source}",
        _("Licence"): indicator.licence,
        _("How it came about"): how(indicator, any(each.kind == ESTIMATE for each in figures)),
    }


def of_register(unit: str, people: Sequence[Figure]) -> Facts:
    """The same of what is in the register for people, who are published by somebody."""
    known = [each for each in people if each.value is not None]
    start = _("Entries in this register, for people as counted by")
    if not known:
        return {_("Unit"): unit, _("Source"): _("Entries in this register")}
    found = of_indicator(known[0].indicator, known[0].period, known)
    return found | {_("Unit"): unit, _("Source"): f"{start} {found[_('Source')]}"}


def of_measures(sides: Sequence[tuple[str, Measured]]) -> Facts:
    """The same of two measures by their titles."""

    def each(text: Callable[[Measured], str]) -> str:
        return "; ".join(f"{title}: {found}" for title, measure in sides if (found := text(measure)))

    here = _("Entries in this register and the number of people")
    return {
        _("Period"): each(lambda one: one.period),
        _("Unit"): each(lambda one: one.indicator.unit if one.indicator else _("for every 1,000 people")),
        _("Source"): each(lambda one: f"{one.indicator.publisher}: {one.indicator.source}" if one.indicator else here),
        _("Licence"): each(lambda one: one.indicator.licence if one.indicator else ""),
        _("How it came about"): each(lambda one: how(one.indicator, one.estimates > 0)),
    }
