"""Approving a neighbourhood that residents drew, beside the least it could take: asking a tree for the points in its shape."""

from typing import Any

import shapely
from geoalchemy2 import WKBElement
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.models import Area
from assetmap.services import boundaries, drawn, patches, places
from benchmarks.linking import every_point
from benchmarks.measure import LONG_ENOUGH_S, Report, Row, once, timing
from benchmarks.town import Town

PARTS = {"a hundredth": 0.1, "a quarter": 0.5}  # of the place: how much of its width and height the shape takes
LIMIT_MS = 10_000.0  # for 100,000 assets; in proportion for more


def measure(report: Report, town: Town) -> None:
    """Measure linking what lies in a new shape, and all that hangs on boundaries, then letting go of it again."""
    for what, part in PARTS.items():
        report.add(lambda what=what, part=part: approved(town, what, part))  # type: ignore[misc]


def approved(town: Town, what: str, part: float) -> Row:
    """Approving one shape; nothing of it is kept."""
    seconds, bare, inside = [], [], 0
    while len(seconds) < 2 or (sum(seconds) < LONG_ENOUGH_S and len(seconds) < 5):
        with Session(db.writer(town.engine), expire_on_commit=False) as session:
            points, shape = every_point(session).geometry.to_numpy(), middle(session, part)
            bare.append(once(lambda points=points, shape=shape: shapely.STRtree(points).query(shape, predicate="intersects")))
            found: dict[str, Any] = {}
            seconds.append(once(lambda session=session, shape=shape, found=found: found.update(count=add(session, shape))))
            inside = found["count"]
            session.rollback()
    limit = LIMIT_MS * max(1.0, town.size / 100_000)
    floor = f"{timing(bare).median:.0f} ms bare"
    return Row(town.database, town.size, f"approving {what} of the place", timing(seconds), limit=limit, note=f"{inside:,} assets, {floor}")


def middle(session: Session, part: float) -> shapely.Polygon:
    """A box in the middle of the place that takes a part of its width and height."""
    place = places.current(session)
    lon, lat = (place.west + place.east) / 2, (place.south + place.north) / 2
    wide, high = (place.east - place.west) * part / 2, (place.north - place.south) * part / 2
    return shapely.box(lon - wide, lat - high, lon + wide, lat + high)


def add(session: Session, shape: shapely.Polygon) -> int:
    """What approving does to the register; gives how many assets the new area has."""
    places.changed(session)
    owner = drawn.geography_of_all(session)
    area = Area(geography_id=owner.id, code=f"{drawn.KEY}-9999", name="Measured", other_name="")
    area.shape = WKBElement(bytes(shapely.to_wkb(shapely.MultiPolygon([shape]))), srid=4326)
    session.add(area)
    session.flush()
    count = patches.add_area(session, area)
    boundaries.boundaries_changed(session, drawn.KEY)
    return count
