"""The streets one can walk on as a graph: read from a file, packed for the database, walked along.

A node is a corner of a line, an edge the straight piece between two; a street may be walked both ways. Lines that only cross
without a common corner are not joined, so that a bridge is not a junction. Pieces that are not joined to the largest are
left out, since nobody could walk from them to anywhere.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from assetmap.errors import Fault, Faulty
from assetmap.geo.reach import DETOUR, Floats, Ints, in_metres, nearest

EDGE_COLUMNS = ("from_lon", "from_lat", "to_lon", "to_lat")
JOIN_M = 0.5  # corners are rounded to this, so that two that mean the same are one
SNAP_M = 150.0  # farther from every corner of a street than this, a point is not on the streets
SHORTEST_M = 0.01  # an edge of no length would be no edge


@dataclass(frozen=True)
class Streets:
    """A connected graph: nodes as rows of x, y in metres (`epsg`), edges as pairs of nodes with their length in metres.

    `dropped` is how many pieces of street were left out, since they are not joined to the rest.
    """

    nodes: Floats
    edges: Ints
    metres: Floats
    epsg: int
    dropped: int = 0

    def __len__(self) -> int:
        """How many corners and pieces there are, by which kept answers are weighed."""
        return len(self.nodes) + len(self.edges)


@dataclass(frozen=True)
class Walk:
    """The walk in metres from each point to the nearest target, and how many points and targets are on no street."""

    metres: Floats
    points_off: int
    targets_off: int


def read_streets(path: Path, metric_epsg: int) -> Streets:
    """A graph from lines (GeoJSON, GeoPackage, shapefile) or from a CSV of edges; Faulty where it is neither.

    The CSV has `from_lon`, `from_lat`, `to_lon`, `to_lat` in degrees (EPSG:4326), and may have `metres`.
    """
    pieces, lengths = _edges(path, metric_epsg) if path.suffix.lower() == ".csv" else _lines(path, metric_epsg)
    corners, which = np.unique(np.round(pieces.reshape(-1, 2) / JOIN_M).astype(np.int64), axis=0, return_inverse=True)
    edges = which.reshape(-1, 2).astype(np.int64)
    real = edges[:, 0] != edges[:, 1]
    if not real.any():
        raise Faulty([Fault("there is no street in this file.", path.name)])
    return _largest(np.asarray(corners * JOIN_M, np.float64), edges[real], np.asarray(lengths[real], np.float64), metric_epsg)


def _lines(path: Path, metric_epsg: int) -> tuple[Floats, Floats]:
    """Each straight piece of the lines as x, y, x, y in metres, and its length."""
    try:
        frame = gpd.read_file(path)
    except Exception as error:  # pyogrio and GDAL raise many kinds
        raise Faulty([Fault(f"this file cannot be read as lines ({error}).", path.name)]) from error
    if "geometry" not in frame or frame.crs is None:
        raise Faulty([Fault("the file does not say its coordinate system, or holds no lines.", path.name)])
    shapes = frame.geometry.to_crs(metric_epsg).explode(ignore_index=True)
    strange = sorted(set(shapes.dropna().geom_type) - {"LineString", "LinearRing"})
    if strange:
        raise Faulty([Fault(f"streets must be lines; this file holds {', '.join(strange)}.", path.name)])
    points, line = shapely.get_coordinates(shapes.to_numpy(), return_index=True)
    same = line[1:] == line[:-1]
    pieces = np.hstack([points[:-1][same], points[1:][same]])
    return pieces, np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])


def _edges(path: Path, metric_epsg: int) -> tuple[Floats, Floats]:
    """The same from a CSV of edges."""
    try:
        table = pd.read_csv(path)
    except (ValueError, UnicodeDecodeError) as error:
        raise Faulty([Fault(f"this file cannot be read as a table ({error}).", path.name)]) from error
    missing = [name for name in EDGE_COLUMNS if name not in table]
    if missing:
        raise Faulty([Fault("this column is missing.", path.name, field=name) for name in missing])
    numbers = table.reindex(columns=[*EDGE_COLUMNS, "metres"]).apply(pd.to_numeric, errors="coerce")
    wrong = _strange(numbers, "metres" in table)
    if wrong.any():
        rows = (np.flatnonzero(wrong)[:20] + 2).tolist()
        raise Faulty([Fault("give degrees of longitude and latitude, and a length of 0 or more.", path.name, row) for row in rows])
    columns = numbers.to_numpy(float)
    start, end = in_metres(columns[:, 0], columns[:, 1], metric_epsg), in_metres(columns[:, 2], columns[:, 3], metric_epsg)
    straight = np.hypot(*(end - start).T) if len(columns) else np.empty(0)
    return np.hstack([start, end]), np.where(np.isnan(columns[:, 4]), straight, columns[:, 4])


def _strange(numbers: pd.DataFrame, with_length: bool) -> NDArray[np.bool_]:
    """Which rows hold no edge."""
    lon, lat = numbers[["from_lon", "to_lon"]], numbers[["from_lat", "to_lat"]]
    inside = (lon.abs() <= 180).all(axis=1) & (lat.abs() <= 90).all(axis=1)
    return (~inside | ((numbers["metres"].isna() | (numbers["metres"] < 0)) if with_length else False)).to_numpy(bool)


def _largest(nodes: Floats, edges: Ints, metres: Floats, epsg: int) -> Streets:
    """Only what is joined to the largest connected piece."""
    count, piece = connected_components(_matrix(edges, metres, len(nodes)), directed=False)
    kept = piece == np.bincount(piece).argmax()
    number = np.cumsum(kept) - 1
    inside = kept[edges[:, 0]]
    return Streets(nodes[kept], number[edges[inside]].astype(np.int64), metres[inside], epsg, int(count - 1))


def _matrix(edges: Ints, metres: Floats, size: int) -> csr_matrix:
    """The graph as a sparse matrix; of two edges between the same nodes the shorter one."""
    table = pd.DataFrame({"a": edges.min(axis=1), "b": edges.max(axis=1), "metres": metres}).groupby(["a", "b"], as_index=False).min()
    return csr_matrix(
        (np.maximum(table["metres"].to_numpy(), SHORTEST_M), (table["a"].to_numpy(), table["b"].to_numpy())), shape=(size, size)
    )


def pack(streets: Streets) -> bytes:
    """The graph as bytes for the database."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        epsg=np.array(streets.epsg),
        dropped=np.array(streets.dropped),
        nodes=np.round(streets.nodes, 1),
        edges=streets.edges.astype(np.int32),
        metres=streets.metres.astype(np.float32),
    )
    return file.getvalue()


def unpack(content: bytes) -> Streets:
    """The graph from such bytes."""
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        epsg, dropped = int(kept["epsg"]), int(kept["dropped"])
        return Streets(kept["nodes"].astype(float), kept["edges"].astype(np.int64), kept["metres"].astype(float), epsg, dropped)


def walk(streets: Streets, people: Floats, targets: Floats, detour: float = DETOUR) -> Walk:
    """The walk along the streets from each point to the nearest target; rows of x, y in metres, in the streets' own system.

    A point goes straight to the nearest corner and on from there. Points and targets that are on no street are reached by
    straight line times detour instead, and counted.
    """
    tree = cKDTree(streets.nodes)
    way_in, start = tree.query(people, distance_upper_bound=SNAP_M)
    way_out, end = tree.query(targets, distance_upper_bound=SNAP_M) if len(targets) else (np.empty(0), np.empty(0, np.int64))
    off, targets_off = np.isinf(way_in), np.isinf(way_out)
    along = _from_targets(streets, end[~targets_off], way_out[~targets_off])
    metres = np.full(len(people), np.inf)
    metres[~off] = along[start[~off]] + way_in[~off]
    metres[off] = nearest(people[off], targets, detour)
    if targets_off.any():
        metres = np.minimum(metres, nearest(people, targets[targets_off], detour))
    return Walk(metres, int(off.sum()), int(targets_off.sum()))


def _from_targets(streets: Streets, ends: Ints, way: Floats) -> Floats:
    """How far each node is from the nearest target: one search from a node that stands before all targets."""
    size = len(streets.nodes)
    if not len(ends):
        return np.full(size, np.inf)
    first = pd.Series(way).groupby(ends).min()
    before = np.column_stack([np.full(len(first), size), first.index.to_numpy(np.int64)])
    graph = _matrix(np.vstack([streets.edges, before]), np.concatenate([streets.metres, first.to_numpy(float)]), size + 1)
    return np.asarray(dijkstra(graph, directed=False, indices=size))[:size]
