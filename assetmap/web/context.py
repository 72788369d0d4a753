"""What every template can use."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from flask import Flask, g, url_for
from flask_babel import get_locale
from flask_login import current_user
from markupsafe import Markup

from assetmap.errors import NothingLoaded
from assetmap.models import Place
from assetmap.paths import STATIC
from assetmap.services import places, queue, vocabulary
from assetmap.web.access import may
from assetmap.web.sessions import session, settings
from assetmap.web.words import cost_choices, group_kind_choices, holder_choices

FALLBACK_ICON = "geo-alt"


def register(app: Flask) -> None:
    """Give the templates what they all use."""
    app.context_processor(everywhere)
    app.jinja_env.globals.update(asset_url=asset_url, vendor_url=vendor_url, icon=icon, may=may)


def everywhere() -> dict[str, Any]:
    """The place, its words, and what waits for a steward."""
    here = place()
    return {
        "place": here,
        "vocabulary": Words() if here else None,
        "waiting_count": queue.count(session(), current_user) if here and may("moderation.index") else 0,
        "leave_url": settings().assetmap_leave_url,
        "locale": str(get_locale()).replace("_", "-"),
        "text_direction": get_locale().text_direction if get_locale() else "ltr",
    }


def place() -> Place | None:
    """The loaded place, read once a request, or none."""
    if "place" not in g:
        try:
            g.place = places.current(session())
        except NothingLoaded:
            g.place = None
    return cast("Place | None", g.place)


class Words:
    """The vocabulary with the words for fixed choices, as templates use it."""

    def __init__(self) -> None:
        self.vocabulary = vocabulary.vocabulary(session())
        self.categories = self.vocabulary.categories
        self.terms = self.vocabulary.terms
        self.names = self.vocabulary.names
        self.holders = holder_choices()
        self.costs = cost_choices()
        self.group_kinds = group_kind_choices()


def asset_url(path: str) -> str:
    """The address of one of our own static files; it changes when the file does, so that browsers may keep it."""
    return url_for("static", filename=path, v=stamp(path))


@lru_cache(maxsize=512)
def stamp(path: str) -> str:
    """When a static file changed last."""
    file = STATIC / path
    return format(int(file.stat().st_mtime), "x") if file.is_file() else ""


def vendor_url(name: str, path: str) -> str:
    """The address of a file of a front-end library."""
    return url_for("static", filename=f"vendor/{vendored().get(name, name)}/{path}")


@lru_cache(maxsize=1)
def vendored() -> dict[str, str]:
    """The folder of each front-end library."""
    manifest = STATIC / "vendor" / "manifest.json"
    return dict(json.loads(manifest.read_text())) if manifest.is_file() else {}


@lru_cache(maxsize=512)
def icon(name: str) -> Markup:
    """One of the Bootstrap Icons as inline SVG; a plain pin where it does not exist."""
    folder = STATIC / "vendor" / vendored().get("bootstrap-icons", "bootstrap-icons") / "icons"
    file = folder / f"{Path(name).name}.svg"
    if not file.is_file():
        return icon(FALLBACK_ICON) if name != FALLBACK_ICON else Markup("")
    drawing = file.read_text().replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return Markup(drawing.replace('class="', 'class="icon ', 1).strip())  # noqa: S704  a file of ours, not a person's words
