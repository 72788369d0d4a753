"""Pictures of an indicator's map: to look at without JavaScript, and to take away as SVG or PNG."""

import base64
from dataclasses import dataclass, replace
from typing import Any

from flask import Response as FlaskResponse
from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from assetmap.errors import BadQuery, NotFound
from assetmap.maps import pictures
from assetmap.maps.pictures import Mark, Picture
from assetmap.services import figures, indicators, outlines, tables
from assetmap.services.indicators import IndicatorRow
from assetmap.services.remember import remembered_text
from assetmap.services.shades import PagedTable
from assetmap.services.tables import IndicatorTable
from assetmap.web import legends, shading
from assetmap.web.api.answers import anew, kept, only
from assetmap.web.context import place
from assetmap.web.sessions import session
from assetmap.web.shading import Asked
from assetmap.web.texts import figure_text

SVG, PNG = "image/svg+xml", "image/png"
KINDS = {"svg": SVG, "png": PNG}
PERIODS, SMALL = "periods", "small"


def answer(key: str, kind: str) -> Response:
    """The picture that the address asks for, as a file of this kind (`svg` or `png`).

    `scale=periods` takes the colours from all periods together, so that pictures of several can be compared; `size=small`
    leaves out all but the areas and the period.
    """
    args = only({"geography", "period", "scale", "size", *shading.NAMES})
    if kind not in KINDS:
        raise NotFound(_("There is no page at this address."))
    choice = shading.strictly(args)
    row = indicators.get(session(), key[:80])

    def make() -> str:
        return drawn(asked_for(row, args, choice), args.get("size", ""))

    if kind == "svg":
        return kept(make, SVG)
    question = ("picture", request.root_url, request.full_path)
    text = remembered_text(session(), question, lambda: anew(base64.b64encode(pictures.as_png(make())).decode()))  # kept answers are text
    return FlaskResponse(base64.b64decode(text), mimetype=PNG)


def asked_for(row: IndicatorRow, args: MultiDict[str, str], choice: tables.Choice) -> IndicatorTable:
    """The table that a picture shows."""
    scale, size = args.get("scale", ""), args.get("size", "")
    faults = [] if scale in ("", PERIODS) else [_("scale must be %(name)s.", name=PERIODS)]
    faults += [] if size in ("", SMALL) else [_("size must be %(name)s.", name=SMALL)]
    if faults:
        raise BadQuery(faults)
    table = tables.table(session(), row, args.get("geography", ""), args.get("period", ""), choice)
    if not scale:
        return table
    same = tables.over_time(session(), row, table.geography, choice)
    return next((each for each in same if each.period == table.period), table)


def drawn(table: IndicatorTable, size: str = "") -> str:
    """A table as a picture."""
    small = size == SMALL
    picture = of_table(table, small)
    return pictures.draw_small(picture) if small else pictures.draw(picture)


def of_table(table: IndicatorTable, small: bool = False, name: str = "picture") -> Picture:
    """What a picture of a table shows. `name` tells its patterns from those of another picture in the same page."""
    shapes = outlines.of_geography(session(), table.geography.key, small)
    if not shapes.paths:
        raise NotFound(_("There are no boundaries of %(areas)s, so there is no picture.", areas=table.geography.plural))
    marks = {row.area.code: mark(row, table, small) for row in table.rows}
    if small:
        return Picture(table.period, shapes, marks, name=name)
    subtitle = legends.subtitle(table)
    unit = f" · {table.row.indicator.unit}" if table.row.indicator.unit else ""
    return Picture(table.row.indicator.title, shapes, marks, subtitle + unit, key_of(table), notes_of(table), name)


def mark(row: tables.TableRow, table: IndicatorTable, small: bool = False) -> Mark:
    """How one area is painted."""
    indicator = table.row.indicator
    text = "" if small else f"{row.area.title}: {figure_text(row.figure.value, indicator)}"
    below = row.number is not None and table.classes[row.number].side < 0
    return Mark(row.class_colour, below, row.unclear is True, text)


def key_of(table: IndicatorTable) -> list[Mark]:
    """The rows of the key."""
    rows = [
        Mark(each.colour, each.side < 0, False, legends.class_label(each, number, table), each.count)
        for number, each in enumerate(table.classes)
    ]
    if table.missing:
        rows.append(Mark(None, text=_("No data"), count=table.missing))
    if table.unclear:
        rows.append(Mark("#ffffff", hatched=True, text=legends.unclear_label(table), count=table.unclear))
    return rows


def notes_of(table: IndicatorTable) -> list[str]:
    """What must be read with a picture, and where its figures come from."""
    told, indicator, here = legends.legend(table), table.row.indicator, place()
    source = _(
        "Source: %(publisher)s: %(source)s. Period: %(period)s. Licence: %(licence)s.",
        **{name: getattr(indicator, name) for name in ("publisher", "source", "licence")},
        period=table.period,
    )
    said = [told["polarity_text"], told["classes_text"], told["certainty_text"], told["method_text"], told["cannot_tell"], source]
    return [
        each for each in [*said, here.attribution if here else "", url_for("indicators.show", key=indicator.key, _external=True)] if each
    ]


@dataclass(frozen=True)
class Small:
    """One of several small pictures: its period, its address, and what it says to who cannot see it."""

    period: str
    src: str
    text: str
    href: str


@dataclass(frozen=True)
class OfPage:
    """The pictures of an indicator's page: one to look at, the same to take away, and one for each period in the same colours."""

    src: str
    png: str
    alt: str
    key: list[Mark]
    small: list[Small]
    left_out: int


def of_page(table: IndicatorTable, asked: Asked) -> OfPage | None:
    """The pictures of the page of a table, small ones only where there are several periods; none of too many areas."""
    if isinstance(table, PagedTable):
        return None
    periods = figures.periods_of(session(), table.row, table.geography)
    every = tables.over_time(session(), table.row, table.geography, asked.choice) if len(periods) > 1 else []
    several = every if len(every) > 1 else []
    key = [replace(each, count=None) for each in key_of(several[-1])] if several else []
    small = [small_picture(each, asked) for each in several]
    return OfPage(address(table, asked), address(table, asked, "png"), alternative(table), key, small, len(periods) - len(several))


def small_picture(table: IndicatorTable, asked: Asked) -> Small:
    """One of several small pictures."""
    here: dict[str, Any] = {"key": table.row.indicator.key, "geography": table.geography.key, "period": table.period}
    src = address(table, asked, scale=PERIODS, size=SMALL)
    return Small(table.period, src, alternative(table), url_for("indicators.show", **here | asked.query))


def alternative(table: IndicatorTable) -> str:
    """A picture in one sentence."""
    known = sorted((each for each in table.rows if each.figure.value is not None), key=lambda each: each.figure.value or 0)
    facts = {"title": table.row.indicator.title, "areas": table.geography.plural, "period": table.period}
    if not known:
        return _("Map of %(title)s, %(areas)s, %(period)s: nothing is known.", **facts)
    low, high = (f"{figure_text(each.figure.value, table.row.indicator)} ({each.area.title})" for each in (known[0], known[-1]))
    return _("Map of %(title)s, %(areas)s, %(period)s: from %(low)s to %(high)s.", low=low, high=high, **facts)


def address(table: IndicatorTable, asked: Asked, kind: str = "svg", **more: str) -> str:
    """Where the picture of a table is."""
    where: dict[str, Any] = {"key": table.row.indicator.key, "kind": kind, "geography": table.geography.key, "period": table.period}
    return url_for("indicators.picture", **where | asked.query | more)
