"""How numbers, dates and figures are written for people."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlsplit

from babel.numbers import format_decimal
from babel.support import NullTranslations
from flask import Flask, g
from flask_babel import format_date, get_locale, get_translations, ngettext
from flask_babel import gettext as _

from assetmap.models import Area, Geography, Indicator, Measure, ValueState
from assetmap.services import areas
from assetmap.services.figures import ESTIMATE, NONE, PUBLISHED, RANGE, Figure
from assetmap.web import link_words, words
from assetmap.web.sessions import session


def register(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: translations().gettext(text), lambda one, many, count: translations().ngettext(one, many, count), newstyle=True
    )
    filters = {
        "figure_text": figure_text,
        "number": number,
        "date": day,
        "metres": distance,
        "host": host,
        "figure_note": figure_note,
        "figures_note": figures_note,
    }
    filters["area_address"] = area_address
    worded = (words.holder_word, words.cost_word, words.kind_word, words.role_word, words.step_word, words.method_word, words.method_hint)
    app.jinja_env.filters.update(filters | {word.__name__: word for word in (*worded, *link_words.FILTERS)})


def number(value: float | None, decimals: int = 0) -> str:
    """A number with thousands separators, or a dash where it is not known."""
    return "–" if value is None else written(round(value, decimals), decimals, once("locale", lambda: str(get_locale())))


@lru_cache(maxsize=4096)
def written(value: float, decimals: int, locale: str) -> str:
    """A number as people of a locale write it; kept, since a page shows a hundred of them, most of them small."""
    return format_decimal(value, format="#,##0." + "0" * decimals if decimals else "#,##0", locale=locale)


def once(name: str, find: Callable[[], Any]) -> Any:
    """What is the same all through a request, found the first time it is asked for: a page asks a hundred times."""
    if name not in g:
        setattr(g, name, find())
    return getattr(g, name)


def translations() -> NullTranslations:
    """This request's translations."""
    return cast(NullTranslations, once("translations", get_translations))


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


def area_address(area: Area) -> str:
    """What stands for an area in addresses: its code, and its geography before it where the code alone means another area."""
    return areas.address(session(), area)


def figure_note(figure: Figure) -> str:
    """How a figure came about, in one or two sentences, or why there is none."""
    source = figure.source_geography
    if figure.kind == NONE and source is None:
        return _("This figure is published for larger areas only. It is not spread over smaller ones.")
    if figure.state == ValueState.suppressed:
        return _("Its publisher holds this figure back, mostly because it is about few people. It is not zero.")
    if figure.kind == NONE or source is None:
        return _("There is no figure for this area.")
    if figure.kind == PUBLISHED:
        return _("As published for %(geography)s (%(vintage)s).", geography=source.plural, vintage=source.vintage)
    return estimate_note(figure, source)


def figures_note(example: Figure) -> str:
    """How the figures of many areas came about, of which this is one: what is said of all of them, without the numbers of one."""
    source = example.source_geography
    if source is None or example.kind not in (ESTIMATE, RANGE):
        return figure_note(example)
    facts = {"geography": source.plural, "vintage": source.vintage}
    if example.kind == RANGE:
        return _("From the %(geography)s (%(vintage)s) in each area. Ranks and deciles are never averaged.", **facts)
    if example.indicator.measure == Measure.count:
        text = _("Estimates: the sum of the %(geography)s (%(vintage)s) in each area.", **facts)
    else:
        text = _("Estimates: the average of the %(geography)s (%(vintage)s) in each area, weighted by the people it is about.", **facts)
    return text + " " + _("Those that lie only partly in an area count by the share of their postcodes there.")


def estimate_note(figure: Figure, source: Geography) -> str:
    """What an estimate or a range was put together from, how, and how many of the people it rests on."""
    facts = {"known": figure.known, "parts": figure.parts, "geography": source.plural, "vintage": source.vintage}
    if figure.kind == RANGE:
        return _("From %(known)s of %(parts)s %(geography)s (%(vintage)s) here. Ranks and deciles are never averaged.", **facts)
    if figure.indicator.measure == Measure.count:
        text = _("Estimate: the sum of %(known)s of %(parts)s %(geography)s (%(vintage)s) here.", **facts)
    else:
        share = number(figure.covered * 100)
        text = _("Estimate: the average of %(known)s of %(parts)s %(geography)s (%(vintage)s) here,", **facts)
        text += " " + _("weighted by the people it is about; it rests on %(share)s %% of them.", share=share)
    if figure.partly:
        text += " " + ngettext(
            "%(num)s of them lies only partly here, and counts by the share of its postcodes that do.",
            "%(num)s of them lie only partly here, and count by the share of their postcodes that do.",
            figure.partly,
        )
    return text
