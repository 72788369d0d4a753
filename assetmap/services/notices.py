"""Needs and offers of groups: said, listed, closed. One whose last day is past is not there any more."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, selectinload

from assetmap.errors import Fault, Faulty, NotFound
from assetmap.models import Group, Notice, Side, Thing, Visibility
from assetmap.models.columns import now
from assetmap.models.notices import EVERY_DAY, NOTICE_LIMIT
from assetmap.services import areas, groups, places
from assetmap.services.links import stricter
from assetmap.services.networks.known import MAY_SEE, Viewer
from assetmap.services.words import typed

MOST = 500
YEARS_AHEAD = 5
Content = Mapping[str, Any]


def check(content: Content) -> dict[str, Any]:
    """What was typed, cleaned: `side`, `thing`, `words`, `weekdays` (numbers, Monday 0), `until` (a day, ISO 8601, or empty) and
    `visibility`. Faulty with every fault at once, each at its field."""
    words, faults = typed(str(content.get("words") or ""), "words", NOTICE_LIMIT)
    for name, kind in (("side", Side), ("thing", Thing)):
        if content.get(name) not in list(kind):
            faults.append(Fault("Choose one from the list.", field=name))
    if content.get("thing") == Thing.other and not words:
        faults.append(Fault("Say in a few words what it is.", field="words"))
    if content.get("visibility") not in (Visibility.public, Visibility.shared):
        faults.append(Fault("Choose who may see it.", field="visibility"))
    checked = {"side": content.get("side"), "thing": content.get("thing"), "words": words, "visibility": content.get("visibility")}
    checked |= {"weekdays": _weekdays(content, faults), "until": _until(str(content.get("until") or "").strip(), faults)}
    if faults:
        raise Faulty(faults)
    return checked


def add(session: Session, group: Group, content: Content) -> Notice:
    """Say what a group needs or offers; Faulty as in `check`. The same said twice stands once, and whoever repeats it does not let
    more people see it: that takes closing it first."""
    checked = check(content)
    for known in open_of(session, group.id, tuple(Visibility)):
        if all(getattr(known, name) == checked[name] for name in ("side", "thing", "words")):
            known.weekdays, known.until = checked["weekdays"], checked["until"]
            known.visibility = stricter((known.visibility, Visibility(checked["visibility"])))
            break
    else:
        known = Notice(group_id=group.id, **checked)
        session.add(known)
    session.flush()
    places.changed(session)
    return known


def get(session: Session, notice_id: int) -> Notice:
    """One need or offer; NotFound where there is none."""
    found = session.get(Notice, notice_id)
    if found is None:
        raise NotFound("There is no such need or offer.")
    return found


def close(session: Session, notice: Notice) -> None:
    """It is not needed or offered any more. Closing it twice changes nothing."""
    if notice.closed_at is None:
        notice.closed_at = now()
        session.flush()
        places.changed(session)


def open_of(session: Session, group_id: int, visible: tuple[Visibility, ...]) -> list[Notice]:
    """What a group needs and offers now, needs first, as far as it is `visible`."""
    where = _open(), Notice.group_id == group_id, Notice.visibility.in_(visible)
    return list(session.scalars(select(Notice).where(*where).order_by(Notice.side, Notice.thing, Notice.id)))


def of_group(session: Session, group: Group, viewer: Viewer) -> list[Notice]:
    """What a group needs and offers now, as this viewer may see it."""
    return open_of(session, group.id, MAY_SEE[viewer])


def listed(session: Session, viewer: Viewer, side: str = "", thing: str = "", area: str = "") -> list[Notice]:
    """All that is needed and offered now, as this viewer may see it, the newest first; `area` is an area's address.

    NotFound where there is no such area.
    """
    where: list[ColumnElement[bool]] = [_open(), Notice.visibility.in_(MAY_SEE[viewer])]
    where += [Notice.side == side] if side else []
    where += [Notice.thing == thing] if thing else []
    where += [Notice.group_id.in_(groups.ids_in(session, areas.get(session, area)))] if area else []
    query = select(Notice).where(*where).options(selectinload(Notice.group)).order_by(Notice.made_at.desc(), Notice.id.desc())
    return list(session.scalars(query.limit(MOST)))


def fit(need: Notice, offer: Notice) -> bool:
    """Whether what one group offers is what another needs: the same thing, on some same day where both name days."""
    same = need.thing == offer.thing and need.thing != Thing.other and need.group_id != offer.group_id
    return same and bool((need.weekdays or EVERY_DAY) & (offer.weekdays or EVERY_DAY))


def days(weekdays: int) -> list[int]:
    """The days that bits stand for: Monday is 0."""
    return [day for day in range(7) if weekdays >> day & 1]


def _open() -> ColumnElement[bool]:
    return Notice.closed_at.is_(None) & or_(Notice.until.is_(None), Notice.until >= now().date())


def _weekdays(content: Content, faults: list[Fault]) -> int:
    given = {str(day) for day in content.get("weekdays") or ()}
    if not given <= set("0123456"):
        faults.append(Fault("Choose days from the list.", field="weekdays"))
        return 0
    return sum(1 << int(day) for day in given)


def _until(text: str, faults: list[Fault]) -> date | None:
    if not text:
        return None
    today = now().date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        faults.append(Fault("Give the last day as a date, such as 2030-12-31.", field="until"))
        return None
    if day < today:
        faults.append(Fault("This day is past. Give a later one, or leave it empty.", field="until"))
    elif day.year > today.year + YEARS_AHEAD:
        faults.append(Fault(f"Give a day within {YEARS_AHEAD} years, or leave it empty.", field="until"))
    return day
