"""The words for fixed choices, translated where they are shown."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from assetmap.models import Cost, GroupKind, Holder, Method

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

METHODS: dict[str, LazyString] = {
    Method.measured: _("Measured"),
    Method.modelled: _("Estimate from a model"),
    Method.survey: _("Estimate from a survey"),
}
METHOD_HINTS: dict[str, LazyString] = {
    Method.measured: _("From official records or estimates."),
    Method.modelled: _("Nobody was asked here. A model worked it out from other facts, so read it as a hint."),
    Method.survey: _("Some people were asked, and the rest is estimated. Small differences may be chance."),
}


def role_word(name: str) -> str:
    """What somebody with a role is called."""
    words = {
        "resident": _("Resident"),
        "developer": _("Community developer"),
        "planner": _("Planner"),
        "steward": _("Steward"),
        "administrator": _("Administrator"),
    }
    return str(words.get(name, name))


def step_word(act: str) -> str:
    """What was done, of the trail."""
    words = {
        "claim.asked": _("asked to answer for the group"),
        "claim.approved.domain": _("answers for the group: its own e-mail address said so"),
        "claim.approved.steward": _("answers for the group: a steward said so"),
        "claim.approved.invitation": _("answers for the group: was invited"),
        "claim.approved.handover": _("answers for the group: took over"),
        "claim.declined": _("was not taken as somebody who answers for the group"),
        "keeper.invited": _("invited somebody"),
        "keeper.handing_over": _("invited somebody to take over"),
        "keeper.ended": _("does not answer for the group any more"),
        "keeper.revoked": _("may not answer for the group any more"),
        "role.given": _("was given a role"),
        "role.taken": _("lost a role"),
        "role.invited": _("invited somebody"),
        "remit.given": _("was given a limit"),
        "remit.taken": _("lost a limit"),
        "account.on": _("account switched on"),
        "account.off": _("account switched off"),
        "second_factor.taken": _("second step taken away"),
    }
    return str(words.get(act, act))


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


def method_word(value: str) -> str:
    """In a few words, how figures were come by."""
    return str(METHODS.get(value, value))


def method_hint(value: str) -> str:
    """What that means for who reads them."""
    return str(METHOD_HINTS.get(value, ""))


def cost_word(value: str) -> str:
    """A cost in words."""
    return str(COSTS.get(value, value))


def kind_word(value: str) -> str:
    """A kind of group in words."""
    return str(GROUP_KINDS.get(value, value))
