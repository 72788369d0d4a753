"""Times in the API: as HSDS says schedules, with what it has no word for beside it."""

from typing import Any

from assetmap.models import Subject
from assetmap.services.times import clock, entry
from assetmap.services.times.rules import DAYS
from assetmap.services.times.spans import Times
from assetmap.web.api.answers import without_empty
from assetmap.web.sessions import session
from assetmap.web.time_words import schedule_words


def timetable(subject: Subject, entry_id: int) -> list[dict[str, Any]]:
    """The schedules of an entry; none where nobody has said any."""
    return [schedule(each) for each in entry.known(session(), subject, entry_id)]


def schedule(times: Times) -> dict[str, Any]:
    """One schedule: HSDS names, times on the clock named by `timezone`; `description` says the same in words."""
    rule = times.rule
    freq = ("MONTHLY" if rule.nth else "WEEKLY") if rule else None
    return without_empty(
        {
            "kind": times.kind,
            "title": times.title,
            "description": schedule_words(times),
            "dtstart": times.starts_on.isoformat(),
            "until": times.until.isoformat() if times.until else None,
            "timezone": clock.zone(session()),
            "opens_at": f"{times.opens:%H:%M}",
            "closes_at": f"{times.closes:%H:%M}",
            "freq": freq,
            "interval": rule.interval if rule else None,
            "byday": ",".join(f"{rule.nth or ''}{DAYS[day]}" for day in rule.days) if rule else None,
            "rrule": str(rule) if rule else None,
            "term_time": times.term_time or None,
            "notes": times.note,
            "exceptions": [
                {"date": day.isoformat(), "closed": True}
                if hours is None
                else {"date": day.isoformat(), "opens_at": f"{hours[0]:%H:%M}", "closes_at": f"{hours[1]:%H:%M}"}
                for day, hours in sorted(times.changed.items())
            ],
        }
    )
