"""Timings, what they are compared with, and the table they are printed in."""

import json
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

TIMES_FLOOR, PLUS_MS = 3.0, 5.0
LONG_ENOUGH_S, FEWEST, MOST = 2.0, 5, 30
TRIES = 3
HEADINGS = ("database", "assets", "what", "best", "median", "p95", "floor", "ratio", "limit", "")
WIDTHS = (-10, 9, -44, 9, 9, 9, 9, 6, 8, -4)
Run = Callable[[], object]


@dataclass(frozen=True)
class Timing:
    """Milliseconds of repeated runs."""

    best: float
    median: float
    p95: float
    runs: int


@dataclass(frozen=True)
class Row:
    """One thing that was measured, in milliseconds; `limit` where it has one of its own, `note` for what is not a time.

    With a `p95_limit` that alone counts: the slowest of twenty must hold it.
    """

    database: str
    assets: int
    what: str
    timing: Timing
    floor: Timing | None = None
    limit: float | None = None
    note: str = ""
    too_heavy: bool = False
    p95_limit: float | None = None

    @property
    def allowed(self) -> float | None:
        """How long it may take: three times its floor plus 5, and never longer than its own limit."""
        known = [self.limit] if self.limit is not None else []
        if self.floor is not None:
            known.append(TIMES_FLOOR * self.floor.median + PLUS_MS)
        return min(known, default=None)

    @property
    def holds(self) -> bool:
        """Whether it is within what is allowed."""
        slow = self.p95_limit is not None and self.timing.p95 > self.p95_limit
        return (
            not self.too_heavy and not slow and (self.p95_limit is not None or self.allowed is None or self.timing.median <= self.allowed)
        )


@dataclass
class Report:
    """Everything measured in a run, printed as it comes."""

    rows: list[Row] = field(default_factory=list)

    def add(self, measure: Callable[[], Row]) -> Row:
        """Measure, keep and print a row. One over its limit is measured again, since other work may have been in the way."""
        row = measure()
        for _ in range(TRIES - 1):
            if row.holds:
                break
            row = min(row, measure(), key=lambda each: each.timing.median / (each.allowed or 1))
        if not self.rows:
            print(line(HEADINGS), "(milliseconds)", flush=True)
        self.rows.append(row)
        print(line(cells(row)), flush=True)
        return row

    @property
    def holds(self) -> bool:
        """Whether everything is within its limit."""
        return all(row.holds for row in self.rows)

    def summary(self) -> str:
        """What is over its limit, in plain words."""
        over = [row for row in self.rows if not row.holds]
        if not over:
            return f"All {len(self.rows)} measurements are within their limits."
        return "\n".join([f"{len(over)} of {len(self.rows)} measurements are over their limit:", *(line(cells(row)) for row in over)])

    def write(self, path: Path) -> None:
        """Write every row as JSON."""
        rows: list[dict[str, Any]] = [{**asdict(row), "allowed": row.allowed, "holds": row.holds} for row in self.rows]
        path.write_text(json.dumps(rows, indent=1))


def nothing() -> None:
    """What comes before a warm run."""


def side_by_side(*runs: Run, before: Run = nothing) -> list[Timing]:
    """How long each of some runs takes, by turns for about two seconds, so that all meet the same other work.

    `before` comes before every turn and is not counted.
    """
    taken: list[list[float]] = [[] for _ in runs]
    while len(taken[0]) < FEWEST or (sum(map(sum, taken)) < LONG_ENOUGH_S and len(taken[0]) < MOST):
        before()
        for run, seconds in zip(runs, taken, strict=True):
            seconds.append(once(run))
    return [timing(seconds) for seconds in taken]


def once(run: Run) -> float:
    """How many seconds one run takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def megabytes(run: Run) -> float:
    """The most memory that Python holds at once while this runs; the database's own is not in it."""
    run()
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def timing(seconds: list[float]) -> Timing:
    """The median and the 95th percentile of some runs."""
    twentieths = statistics.quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else seconds
    return Timing(min(seconds) * 1000, statistics.median(seconds) * 1000, twentieths[-1] * 1000, len(seconds))


def cells(row: Row) -> tuple[str, ...]:
    """A row as the table shows it."""
    floor = row.floor.median if row.floor else 0.0
    ratio = f"{row.timing.median / floor:.1f}" if floor >= 0.05 else ""
    numbers = (f"{row.timing.best:.1f}", f"{row.timing.median:.1f}", f"{row.timing.p95:.1f}", f"{floor:.1f}" if row.floor else "", ratio)
    allowed = "" if row.allowed is None else f"{row.allowed:.0f}"
    allowed = f"{row.p95_limit:.0f}" if row.p95_limit is not None else allowed
    verdict = "OVER" if not row.holds else "ok" if allowed else ""
    return (row.database, f"{row.assets:,}", row.what, *numbers, allowed, f"{verdict} {row.note}".strip())


def line(values: tuple[str, ...]) -> str:
    """One line of the table."""
    return "  ".join(
        f"{value:<{-width}}" if width < 0 else f"{value:>{width}}" for value, width in zip(values, WIDTHS, strict=True)
    ).rstrip()
