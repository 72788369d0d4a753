"""Who may do what, in plain words: read from the table that guards every page (see web/access.py)."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assetmap.web.access import MAY


@dataclass(frozen=True)
class Act:
    """One thing people do here: in words, who may, and whether that goes by a group's `keepers`, or by a steward's `limits`."""

    words: str
    who: frozenset[str]
    keepers: bool = False
    limits: bool = False


def acts() -> list[Act]:
    """What there is to do, in plain words, each with those the table lets do it."""
    told = [
        (_("Look at the map, lists, figures and history"), "assets.show", False, False),
        (_("Add an asset or a group, or suggest a change (a steward looks at it)"), "assets.new", False, False),
        (_("Ask to answer for a group"), "claims.ask", False, False),
        (_("Change a group’s entry and its assets directly"), "kept.group", True, True),
        (_("Invite others to answer for a group"), "claims.invite", True, True),
        (_("Approve, change or decline what was sent"), "moderation.approve", False, True),
        (_("Settle who answers for a group"), "claims.approve", False, True),
        (_("Look after networks and keepers"), "keepers.index", False, False),
        (_("Keep questions about gaps"), "gaps.save", False, False),
        (_("Load figures"), "loads.new", False, False),
        (_("Invite people, give roles and limits"), "people.roles", False, False),
        (_("Take one’s own data, delete one’s account"), "me.delete", False, False),
    ]
    return [Act(words, MAY[endpoint], keepers, limits) for words, endpoint, keepers, limits in told]
