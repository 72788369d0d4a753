"""What the public may see of where an asset is: the place itself, a spot within a radius, the neighbourhood, or nothing."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from assetmap.errors import Fault
from assetmap.geo.blur import blurred
from assetmap.geo.distance import metres
from assetmap.models import Asset, Holder, Precision
from assetmap.services import areas, patches, places
from assetmap.services.words import fold

Content = dict[str, Any]
Point = tuple[float, float]
# How many metres around a place stay open, for comparing: a neighbourhood is wider than any radius, nothing is wider than nowhere.
NEIGHBOURHOOD, NOWHERE = 100_000, 1_000_000
USUAL = "usual"
PLACE = ("lon", "lat", "address", "postcode")
SHOWN_AS = ("precision", "radius_m", "approximate")
AGREED = ("home", "place_agreed", "place_ticked")  # by whose leave a place is shown
WHERE = (*PLACE, *SHOWN_AS, *AGREED)
"""All that a content says of a place: it goes together, since a point of one content with the precision of another gives somebody away."""
TELLING = ("name", "summary", "description", "opening_times")
TELLING_OF_TIMES = ("title", "note")
SHORTEST_TELLING = 6


def as_the_public_sees(session: Session, content: Content, tolerance_m: float, pin: Point | None = None) -> Content:
    """An asset's content with no more of its place in it than its precision lets the public see.

    `pin` is where a blurred asset stood before, for the same radius: it stays there for as long as that is true.
    """
    return SHOWN[precision(content)](session, content, tolerance_m, pin)


def precision(content: Content) -> Precision:
    """What the public may see of where an asset is; entries of before only said whether it is approximate."""
    return Precision(content.get("precision") or ("area" if content.get("approximate") else "exact"))


def openness(content: Content) -> int:
    """How many metres around a place its public point leaves open: 0 where it is exact."""
    radius = int(content.get("radius_m") or NEIGHBOURHOOD)
    kinds = {Precision.exact: 0, Precision.blurred: radius, Precision.area: NEIGHBOURHOOD, Precision.hidden: NOWHERE}
    return kinds[precision(content)]


def openness_of(asset: Asset) -> int:
    """The same of a published asset; one without a place has nothing to tell."""
    return openness({"precision": asset.precision, "radius_m": asset.radius_m})


def usual(holder: str, home: bool) -> Precision:
    """What is shown where nobody chose: of a person's own and of what is in a home the neighbourhood, of all else the place."""
    return Precision.area if home or holder == Holder.personal else Precision.exact


def check_agreed(content: Content, checked: Content) -> list[Fault]:
    """Nothing shows more than is usual, or than was agreed before (`place_agreed`), unless somebody says that its owner agrees.

    What is agreed now is written into `checked`.
    """
    home, shown = bool(content.get("home")), openness(checked)
    expected = openness({"precision": usual(str(checked.get("holder")), home)})
    before = content.get("place_agreed")
    agreed = expected if before is None else int(before)
    ticked = bool(content.get("place_ticked"))
    checked |= {"home": home, "place_ticked": ticked, "place_agreed": shown}
    if checked["lon"] is None or ticked or shown >= agreed:
        return []
    if before is None:
        why = "Of a person's own, and of what is in a home, only the neighbourhood is shown, so that nobody is exposed."
    else:
        why = "This shows more of the place than was asked for before."
    return [Fault(f"{why} Choose that, or tick that the person it belongs to agrees.", field="precision")]


def telling_faults(checked: Content) -> list[Fault]:
    """Public words that name the very address that is to be kept back."""
    words = "This names the address that you want kept back. Take it out here: everyone can read these words."
    said = {name: checked[name] for name in TELLING}
    for number, each in enumerate(checked["schedules"]):
        said |= {f"schedules-{number}-{name}": each[name] for name in TELLING_OF_TIMES}
    return [Fault(words, field=name) for name, text in said.items() if names_place(checked, text)]


def names_place(content: Content, words: str) -> bool:
    """Whether words name the address of an asset that is not shown exactly."""
    if "lon" not in content or precision(content) == Precision.exact:
        return False
    said, postcode, address = (fold(text or "") for text in (words, content["postcode"], content["address"]))
    first = fold((content["address"] or "").split(",")[0])
    numbered = [text for text in {address, first} if len(text) >= SHORTEST_TELLING and any(sign.isdigit() for sign in text)]
    return any(text in said for text in numbered) or bool(postcode and postcode.replace(" ", "") in said.replace(" ", ""))


def _as_it_is(session: Session, content: Content, tolerance_m: float, pin: Point | None) -> Content:
    return content | {"precision": Precision.exact.value, "approximate": False, "radius_m": None}


def _blurred(session: Session, content: Content, tolerance_m: float, pin: Point | None) -> Content:
    """The middle of its square of the map; or where it stood before, so that a small move does not tell how small it was."""
    exact, radius = (content["lon"], content["lat"]), int(content["radius_m"])
    stays = pin is not None and float(metres(*pin, [exact[0]], [exact[1]])[0]) <= radius
    lon, lat = pin if stays and pin else blurred(*exact, radius, places.current(session).metric_epsg)
    return content | {"lon": lon, "lat": lat, "address": "", "postcode": "", "approximate": True}


def roughly(session: Session, content: Content, tolerance_m: float, pin: Point | None = None) -> dict[str, Any]:
    """The content with a point that stands for the whole neighbourhood, no address, no postcode."""
    place = places.current(session)
    inside = set(patches.areas_of_point(session, content["lon"], content["lat"], tolerance_m).values())
    area = next(area for area in [*areas.neighbourhoods(session), areas.whole(session)] if area.id in inside)
    lon, lat = areas.middle(session, area)
    known = area.title if area.geography.key == place.neighbourhood_geography else place.title
    return content | {"lon": lon, "lat": lat, "address": known, "postcode": "", "approximate": True, "radius_m": None}


def _hidden(session: Session, content: Content, tolerance_m: float, pin: Point | None) -> Content:
    return content | {"lon": None, "lat": None, "address": "", "postcode": "", "approximate": True, "radius_m": None}


SHOWN: dict[Precision, Callable[[Session, Content, float, Point | None], Content]] = {
    Precision.exact: _as_it_is,
    Precision.blurred: _blurred,
    Precision.area: roughly,
    Precision.hidden: _hidden,
}
