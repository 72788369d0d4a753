"""The words for fixed choices, translated."""

from flask_babel import gettext as _

from assetmap.models import Cost, GroupKind, Holder

Choices = list[tuple[str, str]]


def holder_choices() -> Choices:
    """Who holds an asset."""
    return [
        (Holder.personal, _("A person or family")),
        (Holder.community, _("A community group")),
        (Holder.statutory, _("A public service")),
        (Holder.private, _("A business")),
    ]


def cost_choices() -> Choices:
    """What it costs to use."""
    return [
        (Cost.free, _("Free")),
        (Cost.donation, _("Pay what you can")),
        (Cost.paid, _("Paid")),
        (Cost.varies, _("Cost varies")),
        (Cost.unknown, _("Cost not known")),
    ]


def group_kind_choices() -> Choices:
    """What kind of organisation a group is."""
    return [
        (GroupKind.charity, _("Charity")),
        (GroupKind.association, _("Association or club")),
        (GroupKind.tenants, _("Tenants' and residents' group")),
        (GroupKind.faith, _("Faith group")),
        (GroupKind.statutory, _("Public service")),
        (GroupKind.housing, _("Housing association")),
        (GroupKind.business, _("Business")),
        (GroupKind.informal, _("Informal group of neighbours")),
        (GroupKind.other, _("Another kind of group")),
    ]


def holder_word(value: str) -> str:
    """A holder in words."""
    return dict(holder_choices()).get(Holder(value), value)


def cost_word(value: str) -> str:
    """A cost in words."""
    return dict(cost_choices()).get(Cost(value), value)


def kind_word(value: str) -> str:
    """A kind of group in words."""
    return dict(group_kind_choices()).get(GroupKind(value), value)
