"""What an entry may be about, and how each is shown, filled in and found again: one table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from assetmap import maps
from assetmap.models import Subject, Submission
from assetmap.services import areas, drawn, ground, similar
from assetmap.web import drawing
from assetmap.web.forms import assets as asset_forms
from assetmap.web.forms import drawn as drawn_forms
from assetmap.web.forms import groups as group_forms
from assetmap.web.forms.fields import EntryForm
from assetmap.web.sessions import session

Content = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of entry: its word, its icon, its form (empty and filled), the template of its fields, and what else its page needs."""

    word: LazyString
    icon: str
    form: Callable[[], EntryForm]
    filled: Callable[[Content], EntryForm]
    fields: str
    another: str
    page: Callable[[int], str]
    alike: Callable[[Content], Sequence[Any]]
    shown: Callable[[Content], dict[str, Any]]


def asset_alike(content: Content) -> Sequence[Any]:
    """Assets it may be the same as."""
    return similar.similar_assets(session(), content["name"], point(content))


def point(content: Content) -> tuple[float, float] | None:
    """Where an asset is, in degrees."""
    return (content["lon"], content["lat"]) if content.get("lon") is not None else None


def asset_shown(content: Content) -> dict[str, Any]:
    """The map to move an asset on."""
    where = point(content)
    return {"map": maps.page_parts(maps.picker_map(drawing.place(), lon=where[0] if where else None, lat=where[1] if where else None))}


def drawn_shown(content: Content) -> dict[str, Any]:
    """The map to change a shape on, the small areas to choose from, and what the shape holds."""
    held = ground.held(session(), content["shape"], content["replaces"])
    return drawing_parts() | {"held": held, "replaced": drawn.find(session(), content["replaces"])}


def drawing_parts() -> dict[str, Any]:
    """The map to draw on, and the small areas to choose from."""
    drawn_so_far = drawn.KEY if drawn.listed(session()) else ""
    whole = areas.whole(session()).geography.key
    map = maps.page_parts(maps.drawing_map(drawing.place(), whole=whole, others=drawn_so_far))
    return {"map": map, "small_areas": ground.small_areas(session())}


def drawn_page(number: int) -> str:
    """The page of a drawn area."""
    area = areas.by_id(session(), number)
    return url_for("neighbourhoods.show", code=areas.address(session(), area)) if area else url_for("neighbourhoods.index")


KINDS = {
    Subject.asset: Kind(
        word=_("Asset"),
        icon="geo-alt-fill",
        form=asset_forms.AssetForm,
        filled=asset_forms.filled,
        fields="assets/_fields.html",
        another="assets.new",
        page=lambda number: url_for("assets.show", asset_id=number),
        alike=asset_alike,
        shown=asset_shown,
    ),
    Subject.group: Kind(
        word=_("Group"),
        icon="people-fill",
        form=group_forms.GroupForm,
        filled=group_forms.filled,
        fields="groups/_fields.html",
        another="groups.new",
        page=lambda number: url_for("groups.show", group_id=number),
        alike=lambda content: similar.similar_groups(session(), content["name"]),
        shown=lambda content: {"map": None},
    ),
    Subject.area: Kind(
        word=_("Neighbourhood"),
        icon="bounding-box",
        form=drawn_forms.DrawnForm,
        filled=drawn_forms.filled,
        fields="drawn/_fields.html",
        another="drawn.new",
        page=drawn_page,
        alike=lambda content: similar.similar_areas(session(), content["name"], content["replaces"]),
        shown=drawn_shown,
    ),
}


def path(subject: Subject, entry_id: int) -> str:
    """The address of an entry's page."""
    return KINDS[subject].page(entry_id)


def of(submission: Submission) -> Kind:
    """The kind of an entry."""
    return KINDS[submission.subject]


def page_of(submission: Submission) -> str:
    """The address of a published entry, or nothing where it is not public (any more)."""
    return of(submission).page(submission.published_id) if submission.published_id else ""
