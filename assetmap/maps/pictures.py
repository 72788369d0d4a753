"""A shaded map as one SVG file, made on the server: for paper, for a report, and for who has no JavaScript.

Plain arguments in, text out. Only attributes, no style sheet and no script, so that it looks the same in a page, in a file
and as PNG. Everything a reader must know stands in it. It can be read in grey: classes differ in lightness, those below the
middle of a diverging map have dots, what is not clearly different has fine lines, and what has no figure has broad stripes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from markupsafe import escape

from assetmap.geo.outlines import Outlines

INK, SOFT, PAPER, LINE, GROUND, STRIPE = "#2a1a2e", "#5e4d60", "#ffffff", "#8a7f86", "#f6f2ec", "#8a7f86"
FONT = "'Atkinson Hyperlegible Next', 'DejaVu Sans', Verdana, sans-serif"
WIDTH, EDGE, SMALL_WIDTH, SMALL_EDGE = 720, 20, 232, 6
BOLD = ' font-weight="700"'
LETTERS = 1.85
"""How many letters of the text stand on its font's size in width, with some room to spare."""


@dataclass(frozen=True)
class Mark:
    """How an area, or a row of the key, is painted: a colour (none for no data), dots, fine lines; and what it says."""

    colour: str | None
    dotted: bool = False
    hatched: bool = False
    text: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Picture:
    """What a picture shows. `marks` is by area code; `name` tells its patterns from those of others in the same page."""

    title: str
    outlines: Outlines
    marks: Mapping[str, Mark]
    subtitle: str = ""
    key: Sequence[Mark] = field(default_factory=tuple)
    notes: Sequence[str] = field(default_factory=tuple)
    name: str = "picture"


def draw(picture: Picture) -> str:
    """The whole picture with its title, key, notes and source: SVG text, 720 units wide."""
    parts, y = [], 12.0
    for text, size, look in ((picture.title, 22, BOLD), (picture.subtitle, 15, "")):
        lines, y = _lines(text, EDGE, y, size, WIDTH - 2 * EDGE, look)
        parts += lines
    parts.append(_map(picture, (WIDTH - picture.outlines.width) / 2, y + 14))
    y += picture.outlines.height + 30
    rows, y = _key(picture, y)
    parts += rows
    for text in picture.notes:
        lines, y = _lines(text, EDGE, y, 12.5, WIDTH - 2 * EDGE, f' fill="{SOFT}"')
        parts += lines
    return _whole(picture, parts, WIDTH, y + 14)


def draw_small(picture: Picture) -> str:
    """Only the areas under a title, for many pictures side by side; the key stands beside them, once. 232 units wide."""
    title, y = _lines(picture.title, SMALL_EDGE, 2, 17, SMALL_WIDTH - 2 * SMALL_EDGE, BOLD)
    body = _map(picture, (SMALL_WIDTH - picture.outlines.width) / 2, y + 8)
    return _whole(picture, [*title, body], SMALL_WIDTH, y + picture.outlines.height + 14)


def as_png(svg: str, scale: float = 2.0) -> bytes:
    """The same as a PNG file, twice as many pixels across as the picture has units."""
    import vl_convert  # Reason: it is large, and only who asks for a PNG needs it.

    return bytes(vl_convert.svg_to_png(svg, scale=scale))


def _whole(picture: Picture, parts: Sequence[str], width: float, height: float) -> str:
    size = f'width="{width:g}" height="{height:.0f}" viewBox="0 0 {width:g} {height:.0f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FONT}" fill="{INK}">'
    said = f"<title>{escape(picture.title)}</title><desc>{escape(' '.join([picture.subtitle, *picture.notes]).strip())}</desc>"
    ground = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    return "".join([head, said, _patterns(picture.name), ground, *parts, "</svg>"])


def _patterns(name: str) -> str:
    """Broad stripes for no data, dots for below the middle, fine lines for what is not clearly different."""
    start = f'<pattern id="{escape(name)}'
    box = 'patternUnits="userSpaceOnUse"'
    return (
        f'<defs>{start}-none" width="8" height="8" {box} patternTransform="rotate(45)">'
        f'<rect width="8" height="8" fill="{GROUND}"/><rect width="2.5" height="8" fill="{STRIPE}"/></pattern>'
        f'{start}-dots" width="9" height="9" {box}><circle cx="4.5" cy="4.5" r="1.9" fill="{PAPER}"/>'
        f'<circle cx="4.5" cy="4.5" r="1.2" fill="{INK}"/></pattern>'
        f'{start}-lines" width="7" height="7" {box} patternTransform="rotate(-45)">'
        f'<rect width="1" height="7" fill="{INK}"/><rect x="1" width="1" height="7" fill="{PAPER}"/></pattern></defs>'
    )


def _map(picture: Picture, x: float, y: float) -> str:
    paths = picture.outlines.paths
    none = Mark(None)
    painted = "".join(_area(picture.name, path, picture.marks.get(code, none)) for code, path in paths.items())
    return f'<g transform="translate({x:.1f} {y:.1f})" stroke="{LINE}" stroke-width=".6" stroke-linejoin="round">{painted}</g>'


def _area(name: str, path: str, mark: Mark) -> str:
    said = f"<title>{escape(mark.text)}</title>" if mark.text else ""
    return "".join(f'<path d="{path}" fill="{fill}">{said}</path>' for fill in _fills(name, mark))


def _fills(name: str, mark: Mark) -> list[str]:
    """What an area is painted with, one over the other."""
    over = [f"url(#{escape(name)}-{kind})" for kind, wanted in (("dots", mark.dotted), ("lines", mark.hatched)) if wanted]
    return [str(escape(mark.colour or f"url(#{name}-none)")), *over]


def _key(picture: Picture, y: float) -> tuple[list[str], float]:
    """The key in two columns, read downwards."""
    found, half, longest = [], -(-len(picture.key) // 2), 44
    for number, row in enumerate(picture.key):
        column, line = divmod(number, max(1, half))
        x, top = EDGE + column * (WIDTH / 2 - 10), y + line * 24
        box = f'x="{x:g}" y="{top:g}" width="28" height="17" rx="3" stroke="{INK}" stroke-width=".8"'
        found += [f'<rect {box} fill="{fill}"/>' for fill in _fills(picture.name, row)]
        count = "" if row.count is None else f" ({row.count})"
        text = row.text + count if len(row.text) <= longest else row.text[: longest - 1] + "…" + count
        found.append(f'<text x="{x + 38:g}" y="{top + 13.5:g}" font-size="14">{escape(text)}</text>')
    return found, y + half * 24 + (12 if half else 0)


def _lines(text: str, x: float, y: float, size: float, width: float, look: str = "") -> tuple[list[str], float]:
    """A text in as many lines as it needs, and where the next one begins."""
    found = []
    for line in wrap(text, max(12, int(width / size * LETTERS))):
        y += size * 1.32
        found.append(f'<text x="{x:g}" y="{y:.1f}" font-size="{size:g}"{look}>{escape(line)}</text>')
    return found, y
