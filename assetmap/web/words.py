"""The words for fixed choices, translated where they are shown."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from assetmap.models import Cost, GroupKind, Holder

Choices = list[tuple[str, str]]

HOLDERS: dict[str, LazyString] = {
    Holder.personal: _("A person or family"),
    Holder.community: _("A community group"),
    Holder.statutory: _("A public service"),
    Holder.private: _("A business"),
}
COSTS: dict[str, LazyString] = {
    Cost.free: _("Free"),
    Cost.donation: _("Pay what you can"),
    Cost.paid: _("Paid"),
    Cost.varies: _("Cost varies"),
    Cost.unknown: _("Cost not known"),
}
GROUP_KINDS: dict[str, LazyString] = {
    GroupKind.charity: _("Charity"),
    GroupKind.association: _("Association or club"),
    GroupKind.tenants: _("Tenants' and residents' group"),
    GroupKind.faith: _("Faith group"),
    GroupKind.statutory: _("Public service"),
    GroupKind.housing: _("Housing association"),
    GroupKind.business: _("Business"),
    GroupKind.informal: _("Informal group of neighbours"),
    GroupKind.other: _("Another kind of group"),
}


def holder_choices() -> Choices:
    """Who holds an asset."""
    return [(value, str(word)) for value, word in HOLDERS.items()]


def cost_choices() -> Choices:
    """What it costs to use."""
    return [(value, str(word)) for value, word in COSTS.items()]


def group_kind_choices() -> Choices:
    """What kind of organisation a group is."""
    return [(value, str(word)) for value, word in GROUP_KINDS.items()]


def holder_word(value: str) -> str:
    """A holder in words."""
    return str(HOLDERS.get(value, value))


def cost_word(value: str) -> str:
    """A cost in words."""
    return str(COSTS.get(value, value))


def kind_word(value: str) -> str:
    """A kind of group in words."""
    return str(GROUP_KINDS.get(value, value))
