"""Colours of shaded maps that a colour-blind reader can tell apart, and that stay in order on grey paper.

Sequential: ColorBrewer YlGnBu. Diverging: ColorBrewer PuOr, orange and purple (Brewer, Harrower & Penn State, Apache-2.0). In
grey the two sides of a diverging map are equally dark, so the classes below the middle carry dots as well.
"""

from collections.abc import Sequence

SEQUENTIAL = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
SIX = ("#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494")
SEVEN = ("#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#0c2c84")
ORANGE = ("#fee0b6", "#fdb863", "#e08214", "#b35806", "#7f3b08")
PURPLE = ("#d8daeb", "#b2abd2", "#8073ac", "#542788", "#2d004b")
# A map of two measures at once: rows from the lowest of the first measure to its highest, columns by the second. Orange grows
# with the first, blue with the second, each cell being the two laid over one another; both together are nearly black.
CROSSED = (
    ("#dfdcd4", "#a9c8de", "#4b93c3"),
    ("#f3bd79", "#a89d76", "#4b7066"),
    ("#d9660c", "#7f4a13", "#33281f"),
)


def sequential(count: int) -> list[str]:
    """So many colours from light to dark."""
    known = {6: SIX, 7: SEVEN}.get(count, SEQUENTIAL)
    return [known[round(i * (len(known) - 1) / max(1, count - 1))] for i in range(count)] if count <= len(known) else ramp(SEVEN, count)


def side(count: int, stops: Sequence[str]) -> list[str]:
    """So many colours for one side of a diverging map, the lightest next to the middle."""
    if count <= 2:
        return [stops[2]] if count == 1 else [stops[1], stops[3]][:count]
    return ramp(stops, count)


def ramp(stops: Sequence[str], count: int) -> list[str]:
    """So many colours at even steps along some stops."""
    return [_mixed(stops, i * (len(stops) - 1) / (count - 1)) for i in range(count)]


def _mixed(stops: Sequence[str], position: float) -> str:
    low = min(int(position), len(stops) - 2)
    one, other = _parts(stops[low]), _parts(stops[low + 1])
    return "#" + "".join(f"{round(a + (b - a) * (position - low)):02x}" for a, b in zip(one, other, strict=True))


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """How light a colour is, from 0 (black) to 1 (white), as WCAG 2 measures it; grey print shows nothing else."""
    linear = [part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
