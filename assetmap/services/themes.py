"""What groups are about: the categories they name, and those of the assets they run."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Asset, Category, GroupTheme
from assetmap.services.remember import remembered
from assetmap.services.vocabulary import vocabulary


def ids_of_groups(session: Session) -> dict[int, frozenset[int]]:
    """The categories (id) each group (id) is about. Groups of which nobody knows it are not there."""
    return remembered(session, "themes of groups", lambda: _read(session))


def of_group(session: Session, group_id: int) -> list[Category]:
    """The categories a group is about, in their order."""
    mine = ids_of_groups(session).get(group_id, frozenset())
    return [category for category in vocabulary(session).categories if category.id in mine]


def groups_about(session: Session, slug: str) -> list[int]:
    """The ids of the groups that are about a category, none where there is no such category."""
    category = vocabulary(session).category(slug)
    return sorted(number for number, mine in ids_of_groups(session).items() if category and category.id in mine)


def _read(session: Session) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for group_id, category_id in session.execute(select(GroupTheme.group_id, GroupTheme.category_id)):
        found[group_id].add(category_id)
    for owner, category_id in session.execute(select(Asset.group_id, Asset.category_id).where(Asset.group_id.is_not(None)).distinct()):
        if owner is not None:
            found[owner].add(category_id)
    return {number: frozenset(mine) for number, mine in found.items()}
