"""What the public may see of where an asset is: the place itself, a spot within a radius, the neighbourhood, or nothing."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from assetmap.geo.blur import blurred
from assetmap.models import Precision
from assetmap.services import areas, patches, places, salts

Content = dict[str, Any]


def as_the_public_sees(session: Session, content: Content, tolerance_m: float) -> Content:
    """An asset's content with no more of its place in it than its precision lets the public see."""
    return SHOWN[precision(content)](session, content, tolerance_m)


def precision(content: Content) -> Precision:
    """What the public may see of where an asset is; entries of before only said whether it is approximate."""
    return Precision(content.get("precision") or ("area" if content.get("approximate") else "exact"))


def _as_it_is(session: Session, content: Content, tolerance_m: float) -> Content:
    return content | {"precision": Precision.exact.value, "approximate": False, "radius_m": None}


def _blurred(session: Session, content: Content, tolerance_m: float) -> Content:
    """Somewhere within the radius: for one spot and one radius always the same, whichever entry asks and however often."""
    exact, radius = f"{content['lon']:.5f},{content['lat']:.5f}", int(content["radius_m"])
    lon, lat = blurred(content["lon"], content["lat"], radius, salts.keyed(session, salts.BLUR, f"{exact} {radius}"))
    return content | {"lon": lon, "lat": lat, "address": "", "postcode": "", "approximate": True}


def roughly(session: Session, content: Content, tolerance_m: float) -> dict[str, Any]:
    """The content with a point that stands for the whole neighbourhood, no address, no postcode."""
    place = places.current(session)
    inside = set(patches.areas_of_point(session, content["lon"], content["lat"], tolerance_m).values())
    area = next(area for area in [*areas.neighbourhoods(session), areas.whole(session)] if area.id in inside)
    lon, lat = areas.middle(session, area)
    known = area.title if area.geography.key == place.neighbourhood_geography else place.title
    return content | {"lon": lon, "lat": lat, "address": known, "postcode": "", "approximate": True, "radius_m": None}


def _hidden(session: Session, content: Content, tolerance_m: float) -> Content:
    return content | {"lon": None, "lat": None, "address": "", "postcode": "", "approximate": True, "radius_m": None}


SHOWN: dict[Precision, Callable[[Session, Content, float], Content]] = {
    Precision.exact: _as_it_is,
    Precision.blurred: _blurred,
    Precision.area: roughly,
    Precision.hidden: _hidden,
}
