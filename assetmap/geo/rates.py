"""How sure a count is, and how many there are for every 1,000 people with the interval that chance alone could explain.

The interval is the exact one for a count (Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28, 1936), which
Public Health England's technical guide on confidence intervals (2018) gives for counts of any size and for which Byar's
approximation stands in where the count is large. The number of people is taken as known.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

SURE = 0.95
FOR_EVERY = 1000
MORE, FEWER, ALIKE = "more", "fewer", "alike"


def poisson(counts: ArrayLike, sure: float = SURE) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lower and the upper limit of the number of events one would expect, given each count.

    They are half the chi-squared quantiles of 2n and 2n + 2 degrees of freedom.
    """
    known = np.asarray(counts, dtype=float)
    tail = (1 - sure) / 2
    lower = np.where(known > 0, gammaincinv(np.maximum(known, 1), tail), 0.0)
    return lower, np.asarray(gammaincinv(known + 1, 1 - tail), dtype=float)


@dataclass(frozen=True)
class Rate:
    """A count among some people: `value`, `lower` and `upper` are for every 1,000 of them."""

    count: int
    people: float
    value: float
    lower: float
    upper: float

    def beside(self, standard: "Rate | None") -> str:
        """Whether it is clearly `more` or `fewer` than a standard, or `alike`; the standard's own chance is left out.

        That is the rule of the field (PHE's Fingertips): the standard's value lies outside the interval, or inside it.
        """
        if standard is None or self.lower <= standard.value <= self.upper:
            return ALIKE
        return MORE if standard.value < self.lower else FEWER


def rate(count: int, people: float | None) -> Rate | None:
    """The rate of a count among so many people; none where nobody knows how many people there are."""
    if not people or people <= 0:
        return None
    lower, upper = limits(count)
    per = FOR_EVERY / people
    return Rate(count, people, count * per, lower * per, upper * per)


def limits(count: int) -> tuple[float, float]:
    """The exact 95 % limits of one count."""
    lower, upper = poisson(count)
    return float(lower), float(upper)
