"""Nodes that push each other apart while their ties pull them together (much as in Fruchterman and Reingold, 1991), in NumPy.

Lengths are in units of the distance that two tied nodes would keep if they were alone. The push of every node on every other is
worked out exactly for small networks; for large ones it is that of the nodes gathered on a grid, by one convolution.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from scipy.spatial import cKDTree

Plane = NDArray[np.complex128]
"""Positions or pushes in the plane: x the real part, y the imaginary one."""
Numbers = NDArray[np.int64]
EXACT = 300
CELLS = 80
FIRST_STEP, PULL_TO_MIDDLE = 0.08, 0.02
APART, ROUNDS = 1.0, 60
TINY = 1e-9


def settle(start: Plane, pairs: Numbers) -> Plane:
    """Where nodes that begin at `start` (n) and are tied in `pairs` (p, 2) come to rest, around 0, none nearer than about `APART`."""
    count = len(start)
    if count < 2:
        return np.zeros(count, dtype=np.complex128)
    push, steps, power = (_exact, 250, 2.0) if count <= EXACT else (_gathered, 200, 1.5)
    at = start - start.mean()
    for step in range(steps):
        force = push(at) + _pull(at, pairs, power) - PULL_TO_MIDDLE * at
        most = FIRST_STEP * np.sqrt(count) * (1 - step / steps)
        at = at + force * np.minimum(1.0, most / (np.abs(force) + TINY))
        at -= at.mean()
    return _apart(_spread(at))


def _exact(at: Plane) -> Plane:
    """Each node pushes each other with 1 / distance."""
    away = at[:, None] - at[None, :]
    pushes: Plane = (away / (np.abs(away) ** 2 + TINY)).sum(axis=1)
    return pushes


def _pull(at: Plane, pairs: Numbers, power: float) -> Plane:
    """Each tie pulls its ends together with a power of its length: the square leaves chains short, less shows knots better."""
    along = at[pairs[:, 1]] - at[pairs[:, 0]]
    force = along * np.abs(along) ** (power - 1)
    ends, both = np.concatenate([pairs[:, 0], pairs[:, 1]]), np.concatenate([force, -force])
    return np.bincount(ends, both.real, len(at)) + 1j * np.bincount(ends, both.imag, len(at))


@dataclass(frozen=True)
class Grid:
    """For each node, the four cells around it (4, n) of a grid of `CELLS` by `CELLS`, and how much of it lies in each (4, n)."""

    cells: Numbers
    shares: NDArray[np.float64]
    side: float


def _gathered(at: Plane) -> Plane:
    """The same with the nodes gathered on a grid: what is nearer than a cell pushes less, which `_apart` makes good."""
    grid = _grid(at)
    mass = np.bincount(grid.cells.ravel(), grid.shares.ravel(), CELLS * CELLS).reshape(CELLS, CELLS)
    size = (2 * CELLS, 2 * CELLS)
    field = fft.ifft2(fft.fft2(mass, size) * fft.fft2(_kernel()))[CELLS - 1 : -1, CELLS - 1 : -1].ravel() / grid.side
    pushes: Plane = (field[grid.cells] * grid.shares).sum(axis=0)
    return pushes


def _grid(at: Plane) -> Grid:
    corner = complex(at.real.min(), at.imag.min())
    side = max(np.ptp(at.real), np.ptp(at.imag), TINY) / (CELLS - 1.001)
    x, y = (at - corner).real / side, (at - corner).imag / side
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    right, down = x - column, y - row
    cells = np.stack([row * CELLS + column, row * CELLS + column + 1, (row + 1) * CELLS + column, (row + 1) * CELLS + column + 1])
    shares = np.stack([(1 - right) * (1 - down), right * (1 - down), (1 - right) * down, right * down])
    return Grid(cells, shares, side)


def _kernel() -> Plane:
    """The push at each distance in cells, from -(CELLS - 1) to CELLS."""
    steps = np.arange(2 * CELLS) - (CELLS - 1)
    away = steps[None, :] + 1j * steps[:, None]
    return np.asarray(away / (np.abs(away) ** 2 + 0.5), dtype=np.complex128)


def _spread(at: Plane) -> Plane:
    """Larger or smaller as a whole, so that the middling distance to the nearest other is a little more than `APART`."""
    nearest = cKDTree(np.stack([at.real, at.imag], axis=1)).query(np.stack([at.real, at.imag], axis=1), k=2)[0][:, 1]
    return at * (1.15 * APART / max(float(np.median(nearest)), TINY))


def _apart(at: Plane) -> Plane:
    """Move those that are nearer than `APART` away from each other until hardly any are."""
    at = at.copy()
    for _round in range(ROUNDS):
        close = cKDTree(np.stack([at.real, at.imag], axis=1)).query_pairs(APART * 0.98, output_type="ndarray")
        if not len(close):
            break
        close = close[np.lexsort((close[:, 1], close[:, 0]))]
        away = at[close[:, 1]] - at[close[:, 0]]
        far = np.abs(away)
        direction = np.where(far > TINY, away / np.maximum(far, TINY), np.exp(1j * close[:, 0]))
        move = direction * (APART - far) * 0.5
        ends, both = np.concatenate([close[:, 0], close[:, 1]]), np.concatenate([-move, move])
        at += np.bincount(ends, both.real, len(at)) + 1j * np.bincount(ends, both.imag, len(at))
    return at
