"""Neighbourhoods that residents drew: checked, published as areas of a geography of their own, drawn anew, taken off the map."""

import re
from typing import Any

from geoalchemy2 import WKBElement
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assetmap.errors import AlreadyDecided, Fault, Faulty, NotFound
from assetmap.geo.shapes import as_wkb, from_wkb, read_shape, shape_faults
from assetmap.models import Area, Geography, Status, Subject, Submission
from assetmap.models.areas import NAME_LIMIT
from assetmap.models.columns import now
from assetmap.models.submissions import REASON_LIMIT
from assetmap.services import areas, patches, places
from assetmap.services.boundaries import OF_RESIDENTS, boundaries_changed
from assetmap.services.words import checked, typed

KEY = OF_RESIDENTS
CODE = re.compile(rf"{KEY}-\d{{4,9}}")
WHY_LIMIT = 1000
Content = dict[str, Any]


def check(session: Session, content: Content, tolerance_m: float) -> Content:
    """A drawn area's `name`, `reason`, `shape` and `replaces` (the code of the one it is to follow, or empty); Faulty with every fault."""
    texts = {name: str(content.get(name) or "") for name in ("name", "reason")}
    name, faults = typed(texts["name"], "name", NAME_LIMIT, needed="Give the neighbourhood the name people use.")
    reason, wrong = typed(texts["reason"], "reason", WHY_LIMIT, lines=True, needed="Say in a sentence what makes it one neighbourhood.")
    faults += wrong
    found: Content = {
        "name": name,
        "reason": reason,
        "replaces": str(content.get("replaces") or ""),
        "shape": _shape(session, content, faults),
    }
    if found["replaces"] and find(session, found["replaces"]) is None:
        faults.append(Fault("The neighbourhood this was to follow is no longer on the map. Send it as a new one.", field="replaces"))
    if faults:
        raise Faulty(faults)
    return found


def _shape(session: Session, content: Content, faults: list[Fault]) -> Content | None:
    given = content.get("shape")
    if not isinstance(given, dict):
        faults.append(Fault("Say where it is: draw it, choose areas or postcodes, or send a file.", field="shape"))
        return None
    place = places.current(session)
    found = shape_faults(given, areas.outline(session, areas.whole(session)), place.metric_epsg, place.title)
    faults += [Fault(sentence, field="shape") for sentence in found]
    return given


def read(text: str) -> Content:
    """A shape from text that somebody sent (GeoJSON or KML); Faulty where it is none."""
    return read_shape(text)


def shape_of(session: Session, area: Area) -> Content:
    """An area's shape as GeoJSON in degrees."""
    return from_wkb(areas.outline(session, area))


def listed(session: Session) -> list[Area]:
    """The areas that residents drew, by name."""
    return areas.in_geography(session, KEY)


def find(session: Session, code: str) -> Area | None:
    """The drawn area with this code, or none."""
    if not CODE.fullmatch(code):
        return None
    return session.scalar(select(Area).join(Area.geography).where(Geography.key == KEY, Area.code == code))


def publish(session: Session, content: Content, tolerance_m: float) -> int:
    """Make a checked drawn area public, in place of the one it follows if it follows one; gives its id."""
    geography = geography_of_all(session)
    area = find(session, content["replaces"]) or Area(geography_id=geography.id, code=_next_code(session), other_name="")
    if area.id is not None:
        patches.remove_area(session, area)
    area.name, area.shape = content["name"], WKBElement(as_wkb(content["shape"]), srid=4326)
    session.add(area)
    session.flush()
    patches.add_area(session, area)
    boundaries_changed(session, KEY)
    return area.id


def geography_of_all(session: Session) -> Geography:
    """The geography of all drawn areas, made with the first; its vintage is the year of the last change."""
    place = places.current(session)
    found = session.scalar(select(Geography).where(Geography.key == KEY))
    if found is None:
        above = session.scalar(select(Geography.level).where(Geography.key == place.neighbourhood_geography)) or 0
        words = {"name": "Neighbourhood drawn by residents", "plural": "Neighbourhoods drawn by residents"}
        source = f"Residents of {place.title}; each read and approved by a steward"
        found = Geography(
            key=KEY, **words, vintage="", level=above + 1, source=source, licence="CC0 1.0: free for anyone to use", overlapping=True
        )
        session.add(found)
    found.vintage = str(now().year)
    session.flush()
    return found


def _next_code(session: Session) -> str:
    """A code nobody had before: one more than the number of new areas ever approved, since entries are never deleted."""
    first_ones = (
        Submission.subject == Subject.area,
        Submission.status == Status.approved,
        Submission.content["replaces"].as_string() == "",
    )
    number = (session.scalar(select(func.count()).select_from(Submission).where(*first_ones)) or 0) + 1
    while find(session, code := f"{KEY}-{number:04}") is not None:
        number += 1
    return code


def retire(session: Session, submission: Submission, reason: str) -> None:
    """Take a drawn area off the map and say why on the page of whoever sent it; its code is never given again."""
    area = session.get(Area, submission.published_id) if submission.published_id else None
    if submission.subject != Subject.area or area is None:
        raise AlreadyDecided("This neighbourhood is not on the map any more.")
    text = checked(reason, "reason", REASON_LIMIT, lines=True, needed="Say why.")
    places.changed(session)
    patches.remove_area(session, area)
    everything = select(Submission).where(Submission.subject == Subject.area, Submission.published_id == area.id)
    for entry in session.scalars(everything):
        entry.content = entry.content | {"retired": text, "retired_on": now().date().isoformat()}
        entry.published_id = None
    session.flush()
    session.execute(delete(Area).where(Area.id == area.id))
    session.expunge(area)
    boundaries_changed(session, KEY)


def get(session: Session, code: str) -> Area:
    """The drawn area with this code; NotFound where there is none."""
    found = find(session, code)
    if found is None:
        raise NotFound("There is no neighbourhood with this code that residents drew.")
    return found
