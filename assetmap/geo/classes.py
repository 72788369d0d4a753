"""Classes for a shaded map: breaks by mapclassify, colours a colour-blind reader can tell apart."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assetmap.geo import palettes

PALETTE = palettes.SEQUENTIAL
DECILE_BREAKS = (2.0, 4.0, 6.0, 8.0, 10.0)
METHODS = QUANTILES, NATURAL, EQUAL, DEVIATIONS, OWN = ("quantiles", "natural", "equal", "deviations", "own")
FEWEST, USUAL, MOST = 3, 5, 7
# Natural breaks of n values take time with the square of n: half a second for as many as this. Of more, an even sample is classed.
MOST_FOR_NATURAL = 500
# Standard deviations from the mean at which a class ends, by the number of classes.
MULTIPLES = {3: (-1, 1), 4: (-1, 0, 1), 5: (-2, -1, 1, 2), 6: (-2, -1, 0, 1, 2), 7: (-3, -2, -1, 1, 2, 3)}


@dataclass(frozen=True)
class Shading:
    """How values become classes: a method of `METHODS`, how many classes (3 to 7), breaks of one's own in ascending order
    (for `own` alone), and a `middle` that is always a border, with half of the classes on either side."""

    method: str = QUANTILES
    number: int = USUAL
    breaks: tuple[float, ...] = ()
    middle: float | None = None


@dataclass(frozen=True)
class Class:
    """One class of a shaded map: values above `lower` (from it, for the first class) up to and including `upper`.

    `side` is -1 below the middle of a diverging map, 1 above it, and 0 on a map that has no middle.
    """

    lower: float
    upper: float
    colour: str
    count: int
    side: int = 0


def classify(values: Sequence[float], deciles: bool = False, darker_is_higher: bool = True, shading: Shading | None = None) -> list[Class]:
    """The classes of some values in ascending order; each known value is in exactly one. Fewer than asked where values are few.

    Without a `shading`, up to five classes that each hold about a fifth of the values. Deciles always go in pairs. Equal steps,
    deviations and one's own breaks may leave a class empty; quantiles and natural breaks never do.
    """
    shading = shading or Shading()
    known = np.sort(np.asarray([value for value in values if value is not None and np.isfinite(value)], dtype=float))
    if not len(known):
        return []
    middle = None if deciles else shading.middle
    breaks = DECILE_BREAKS if deciles else _breaks(known, shading)
    sides = [0 if middle is None else -1 if upper <= middle else 1 for upper in breaks]
    first = 1.0 if deciles else min(float(known[0]), breaks[0]) if middle is None or sides[0] < 0 else middle
    counts = np.bincount(np.searchsorted(np.asarray(breaks), known, side="left"), minlength=len(breaks))
    rows = zip([first, *breaks[:-1]], breaks, _colours(sides, darker_is_higher), counts, sides, strict=True)
    return [Class(low, high, colour, int(count), side) for low, high, colour, count, side in rows]


def _breaks(known: np.ndarray, shading: Shading) -> tuple[float, ...]:
    """Where each class ends, the last at the highest value or above it."""
    if shading.method == OWN:
        cuts = sorted({*shading.breaks, *([] if shading.middle is None else [shading.middle])})
        return _ended(cuts, known)
    if shading.middle is None:
        return _cut(known, shading.method, shading.number)
    each = max(1, shading.number // 2)
    if shading.method == DEVIATIONS:
        steps = [shading.middle + float(known.std(ddof=1) if len(known) > 1 else 0) * step for step in range(1 - each, each)]
        return _within(_ended(sorted(set(steps)), known), known)
    below, above = known[known <= shading.middle], known[known > shading.middle]
    lower = (*_cut(below, shading.method, each)[:-1], shading.middle) if len(below) else ()
    return lower + (_cut(above, shading.method, each) if len(above) else ())


def _cut(known: np.ndarray, method: str, number: int) -> tuple[float, ...]:
    """Where classes of some sorted values end, as mapclassify says."""
    distinct = np.unique(known)
    if number == 1 or len(distinct) == 1:
        return (float(known[-1]),)
    if method == EQUAL:
        import mapclassify  # Reason: it brings scikit-learn, which takes seconds; only the first shaded map should wait for it.

        return _ended(mapclassify.EqualInterval(known, k=number).bins[:-1], known)
    if method == DEVIATIONS:
        import mapclassify

        return _within(_ended(mapclassify.StdMean(known, multiples=list(MULTIPLES[number])).bins, known), known)
    if len(distinct) <= number:
        return tuple(float(value) for value in distinct)
    return _natural(known, number) if method == NATURAL else _quantiles(known, number)


def _ended(cuts: Sequence[float], known: np.ndarray) -> tuple[float, ...]:
    """Breaks that reach the highest value."""
    found = tuple(float(value) for value in cuts)
    return found if found and found[-1] >= known[-1] else (*found, float(known[-1]))


def _within(breaks: tuple[float, ...], known: np.ndarray) -> tuple[float, ...]:
    """Breaks without the empty classes below the lowest and above the highest value."""
    first, last = np.searchsorted(breaks, [known[0], known[-1]], side="left")
    return breaks[int(first) : int(last) + 1]


def _quantiles(known: np.ndarray, number: int) -> tuple[float, ...]:
    import mapclassify

    with warnings.catch_warnings():  # mapclassify warns where equal values leave fewer classes, which is what we want then
        warnings.simplefilter("ignore", UserWarning)
        breaks = np.unique(mapclassify.Quantiles(known, k=number).bins)
    counts = np.bincount(np.searchsorted(breaks, known, side="left"), minlength=len(breaks))
    return tuple(float(value) for value in breaks[counts > 0])


def _natural(known: np.ndarray, number: int) -> tuple[float, ...]:
    import mapclassify

    if len(known) > MOST_FOR_NATURAL:  # the same sample each time, with the lowest and the highest in it
        known = known[np.linspace(0, len(known) - 1, MOST_FOR_NATURAL).round().astype(int)]
    if len(np.unique(known)) <= number:
        return tuple(float(value) for value in np.unique(known))
    with warnings.catch_warnings():  # it says that it would be quicker with another library
        warnings.simplefilter("ignore", UserWarning)
        breaks = np.unique(mapclassify.FisherJenks(known, k=number).bins)
    return tuple(float(value) for value in breaks)


def _colours(sides: list[int], darker_is_higher: bool) -> list[str]:
    """A colour for each class: light to dark, or away from the middle, where orange is the side that is worse off."""
    if not any(sides):
        picked = palettes.sequential(len(sides))
        return picked if darker_is_higher else picked[::-1]
    under, over = (palettes.PURPLE, palettes.ORANGE) if darker_is_higher else (palettes.ORANGE, palettes.PURPLE)
    return [*palettes.side(sides.count(-1), under)[::-1], *palettes.side(sides.count(1), over)]


def get_ready() -> None:
    """Bring in what classifying needs, which takes a second or two, before somebody waits for it."""
    _quantiles(np.arange(10.0), USUAL)


def class_of(value: float | None, classes: Sequence[Class]) -> int | None:
    """The number of the class a value falls in, or none where it is not known."""
    if value is None or not classes:
        return None
    return next((number for number, each in enumerate(classes) if value <= each.upper), len(classes) - 1)
