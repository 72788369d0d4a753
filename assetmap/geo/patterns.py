"""Whether areas resemble their neighbours: Moran's I over all of them, and where like lies beside like.

Sources. Moran, "Notes on continuous stochastic phenomena", Biometrika 37 (1950), 17-23; Anselin, "Local indicators of spatial
association: LISA", Geographical Analysis 27 (1995), 93-115; the correction for asking about every area at once: Benjamini &
Hochberg, "Controlling the false discovery rate", J. R. Statist. Soc. B 57 (1995), 289-300, as Caldas de Castro & Singer,
Geographical Analysis 38 (2006), 180-208, propose for local statistics. Neighbours touch at a side or a corner (queen); each
neighbour of an area counts the same, and all of them together 1. Seeds are fixed, so that a page says the same each time.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from libpysal.weights import W

Numbers = NDArray[np.float64]
Neighbours = Mapping[int, Sequence[int]]
SEED = 20_210_321
SHUFFLES = 9999
MOST_NUMBERS = 20_000_000  # of all shuffles together, which is how much memory they may take
AT_ONCE = 500
FEWEST = 8
LIMIT = 0.05
HIGH_HIGH, LOW_LOW, HIGH_LOW, LOW_HIGH, UNCLEAR = CLASSES = ("high-high", "low-low", "high-low", "low-high", "unclear")
QUADRANTS = {1: HIGH_HIGH, 2: LOW_HIGH, 3: LOW_LOW, 4: HIGH_LOW}
_dice = Lock()


@dataclass(frozen=True)
class Resemblance:
    """Moran's I over `number` areas that have neighbours, what chance alone would give, and how often chance gave as much.

    `p` is two-sided: of all shuffles, the share at least as far out on the same side, doubled.
    """

    value: float
    expected: float
    p: float
    shuffles: int
    number: int
    alone: int


@dataclass(frozen=True)
class Cluster:
    """One area beside its neighbours: its class, its local Moran's I, and `p` before and after the correction."""

    kind: str
    value: float
    p: float
    corrected: float


def neighbours(frame: gpd.GeoDataFrame) -> dict[int, tuple[int, ...]]:
    """For each area (`area_id`) those it touches at a side or a corner; an area that touches none has an empty row."""
    from libpysal.graph import Graph  # Reason: it takes seconds to import, and only a few pages need it.

    indexed = frame.set_index("area_id")
    graph = Graph.build_contiguity(indexed.geometry, rook=False)
    touching: dict[int, list[int]] = {int(number): [] for number in indexed.index}
    for one, other, weight in zip(*graph.adjacency.reset_index().to_numpy().T, strict=True):
        if weight > 0 and one != other:
            touching[int(one)].append(int(other))
    return {number: tuple(others) for number, others in touching.items()}


def middles(frame: gpd.GeoDataFrame, epsg: int) -> dict[int, tuple[float, float]]:
    """The middle of each area (`area_id`) in the metres of a projected coordinate system."""
    centres = frame.geometry.to_crs(epsg).centroid
    return {int(number): (float(x), float(y)) for number, x, y in zip(frame["area_id"], centres.x, centres.y, strict=True)}


def among(touching: Neighbours, known: Mapping[int, float]) -> tuple[dict[int, list[int]], int]:
    """The neighbours among the areas with a known value, and how many of these have none and so are left out."""
    inside = {number: [other for other in touching.get(number, ()) if other in known] for number in known}
    joined = {number: others for number, others in inside.items() if others}
    return joined, len(inside) - len(joined)


def resemblance(values: Mapping[int, float], touching: Neighbours) -> Resemblance | None:
    """Moran's I of values by area (id); none where fewer than eight areas have neighbours or all values are the same."""
    joined, alone = among(touching, values)
    numbers = np.array([values[number] for number in joined], dtype=float)
    if len(joined) < FEWEST or np.ptp(numbers) == 0:
        return None
    from esda import Moran  # Reason: it takes seconds to import.

    weights = weights_of(joined)
    found = Moran(numbers, weights, permutations=0)
    shuffles = shuffles_for(len(joined))
    chance = shuffled(numbers, weights, shuffles)
    p = two_sided(np.atleast_1d(float(found.I)), chance[None, :])[0]
    return Resemblance(float(found.I), float(found.EI), float(p), shuffles, len(joined), alone)


def shuffled(numbers: Numbers, weights: "W", shuffles: int) -> Numbers:
    """Moran's I of as many shuffles of the numbers over the areas; each row of the weights adds up to 1."""
    centred = numbers - numbers.mean()
    dice = np.random.default_rng(SEED)
    found = []
    for start in range(0, shuffles, AT_ONCE):
        mixed = dice.permuted(np.tile(centred, (min(AT_ONCE, shuffles - start), 1)), axis=1)
        found.append((mixed * (weights.sparse @ mixed.T).T).sum(axis=1))
    return np.asarray(np.concatenate(found) / (centred @ centred))


def clusters(values: Mapping[int, float], touching: Neighbours) -> dict[int, Cluster]:
    """For each area (id) that has neighbours: whether like lies beside like there, as far as chance can be ruled out.

    Empty where there are fewer than eight such areas or all values are the same.
    """
    joined, _alone = among(touching, values)
    numbers = np.array([values[number] for number in joined], dtype=float)
    if len(joined) < FEWEST or np.ptp(numbers) == 0:
        return {}
    found = local_moran(numbers, weights_of(joined), shuffles_for(len(joined)))
    p = two_sided(found.Is, found.rlisas)
    corrected = benjamini_hochberg(p)
    kinds = [QUADRANTS[int(quadrant)] if each <= LIMIT else UNCLEAR for quadrant, each in zip(found.q, corrected, strict=True)]
    rows = zip(joined, kinds, found.Is, p, corrected, strict=True)
    return {number: Cluster(kind, float(value), float(before), float(after)) for number, kind, value, before, after in rows}


def local_moran(numbers: Numbers, weights: "W", shuffles: int) -> Any:
    """Local Moran's I by esda with all of its shuffles. It sets the dice of the whole process, which are put back here."""
    from esda import Moran_Local  # Reason: it takes seconds to import.

    with _dice, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it announces two-sided p, which we work out from its shuffles ourselves
        before = np.random.get_state()  # noqa: NPY002  its dice, not ours
        try:
            return Moran_Local(numbers, weights, permutations=shuffles, seed=SEED, keep_simulations=True)
        finally:
            np.random.set_state(before)  # noqa: NPY002


def shuffles_for(number: int) -> int:
    """How many shuffles of so many areas: 9,999, fewer where their numbers would not fit into memory."""
    return max(99, min(SHUFFLES, MOST_NUMBERS // number))


def weights_of(joined: Mapping[int, Sequence[int]]) -> "W":
    """Neighbours as weights whose rows add up to 1."""
    from libpysal.weights import W  # Reason: it takes seconds to import.

    weights = W({number: list(others) for number, others in joined.items()}, id_order=list(joined), silence_warnings=True)
    weights.transform = "r"
    return weights


def two_sided(values: Numbers, chance: Numbers) -> Numbers:
    """For each value the share of chance's (a row each) at least as far out on its own side, doubled; never 0, at most 1."""
    above = (chance >= values[:, None]).sum(axis=1)
    below = (chance <= values[:, None]).sum(axis=1)
    share: Numbers = 2 * (np.minimum(above, below) + 1) / (chance.shape[1] + 1)
    return share.clip(max=1.0)


def benjamini_hochberg(p: Numbers) -> Numbers:
    """Each p corrected for how many were asked: rejecting those up to q leaves a share of at most q false ones among them."""
    order = np.argsort(p)
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    corrected = np.empty(len(p))
    corrected[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return corrected


def get_ready() -> None:
    """Bring in what these need, which takes seconds, before somebody waits for it."""
    touching = {number: [other for other in (number - 1, number + 1) if 0 <= other < FEWEST] for number in range(FEWEST)}
    resemblance({number: float(number) for number in touching}, touching)
