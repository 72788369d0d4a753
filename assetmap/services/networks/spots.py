"""Which groups and assets are what somebody asks for, and how far they are: the same for the register and for an example."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from assetmap.geo import cells, reach
from assetmap.geo import streets as graphs
from assetmap.geo.distance import around
from assetmap.geo.reach import Floats
from assetmap.models import Asset, Group, PatchArea
from assetmap.services import areas, places, streets
from assetmap.services.filters import Filters, area_condition, box_condition, conditions, has_bits
from assetmap.services.hints import searching
from assetmap.services.matching import Condition, terms_of
from assetmap.services.networks.known import Network
from assetmap.services.networks.nodes import PLACED
from assetmap.services.networks.parts import inside
from assetmap.services.networks.wanted import Point, Wanted
from assetmap.services.remember import remembered
from assetmap.services.vocabulary import vocabulary
from assetmap.services.words import fold, search_words

NOWHERE = -1
SPOT_COLUMNS = ("node", "runs_by", "lon", "lat", "rough", "home")


@dataclass(frozen=True)
class Spots:
    """Frames of what fits: `assets` and `groups`, each with `node`, `walk_m` (not a number where only the surroundings are known,
    or no walk was asked about) and `rough`; assets with `runs_by` too. `placeless` assets fit but have no fixed place."""

    assets: pd.DataFrame
    groups: pd.DataFrame
    placeless: int


def find(session: Session, network: Network, wanted: Wanted, anywhere: bool = False) -> Spots:
    """What fits and is where it was asked for; with `anywhere`, what fits anywhere, by how far it is from there."""
    where = [] if network.example else asset_conditions(session, wanted)
    entries, placeless = _assets(session, network, wanted, where, anywhere)
    return Spots(entries, _with_runners(groups(session, network, wanted, anywhere), entries, network), placeless)


def groups(session: Session, network: Network, wanted: Wanted, anywhere: bool = False) -> pd.DataFrame:
    """The groups that fit by themselves, wherever what they run fits."""
    nodes = network.groups
    fitting = set(nodes.index[_fits(session, network, nodes, wanted)])
    if wanted.areas and not anywhere:
        fitting &= _inside(session, network, wanted)
    if wanted.point is None:
        return pd.DataFrame({"node": sorted(fitting), "walk_m": np.nan, "rough": False})
    exact_places = _places(session, network, wanted, anywhere)
    known = _grouped(_walked(session, exact_places, wanted, anywhere))
    exact = known[known["node"].isin(fitting)]
    works_in = dict(zip(nodes.index, nodes["areas"], strict=True))
    roughly = {node for node in fitting if wanted.home in works_in[node]} - set(exact_places["node"])
    return pd.concat([exact, pd.DataFrame({"node": sorted(roughly), "walk_m": np.nan, "rough": True})], ignore_index=True)


def silent_assets(session: Session, network: Network, wanted: Wanted) -> int:
    """How many assets there may fit, but do not say for whom they are or which languages are spoken."""
    return 0 if network.example else len(_assets(session, network, wanted, _silent(session, wanted), anywhere=False)[0])


def _assets(session: Session, network: Network, wanted: Wanted, where: list[Condition], anywhere: bool) -> tuple[pd.DataFrame, int]:
    """The assets under some conditions that are where it was asked for, and how many more have no fixed place."""
    entries = _invented(network, wanted) if network.example else _registered(session, wanted, where, anywhere)
    placeless = int(entries["lon"].isna().sum()) if wanted.point else 0
    if network.example and wanted.areas and not anywhere:
        entries = entries[entries["node"].isin(_inside(session, network, wanted))]
    return _walked(session, entries[entries["lon"].notna() | (wanted.point is None)], wanted, anywhere), placeless


def _inside(session: Session, network: Network, wanted: Wanted) -> frozenset[str]:
    """The nodes in any of the areas asked about."""
    return frozenset[str]().union(*(inside(session, network, areas.get(session, code)) for code in wanted.areas))


def measured(session: Session, origin: Point, lon: Floats, lat: Floats) -> Floats:
    """The walk in metres from a point to others (degrees): along the streets where these are loaded, else by straight line."""
    epsg = places.current(session).metric_epsg
    start, ends = (reach.in_metres(np.asarray(x), np.asarray(y), epsg) for x, y in (([origin[0]], [origin[1]]), (lon, lat)))
    network = streets.current(session)
    graph = streets.graph(session, network) if network else None
    if graph is None or not len(ends):
        return reach.nearest(ends, start)
    return graphs.walk(graph, ends, start).metres


def has_streets(session: Session) -> bool:
    """Whether walks are measured along streets."""
    network = streets.current(session)
    return network is not None and streets.graph(session, network) is not None


def _fits(session: Session, network: Network, nodes: pd.DataFrame, wanted: Wanted) -> list[bool]:
    """Whether each node is about the theme, for the audience, in the language, and has the words."""
    asked = [(wanted.theme, "themes"), (wanted.audience, "audiences"), (wanted.language, "languages")]
    columns = [(slug, nodes[column].tolist()) for slug, column in asked if slug]
    fits = [all(slug in values[row] for slug, values in columns) for row in range(len(nodes))]
    words = search_words(wanted.q)
    if wanted.q.strip() and network.example:
        texts = [fold(name, summary) for name, summary in zip(nodes["name"], nodes["summary"], strict=True)]
        return [fit and bool(words) and all(word in text for word in words) for fit, text in zip(fits, texts, strict=True)]
    if wanted.q.strip():
        having = [Group.search_text.contains(word, autoescape=True) for word in words]
        known = {f"g{number}" for number in session.scalars(select(Group.id).where(*having))} if words else set()
        return [fit and node in known for fit, node in zip(fits, nodes.index, strict=True)]
    return fits


def silent_groups(network: Network, found: Iterable[str], wanted: Wanted) -> int:
    """How many of some groups do not say for whom they are, or which languages are spoken, where that was asked."""
    rows = network.groups.loc[list(found)]
    asked = [(slug, column) for slug, column in ((wanted.audience, "audiences"), (wanted.language, "languages")) if slug]
    might = [all(not row[column] or slug in row[column] for slug, column in asked) for row in rows.to_dict("records")]
    quiet = [any(not row[column] for _slug, column in asked) for row in rows.to_dict("records")]
    return sum(one and other for one, other in zip(might, quiet, strict=True))


def open_about(wanted: Wanted) -> Wanted:
    """The same question without those who do not say: for anybody, in any language."""
    return replace(wanted, audience="", language="")


def _registered(session: Session, wanted: Wanted, where: list[Condition], anywhere: bool) -> pd.DataFrame:
    """The assets of the register under some conditions, where they may be near enough."""
    where = [*where]
    if wanted.areas and not anywhere:
        where.append(or_(*(area_condition(session, code) for code in wanted.areas)))
    if wanted.point and not anywhere:
        near = or_(box_condition(around(*wanted.point, wanted.limit_m)), Asset.approximate.is_(True), Asset.cell.is_(None))
        where.append(near)
    return _entries(session, where, wanted)


def asset_conditions(session: Session, wanted: Wanted) -> list[Condition]:
    """What an asset must be, wherever it is."""
    theme, audience, language = ((slug,) if slug else () for slug in (wanted.theme, wanted.audience, wanted.language))
    return conditions(session, vocabulary(session), Filters(category=theme, audience=audience, language=language, q=wanted.q))


def _silent(session: Session, wanted: Wanted) -> list[Condition]:
    """What an asset is that may fit but does not say for whom it is or which languages are spoken."""
    words = vocabulary(session)
    quiet: list[Condition] = []
    where = asset_conditions(session, open_about(wanted))
    for kind, column in (("audience", Asset.audience_bits), ("language", Asset.language_bits)):
        if slug := getattr(wanted, kind):
            quiet.append(column == 0)
            where.append(or_(column == 0, has_bits(column, words.bits(kind, [slug]))))
    return [*where, or_(*quiet)]


def _entries(session: Session, where: list[Condition], wanted: Wanted) -> pd.DataFrame:
    query = select(Asset.id, Asset.group_id, Asset.cell, Asset.approximate, Asset.patch_id).where(*where)
    # Straight from the database's own cursor, as in services/gaps/found.
    result = session.connection().execute(searching(query, session, terms_of(wanted.q)))
    rows = result.cursor.fetchall() if result.cursor is not None else []
    result.close()
    cell = np.array([NOWHERE if row[2] is None else row[2] for row in rows], np.int64)
    lon, lat = cells.all_degrees(*cells.unweave(np.maximum(cell, 0)))
    placed = cell != NOWHERE
    homes = _homes(session)
    columns = {
        "node": [f"a{row[0]}" for row in rows],
        "runs_by": [f"g{row[1]}" if row[1] else "" for row in rows],
        "lon": np.where(placed, lon, np.nan),
        "lat": np.where(placed, lat, np.nan),
        "rough": np.array([bool(row[3]) for row in rows], bool),
        "home": [homes.get(row[4] or 0, "") for row in rows],
    }
    return pd.DataFrame(columns, columns=list(SPOT_COLUMNS))


def _homes(session: Session) -> dict[int, str]:
    """The code of the neighbourhood that each patch (id) is in."""

    def find() -> dict[int, str]:
        codes = {number: code for number, code, _title in areas.names(session)}
        rows = session.execute(select(PatchArea.patch_id, PatchArea.area_id).where(PatchArea.area_id.in_(codes)))
        return {patch: codes[area] for patch, area in rows}

    return remembered(session, "neighbourhoods of patches", find)


def _invented(network: Network, wanted: Wanted) -> pd.DataFrame:
    """The assets of an example that fit."""
    assets = network.assets
    asked = [(wanted.theme, "themes"), (wanted.audience, "audiences"), (wanted.language, "languages")]
    words = search_words(wanted.q)
    fits = [
        all(slug in row[column] for slug, column in asked if slug)
        and (not wanted.q.strip() or bool(words) and all(word in fold(row["name"], row["summary"]) for word in words))
        for row in assets.to_dict("records")
    ]
    own = assets[fits]
    homes = [codes[0] if codes else "" for codes in own["areas"]]
    return pd.DataFrame(
        {"node": own.index, "runs_by": own["runs_by"], "lon": own["lon"], "lat": own["lat"], "rough": own["approximate"], "home": homes}
    ).reset_index(drop=True)


def _walked(session: Session, spots: pd.DataFrame, wanted: Wanted, anywhere: bool) -> pd.DataFrame:
    """Those of some spots that count, with the walk to each; of those roughly known, those in the neighbourhood of the point."""
    if wanted.point is None:
        return spots.assign(walk_m=np.nan, rough=False)
    rough = spots["rough"].to_numpy(bool)
    walk = measured(session, wanted.point, spots["lon"].to_numpy(float), spots["lat"].to_numpy(float))
    walk = np.where(rough, np.nan, walk)
    counts = (walk <= wanted.limit_m) | (rough & (spots["home"] == wanted.home).to_numpy(bool))
    found = spots.assign(walk_m=walk)
    kept: pd.DataFrame = found[np.isfinite(walk)] if anywhere else found[counts]
    return kept


def _places(session: Session, network: Network, wanted: Wanted, anywhere: bool) -> pd.DataFrame:
    """Every exact place where a group can be found: its own, those of what it runs, those where links say that it meets."""
    nodes = network.nodes
    exact = nodes[~nodes["approximate"].to_numpy(bool) & nodes["lon"].notna().to_numpy()]
    own = pd.DataFrame({"node": exact.index, "at": exact.index})[(exact["kind"] == "group").to_numpy()]
    run = pd.DataFrame({"node": exact["runs_by"].to_numpy(), "at": exact.index})[(exact["runs_by"] != "").to_numpy()]
    met = network.links.loc[network.links["kind"].isin(PLACED), ["source", "target"]].set_axis(["node", "at"], axis=1)
    pairs = pd.concat([own, run, met[met["at"].isin(exact.index)]], ignore_index=True)
    found = pairs.join(exact[["lon", "lat"]], on="at").assign(rough=False, home="", runs_by="")[list(SPOT_COLUMNS)]
    if network.example or wanted.point is None:
        return found
    box = [] if anywhere else [box_condition(around(*wanted.point, wanted.limit_m))]
    runs = _entries(session, [Asset.group_id.is_not(None), Asset.approximate.is_(False), Asset.cell.is_not(None), *box], Wanted())
    return pd.concat([found, runs.assign(node=runs["runs_by"])], ignore_index=True)


def _grouped(places_of: pd.DataFrame) -> pd.DataFrame:
    """Each group with the shortest walk to one of its places."""
    nearest = places_of.groupby("node")["walk_m"].min()
    return nearest.reset_index().assign(rough=False)


def _with_runners(found: pd.DataFrame, entries: pd.DataFrame, network: Network) -> pd.DataFrame:
    """The groups found, and those that run an asset found, with the shorter walk."""
    run = entries[entries["runs_by"].isin(network.groups.index)]
    runners = pd.DataFrame({"node": run["runs_by"], "walk_m": run["walk_m"], "rough": run["rough"]})
    both = pd.concat([found.astype({"walk_m": float}), runners], ignore_index=True)
    if both.empty:
        return both
    nearest: pd.DataFrame = both.groupby("node", as_index=False).agg({"walk_m": "min", "rough": "all"})
    return nearest
