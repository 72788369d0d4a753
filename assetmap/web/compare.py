"""Two indicators side by side, and need by assets on one map."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assetmap import maps
from assetmap.errors import NotFound
from assetmap.maps import IndicatorChoice, MapParts, pictures
from assetmap.models import Geography
from assetmap.services import areas, crossings, figures, indicators, pairs, places, tiles
from assetmap.services.indicators import IndicatorRow
from assetmap.services.pairs import Pair
from assetmap.services.tables import Choice
from assetmap.web import crossed, drawing, query
from assetmap.web import pictures as drawn
from assetmap.web.api.answers import kept
from assetmap.web.sessions import session
from assetmap.web.shading import Asked as Colours

blueprint = Blueprint("compare", __name__, url_prefix="/compare")

VIEWS = SIDE, SWIPE, BOTH = ("side", "swipe", "both")


@dataclass
class Question:
    """What to compare, what there is to choose, and why it cannot be shown where it cannot.

    With view `both` there is no right indicator: the second measure is assets.
    """

    view: str
    left: IndicatorRow | None = None
    right: IndicatorRow | None = None
    geography: Geography | None = None
    geographies: list[Geography] = field(default_factory=list)
    periods: tuple[str, str] = ("", "")
    left_periods: list[str] = field(default_factory=list)
    right_periods: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Whether there is something to show."""
        return bool(self.geography and not self.faults)

    @property
    def address(self) -> dict[str, str]:
        """The same as an address says it."""
        left, right = (row.indicator.key if row else "" for row in (self.left, self.right))
        named = {"left": left, "right": right, "geography": self.geography.key if self.geography else ""}
        return {name: value for name, value in (named | {"left_period": self.periods[0], "right_period": self.periods[1]}).items() if value}


@blueprint.get("")
def show() -> str:
    """Two indicators with their maps and one table, or one indicator by assets."""
    question = read()
    found: dict[str, Any] = {}
    if question.ready:
        found = needs(question) if question.view == BOTH else side_by_side(question)
    return render_template("compare/show.html", question=question, choices=drawing.place().indicators, chosen=chosen(question), **found)


@blueprint.get("/picture.svg")
def picture() -> Response:
    """Need by assets as a picture, to look at without JavaScript and to take away."""
    question = read(BOTH)
    if not question.ready or question.left is None or question.geography is None:
        raise NotFound(" ".join(question.faults) or _("Choose an indicator first."))
    row, key = question.left, question.geography.key
    filters = query.read(request.args, exact=True).filters

    def make() -> str:
        return pictures.draw(crossed.picture(crossings.crossing(session(), row, key, question.periods[0], filters), filters))

    return kept(make, drawn.SVG)


def read(view: str = "") -> Question:
    """What the address asks for; nothing is put in the place of what is not there."""
    args = request.args
    view = view or args.get("view", "") or SIDE
    question = Question(view if view in VIEWS else SIDE)
    if view not in VIEWS:
        question.faults.append(_("view must be one of %(names)s.", names=", ".join(VIEWS)))
    question.left = chosen_row(args.get("left", ""), question.faults)
    question.right = chosen_row(args.get("right", ""), question.faults) if question.view != BOTH else None
    rows = [row for row in (question.left, question.right) if row is not None]
    if len(rows) == (1 if question.view == BOTH else 2):
        locate(question, rows, args.get("geography", ""))
    if question.geography is not None:
        wanted = args.get("left_period", ""), args.get("right_period", "")
        question.left_periods, question.right_periods = (periods_of(row, question.geography) for row in (question.left, question.right))
        question.periods = (
            period(question.left, question.left_periods, wanted[0], question.faults),
            period(question.right, question.right_periods, wanted[1], question.faults),
        )
    return question


def chosen_row(key: str, faults: list[str]) -> IndicatorRow | None:
    """The indicator with this key, or none, and the fault where there is none that can be drawn."""
    if not key:
        return None
    if choice_of(key) is None:
        faults.append(_("There is no figure called '%(name)s' that can be drawn.", name=key[:40]))
        return None
    return indicators.get(session(), key)


def choice_of(key: str) -> IndicatorChoice | None:
    """What can be drawn of an indicator."""
    return next((each for each in drawing.place().indicators if each.key == key), None)


def locate(question: Question, rows: list[IndicatorRow], wanted: str) -> None:
    """Find the areas to compare: those asked for, else the neighbourhoods, else the smallest both have figures for."""
    many = tiles.pyramids(session())
    known = [set(choice.geographies) for row in rows if (choice := choice_of(row.indicator.key))]
    both = set.intersection(*known) - set(many)
    question.geographies = [each for each in areas.geographies(session()) if each.key in both]
    usual = places.current(session()).neighbourhood_geography
    key = wanted or (usual if usual in both else question.geographies[-1].key if question.geographies else "")
    question.geography = next((each for each in question.geographies if each.key == key), None)
    if question.geography is None and wanted in many:
        question.faults.append(_("These are too many areas to compare on one page. Please choose larger ones."))
    elif question.geography is None:
        titles = " / ".join(row.indicator.title for row in rows)
        question.faults.append(_("'%(titles)s': there are no such figures for these areas. Please choose other areas.", titles=titles))


def periods_of(row: IndicatorRow | None, geography: Geography) -> list[str]:
    """The periods of an indicator for a geography, the newest first."""
    return figures.periods_of(session(), row, geography) if row else []


def period(row: IndicatorRow | None, known: list[str], wanted: str, faults: list[str]) -> str:
    """The period asked for, or the newest; a fault where there is no such."""
    if row is None or (wanted and wanted in known):
        return wanted if row else ""
    if wanted:
        words = {"title": row.indicator.title, "period": wanted[:40], "known": ", ".join(known)}
        faults.append(_("'%(title)s' has no figures for the period %(period)s here; there is: %(known)s.", **words))
    return known[0] if known else ""


def chosen(question: Question) -> dict[str, str]:
    """What stands in the form: what was asked, and the leading indicator where nothing was."""
    lead = places.current(session()).lead_indicator
    asked = {name: request.args.get(name, "")[:80] for name in ("left", "right", "geography", "category")}
    return asked | {"left": asked["left"] or lead, "geography": question.geography.key if question.geography else asked["geography"]}


def side_by_side(question: Question) -> dict[str, Any]:
    """Both indicators: maps, pictures, rows."""
    if question.left is None or question.right is None or question.geography is None:
        return {}
    pair = pairs.pair(session(), (question.left, question.right), question.geography.key, question.periods, Choice())
    left, right = (part(pair, name) for name in ("left", "right"))
    return {"pair": pair, "maps": {"left": left, "right": right}, "sources": sources(pair), "alts": alternatives(pair)}


def part(pair: Pair, name: str) -> MapParts:
    """One of the two maps."""
    table = getattr(pair, name)
    what = {"indicator": table.row.indicator.key, "geography": table.geography.key, "period": table.period}
    return maps.page_parts(maps.compared_map(drawing.place(), name, **what))


def sources(pair: Pair) -> dict[str, str]:
    """The addresses of both pictures."""
    return {name: drawn.address(getattr(pair, name), Colours()) for name in ("left", "right")}


def alternatives(pair: Pair) -> dict[str, str]:
    """Both pictures in a sentence."""
    return {name: drawn.alternative(getattr(pair, name)) for name in ("left", "right")}


def needs(question: Question) -> dict[str, Any]:
    """One indicator by assets: the map, the picture, the rows, and what kinds of assets there are to choose."""
    if question.left is None or question.geography is None:
        return {}
    asked = query.read(request.args, exact=True)
    question.faults += asked.faults
    found = crossings.crossing(session(), question.left, question.geography.key, question.periods[0], asked.filters)
    kept_filters: dict[str, Any] = {name: request.args.getlist(name) for name in query.FILTERS if request.args.getlist(name)}
    where: dict[str, Any] = {"geography": question.geography.key, "period": question.periods[0], **kept_filters}
    figures_at = url_for("api.crossing", key=question.left.indicator.key, **where)
    map_parts = maps.page_parts(maps.crossed_map(drawing.place(), geography=question.geography.key, figures=figures_at))
    source = url_for("compare.picture", **kept_filters | question.address)
    return {"crossing": found, "map": map_parts, "source": source, "said": crossed.Said(found, asked.filters)}
