"""How a map is to be coloured, as an address says it: `classes`, `k`, `breaks` and `around`."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _

from assetmap.errors import BadQuery
from assetmap.geo.classes import FEWEST, METHODS, MOST, OWN, QUANTILES, USUAL
from assetmap.maps import Drawn
from assetmap.models import Measure
from assetmap.services import areas, comparators, figures, indicators, shades
from assetmap.services.indicators import IndicatorRow
from assetmap.services.shades import Part
from assetmap.services.tables import Choice, IndicatorTable
from assetmap.web import legends
from assetmap.web.sessions import session

NAMES = ("classes", "k", "breaks", "around")
MOST_BREAKS = MOST - 1
TEXT_LIMIT = 120


@dataclass(frozen=True)
class Asked:
    """How to colour, the breaks as they were typed, and what of the question could not be understood."""

    choice: Choice = field(default_factory=Choice)
    breaks: str = ""
    faults: tuple[str, ...] = ()

    @property
    def query(self) -> dict[str, str]:
        """The same for an address, without what is usual."""
        mine = {"classes": self.choice.method, "k": str(self.choice.number), "around": self.choice.around}
        usual = {"classes": QUANTILES, "k": str(USUAL), "around": ""}
        changed = {name: value for name, value in mine.items() if value != usual[name]}
        return changed | ({"breaks": ",".join(f"{value:.10g}" for value in self.choice.breaks)} if self.choice.breaks else {})


def read(args: Mapping[str, str]) -> Asked:
    """How to colour; what cannot be understood is left out and said in `faults`."""
    faults: list[str] = []
    method, number, text = (
        args.get("classes", "") or QUANTILES,
        args.get("k", "") or str(USUAL),
        args.get("breaks", "").strip()[:TEXT_LIMIT],
    )
    if method not in METHODS:
        faults.append(_("classes must be one of %(names)s, not '%(name)s'.", names=", ".join(METHODS), name=method[:40]))
        method = QUANTILES
    if number not in {str(each) for each in range(FEWEST, MOST + 1)}:
        faults.append(_("k must be a whole number from %(low)s to %(high)s.", low=FEWEST, high=MOST))
        number = str(USUAL)
    breaks, wrong = read_breaks(text) if method == OWN else ((), [])
    if wrong:
        method = QUANTILES
    return Asked(Choice(method, int(number), breaks, args.get("around", "").strip()[:80]), text, (*faults, *wrong))


def read_breaks(text: str) -> tuple[tuple[float, ...], list[str]]:
    """Numbers between which colours change, and why they cannot be that."""
    try:
        found = tuple(float(part) for part in re.split(r"[\s,;]+", text) if part)
    except ValueError:
        return (), [_("breaks must be numbers with commas between them, such as 10, 20.5, 30.")]
    if not 1 <= len(found) <= MOST_BREAKS:
        return (), [_("breaks must be one to %(most)s numbers.", most=MOST_BREAKS)]
    if not all(math.isfinite(value) for value in found) or list(found) != sorted(set(found)):
        return (), [_("breaks must go upwards, each number once.")]
    return found, []


def strictly(args: Mapping[str, str]) -> Choice:
    """How to colour; BadQuery with everything that cannot be understood."""
    asked = read(args)
    if asked.faults:
        raise BadQuery(list(asked.faults))
    return asked.choice


def table(row: IndicatorRow, args: Mapping[str, str], part: Part) -> tuple[IndicatorTable, Asked]:
    """The table of an indicator for a page: what it cannot be compared with is left out and said in `faults`."""
    asked, where = read(args), (args.get("geography", ""), args.get("period", ""), part)
    try:
        return shades.table(session(), row, *where, asked.choice), asked
    except BadQuery as error:
        kept = Asked(replace(asked.choice, around=""), asked.breaks, (*asked.faults, *error.faults))
        return shades.table(session(), row, *where, kept.choice), kept


@dataclass(frozen=True)
class Form:
    """The form to choose colours: what can be chosen, and what is. `pairs` for deciles, of which nothing can be."""

    asked: Asked
    methods: list[tuple[str, str]]
    numbers: list[int]
    comparisons: list[tuple[str, str]]
    pairs: bool = False


def form(asked: Asked, comparisons: list[tuple[str, str]], pairs: bool = False) -> Form:
    """The form with what was asked for in it."""
    return Form(asked, legends.method_choices(), list(range(FEWEST, MOST + 1)), comparisons, pairs)


def form_of(table: IndicatorTable, asked: Asked) -> Form:
    """The form on the page of an indicator."""
    comparisons = [(each.key, legends.comparator_title(each, table.geography)) for each in table.comparators]
    return form(asked, comparisons, table.row.indicator.measure == Measure.decile)


def on_map(drawn: Drawn, args: Mapping[str, str]) -> Form:
    """The form on the map of everything; what the indicator drawn cannot be compared with is left out and said."""
    asked = read(args)
    if not drawn.indicator:
        return form(asked, [])
    row, geography = indicators.get(session(), drawn.indicator), areas.geography(session(), drawn.geography)
    known = comparators.listed(session(), row, geography, drawn.period or figures.newest(session(), row, geography))
    if asked.choice.around not in {"", *(each.key for each in known)}:
        fault = _("'%(title)s' cannot be compared with '%(name)s'.", title=row.indicator.title, name=asked.choice.around[:40])
        asked = Asked(replace(asked.choice, around=""), asked.breaks, (*asked.faults, fault))
    return form(asked, [(each.key, legends.comparator_title(each, geography)) for each in known])
