"""Where each node of a network stands in a drawing of it as a graph."""

import hashlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.graphs.springs import APART, Plane, settle
from assetmap.graphs.ties import Ties, ties_of

KM_PER_DEGREE = 111.3
GAP = 2.0
WIDER = 1.5
Box = tuple[float, float]


def layout(nodes: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """A frame with `x` and `y` for each node (index `node`): x to the right, y down, around 0, in units of about the least distance
    between two nodes.

    The same network always gives the same picture, whatever the order of its rows, and one link more nearly the same, since every
    node begins where it is in the world, or where a digest of its name puts it, and moves a fixed number of steps. What hangs together
    stands together, the largest first; what hangs on nothing stands in rows below.
    """
    ties = ties_of(nodes, links)
    at = np.zeros(len(ties.nodes), dtype=np.complex128)
    if len(at):
        start = _starts(nodes.reindex(ties.nodes))
        parts = _components(ties)
        settled = [(part, _settled(part, start, ties)) for part in parts if len(part) > 1]
        bottom = _shelve(at, settled)
        _rows(at, np.array([part[0] for part in parts if len(part) == 1], dtype=np.int64), bottom)
        at -= complex((at.real.min() + at.real.max()) / 2, (at.imag.min() + at.imag.max()) / 2)
    frame = pd.DataFrame({"x": at.real.round(2), "y": at.imag.round(2)}, index=pd.Index(ties.nodes, name="node"))
    return frame.loc[nodes.index].rename_axis("node")


def _starts(nodes: pd.DataFrame) -> Plane:
    """Where each node begins: in kilometres on the map (north up, so y turned), and a little aside as its name says."""
    noise = np.array([_of_name(str(node)) for node in nodes.index])
    lon, lat = nodes["lon"].to_numpy(float), nodes["lat"].to_numpy(float)
    known = ~np.isnan(lon)
    if not known.any():
        return noise
    east = np.cos(np.radians(np.median(lat[known]).round())) * KM_PER_DEGREE
    place = lon * east - 1j * lat * KM_PER_DEGREE
    middle = complex(np.median(place[known].real), np.median(place[known].imag))
    return np.where(known, np.where(known, place, 0) - middle + 0.3 * noise, noise)


def _of_name(node: str) -> complex:
    """A place in a disc of radius 1 that depends on the name only."""
    digest = hashlib.sha256(node.encode()).digest()
    angle, area = int.from_bytes(digest[:6]) / 2**48, int.from_bytes(digest[6:12]) / 2**48
    return complex(np.sqrt(area) * np.exp(2j * np.pi * angle))


def _components(ties: Ties) -> list[NDArray[np.int64]]:
    """The nodes of each component, the largest first, then by name."""
    order = np.argsort(ties.component, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(ties.component[order])) + 1)
    return sorted(parts, key=lambda part: (-len(part), int(part[0])))


def _settled(part: NDArray[np.int64], start: Plane, ties: Ties) -> Plane:
    own = np.full(len(ties.nodes), -1)
    own[part] = np.arange(len(part))
    pairs = own[ties.pairs]
    begin = start[part] - start[part].mean()
    spread = max(float(np.abs(begin).mean()), 1e-9)
    return settle(begin * (np.sqrt(len(part)) / 2 / spread), pairs[pairs[:, 0] >= 0])


def _shelve(at: Plane, settled: list[tuple[NDArray[np.int64], Plane]]) -> float:
    """Put components beside each other in rows, as broad as the largest or somewhat broader than high; gives where they end."""
    boxes = [(float(np.ptp(shape.real)) + GAP, float(np.ptp(shape.imag)) + GAP) for _part, shape in settled]
    width = max([WIDER * np.sqrt(sum(across * down for across, down in boxes)), *(across for across, _down in boxes)], default=0.0)
    x = y = row = 0.0
    for (part, shape), (across, down) in zip(settled, boxes, strict=True):
        if x and x + across > width:
            x, y, row = 0.0, y + row, 0.0
        at[part] = shape - complex(shape.real.min(), shape.imag.min()) + complex(x, y)
        x, row = x + across, max(row, down)
    return y + row


def _rows(at: Plane, alone: NDArray[np.int64], top: float) -> None:
    """Put what hangs on nothing in rows below, as broad as what is above."""
    broad = max(float(np.ptp(at.real)), 2 * APART * np.sqrt(len(alone)) * WIDER)
    each = max(int(broad // (2 * APART)) + 1, 1)
    number = np.arange(len(alone))
    at[alone] = number % each * 2 * APART + 1j * (top + number // each * 1.5 * APART)
