"""From what an entry says to what its row holds: the one place where words become bits and a point becomes a cell."""

from datetime import date
from typing import Any

from geoalchemy2 import WKBElement

from assetmap.geo import cells
from assetmap.geo.frames import point_wkb
from assetmap.services.vocabulary import Vocabulary
from assetmap.services.words import fold, in_name

TEXTS = ("opening_times", "website", "public_email", "public_phone", "source")


def place_columns(lon: float | None, lat: float | None) -> dict[str, Any]:
    """The `point`, `x`, `y` and `cell` of degrees, or all four empty."""
    if lon is None or lat is None:
        return {"point": None, "x": None, "y": None, "cell": None}
    x, y, cell = cells.place(lon, lat)
    return {"point": WKBElement(point_wkb(lon, lat), srid=4326), "x": x, "y": y, "cell": cell}


def asset_columns(words: Vocabulary, content: dict[str, Any]) -> dict[str, Any]:
    """An asset row's columns, without its group: `content` has slugs, degrees and text as a form or a file gives them."""
    category = words.category(content["category"])
    if category is None:
        raise ValueError(f"no category '{content['category']}'")
    columns = {name: content.get(name) or "" for name in ("name", "summary", "description", "address", "postcode", *TEXTS)}
    return {
        **columns,
        **place_columns(content.get("lon"), content.get("lat")),
        "category_id": category.id,
        "holder": content["holder"],
        "cost": content.get("cost") or "unknown",
        "audience_bits": words.bits("audience", content.get("audiences") or ()),
        "language_bits": words.bits("language", content.get("languages") or ()),
        "access_bits": words.bits("access", content.get("access") or ()),
        "approximate": bool(content.get("approximate")),
        "precision": content.get("precision") or ("area" if content.get("approximate") else "exact"),
        "radius_m": content.get("radius_m"),
        "source_date": _day(content.get("source_date")),
        "search_text": asset_text(columns, category.name, content.get("group_name") or ""),
    }


def asset_text(columns: dict[str, Any], category: str, group: str) -> str:
    """What a search looks through, folded, in lines: an asset's name; its summary; its other public words, its category and its group;
    and each word of its name once more, marked (see words.in_name)."""
    name, code = fold(columns["name"]), columns["postcode"].replace(" ", "")
    rest = fold(columns["description"], columns["address"], columns["postcode"], code, category, group)
    return "\n".join((name, fold(columns["summary"]), rest, " ".join(in_name(word) for word in name.split())))


def group_columns(words: Vocabulary, content: dict[str, Any]) -> dict[str, Any]:
    """A group row's columns, without the areas it works in and the themes it names."""
    themes = [category.name for slug in content.get("themes") or () if (category := words.category(slug))]
    columns = {name: content.get(name) or "" for name in ("name", "purpose", "website", "public_email", "public_phone", "source")}
    return {
        **columns,
        "kind": content["kind"],
        "audience_bits": words.bits("audience", content.get("audiences") or ()),
        "language_bits": words.bits("language", content.get("languages") or ()),
        "source_date": _day(content.get("source_date")),
        "search_text": fold(columns["name"], columns["purpose"], *themes),
    }


def _day(given: date | str | None) -> date | None:
    if isinstance(given, str):
        return date.fromisoformat(given) if given else None
    return given
