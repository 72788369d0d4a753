"""Measures in words: what they are called, how a value of one is written, and which there are to choose from."""

from flask_babel import gettext as _

from assetmap.models import Measure
from assetmap.services import indicators, measures
from assetmap.services.measures import Measured
from assetmap.services.vocabulary import vocabulary
from assetmap.web import drawing
from assetmap.web.sessions import session
from assetmap.web.texts import figure_text, number


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be chosen: pairs of key and title, under headings."""
    drawable = {each.key for each in drawing.place().indicators}
    published = [(row.indicator.key, row.indicator.title) for row in indicators.listed(session()) if row.indicator.key in drawable]
    of_category = [(measures.OF + each.slug, title_of_category(each.name)) for each in vocabulary(session()).categories]
    register = [(measures.ASSETS, _("Assets for every 1,000 people")), (measures.GROUPS, _("Groups for every 1,000 people")), *of_category]
    return [(_("On record here"), register), (_("Indicators"), published)]


def title_of_category(name: str) -> str:
    """The measure of one category of assets."""
    return _("%(category)s for every 1,000 people", category=name)


def title(measure: Measured) -> str:
    """What a measure is called."""
    if measure.indicator:
        return measure.indicator.title
    if measure.key == measures.GROUPS:
        return _("Groups for every 1,000 people")
    return title_of_category(measure.category) if measure.category else _("Assets for every 1,000 people")


def text(value: float, measure: Measured) -> str:
    """A value of a measure as people read it."""
    return figure_text(value, measure.indicator) if measure.indicator else number(value, 2)


def shown(value: float, measure: Measured) -> float:
    """A value as an axis has it: shares in per cent."""
    share = measure.indicator is not None and measure.indicator.measure == Measure.proportion
    return round(value * 100 if share else value, 4)


def axis(measure: Measured) -> str:
    """A measure as the title of an axis."""
    if measure.indicator is None or not measure.indicator.unit:
        return title(measure)
    return f"{measure.indicator.title} ({measure.indicator.unit})"
