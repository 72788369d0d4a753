"""How sure a count is: exact Poisson intervals (Garwood, Fiducial limits for the Poisson distribution, Biometrika 28, 1936)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

SURE = 0.95


def poisson(counts: ArrayLike, sure: float = SURE) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lower and the upper limit of the number of events one would expect, given each count."""
    known = np.asarray(counts, dtype=float)
    tail = (1 - sure) / 2
    lower = np.where(known > 0, gammaincinv(np.maximum(known, 1), tail), 0.0)
    return lower, np.asarray(gammaincinv(known + 1, 1 - tail), dtype=float)
