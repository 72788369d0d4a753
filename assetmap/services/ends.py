"""The other ends of links: groups and assets, found by what somebody types."""

import re
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from assetmap.models import Asset, Group
from assetmap.services.words import fold, search_words

NODE = re.compile(r"([ga])([1-9]\d{0,8})")


@dataclass(frozen=True)
class End:
    """A group (`g12`) or an asset (`a40`), and where it is or what it is for, to tell it from others of its name."""

    node: str
    name: str
    about: str

    @property
    def is_asset(self) -> bool:
        """Whether it is an asset."""
        return self.node.startswith("a")

    @property
    def number(self) -> int:
        """Its number in the register."""
        return int(self.node[1:])


def found(session: Session, text: str, most: int = 6, without: int | None = None) -> list[End]:
    """The groups (but the one numbered `without`), then the assets, that fit these words; those named so come first."""
    words = search_words(text)
    if not words:
        return []
    ends: list[End] = []
    for table, sign, about in ((Group, "g", Group.purpose), (Asset, "a", Asset.summary)):
        where = [table.search_text.contains(word, autoescape=True) for word in words]
        named = case((func.lower(table.name).startswith(text.strip().lower(), autoescape=True), 0), else_=1)
        query = select(table.id, table.name, about).where(*where).order_by(named, table.name, table.id).limit(most + 1)
        ends += [
            End(f"{sign}{number}", name, note[:80]) for number, name, note in session.execute(query) if (sign, number) != ("g", without)
        ]
    exact = fold(text)
    return sorted(ends, key=lambda end: (fold(end.name) != exact, exact not in fold(end.name)))[:most]


def at(session: Session, node: str) -> End | None:
    """The end with this node name, or none where there is none."""
    match = NODE.fullmatch(node)
    if not match:
        return None
    if match[1] == "g":
        group = session.get(Group, int(match[2]))
        return End(node, group.name, group.purpose[:80]) if group is not None else None
    asset = session.get(Asset, int(match[2]))
    return End(node, asset.name, asset.summary[:80]) if asset is not None else None
