"""Need by assets in words and colours: for the map, the table and the picture."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from assetmap.geo.palettes import CROSSED
from assetmap.maps.pictures import Mark, Picture
from assetmap.models import Indicator, Polarity
from assetmap.services import outlines
from assetmap.services.crossings import Cell, CrossedRow, Crossing
from assetmap.services.figures import ESTIMATE, NONE, Figure
from assetmap.services.filters import Filters
from assetmap.services.vocabulary import vocabulary
from assetmap.web.legends import legend, subtitle
from assetmap.web.sessions import session
from assetmap.web.texts import figure_text, figures_note, number

CELLS: list[Cell] = [(need, assets) for need in range(3) for assets in range(3)]
HIGH = 2


@dataclass(frozen=True)
class Said:
    """A crossing in words. What is called need is high where the figure is bad; where neither way is better, where it is high."""

    crossing: Crossing
    filters: Filters

    @property
    def down(self) -> str:
        """What the rows of the square are."""
        return self.crossing.table.row.indicator.title

    @property
    def across(self) -> str:
        """What its columns are: assets of which kind."""
        names = {each.slug: each.name for each in vocabulary(session()).categories}
        kinds = ", ".join(names[slug] for slug in self.filters.category if slug in names)
        text = _("%(kinds)s for 1,000 people", kinds=kinds) if kinds else _("Assets for 1,000 people")
        return text + (" " + _("(filtered)") if self.filters.active > len(self.filters.category) else "")

    @property
    def rows(self) -> list[str]:
        """What the rows of the square are called, lowest first."""
        if self.crossing.table.row.indicator.polarity == Polarity.none:
            return [_("low figure"), _("middling figure"), _("high figure")]
        return [_("low need"), _("middling need"), _("high need")]

    @property
    def columns(self) -> list[str]:
        """What the columns of the square are called, fewest first."""
        return [_("few assets"), _("some assets"), _("many assets")]

    def cell(self, cell: Cell | None) -> str:
        """A cell in words."""
        return _("No data") if cell is None else f"{self.rows[cell[0]]}, {self.columns[cell[1]]}"

    def colour(self, cell: Cell | None) -> str | None:
        """The colour of a cell."""
        return colour(cell)

    @property
    def caption(self) -> str:
        """What the rows and the columns of the square are."""
        return _("Upwards: %(down)s. To the right: %(across)s.", down=self.down, across=self.across)

    @property
    def caution(self) -> str:
        """What must not be read into the map."""
        return _(
            "Few assets here may only mean that few have been registered so far. Look at how complete the register is before you "
            "decide that there is nothing, and ask people there."
        )

    @property
    def people(self) -> Figure | None:
        """One of the numbers of people: an estimate where there is one."""
        known = [each.people for each in self.crossing.rows if each.people is not None and each.people.value is not None]
        return min(known, key=lambda each: each.kind != ESTIMATE, default=None)

    @property
    def people_note(self) -> str:
        """That assets for 1,000 people rest on an estimate, where they do."""
        if self.people is None or self.people.kind != ESTIMATE:
            return ""
        return _("Assets for 1,000 people rest on an estimate of the people.") + " " + figures_note(self.people)

    @property
    def people_text(self) -> str:
        """Whose numbers of people assets were divided by."""
        if self.people is None:
            return ""
        indicator = self.people.indicator
        counted = _("People: %(title)s, %(period)s.", title=indicator.title, period=self.people.period)
        return " ".join(filter(None, [counted, source(indicator, self.people.period), self.people_note]))

    @property
    def method(self) -> str:
        """How the cells were made."""
        text = _("Areas are put in three groups of about the same size by each measure; the nine cells are the groups together.")
        if self.crossing.table.row.indicator.polarity == Polarity.high:
            text += " " + _("Higher figures are better here, so need is high where the figure is low.")
        return text


def mark(row: CrossedRow, said: Said) -> Mark:
    """How an area is painted: areas of high need have dots, so that the corners differ in grey, too."""
    text = f"{row.area.title}: {said.cell(row.cell)}"
    return Mark(colour(row.cell), row.cell is not None and row.cell[0] == HIGH, False, text)


def colour(cell: Cell | None) -> str | None:
    """The colour of a cell."""
    return None if cell is None else CROSSED[cell[0]][cell[1]]


def answer(crossing: Crossing, filters: Filters) -> dict[str, Any]:
    """A crossing for a map: the same form as an indicator's figures have, with nine classes and a square for a legend."""
    said, counts, table = Said(crossing, filters), crossing.counts, crossing.table
    told = legend(table)
    return {
        "indicator": {"key": table.row.indicator.key},
        "geography": table.geography.key,
        "period": table.period,
        "periods": table.periods,
        "classes": [
            {"colour": colour(cell), "label": said.cell(cell), "count": counts.get(cell, 0), "side": -1 if cell[0] == HIGH else 0}
            for cell in CELLS
        ],
        "grid": {"rows": said.rows, "columns": said.columns, "caption": said.caption},
        "no_data": {"label": _("No data"), "count": crossing.missing},
        "values": {each.area.code: value(each, said) for each in crossing.rows},
        "legend": told
        | {
            "title": f"{said.down} × {said.across}",
            "unit": "",
            "polarity_text": said.method,
            "classes_text": said.caution,
            "certainty_text": "",
            "method_text": " ".join(filter(None, [told["method_text"], said.people_text])),
        },
    }


def value(row: CrossedRow, said: Said) -> dict[str, Any]:
    """One area: its cell in words, with both figures."""
    place = None if row.cell is None else CELLS.index(row.cell)
    figure = about(figure_text(row.figure.value, row.figure.indicator), row.figure)
    rate = about(number(row.per_1000, 2), row.people)
    text = _("%(cell)s (%(figure)s; %(rate)s for 1,000 people)", cell=said.cell(row.cell), figure=figure, rate=rate)
    known = {"value": row.figure.value, "assets": row.assets, "per_1000": row.per_1000}
    return {"text": text, "kind": NONE if place is None else row.figure.kind, "class": place, **known}


def about(text: str, figure: Figure | None) -> str:
    """What rests on a figure, in words that say so where that is an estimate."""
    return _("about %(figure)s", figure=text) if figure is not None and figure.kind == ESTIMATE else text


def picture(crossing: Crossing, filters: Filters | None = None) -> Picture:
    """A crossing as a picture."""
    said, table = Said(crossing, filters or Filters()), crossing.table
    counts = crossing.counts
    key = [Mark(colour(cell), cell[0] == HIGH, False, said.cell(cell), counts.get(cell, 0)) for cell in reversed(CELLS)]
    if crossing.missing:
        key.append(Mark(None, text=_("No data"), count=crossing.missing))
    shapes = outlines.of_geography(session(), table.geography.key)
    marks = {each.area.code: mark(each, said) for each in crossing.rows}
    told = legend(table)
    whose = source(table.row.indicator, table.period)
    notes = [said.caution, said.method, told["method_text"], told["cannot_tell"], whose, said.people_text]
    return Picture(f"{said.down} × {said.across}", shapes, marks, subtitle(table), key, [each for each in notes if each])


def source(indicator: Indicator, period: str) -> str:
    """Whose figures they are."""
    words = {name: getattr(indicator, name) for name in ("publisher", "source", "licence")}
    return _("Source: %(publisher)s: %(source)s. Period: %(period)s. Licence: %(licence)s.", **words, period=period)
