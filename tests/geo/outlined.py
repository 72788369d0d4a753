"""Reading the shorthand of outlines, plainly, as its description says: for tests to compare with."""

from collections.abc import Iterator

from assetmap.geo.shorthand import AREA, BITS, LETTERS, MORE, RING

Ring = list[tuple[int, int]]


def read(text: str) -> list[list[Ring]]:
    """The areas: of each its rings, of each ring its corners."""
    areas: list[list[Ring]] = []
    x = y = 0
    for area in text.split(AREA) if text else []:
        rings: list[Ring] = []
        for written in area.split(RING):
            steps = list(numbers(written))
            ring: Ring = []
            for east, south in zip(steps[::2], steps[1::2], strict=True):
                x, y = x + east, y + south
                ring.append((x, y))
            rings.append(ring)
        areas.append(rings)
    return areas


def numbers(written: str) -> Iterator[int]:
    """The numbers that some letters stand for."""
    value = shift = 0
    for letter in written:
        bits = LETTERS.index(letter)
        value |= (bits & (MORE - 1)) << shift
        shift += BITS
        if not bits & MORE:
            yield -(value + 1) // 2 if value & 1 else value // 2
            value = shift = 0
