"""What the areas of a geography can be compared with: the whole place, and larger areas known by name, such as a country."""

import re
from dataclasses import dataclass
from statistics import median

from sqlalchemy.orm import Session

from assetmap.errors import BadQuery
from assetmap.models import Area, Geography, Measure
from assetmap.services import areas, comparisons, figures, values
from assetmap.services.figures import NONE, Figure
from assetmap.services.indicators import IndicatorRow

MIDDLE = "middle"


@dataclass(frozen=True)
class Comparator:
    """Something to compare with: how an address names it, what people call it, its value and where that comes from.

    The middle one of the areas themselves has the key `middle`, and neither title nor figure. `period` is that of the value.
    """

    key: str
    title: str
    value: float
    figure: Figure | None = None
    period: str = ""


def listed(session: Session, row: IndicatorRow, geography: Geography, period: str) -> list[Comparator]:
    """What there is to compare the areas of a geography with, the nearest first.

    Ranks and deciles are compared with nothing, and a number of things only with the middle of its peers.
    """
    if row.indicator.measure in (Measure.rank, Measure.decile):
        return []
    known = values.of_geography(session, row, geography, period).ranked
    middle = [Comparator(MIDDLE, "", median(known.tolist()), period=period)] if len(known) > 1 else []
    counted = row.indicator.measure == Measure.count  # a larger place has more of everything
    return middle if counted else [*_larger(session, row, geography, period), *middle]


def find(session: Session, row: IndicatorRow, geography: Geography, period: str, key: str) -> Comparator | None:
    """The one with this key, or none where the key is empty; BadQuery, saying what there is, where there is no such."""
    if not key:
        return None
    known = listed(session, row, geography, period)
    found = next((each for each in known if each.key == key), None)
    if found is None:
        names = ", ".join(each.key for each in known) or "nothing"
        raise BadQuery([f"'{row.indicator.key}' cannot be compared with '{key[:40]}' in {period}; there is: {names}."])
    return found


def _larger(session: Session, row: IndicatorRow, geography: Geography, period: str) -> list[Comparator]:
    whole, found = areas.whole(session), []
    for area in [whole, *comparisons.larger_places(session)]:
        if area.geography.level >= geography.level:
            continue
        figure = figures.of_geography(session, row, area.geography, period).get(area.id)
        if figure is not None and figure.kind != NONE and figure.value is not None:
            key = area.geography.key if area.id == whole.id else _slug(area)
            found.append(Comparator(key, area.title, figure.value, figure, period))
    return found


def _slug(area: Area) -> str:
    return re.sub(r"[^a-z0-9]+", "-", area.title.lower()).strip("-") or area.code
