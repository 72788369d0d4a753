"""Periods in the order of time, however they are written."""

import re
from collections.abc import Iterable

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEARS = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:\s?(?:[-–/]|to)\s?(?P<more>\d\d)(?!\d))?", re.IGNORECASE)
DAY = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-[0-3]\d(?!\d)")
MONTH = re.compile(rf"(?<![a-z])({'|'.join(MONTHS)})[a-z]*", re.IGNORECASE)
QUARTER = re.compile(r"(?<![a-z])q(?:uarter)?\s?([1-4])(?!\d)", re.IGNORECASE)
WHOLE_YEAR = 12  # ends with December


def order(period: str) -> tuple[int, int, str]:
    """What periods are sorted by: the last year they name (2021 of 2020-21), its month or the quarter's last, then the text."""
    if days := list(DAY.finditer(period)):
        return int(days[-1]["year"]), int(days[-1]["month"]), period
    found = list(YEARS.finditer(period))
    if not found:
        return 0, 0, period
    year, more = int(found[-1]["year"]), int(found[-1]["more"] or -1)
    if 1 <= more <= WHOLE_YEAR and more <= year % 100 and (year + 1) % 100:
        return year, more, period  # 2023-03 is a month, since no span ends before it begins
    end = year if more < 0 else year - year % 100 + more + (100 if more < year % 100 else 0)
    return end, month(period), period


def month(period: str) -> int:
    """The last month (1 to 12) that a period names by a word or a quarter; December where it names none."""
    if named := MONTH.findall(period):
        return MONTHS.index(named[-1].lower()) + 1
    quarter = QUARTER.search(period)
    return 3 * int(quarter[1]) if quarter else WHOLE_YEAR


def oldest_first(periods: Iterable[str]) -> list[str]:
    """Different periods in the order of time."""
    return sorted(set(periods), key=order)


def newest_first(periods: Iterable[str]) -> list[str]:
    """Different periods, the last one first."""
    return sorted(set(periods), key=order, reverse=True)
