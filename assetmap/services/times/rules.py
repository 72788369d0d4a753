"""How a time repeats: the part of RFC 5545 that a form can say in plain words, read, written and asked about a day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTHS = (1, 2, 3, 4, -1)
WIDEST = 4  # every fourth week
RULE = re.compile(
    r"FREQ=WEEKLY(?:;INTERVAL=(?P<interval>[1-4]))?;BYDAY=(?P<weekly>(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)"
    r"|FREQ=MONTHLY;BYDAY=(?P<monthly>(?:-1|[1-4])(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:-1|[1-4])(?:MO|TU|WE|TH|FR|SA|SU))*)"
)


@dataclass(frozen=True)
class Rule:
    """Some days of the week (0 is Monday): of every `interval`-th week, or the `nth` of them of every month (-1: the last)."""

    days: tuple[int, ...]
    interval: int = 1
    nth: int = 0

    def __str__(self) -> str:
        """The rule as RFC 5545 writes it, without its start."""
        if self.nth:
            return "FREQ=MONTHLY;BYDAY=" + ",".join(f"{self.nth}{DAYS[day]}" for day in self.days)
        every = f";INTERVAL={self.interval}" if self.interval > 1 else ""
        return f"FREQ=WEEKLY{every};BYDAY=" + ",".join(DAYS[day] for day in self.days)

    def falls_on(self, day: date, start: date) -> bool:
        """Whether a day is one of the rule's; weeks begin on Monday and are counted from that of `start`."""
        if day < start or day.weekday() not in self.days:
            return False
        if self.nth:
            return (day + timedelta(7)).month != day.month if self.nth == -1 else (day.day - 1) // 7 + 1 == self.nth
        return (_monday(day) - _monday(start)).days // 7 % self.interval == 0

    @property
    def bits(self) -> int:
        """The days of the week, one bit each; Monday is 1."""
        return sum(1 << day for day in self.days)


@lru_cache(maxsize=1024)
def read(text: str) -> Rule:
    """A rule from its text; ValueError where it is none, or one that no form can say."""
    found = RULE.fullmatch(text.strip().upper().removeprefix("RRULE:"))
    if found is None:
        raise ValueError("no rule that can be said in plain words")
    if found["weekly"]:
        return Rule(_days(found["weekly"].split(",")), interval=int(found["interval"] or 1))
    parts = found["monthly"].split(",")
    nths = {int(part[:-2]) for part in parts}
    if len(nths) > 1:
        raise ValueError("different weeks of the month need a rule each")
    return Rule(_days([part[-2:] for part in parts]), nth=nths.pop())


def _days(names: list[str]) -> tuple[int, ...]:
    return tuple(sorted({DAYS.index(name) for name in names}))


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())
