"""Classes for a shaded map: breaks by mapclassify, colours a colour-blind reader can tell apart."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# ColorBrewer YlGnBu, five classes (Brewer, Harrower & Penn State, Apache-2.0): safe for colour-blind readers and in grey print.
PALETTE = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
DECILE_BREAKS = (2.0, 4.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True)
class Class:
    """One class of a shaded map: values above `lower` (from it, for the first class) up to and including `upper`."""

    lower: float
    upper: float
    colour: str
    count: int


def classify(values: Sequence[float], deciles: bool = False, darker_is_higher: bool = True) -> list[Class]:
    """Up to five classes that each hold about a fifth of the values, or pairs of deciles; fewer where values are few."""
    known = np.asarray([value for value in values if value is not None and np.isfinite(value)], dtype=float)
    if not len(known):
        return []
    breaks = DECILE_BREAKS if deciles else _fifths(known)
    colours = _colours(len(breaks), darker_is_higher)
    lowers = [float(known.min()) if not deciles else 1.0, *breaks[:-1]]
    counts = np.bincount(np.searchsorted(np.asarray(breaks), known, side="left"), minlength=len(breaks))
    return [Class(low, high, colour, int(count)) for low, high, colour, count in zip(lowers, breaks, colours, counts, strict=True)]


def _fifths(known: np.ndarray) -> tuple[float, ...]:
    distinct = np.unique(known)
    if len(distinct) <= len(PALETTE):
        return tuple(float(value) for value in distinct)
    import mapclassify  # Reason: it brings scikit-learn, which takes seconds; only the first shaded map should wait for it.

    with warnings.catch_warnings():  # mapclassify warns where equal values leave fewer classes, which is what we want then
        warnings.simplefilter("ignore", UserWarning)
        breaks = np.unique(mapclassify.Quantiles(known, k=len(PALETTE)).bins)
    counts = np.bincount(np.searchsorted(breaks, known, side="left"), minlength=len(breaks))
    return tuple(float(value) for value in breaks[counts > 0])


def _colours(count: int, darker_is_higher: bool) -> list[str]:
    picked = [PALETTE[round(i * (len(PALETTE) - 1) / max(1, count - 1))] for i in range(count)]
    return picked if darker_is_higher else picked[::-1]


def get_ready() -> None:
    """Bring in what classifying needs, which takes a second or two, before somebody waits for it."""
    _fifths(np.arange(10.0))


def class_of(value: float | None, classes: Sequence[Class]) -> int | None:
    """The number of the class a value falls in, or none where it is not known."""
    if value is None or not classes:
        return None
    return next((number for number, each in enumerate(classes) if value <= each.upper), len(classes) - 1)
