"""What changed in an area within a year: entries, groups, figures."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from assetmap.models import Area, Group, Indicator, Load
from assetmap.services import completeness, groups
from assetmap.services.readings import Reading
from assetmap.services.remember import remembered


@dataclass(frozen=True)
class Changes:
    """How many entries and groups were added and changed since a day, and whose figures came since then."""

    since: date
    assets_added: int
    assets_changed: int
    groups_added: int
    groups_changed: int
    figures: list[Indicator]


def of_area(session: Session, area: Area, known: list[Reading], today: date) -> Changes:
    """What changed in the twelve months before a day; `known` are the figures that the area has."""
    entries = completeness.of_area(session, area, today)
    added, changed = remembered(session, ("news of groups", area.id, today), lambda: _groups(session, area, entries.since))
    return Changes(entries.since, entries.added, entries.changed, added, changed, _figures(session, known, entries.since))


def _groups(session: Session, area: Area, since: date) -> tuple[int, int]:
    asked = [func.count(case((condition, 1))) for condition in completeness.news(Group, since)]
    row = session.execute(select(*asked).where(Group.id.in_(groups.ids_in(session, area)))).one()
    return int(row[0]), int(row[1])


def _figures(session: Session, known: list[Reading], since: date) -> list[Indicator]:
    """The indicators with new figures: their publisher says so, or somebody loaded some."""
    moment = datetime.combine(since, time(), UTC)
    loads = session.scalars(select(Load.before).where(Load.made_at >= moment, Load.undone_at.is_(None)))
    loaded = {key for before in loads for key in before}
    indicators = [each.figure.indicator for each in known if each.is_known]
    return [each for each in indicators if each.key in loaded or (each.updated_on is not None and each.updated_on >= since)]
