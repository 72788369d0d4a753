"""What `when` may ask for: now, a day, a weekend, a day of the week, an evening; as the days it means on the calendar of the place."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RECURRING = ("weekdays", "evenings", *WEEKDAYS)
"""What comes again every week, so that a question about it may be asked at any time."""
EVENING = time(18), time(22)
SATURDAY = 5
WEEKS = 5  # so many of one day of the week, and it is once the first, and once the last of its month
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
DAY = timedelta(1)
NEAR = timedelta(days=366 * 2)


@dataclass(frozen=True)
class When:
    """The days that are asked for; of `now` also the minute (UTC), of evenings from when to when, of which any part will do. Equal
    questions are equal, so that answers can be kept."""

    word: str
    days: tuple[date, ...]
    minute: datetime | None = None
    hours: tuple[time, time] | None = None


def when(word: str, at: datetime, zone: str) -> When | None:
    """What is meant by a word or an ISO day at a moment; none where it is neither, or a day more than two years away."""
    today = at.astimezone(ZoneInfo(zone)).date()
    if word == "now":
        return When(word, (today,), at.astimezone(UTC).replace(second=0, microsecond=0))
    days = _days(word, today)
    return When(word, days, hours=EVENING if word == "evenings" else None) if days else None


def _days(word: str, today: date) -> tuple[date, ...]:
    if word in ("today", "tomorrow"):
        return (today + DAY * (word == "tomorrow"),)
    if word == "weekend":
        saturday = today if today.weekday() > SATURDAY else today + DAY * (SATURDAY - today.weekday())
        return (saturday,) if saturday.weekday() > SATURDAY else (saturday, saturday + DAY)
    if word in ("weekdays", "evenings"):
        return tuple(each for number in range(7 * WEEKS) if (each := today + DAY * number).weekday() < SATURDAY)
    if word in WEEKDAYS:
        first = today + DAY * ((WEEKDAYS.index(word) - today.weekday()) % 7)
        return tuple(first + DAY * 7 * number for number in range(WEEKS))
    try:
        day = date.fromisoformat(word) if ISO_DAY.fullmatch(word) else None
    except ValueError:
        return ()
    return (day,) if day is not None and abs(day - today) <= NEAR else ()
