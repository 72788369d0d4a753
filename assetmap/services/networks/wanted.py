"""What somebody wants to start: about what, for whom, in which language, and where. And what the words for the place mean."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from assetmap.errors import NotFound, OutsideEveryArea
from assetmap.geo.reach import METRES_A_MINUTE
from assetmap.services import areas, locate, patches, places
from assetmap.services.locate import Candidate
from assetmap.services.networks.known import Viewer
from assetmap.services.words import fold

USUAL_MINUTES = 15.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Wanted:
    """A question. `theme`, `audience`, `language` are slugs; `areas` are addresses of areas, any of which will do. With a `point`
    (degrees), which is called `place`, what counts is within a walk of `minutes` at a `pace`, or of `metres`; `home` is then the
    code of the neighbourhood the point is in. Without either, it is the whole place."""

    viewer: Viewer = Viewer.everyone
    example: bool = False
    theme: str = ""
    audience: str = ""
    language: str = ""
    q: str = ""
    areas: tuple[str, ...] = ()
    point: Point | None = None
    place: str = ""
    home: str = ""
    minutes: float = USUAL_MINUTES
    metres: float | None = None
    pace: str = "usual"

    @property
    def metres_a_minute(self) -> float:
        """How fast people walk."""
        return METRES_A_MINUTE[self.pace]

    @property
    def limit_m(self) -> float:
        """The longest walk that counts, in metres."""
        return self.metres if self.metres is not None else self.minutes * self.metres_a_minute


def placed(session: Session, wanted: Wanted, text: str, tolerance_m: float) -> tuple[Wanted, list[Candidate]]:
    """The question with the place these words mean, and what else they may mean: a point ("lon,lat"), a postcode, neighbourhoods by name
    or by how their names begin, or something that is registered. UnknownPostcode, NotFound or OutsideEveryArea where nobody
    knows them here."""
    if len(text.split(",")) == 2 and (at := locate.near(session, text)).kind == "point":
        return _at(session, wanted, at, tolerance_m), []
    named = _named(session, text)
    others = [each for each in locate.words(session, text) if each.kind != "area"]
    if named:
        return replace(wanted, areas=tuple(dict.fromkeys((*wanted.areas, *named)))), others
    if not others:
        raise NotFound(f"We do not know where '{text}' is in {places.current(session).title}. Try a postcode or a neighbourhood.")
    return _at(session, wanted, others[0], tolerance_m), others[1:]


def _named(session: Session, text: str) -> list[str]:
    """The addresses of the neighbourhoods with this name, else of those whose name begins with these words."""
    wanted, titles = fold(text), {code: fold(title) for _number, code, title in areas.names(session)}
    if not wanted:
        return []
    return [code for code, title in titles.items() if title == wanted] or [
        code for code, title in titles.items() if f"{title} ".startswith(f"{wanted} ")
    ]


def _at(session: Session, wanted: Wanted, place: Candidate, tolerance_m: float) -> Wanted:
    codes = {number: code for number, code, _title in areas.names(session)}
    held = patches.areas_of_point(session, place.lon, place.lat, tolerance_m).values()
    home = next((codes[number] for number in held if number in codes), "")
    if not held:
        raise OutsideEveryArea(f"This point is not in {places.current(session).title}.")
    return replace(wanted, point=(place.lon, place.lat), place=place.label, home=home)
