"""A made-up network of any size in a loaded place: groups clumped in neighbourhoods, a few of them with very many links."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from assetmap.geo import cells
from assetmap.geo.frames import point_wkb
from assetmap.models import Ask, Asset, Frequency, Group, GroupArea, GroupKind, Holder, Link, LinkKind, Notice, Side, Thing, Visibility
from assetmap.models.links import DIRECTED
from assetmap.services import areas, patches, places, vocabulary

SEED = 1977
TOLERANCE_M = 150.0
VENUES_EACH = 5
"""How many groups there are for one venue."""
NEAR = 0.7
"""The share of links that stay in one neighbourhood."""
AT_VENUES = 0.3
SPREAD_DEGREES = 0.004
Row = dict[str, Any]


def fill(session: Session, groups: int = 2000, links: int = 10000, public: float = 1.0) -> None:
    """Add made-up groups, venues, exactly `links` standing links and some notices; the same every time. Does not commit.

    `public` is the share of the links that everybody may see; of the others, three in four are shared and one is private.
    """
    random = np.random.default_rng(SEED)
    homes = areas.neighbourhoods(session)
    home = random.integers(0, len(homes), groups)
    words = vocabulary.read(session)
    group_ids = _add(session, Group, [_group(random, words, number) for number in range(groups)])
    session.execute(insert(GroupArea), [{"group_id": g, "area_id": homes[h].id} for g, h in zip(group_ids, home, strict=True)])
    middles = [areas.middle(session, area) for area in homes]
    venue_home = random.integers(0, len(homes), max(1, groups // VENUES_EACH))
    venues = [_venue(random, words, number, middles[h], group_ids) for number, h in enumerate(venue_home)]
    venue_ids = _add(session, Asset, venues)
    patches.link_everything(session, TOLERANCE_M)
    session.execute(insert(Link), _links(random, (group_ids, home), (venue_ids, venue_home), links, public))
    session.execute(insert(Notice), _notices(random, group_ids))
    session.execute(insert(Ask), _answers(random, group_ids))
    places.changed(session)


def _add(session: Session, model: type[Group] | type[Asset], rows: list[Row]) -> list[int]:
    before = set(session.scalars(select(model.id)))
    session.execute(insert(model), rows)
    return [number for number in session.scalars(select(model.id).order_by(model.id)) if number not in before]


def _group(random: np.random.Generator, words: Any, number: int) -> Row:
    name = f"Made-up group {number + 1}"
    return {
        "name": name,
        "purpose": "Invented for measuring.",
        "kind": random.choice([each.value for each in GroupKind]),
        "audience_bits": _bits(random, len(words.terms("audience"))),
        "language_bits": _bits(random, len(words.terms("language"))),
        "search_text": name.lower(),
    }


def _bits(random: np.random.Generator, count: int) -> int:
    return sum(1 << int(bit) for bit in set(random.integers(0, count, random.integers(0, 4)).tolist()))


def _venue(random: np.random.Generator, words: Any, number: int, middle: tuple[float, float], group_ids: list[int]) -> Row:
    lon, lat = (float(degree + move) for degree, move in zip(middle, random.normal(0, SPREAD_DEGREES, 2), strict=True))
    x, y, cell = cells.place(lon, lat)
    return {
        "name": f"Made-up hall {number + 1}",
        "summary": "Invented for measuring.",
        "category_id": words.categories[int(random.integers(0, len(words.categories)))].id,
        "holder": Holder.community,
        "group_id": int(random.choice(group_ids)) if random.random() < 0.5 else None,
        "point": f"SRID=4326;POINT({lon} {lat})" if point_wkb(lon, lat) else None,
        **{"x": x, "y": y, "cell": cell},
        "search_text": f"made-up hall {number + 1}",
    }


def _links(
    random: np.random.Generator, groups: tuple[list[int], np.ndarray], venues: tuple[list[int], np.ndarray], count: int, public: float
) -> list[Row]:
    """Links whose ends are drawn so that some groups have very many; most of them in one neighbourhood."""
    weight = 1 / (1 + np.arange(len(groups[0]))) ** 0.7
    among = [np.flatnonzero(groups[1] == home) for home in range(int(groups[1].max()) + 1)]
    halls = [np.flatnonzero(venues[1] == home) for home in range(len(among))]
    taken: set[tuple[str, str]] = set()
    made: list[Row] = []
    while len(made) < count:
        first = int(random.choice(len(groups[0])))
        to_venue, near, home = random.random() < AT_VENUES, random.random() < NEAR, int(groups[1][first])
        pool = (halls[home] if near and len(halls[home]) else np.arange(len(venues[0]))) if to_venue else among[home] if near else None
        if to_venue:
            row = _row(random, "meets_at", groups[0][first], asset=venues[0][int(random.choice(pool))])
        else:
            pool = np.arange(len(groups[0])) if pool is None else pool
            second = int(random.choice(pool, p=weight[pool] / weight[pool].sum()))
            kind = str(random.choice([each.value for each in LinkKind if each != LinkKind.meets_at]))
            row = _row(random, kind, groups[0][first], group=groups[0][second])
        key = (row["kind"], f"{row['from_group_id']} {row['to_group_id']} {row['to_asset_id']}")
        if row["from_group_id"] != row["to_group_id"] and key not in taken:
            taken.add(key)
            made.append(row)
    shares = (public, 0.75 * (1 - public), 0.25 * (1 - public))
    for row, visibility in zip(made, random.choice([each.value for each in Visibility], count, p=shares), strict=True):
        row["visibility"] = row["from_visibility"] = str(visibility)
    return made


def _row(random: np.random.Generator, kind: str, first: int, group: int | None = None, asset: int | None = None) -> Row:
    if group is not None and kind not in DIRECTED:
        first, group = min(first, group), max(first, group)
    state = int(random.choice(3, p=(0.4, 0.4, 0.2)))
    made = datetime.now(UTC) - timedelta(days=int(random.integers(0, 900)))
    return {
        **{"kind": kind, "from_group_id": first, "to_group_id": group, "to_asset_id": asset},
        "frequency": str(random.choice([each.value for each in Frequency])),
        "since": int(random.integers(1990, 2026)) if random.random() < 0.4 else None,
        **{"from_says": True if state < 2 else None, "from_said_at": made if state < 2 else None},
        **{"to_says": True if state < 1 else None, "to_said_at": made if state < 1 else None},
        "observed_at": made if state == 2 else None,
        "made_at": made,
    }


def _notices(random: np.random.Generator, group_ids: list[int]) -> list[Row]:
    return [
        {
            "group_id": int(group),
            "side": str(random.choice([each.value for each in Side])),
            "thing": str(random.choice([each.value for each in Thing])),
            "words": "Invented for measuring.",
            "weekdays": int(random.integers(0, 128)),
        }
        for group in random.choice(group_ids, max(2, len(group_ids) // 5), replace=False)
    ]


def _answers(random: np.random.Generator, group_ids: list[int]) -> list[Row]:
    now = datetime.now(UTC)
    return [
        {"group_id": int(group), "digest": f"made-up {group}", "made_at": now, "expires_at": now, "used_at": now - timedelta(days=30)}
        for group in random.choice(group_ids, max(1, len(group_ids) // 3), replace=False)
    ]
