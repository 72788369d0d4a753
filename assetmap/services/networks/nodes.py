"""The nodes of the network: every group, and the assets something links to, each with where it is as far as may be told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from assetmap.errors import NotFound
from assetmap.geo import cells
from assetmap.models import Area, Asset, Geography, Group, GroupArea, PatchArea
from assetmap.services import areas, places, vocabulary
from assetmap.services.remember import remembered_of_place
from assetmap.services.themes import ids_of_groups
from assetmap.services.vocabulary import Vocabulary

Place = tuple[float, float, bool]
"""Longitude, latitude (EPSG:4326), and whether only the surroundings are meant."""
PLACED = ("meets_at", "shares_space", "co_runs")
"""The links that say where a group can be found, the best first."""


def nodes_of(session: Session, links: pd.DataFrame, ended: pd.DataFrame, answered: Mapping[int, Any]) -> list[dict[str, Any]]:
    """Records for graphs/frames.nodes_frame: all groups, and the assets these links name. `answered` says when each group (id) answered."""
    words = vocabulary.vocabulary(session)
    used = {int(node[1:]) for frame in (links, ended) for node in frame["target"] if node.startswith("a")}
    assets = _assets(session, used)
    themes, codes = ids_of_groups(session), _codes(session, assets)
    where = _places(session, links, assets)
    slugs = {category.id: category.slug for category in words.categories}
    groups = [
        {
            **_words(words, row),
            "node": f"g{row.id}",
            "kind": "group",
            "summary": row.purpose,
            "detail": str(row.kind),
            "areas": codes.get(f"g{row.id}", ()),
            "themes": tuple(slug for number, slug in slugs.items() if number in themes.get(row.id, ())),
            "answered_on": answered.get(row.id),
            **_where(where.get(row.id)),
        }
        for row in session.execute(select(*Group.__table__.columns).order_by(Group.name, Group.id))
    ]
    return groups + [_asset(words, row, codes) for row in assets if row.id in used]


def _asset(words: Vocabulary, row: Any, codes: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    category = words.category_by_id(row.category_id).slug
    return {
        **_words(words, row),
        "node": f"a{row.id}",
        "kind": "asset",
        "summary": row.summary,
        "detail": category,
        "areas": codes.get(f"a{row.id}", ()),
        "themes": (category,),
        "runs_by": f"g{row.group_id}" if row.group_id else "",
        **_where(_point(row)),
    }


def _words(words: Vocabulary, row: Any) -> dict[str, Any]:
    kinds = {"audiences": ("audience", row.audience_bits), "languages": ("language", row.language_bits)}
    return {"id": row.id, "name": row.name} | {name: tuple(words.slugs(*bits)) for name, bits in kinds.items()}


def _where(place: Place | None) -> dict[str, Any]:
    return {} if place is None else dict(zip(("lon", "lat", "approximate"), place, strict=True))


def _point(row: Any) -> Place | None:
    return None if row.x is None else (*cells.degrees(row.x, row.y), bool(row.approximate))


def _assets(session: Session, used: Iterable[int]) -> list[Any]:
    """The assets that a group runs, and the used ones, by name."""
    names = ("id", "name", "summary", "category_id", "group_id", "x", "y", "approximate", "patch_id", "audience_bits", "language_bits")
    columns = [getattr(Asset, name) for name in names]
    query: Select[Any] = select(*columns).where(or_(Asset.group_id.is_not(None), Asset.id.in_(list(used))))
    return list(session.execute(query.order_by(Asset.name, Asset.id)))


def _codes(session: Session, assets: list[Any]) -> dict[str, tuple[str, ...]]:
    """The codes of the neighbourhoods of each node: where a group says it works or runs something, and where an asset is."""
    geography = select(Geography.id).where(Geography.key == places.current(session).neighbourhood_geography).scalar_subquery()
    found: dict[str, set[str]] = defaultdict(set)
    own = select(GroupArea.group_id, Area.code).join(Area, Area.id == GroupArea.area_id).where(Area.geography_id == geography)
    for group_id, code in session.execute(own):
        found[f"g{group_id}"].add(code)
    on_patch: dict[int, list[str]] = defaultdict(list)
    for patch_id, code in session.execute(
        select(PatchArea.patch_id, Area.code).join(Area, Area.id == PatchArea.area_id).where(Area.geography_id == geography)
    ):
        on_patch[patch_id].append(code)
    for row in assets:
        for node in (f"a{row.id}", f"g{row.group_id}" if row.group_id else ""):
            found[node].update(on_patch.get(row.patch_id, ()))
    return {node: tuple(sorted(codes)) for node, codes in found.items()}


def _places(session: Session, links: pd.DataFrame, assets: list[Any]) -> dict[int, Place]:
    """Where each group (id) is: at the asset of its own that is most in the middle of them; else where links that the viewer may
    see say it meets; else somewhere in the first neighbourhood it works in."""
    found: dict[int, Place] = _areas_of(session)
    by_id = {row.id: row for row in assets}
    for kind in reversed(PLACED):
        chosen = links[(links["kind"] == kind) & links["target"].str.startswith("a")]
        for source, target in zip(chosen["source"][::-1], chosen["target"][::-1], strict=True):
            if place := _point(by_id[int(target[1:])]):
                found[int(source[1:])] = place
    own: dict[int, list[Any]] = defaultdict(list)
    for row in assets:
        if row.group_id and row.x is not None:
            own[row.group_id].append(row)
    return found | {group_id: middle for group_id, rows in own.items() if (middle := _point(_most_central(rows)))}


def _most_central(rows: list[Any]) -> Any:
    at = np.array([(row.x, row.y) for row in rows], dtype=np.float64)
    return rows[int(((at - at.mean(axis=0)) ** 2).sum(axis=1).argmin())]


def _areas_of(session: Session) -> dict[int, Place]:
    """The middle of the first area each group (id) says it works in, as its surroundings."""
    first: dict[int, int] = {}
    for group_id, area_id in session.execute(
        select(GroupArea.group_id, GroupArea.area_id).join(Area, Area.id == GroupArea.area_id).order_by(Area.name, Area.id)
    ):
        first.setdefault(group_id, area_id)
    middles = {number: _middle(session, number) for number in set(first.values())}
    return {group_id: (*middle, True) for group_id, number in first.items() if (middle := middles[number])}


def _middle(session: Session, area_id: int) -> tuple[float, float] | None:
    def find() -> tuple[float, float] | None:
        area = areas.by_id(session, area_id)
        try:
            return areas.middle(session, area) if area else None
        except NotFound:
            return None

    return remembered_of_place(session, ("middle of an area", area_id), find)
