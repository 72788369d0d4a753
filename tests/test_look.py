"""The look keeps its promises: readable colours, one dark theme, no inline styles, our own fonts."""

import json
import re

import pytest

from assetmap.paths import STATIC, TEMPLATES

CSS = STATIC / "css"
THEME = (CSS / "assetmap.css").read_text()
GROUNDS = ("paper", "card", "sunk", "glow")
PAIRS = [(text, ground) for text in ("ink", "soft", "accent") for ground in GROUNDS]
PAIRS += [("good", "good-ground"), ("bad", "bad-ground"), ("bad", "card"), ("on-accent", "accent"), ("on-banner", "banner")]
LIGHT, DARK, DARK_WITHOUT_SCRIPT = ":root {", '[data-bs-theme="dark"] {', ":root:not([data-bs-theme]) {"


def colours(selector: str) -> dict[str, str]:
    """The colours of the first rule with this selector."""
    block = THEME.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("selector", [LIGHT, DARK])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable_on_its_ground(selector: str, text: str, ground: str) -> None:
    theme = colours(LIGHT) | colours(selector)
    assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("selector", [LIGHT, DARK])
def test_the_edge_of_a_field_can_be_seen(selector: str) -> None:
    theme = colours(selector)
    assert min(contrast(theme["edge"], theme[ground]) for ground in GROUNDS) >= 3


def test_dark_is_the_same_with_and_without_a_script() -> None:
    assert colours(DARK) == colours(DARK_WITHOUT_SCRIPT)


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_template_has_inline_styles_or_handlers(template) -> None:
    assert not re.search(r"\sstyle=|\son[a-z]+=[\"']|javascript:", template.read_text())


def test_fonts_have_the_versions_of_the_package_file() -> None:
    wanted = json.loads((STATIC.parent / "package.json").read_text())["dependencies"]
    asked = set(re.findall(r"vendor/([\w-]+)-(\d[\d.]+)/", (CSS / "fonts.css").read_text()))
    assert asked == {(name.split("/")[-1], version) for name, version in wanted.items() if name.startswith("@fontsource")}


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_no_style_sheet_loads_from_elsewhere(sheet) -> None:
    assert not re.search(r"url\(\s*[\"']?(https?:)?//|@import", sheet.read_text())
