"""How numbers, dates and figures are written for people."""

from datetime import date, datetime
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from assetmap.models import Indicator, Measure
from assetmap.services.figures import NONE, PUBLISHED, RANGE, Figure
from assetmap.web import words


def register(app: Flask) -> None:
    """Give the templates these words."""
    filters = {"figure_text": figure_text, "number": number, "date": day, "metres": distance, "host": host, "figure_note": figure_note}
    app.jinja_env.filters.update(filters | {word.__name__: word for word in (words.holder_word, words.cost_word, words.kind_word)})


def number(value: float | None, decimals: int = 0) -> str:
    """A number with thousands separators, or a dash where it is not known."""
    if value is None:
        return "–"
    return format_decimal(round(value, decimals), format="#,##0." + "0" * decimals if decimals else "#,##0")


def figure_text(value: float | None, indicator: Indicator) -> str:
    """A figure as people read it, its per cent sign included."""
    if value is None:
        return _("Not known")
    if indicator.measure == Measure.proportion:
        return f"{number(value * 100, indicator.decimals)} %"
    text = number(value, indicator.decimals)
    return f"{text} %" if indicator.measure == Measure.percent else text


def day(value: date | datetime | None) -> str:
    """A day in words."""
    return format_date(value, "d MMMM yyyy") if value else ""


def distance(metres: float | None) -> str:
    """A distance as people say it."""
    if metres is None:
        return ""
    if metres < 1000:
        return _("%(metres)s m", metres=number(round(metres, -1)))
    return _("%(kilometres)s km", kilometres=number(metres / 1000, 1))


def host(address: str) -> str:
    """The host of a web address."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def figure_note(figure: Figure) -> str:
    """How a figure came about, in one or two sentences, or why there is none."""
    source = figure.source_geography
    if figure.kind == NONE and source is None:
        return _("This figure is published for larger areas only. It is not spread over smaller ones.")
    if figure.kind == NONE or source is None:
        return _("There is no figure for this area.")
    if figure.kind == PUBLISHED:
        return _("As published for %(geography)s (%(vintage)s).", geography=source.plural, vintage=source.vintage)
    facts = {"known": figure.known, "parts": figure.parts, "geography": source.plural, "vintage": source.vintage}
    if figure.kind == RANGE:
        return _("From %(known)s of %(parts)s %(geography)s (%(vintage)s) in this area. Ranks and deciles are never averaged.", **facts)
    if figure.indicator.measure == Measure.count:
        return _("Estimate: the sum of %(known)s of %(parts)s %(geography)s (%(vintage)s) that mostly lie in this area.", **facts)
    share = number(figure.covered * 100)
    text = _("Estimate: the average of %(known)s of %(parts)s %(geography)s (%(vintage)s) that mostly lie in this area,", **facts)
    return text + " " + _("weighted by the people it is about; it rests on %(share)s %% of them.", share=share)
