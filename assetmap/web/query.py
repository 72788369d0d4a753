"""What the address asks for: filters, a box, a point to be near, a page."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from assetmap.errors import BadQuery, UnknownPostcode
from assetmap.geo.cells import Bounds
from assetmap.models import Cost, Holder
from assetmap.services import areas, locate
from assetmap.services.filters import FACETS, Filters
from assetmap.services.locate import Candidate
from assetmap.services.search import Understood, as_typed, understand
from assetmap.services.times import clock
from assetmap.services.times.asked import When, when
from assetmap.services.vocabulary import vocabulary
from assetmap.web.sessions import session

TEXT_LIMIT = 200
Args = MultiDict[str, str]
FILTERS = (*FACETS, "q", "area", "when")
EXACT = "exact"


@dataclass(frozen=True)
class Query:
    """A question to the register, how its words were understood, and what of it could not be.

    `near_text` is where to be near as it was typed apart from the words; `exact` says that the words are meant just so.
    """

    filters: Filters
    near: Candidate | None
    near_text: str
    faults: list[str]
    understood: Understood = field(default_factory=lambda: as_typed(""))
    exact: bool = False

    @property
    def point(self) -> tuple[float, float] | None:
        """The point to be near, in degrees."""
        return (self.near.lon, self.near.lat) if self.near else None


def read(args: Args, exact: bool = False) -> Query:
    """The filters of an address; what is not known is left out and said in `faults`.

    Its words are understood as they were likely meant, unless they are to be taken `exact`.
    """
    faults: list[str] = []
    known = known_values()
    chosen: dict[str, Any] = {name: tuple(sorted(set(args.getlist(name)) - {""})) for name in FACETS}
    for name, values in chosen.items():
        strange = [value for value in values if value not in known[name]]
        faults += [_("There is no %(facet)s called '%(value)s'.", facet=name, value=value[:40]) for value in strange]
        chosen[name] = tuple(value for value in values if value in known[name])
    q, area = args.get("q", "").strip(), args.get("area", "").strip()
    if len(q) > TEXT_LIMIT:
        faults.append(_("Search with fewer words."))
        q = q[:TEXT_LIMIT]
    if area and not areas.exists(session(), area):
        faults.append(_("There is no area with the code '%(code)s'.", code=area[:20]))
        area = ""
    near, fault = read_near(args.get("near", ""))
    opening, no_day = read_when(args)
    faults += [each for each in (fault, no_day) if each]
    exact = exact or args.get("words", "") == EXACT
    meant = as_typed(q) if exact or not q else understand(session(), q)
    filters = Filters(**chosen, q=meant.text, area=area, when=opening, terms=meant.terms)
    return Query(filters, near or meant.near, args.get("near", "")[:60], faults, meant, exact)


def read_near(text: str) -> tuple[Candidate | None, str]:
    """The point to be near, or why it is not known."""
    if not text.strip():
        return None, ""
    try:
        return locate.near(session(), text[:60]), ""
    except UnknownPostcode as error:
        return None, str(error)


def read_when(args: Args) -> tuple[When | None, str]:
    """When it should be open, or why that is not understood; a form may send a word and a day, of which the last counts."""
    word = ([each.strip() for each in args.getlist("when") if each.strip()] or [""])[-1]
    if not word:
        return None, ""
    found = when(word, clock.now(), clock.zone(session()))
    if found is None:
        return None, _("'%(value)s' is no day we can look up. Give one such as 2026-12-25, at most two years away.", value=word[:40])
    return found, ""


def moment(args: Args) -> str:
    """What of the clock decides the answer: nothing, the day it is in the place, or the minute where `now` is asked for."""
    if not any(args.getlist("when")):
        return ""
    return f"{clock.now():%Y-%m-%dT%H:%M}" if "now" in args.getlist("when") else clock.today(session()).isoformat()


def known_values() -> dict[str, set[str]]:
    """The values each facet can have."""
    words = vocabulary(session())
    terms = {kind: {term.slug for term in words.terms(kind)} for kind in ("audience", "language", "access")}
    fixed = {"holder": {each.value for each in Holder}, "cost": {each.value for each in Cost}}
    return terms | fixed | {"category": {category.slug for category in words.categories}}


def read_box(text: str) -> Bounds:
    """A box of "west,south,east,north" in degrees; BadQuery where it is none."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadQuery([_("bbox must be four numbers: west,south,east,north in degrees.")]) from error
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadQuery([_("bbox must be west,south,east,north in degrees, the smaller number first.")])
    return west, south, east, north


def read_page(args: Args) -> int:
    """The number of the page asked for, 1 where it is none."""
    text = args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 8 else 1
