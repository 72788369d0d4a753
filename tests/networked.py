"""Small networks for tests: groups by name, and links between them, written straight into the database."""

from typing import Any

from sqlalchemy.orm import Session

from assetmap.models import Asset, Group, Link, LinkKind, Visibility
from assetmap.models.columns import now
from assetmap.models.links import DIRECTED
from assetmap.services import places


def add_groups(session: Session, *names: str, **more: Any) -> list[Group]:
    """New groups with these names, flushed."""
    made = [Group(name=name, search_text=name.lower(), **more) for name in names]
    session.add_all(made)
    session.flush()
    return made


def add_link(session: Session, kind: str, source: Group, target: Group | Asset, **more: Any) -> Link:
    """A link that both ends state, unless `more` says otherwise; public unless it says so."""
    both = isinstance(target, Group) and kind not in DIRECTED and source.id > target.id
    first, second = (target, source) if both else (source, target)
    said = {"from_says": True, "from_said_at": now(), "to_says": True, "to_said_at": now()}
    seen = {"from_visibility": more.get("visibility", Visibility.public), "to_visibility": more.get("visibility", Visibility.public)}
    end = {"to_group_id": second.id} if isinstance(second, Group) else {"to_asset_id": second.id}
    link = Link(kind=LinkKind(kind), from_group_id=first.id, **end, **{**said, **seen, **more})
    session.add(link)
    session.flush()
    places.changed(session)
    return link
