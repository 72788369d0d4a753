"""Links on a map, so that many read as few: what is in view, with the nodes of one cell of the grid as one mark.

The cells are those of geo/cells (Morton codes), two of a cluster's along each side: about 64 pixels of the screen. All links
between two cells are one line. So every link of a network is in exactly one place, whatever the zoom: on a line, inside a cell,
on a line left out, out of view, or without a place.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.geo import cells

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

COARSER = 1  # levels above the cells that assets are clustered in: marks are larger, and lines need room between them
SHARED = 2  # levels from a cell to the larger one through whose middle its lines run
BENT = 0.6  # how far a line is drawn from straight towards those middles
DRAWN_IN = 0.6  # how far a mark of several nodes is drawn from their middle towards that of their cell (as static/js/clusters.js)
MOST_MARKS, MOST_LINES, LISTED = 400, 120, 6
STATES = ("confirmed", "claimed", "observed")


@dataclass(frozen=True)
class Placed:
    """A network on the grid, made once for many views. `placed` says of each node whether it has a place, `x` and `y` which; they have
    a last place for ends that are not known. Of each link: the positions of its ends in `nodes`, its state as a place in STATES, its
    kind, how strong it is, and whether it goes from source to target only."""

    nodes: "pd.Index[Any]"
    placed: Flags
    x: Ints
    y: Ints
    source: Ints
    target: Ints
    state: Ints
    kind: NDArray[np.object_]
    strength: Ints
    directed: Flags

    @property
    def kept_parts(self) -> int:
        """How much room it takes where answers are kept (see services/remember): a part there is about 400 bytes."""
        arrays = (self.placed, self.x, self.y, self.source, self.target, self.state, self.kind, self.strength, self.directed)
        return 1 + sum(array.nbytes for array in arrays) // 400


@dataclass(frozen=True)
class View:
    """What is looked at: west, south, east, north in degrees (EPSG:4326), a zoom, and only the links of one node if `chosen`."""

    bounds: cells.Bounds
    zoom: int
    chosen: str = ""


@dataclass(frozen=True)
class Bundled:
    """Marks and lines in view, the strongest first, and where all links are.

    `marks` (index: number of the mark): lon, lat, `nodes` (a tuple of names). `lines`: `source` and `target` (numbers of marks, in
    view or not), `ends` (two pairs of degrees), `via` (pairs of degrees that the line bends towards, none or two), `count`, a count
    for each of STATES, `kinds` (a dict of counts), `directed` (whether it goes from source to target only, between two nodes), and
    `links`, the positions of its strongest links. `inside` links run within one cell, `elsewhere` ones have no end in view, `placeless`
    ones an end without a place; `left_out` ones are on `lines_left_out` weaker lines. They and the counts of the lines are all links.
    """

    marks: pd.DataFrame
    lines: pd.DataFrame
    inside: int
    elsewhere: int
    placeless: int
    left_out: int = 0
    lines_left_out: int = 0
    marks_left_out: int = 0


@dataclass(frozen=True)
class _Grid:
    """The marks of a whole network at one zoom: of each node its mark (-1: none), of each mark its place, its cell and how many nodes.
    `seen` has a last place for mark -1."""

    mark: Ints
    x: Floats
    y: Floats
    cell: Ints
    count: Ints
    seen: Flags


def place(nodes: pd.DataFrame, links: pd.DataFrame) -> Placed:
    """Nodes with `lon` and `lat` in degrees (missing where not known) and links with `source`, `target`, `kind`, `state`, `directed` and
    `strength` (see graphs/frames.py), on the grid."""
    lon, lat = (nodes[name].to_numpy(dtype=np.float64) for name in ("lon", "lat"))
    known = np.isfinite(lon) & np.isfinite(lat)
    x, y = cells.positions(np.where(known, lon, 0.0), np.where(known, lat, 0.0))
    # A last node without a place: ends that are not known (-1) point there.
    at = np.append(known, False), np.append(x, 0), np.append(y, 0)
    ends = [_numbers(nodes.index, links[name]) for name in ("source", "target")]
    state = _numbers(pd.Index(STATES), links["state"])
    facts = links["kind"].to_numpy(dtype=object), links["strength"].to_numpy(dtype=np.int64), links["directed"].to_numpy(dtype=bool)
    return Placed(nodes.index, *at, ends[0], ends[1], state, *facts)


def _numbers(nodes: "pd.Index[Any]", names: "pd.Series[Any]") -> Ints:
    """The position of each name, -1 where there is none."""
    return np.asarray(nodes.get_indexer(pd.Index(names)), dtype=np.int64)


def bundle(placed: Placed, view: View) -> Bundled:
    """The marks and the lines of a view."""
    grid = _grid(placed, view)
    source, target = grid.mark[placed.source], grid.mark[placed.target]
    wanted = _of_chosen(placed, view.chosen)
    at = wanted & (source >= 0) & (target >= 0)
    seen = at & (grid.seen[source] | grid.seen[target])
    lines, links_left, lines_left = _lines(placed, grid, np.flatnonzero(seen & (source != target)))
    marks, marks_left = _marks(placed, grid, _kept_nodes(placed, view.chosen, wanted))
    return Bundled(
        marks,
        lines,
        inside=int((seen & (source == target)).sum()),
        elsewhere=int((at & ~seen).sum()),
        placeless=int((wanted & ~at).sum()),
        left_out=links_left,
        lines_left_out=lines_left,
        marks_left_out=marks_left,
    )


def _of_chosen(placed: Placed, chosen: str) -> Flags:
    if not chosen:
        return np.ones(len(placed.source), dtype=bool)
    number = int(placed.nodes.get_indexer(pd.Index([chosen]))[0])
    touching: Flags = ((placed.source == number) | (placed.target == number)) & (number >= 0)
    return touching


def _kept_nodes(placed: Placed, chosen: str, wanted: Flags) -> Flags:
    """The nodes with a place that are asked for: all, or one and its neighbours."""
    if not chosen:
        return placed.placed
    near = np.zeros(len(placed.placed), dtype=bool)
    near[placed.source[wanted]] = near[placed.target[wanted]] = True
    near[:-1] |= np.asarray(placed.nodes == chosen)
    near[-1] = False
    return near & placed.placed


def _grid(placed: Placed, view: View) -> _Grid:
    shift = max(0, cells.ZOOM - view.zoom - cells.CLUSTER_BITS + COARSER)
    at = np.flatnonzero(placed.placed)
    column, row = placed.x[at] >> shift, placed.y[at] >> shift
    cell, first, of, count = np.unique(cells.weave(column, row), return_index=True, return_inverse=True, return_counts=True)
    mark = np.full(len(placed.placed), -1, dtype=np.int64)
    mark[at] = of
    middle = [np.bincount(of, weights=axis[at], minlength=len(cell)) / np.maximum(count, 1) for axis in (placed.x, placed.y)]
    centre = [((axis[first] + 0.5) * (1 << shift)) for axis in (column, row)]
    several = np.where(count > 1, DRAWN_IN, 0.0)
    x, y = (own + (to - own) * several for own, to in zip(middle, centre, strict=True))
    left, top, right, bottom = (edge >> shift for edge in cells.box(view.bounds))
    seen = (column[first] >= left) & (column[first] <= right) & (row[first] >= top) & (row[first] <= bottom)
    return _Grid(mark, x, y, cell, count, np.append(seen, False))


def _marks(placed: Placed, grid: _Grid, kept: Flags) -> tuple[pd.DataFrame, int]:
    """The marks in view with their nodes, those of most nodes first, and how many are left out."""
    at = np.flatnonzero(kept)
    at = at[grid.seen[grid.mark[at]]]
    of = grid.mark[at]
    numbers, starts, counts = np.unique(of[np.argsort(of, kind="stable")], return_index=True, return_counts=True)
    at = at[np.argsort(of, kind="stable")]
    order = np.argsort(-counts, kind="stable")[:MOST_MARKS]
    names = placed.nodes.to_numpy()
    lon, lat = cells.all_degrees(grid.x[numbers[order]], grid.y[numbers[order]])
    nodes = [tuple(names[at[start : start + count]]) for start, count in zip(starts[order], counts[order], strict=True)]
    marks = pd.DataFrame({"lon": lon.round(5), "lat": lat.round(5)}, index=pd.Index(numbers[order], name="mark"))
    marks["nodes"] = pd.Series(nodes, index=marks.index, dtype="object")
    return marks, len(numbers) - len(order)


def _lines(placed: Placed, grid: _Grid, at: Ints) -> tuple[pd.DataFrame, int, int]:
    """The strongest lines made of the links at these positions; how many links, on how many lines, are left out."""
    source, target = grid.mark[placed.source[at]], grid.mark[placed.target[at]]
    pair = np.minimum(source, target) * np.int64(len(grid.cell) or 1) + np.maximum(source, target)
    at = at[np.lexsort((at, -placed.strength[at], pair))]
    pairs, starts, of, counts = np.unique(np.sort(pair), return_index=True, return_inverse=True, return_counts=True)
    states = np.stack([np.bincount(of, weights=placed.state[at] == state, minlength=len(pairs)) for state in range(3)]).astype(np.int64)
    weight = np.bincount(of, weights=placed.strength[at], minlength=len(pairs))
    apart = np.bincount(
        of, weights=~(grid.seen[grid.mark[placed.source[at]]] & grid.seen[grid.mark[placed.target[at]]]), minlength=len(pairs)
    )
    # Of equally many links, those that can be followed from end to end come first.
    order = np.lexsort((pairs, -weight, -states[0], apart, -counts))
    kept = order[:MOST_LINES]
    runs = [at[starts[number] : starts[number] + counts[number]] for number in kept]
    lines = pd.DataFrame({"count": counts[kept]} | {name: states[number][kept] for number, name in enumerate(STATES)})
    lines["links"] = pd.Series([tuple(run[:LISTED].tolist()) for run in runs], dtype="object")
    lines["kinds"] = pd.Series([dict(Counter(placed.kind[run].tolist())) for run in runs], dtype="object")
    lines["directed"] = [_one_way(placed, grid, run) for run in runs]
    first = np.array([run[0] for run in runs], dtype=np.int64)
    lines["source"], lines["target"] = (grid.mark[ends[first]] for ends in (placed.source, placed.target))
    return lines.join(_paths(grid, lines)), int(counts[order[MOST_LINES:]].sum()), len(order) - len(kept)


def _one_way(placed: Placed, grid: _Grid, run: Ints) -> bool:
    """Whether these links are between two nodes that stand alone, and all go the same way."""
    source, target = placed.source[run], placed.target[run]
    alone = grid.count[grid.mark[source[0]]] == 1 and grid.count[grid.mark[target[0]]] == 1
    return bool(alone and placed.directed[run].all() and (source == source[0]).all())


def _paths(grid: _Grid, lines: pd.DataFrame) -> pd.DataFrame:
    """The ends of lines, and the points they bend towards: the middles of the larger cells that their ends are in. Lines that go from
    one part of the map to another so share most of their way. Those within one part are straight."""
    _cells, part = np.unique(grid.cell >> (2 * SHARED), return_inverse=True)
    total = np.maximum(np.bincount(part, weights=grid.count), 1)
    middle = np.stack([np.bincount(part, weights=axis * grid.count) / total for axis in (grid.x, grid.y)])
    own = np.stack([grid.x, grid.y])
    one, other = lines["source"].to_numpy(dtype=np.int64), lines["target"].to_numpy(dtype=np.int64)
    start, end = own[:, one], own[:, other]
    bends = []
    for share, mark in ((1 / 3, one), (2 / 3, other)):
        straight = start + (end - start) * share
        bends.append(straight + (middle[:, part[mark]] - straight) * BENT)
    points = [_pairs(each) for each in (start, *bends, end)]
    via = [() if part[a] == part[b] else (p, q) for a, b, p, q in zip(one, other, points[1], points[2], strict=True)]
    return pd.DataFrame(
        {"ends": pd.Series(list(zip(points[0], points[3], strict=True)), dtype="object"), "via": pd.Series(via, dtype="object")}
    )


def _pairs(grid_points: Floats) -> list[tuple[float, float]]:
    lon, lat = cells.all_degrees(grid_points[0], grid_points[1])
    return list(zip(lon.round(5).tolist(), lat.round(5).tolist(), strict=True))
