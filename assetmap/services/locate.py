"""Where words are: postcodes, addresses and names we already know. Nothing is asked of any outside host."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.errors import OutsideEveryArea, UnknownPostcode
from assetmap.models import Area, Asset, Postcode
from assetmap.services import areas, patches, places
from assetmap.services.matching import text_condition
from assetmap.services.words import fold, postcode_code

MOST_CANDIDATES = 6
COMMON = {
    "street",
    "st",
    "road",
    "rd",
    "avenue",
    "lane",
    "london",
    "the",
    "house",
    "court",
    "close",
    "way",
    "square",
    "near",
    "on",
    "in",
    "by",
}


@dataclass(frozen=True)
class Candidate:
    """A place the words may mean: what it is called, and where it is in degrees. `kind` is postcode, asset, street, area or point."""

    label: str
    lon: float
    lat: float
    kind: str


def known_postcode(session: Session, text: str) -> Candidate | None:
    """Where a postcode is, or none where this place has none such."""
    found = session.get(Postcode, postcode_code(text))
    return Candidate(found.shown, found.lon, found.lat, "postcode") if found else None


def postcode(session: Session, text: str) -> Candidate:
    """Where a postcode is; UnknownPostcode where this place has none such."""
    found = known_postcode(session, text)
    if found is None:
        raise UnknownPostcode(
            f"We do not know the postcode '{text.strip()}' in {places.current(session).title}. Check it, or choose another way."
        )
    return found


def words(session: Session, text: str) -> list[Candidate]:
    """The places an address or a description may mean, the likeliest first: a postcode in it, assets nearby, an area."""
    found = _postcodes_in(session, text) or _assets_like(session, text) + _areas_like(session, text)
    seen: dict[tuple[float, float], Candidate] = {}
    for each in found:
        seen.setdefault((round(each.lon, 4), round(each.lat, 4)), each)
    return list(seen.values())[:MOST_CANDIDATES]


def near(session: Session, text: str) -> Candidate:
    """What `near` means: degrees as "lon,lat", or a postcode; UnknownPostcode where it is neither."""
    parts = text.split(",")
    if len(parts) == 2:
        try:
            lon, lat = float(parts[0]), float(parts[1])
        except ValueError:
            return postcode(session, text)
        if -180 <= lon <= 180 and -90 <= lat <= 90:
            return Candidate("", lon, lat, "point")
    return postcode(session, text)


def check_inside(session: Session, lon: float, lat: float, tolerance_m: float) -> None:
    """OutsideEveryArea where a point in degrees is not in this place."""
    if not patches.areas_of_point(session, lon, lat, tolerance_m):
        raise OutsideEveryArea(f"This point is not in {places.current(session).title}. Move it, or choose 'no fixed place'.")


def _postcodes_in(session: Session, text: str) -> list[Candidate]:
    parts = text.upper().replace(",", " ").split()
    tries = [postcode_code(part) for part in parts] + [postcode_code(a + b) for a, b in zip(parts, parts[1:], strict=False)]
    rows = session.scalars(select(Postcode).where(Postcode.code.in_([each for each in tries if len(each) >= 5])))
    return [Candidate(row.shown, row.lon, row.lat, "postcode") for row in rows]


def _assets_like(session: Session, text: str) -> list[Candidate]:
    """Assets whose public words hold the telling words of the text: its rarest together, else its longest alone."""
    telling = [word for word in fold(text).split() if word not in COMMON and not word.isdigit()]
    for tried in ([telling] if len(telling) > 1 else []) + [[word] for word in sorted(telling, key=len, reverse=True)]:
        query = select(Asset.name, Asset.address, func.ST_X(Asset.point), func.ST_Y(Asset.point))
        where = (Asset.cell.is_not(None), Asset.approximate.is_(False), text_condition(session, " ".join(tried)))
        rows = session.execute(query.where(*where).order_by(Asset.name).limit(MOST_CANDIDATES)).all()
        if rows:
            return [Candidate(f"{name}, {address}" if address else name, lon, lat, "asset") for name, address, lon, lat in rows]
    return []


def _areas_like(session: Session, text: str) -> list[Candidate]:
    wanted = fold(text)
    found = [
        area for area in areas.neighbourhoods(session) if fold(area.title) in wanted or (len(wanted) > 3 and wanted in fold(area.title))
    ]
    return [_area_candidate(session, area) for area in found[:MOST_CANDIDATES]]


def _area_candidate(session: Session, area: Area) -> Candidate:
    return Candidate(area.title, *areas.middle(session, area), "area")
