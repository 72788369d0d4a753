"""An answer about gaps as data: JSON that a map can shade, and a table for a spreadsheet."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from assetmap.geo.classes import PALETTE
from assetmap.geo.reach import DETOUR
from assetmap.services.gaps import GapAnswer, GapRow
from assetmap.services.gaps.asked import kept
from assetmap.web import downloads
from assetmap.web.gaps import sentences
from assetmap.web.texts import number

BREAKS = (0.05, 0.25, 0.5, 0.75, 1.0)


def rows(answer: GapAnswer) -> list[GapRow]:
    """Every area: by need and access, then those without a figure."""
    return [*answer.rows, *answer.unknown]


def shaded(answer: GapAnswer, row: GapRow) -> float | None:
    """The share that colours an area: of people without access; where the register cannot say, of those nothing could help."""
    return row.share_at_best if answer.cannot_say else row.share


def class_of(share: float | None) -> int | None:
    """The class of a share, or none where nobody lives there."""
    return None if share is None else next(place for place, upper in enumerate(BREAKS) if share <= upper + 1e-9)


def shades(answer: GapAnswer) -> dict[str, str]:
    """The colour of each area by code."""
    found = {row.code: class_of(shaded(answer, row)) for row in rows(answer)}
    return {code: PALETTE[place] for code, place in found.items() if place is not None}


def document(answer: GapAnswer) -> dict[str, Any]:
    """The whole answer; `classes`, `values` and `legend` are as those of an indicator, so that the same map shades them."""
    placed = {row.code: class_of(shaded(answer, row)) for row in rows(answer)}
    return {
        "question": kept(answer.asked),
        "sentence": " ".join([sentences.headline(answer), *sentences.beside(answer)]),
        "warnings": [each.text for each in sentences.warnings(answer)],
        "indicator": {"key": answer.row.indicator.key, "url": url_for("indicators.show", key=answer.row.indicator.key)},
        "geography": answer.geography.key,
        "period": answer.period,
        "metres": answer.asked.limit_m,
        "detour": DETOUR,
        "method": "streets" if answer.network else "straight",
        "entries": {name: getattr(answer.found, name) for name in ("matches", "silent", "placeless", "rough")},
        "people": {name: round(getattr(answer, name), 1) for name in ("people", "without", "at_best", "affected", "affected_at_best")},
        "areas": [area(row) for row in rows(answer)],
        "classes": classes(list(placed.values())),
        "no_data": {"label": _("No data"), "count": sum(place is None for place in placed.values())},
        "values": {row.code: value(shaded(answer, row), placed[row.code]) for row in rows(answer)},
        "legend": legend(answer),
    }


def classes(placed: list[int | None]) -> list[dict[str, Any]]:
    """The classes of the map: equal for every question, so that maps can be compared."""
    lowers = (0.0, *BREAKS[:-1])
    return [
        {
            "lower": low,
            "upper": high,
            "colour": colour,
            "count": placed.count(place),
            "label": _("%(low)s to %(high)s", low=percent(low), high=percent(high))
            if not place
            else _("over %(low)s to %(high)s", low=percent(low), high=percent(high)),
        }
        for place, (low, high, colour) in enumerate(zip(lowers, BREAKS, PALETTE, strict=True))
    ]


def percent(share: float | None) -> str:
    """A share as people read it."""
    return _("Not known") if share is None else f"{number(share * 100)} %"


def value(share: float | None, place: int | None) -> dict[str, Any]:
    """One area as the map wants it."""
    return {"value": share, "text": percent(share), "kind": "none" if share is None else "published", "class": place}


def legend(answer: GapAnswer) -> dict[str, Any]:
    """What must be read with the colours."""
    home, words = answer.residents, {"walk": sentences.walk(answer)}
    whose = {"publisher": home.row.indicator.publisher, "period": home.period}
    return {
        "title": _("People beyond the reach of every entry that could fit") if answer.cannot_say else _("People without access"),
        "unit": _("%% of people live farther than %(walk)s away", **words),
        "period": home.period,
        "source": home.row.indicator.source,
        "publisher": home.row.indicator.publisher,
        "licence": home.row.indicator.licence,
        "polarity_text": _("Darker means more people without."),
        "from_text": _("Estimates from postcodes and the register; people: %(publisher)s, %(period)s.", **whose),
        "method_text": "",
        "cannot_tell": _("A gap may be a gap in the register."),
    }


def area(row: GapRow) -> dict[str, Any]:
    """One area in plain numbers."""
    full = row.register
    return {
        "code": row.code,
        "name": row.title,
        "need": row.figure.value,
        "need_kind": row.figure.kind,
        "need_rank": row.rank,
        "high_need": row.high,
        "people": round(row.people, 1),
        "people_without": round(row.without, 1),
        "share_without": _rounded(row.share, 4),
        "people_without_at_best": round(row.at_best, 1),
        "share_without_at_best": _rounded(row.share_at_best, 4),
        "median_walk_metres": _rounded(row.median_m, 0),
        "entries_within_reach": round(row.nearby, 2),
        "entries_within_reach_that_do_not_say": round(row.silent, 2),
        "entries_of_all_kinds": full.entries,
        "entries_per_1000": _rounded(full.per_1000, 2),
        "entries_per_1000_lower": _rounded(full.lower, 2),
        "entries_per_1000_upper": _rounded(full.upper, 2),
        "register": full.kind,
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def csv_text(answer: GapAnswer) -> str:
    """Every area as CSV, with what must be read beside the numbers in its last columns."""
    need, people = answer.row.indicator, answer.residents.row.indicator
    more = {
        "indicator": answer.row.indicator.key,
        "period": answer.period,
        "walk_metres": round(answer.asked.limit_m),
        "method": "streets" if answer.network else f"straight line x {DETOUR:g}",
        "source": f"{need.publisher}; {people.publisher}",
        "people_indicator": people.key,
        "people_period": answer.residents.period,
        "people_source_url": people.source_url,
    }
    lines = [area(row) | more for row in rows(answer)]
    return downloads.csv_text(list(lines[0]), [list(line.values()) for line in lines])
