"""How two numbers of the same areas go together: rank correlation, its interval, and what it rests on.

Sources. The interval: Bonett & Wright, "Sample size requirements for estimating Pearson, Kendall and Spearman correlations",
Psychometrika 65 (2000), 23-28: Fisher's z with the variance (1 + r^2 / 2) / (n - 3). How many independent areas a number of
areas is worth: Dutilleul, "Modifying the t test for assessing the correlation between two spatial processes", Biometrics 49
(1993), 305-314, after Clifford, Richardson & Hemon, Biometrics 45 (1989), 123-134; here on ranks, in classes of distance.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
FEWEST = 4  # the interval divides by the number of areas less three
MOST_FOR_DISTANCES = 2000  # every pair of areas is looked at
DISTANCE_CLASSES = 13
Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Correlation:
    """A rank correlation (-1 to 1) of `number` areas with its 95 % interval, none where there is no telling.

    `worth` is how many independent areas they are worth, since neighbours resemble each other; `worth_lower` and `worth_upper`
    are the interval for as many. They are none where that was not worked out.
    """

    value: float
    number: int
    lower: float | None
    upper: float | None
    worth: float | None = None
    worth_lower: float | None = None
    worth_upper: float | None = None


def correlate(x: Sequence[float], y: Sequence[float], places: Sequence[tuple[float, float]] | None = None) -> Correlation | None:
    """The rank correlation of two measures of the same areas; `places` are the areas' middles in metres (n x 2).

    None where there are fewer than three areas or a measure is the same everywhere.
    """
    if len(x) < 3:
        return None
    value = spearman(x, y)
    if value is None:
        return None
    lower, upper = interval(value, len(x))
    if places is None or not FEWEST <= len(x) <= MOST_FOR_DISTANCES:
        return Correlation(value, len(x), lower, upper)
    worth = effective_number(x, y, np.asarray(places, dtype=float))
    return Correlation(value, len(x), lower, upper, worth, *interval(value, worth))


def spearman(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Spearman's rank correlation; equal values share the mean of their ranks. None where one measure is the same everywhere.

    Worked out in whole numbers, so that a perfect order is 1 or -1 and not nearly so.
    """
    one, other = centred_ranks(x), centred_ranks(y)
    together = int(one @ other)
    squares = int(one @ one) * int(other @ other)
    if not squares:
        return None
    if together * together == squares:
        return math.copysign(1.0, together)
    return together / math.sqrt(squares)


def centred_ranks(values: Sequence[float]) -> NDArray[np.object_]:
    """Twice the ranks from 1 up less their middle: whole numbers of any size that add up to zero."""
    doubled = (pd.Series(list(values), dtype=float).rank() * 2).astype(int)
    return np.array([int(each) - (len(doubled) + 1) for each in doubled], dtype=object)


def interval(value: float, number: float) -> tuple[float | None, float | None]:
    """The 95 % interval of a rank correlation of so many areas; none where they are too few or the order is perfect."""
    if number < FEWEST or abs(value) >= 1:
        return None, None
    reach = Z_95 * math.sqrt((1 + value**2 / 2) / (number - 3))
    return math.tanh(math.atanh(value) - reach), math.tanh(math.atanh(value) + reach)


def effective_number(x: Sequence[float], y: Sequence[float], places: Numbers) -> float:
    """How many independent areas these are worth for the correlation of their ranks: never more than there are."""
    number = len(x)
    classes = distance_classes(places)
    one, other = (likeness(np.asarray(centred_ranks(each), dtype=float), classes) for each in (x, y))
    shared = float(np.sum(one * other.T))  # the trace of their product
    variance = shared / (float(np.trace(one)) * float(np.trace(other)))
    return min(float(number), 1 + 1 / variance) if variance > 0 else float(number)


def distance_classes(places: Numbers) -> NDArray[np.int64]:
    """For each pair of places the class of their distance: 0 with itself, then equal steps up to the largest distance."""
    offsets = places[:, None, :] - places[None, :, :]
    distances = np.hypot(offsets[..., 0], offsets[..., 1])
    step = float(distances.max()) / DISTANCE_CLASSES or 1.0
    classes = np.clip(np.ceil(distances / step), 1, DISTANCE_CLASSES).astype(np.int64)
    np.fill_diagonal(classes, 0)
    return classes


def likeness(values: Numbers, classes: NDArray[np.int64]) -> Numbers:
    """How areas resemble each other by their distance: the covariance matrix of `values` (their mean is 0), centred twice."""
    products = np.outer(values, values).ravel()
    flat = classes.ravel()
    counts = np.bincount(flat, minlength=DISTANCE_CLASSES + 1)
    means = np.bincount(flat, weights=products, minlength=DISTANCE_CLASSES + 1) / np.maximum(counts, 1)
    matrix = means[classes]
    centred: Numbers = matrix - matrix.mean(axis=0) - matrix.mean(axis=1)[:, None] + matrix.mean()
    return centred
