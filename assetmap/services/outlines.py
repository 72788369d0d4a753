"""The outlines of a geography's areas, ready for a picture; kept until boundaries change."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.errors import BadQuery
from assetmap.geo.outlines import Outlines, outlines
from assetmap.models import Area
from assetmap.services import areas, places
from assetmap.services.remember import remembered_of_place

WIDTH, HEIGHT = 680.0, 560.0
SMALL_WIDTH, SMALL_HEIGHT = 220.0, 180.0
MOST_AREAS = 5000


def of_geography(session: Session, key: str, small: bool = False) -> Outlines:
    """The outlines of the areas of a geography that have a boundary, as large as a picture has room for them.

    BadQuery where there are more than one picture can show; NotFound where there is no such geography.
    """
    return remembered_of_place(session, ("outlines", key, small), lambda: _of_geography(session, key, small))


def _of_geography(session: Session, key: str, small: bool) -> Outlines:
    owner = areas.geography(session, key)
    mine = (Area.geography_id == owner.id, Area.shape.is_not(None))
    count = session.scalar(select(func.count()).where(*mine)) or 0
    if count > MOST_AREAS:
        raise BadQuery([f"One picture cannot show {count} areas; choose larger ones than {owner.plural}."])
    frame = areas.frame(session, owner.id)
    box = (SMALL_WIDTH, SMALL_HEIGHT) if small else (WIDTH, HEIGHT)
    return outlines(frame, places.current(session).metric_epsg, *box, nested=not owner.overlapping)
