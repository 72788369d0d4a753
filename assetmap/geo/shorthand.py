"""Outlines of areas as short text: whole numbers, each told by its difference from the last, in letters that JSON keeps as they are.

A corner is two numbers, east and then south of the corner before it (across rings and areas; the first corner counts from the
tile's north-west). A number n is written as 2n, or as -2n - 1 where it is negative, in groups of five bits, the lowest group
first; a group is one letter of `LETTERS`, and 32 is added to it where another group follows. Every ring ends with `RING`, but
the last ring of an area with `AREA`. A ring of one corner is an area too small to have a shape here.
"""

import numpy as np
from numpy.typing import NDArray

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
RING, AREA = ".", " "
BITS, MORE = 5, 32
_letters = np.frombuffer(LETTERS.encode(), np.uint8)
Ints = NDArray[np.int64]


def write(corners: Ints, lengths: Ints, groups: Ints, areas: Ints) -> list[str]:
    """The text of each group of rings, such as those of one map tile.

    `corners` is [corner, (x, y)], ring after ring; `lengths`, `groups` and `areas` say for each ring how many corners it has,
    its group and its area. Rings come in order of group and area. There is a text for each group, in that order.
    """
    ends = np.cumsum(lengths)
    new_group = _changes(groups)
    steps = np.diff(corners, axis=0, prepend=0)
    first = (ends - lengths)[new_group]
    steps[first] = corners[first]
    numbers = steps.ravel()
    numbers = (numbers << 1) ^ (numbers >> 63)
    sizes = np.ones(len(numbers), np.int64)
    for bits in range(BITS, 31, BITS):
        sizes += numbers >= 1 << bits
    room = sizes.copy()
    room[2 * ends - 1] += 1  # the mark at the end of a ring
    stops = np.cumsum(room)
    text = np.empty(stops[-1] if len(stops) else 0, np.uint8)
    _spell(text, numbers, sizes, stops - room)
    same_area = np.append((areas[1:] == areas[:-1]) & (groups[1:] == groups[:-1]), False)
    text[stops[2 * ends - 1] - 1] = np.where(same_area, ord(RING), ord(AREA))
    last = np.append(np.flatnonzero(new_group)[1:], len(lengths)) - 1
    cuts = [0, *stops[2 * ends[last] - 1].tolist()]
    whole = text.tobytes().decode()
    return [whole[start : stop - 1] for start, stop in zip(cuts[:-1], cuts[1:], strict=True)]


def _changes(keys: Ints) -> NDArray[np.bool_]:
    """Where a new key begins."""
    return np.append(True, keys[1:] != keys[:-1]) if len(keys) else np.zeros(0, bool)


def _spell(text: NDArray[np.uint8], numbers: Ints, sizes: Ints, starts: Ints) -> None:
    """Write the letters of each number into its place."""
    left, at, rest = numbers, starts, sizes
    while len(left):
        text[at] = _letters[(left & (MORE - 1)) | np.where(rest > 1, MORE, 0)]
        more = rest > 1
        left, at, rest = left[more] >> BITS, at[more] + 1, rest[more] - 1
