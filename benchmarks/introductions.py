"""Introductions worth making among 2,000 groups with 10,000 links, from frames, beside sorting as many pairs by numbers alone."""

from datetime import UTC, datetime

import numpy as np
import pandas as pd

from assetmap.graphs import frames
from assetmap.graphs.introductions import Asked, rank
from benchmarks.measure import Report, Row, side_by_side
from benchmarks.town import Town

SEED, GROUPS, LINKS, VENUES, NOTICES = 1977, 2_000, 10_000, 300, 2_000
AT_VENUES = 0.2
LIMIT_MS = 1_000.0
THINGS = ("room", "kitchen", "transport", "equipment", "people", "skills", "advice", "money", "food")
Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def measure(report: Report, town: Town) -> None:
    """Measure the ranking of all pairs; it does not depend on the assets of the town."""
    report.add(lambda: compare(town))


def compare(town: Town) -> Row:
    """Our ranking beside the best 100 of as many random numbers."""
    random = np.random.default_rng(SEED)
    made = network(random)
    numbers = random.random(GROUPS * (GROUPS - 1) // 2)
    asked = Asked(datetime.now(UTC).date())

    def floor() -> None:
        np.argpartition(-numbers, 100)

    taken, bare = side_by_side(lambda: rank(*made, asked), floor)
    note = f"the bare choice of 100 of {len(numbers):,} numbers: {bare.median:.0f} ms"
    return Row(town.database, town.size, f"introductions, {GROUPS:,} groups, {LINKS:,} links", taken, limit=LIMIT_MS, note=note)


def network(random: np.random.Generator) -> Frames:
    """Made-up groups in a square of five kilometres with links, venues and notices."""

    def some(kind: str, many: int, each: int) -> tuple[str, ...]:
        return tuple(f"{kind} {number}" for number in sorted(set(random.integers(0, many, each).tolist())))

    nodes = [
        {
            **{
                "node": f"g{number}",
                "kind": "group",
                "id": number,
                "lon": -0.07 + random.random() * 0.07,
                "lat": 51.49 + random.random() * 0.05,
            },
            **{"approximate": bool(random.random() < AT_VENUES), "areas": some("area", 20, 1), "themes": some("theme", 15, 2)},
            **{"audiences": some("people", 25, 3), "languages": some("language", 30, 2)},
        }
        for number in range(GROUPS)
    ]
    venues = [{"node": f"a{number}", "kind": "asset", "runs_by": f"g{random.integers(GROUPS)}"} for number in range(VENUES)]
    sides = ("need", "offer")
    notices = [
        {"node": f"g{random.integers(GROUPS)}", "side": random.choice(sides), "thing": random.choice(THINGS), "weekdays": int(days)}
        for days in random.integers(0, 128, NOTICES)
    ]
    return frames.nodes_frame([*nodes, *venues]), frames.links_frame(links(random)), frames.notices_frame(notices)


def links(random: np.random.Generator) -> list[dict[str, object]]:
    """Links between any two groups, and to venues."""
    made: list[dict[str, object]] = []
    for number in range(LINKS):
        source, other = random.choice(GROUPS, 2, replace=False)
        target = f"a{random.integers(VENUES)}" if random.random() < AT_VENUES else f"g{other}"
        made.append({"link": f"l{number}", "source": f"g{source}", "target": target, "kind": "co_runs", "state": "claimed"})
    return made
