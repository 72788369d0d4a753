"""How links are said from the inside: "you" on the page that asks, "we" where somebody answers."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from assetmap.models import LinkKind, Side
from assetmap.services.telling import Says
from assetmap.web import link_words

OUT, IN = "out", "in"
# What somebody can choose: the kind and, where it has one, the direction seen from their group.
WE: dict[str, LazyString] = {
    f"{LinkKind.co_runs}-{OUT}": _("We run something together"),
    f"{LinkKind.shares_space}-{OUT}": _("We share a space"),
    f"{LinkKind.meets_at}-{OUT}": _("We meet at their place"),
    f"{LinkKind.meets_at}-{IN}": _("They meet at our place"),
    f"{LinkKind.refers_to}-{OUT}": _("We refer people to them"),
    f"{LinkKind.refers_to}-{IN}": _("They refer people to us"),
    f"{LinkKind.trusted_contact}-{OUT}": _("We know somebody there we trust"),
    f"{LinkKind.funds}-{IN}": _("They fund us"),
    f"{LinkKind.funds}-{OUT}": _("We fund them"),
    f"{LinkKind.member_of}-{OUT}": _("We are a member of theirs"),
    f"{LinkKind.member_of}-{IN}": _("They are a member of ours"),
}
YOU: dict[tuple[str, bool], LazyString] = {
    (LinkKind.co_runs, True): _("You run something together with {name}"),
    (LinkKind.shares_space, True): _("You share a space with {name}"),
    (LinkKind.meets_at, True): _("You meet at {name}"),
    (LinkKind.meets_at, False): _("{name} meets at your place"),
    (LinkKind.refers_to, True): _("You refer people to {name}"),
    (LinkKind.refers_to, False): _("{name} refers people to you"),
    (LinkKind.trusted_contact, True): _("You have a trusted contact in {name}"),
    (LinkKind.funds, True): _("You fund {name}"),
    (LinkKind.funds, False): _("{name} funds you"),
    (LinkKind.member_of, True): _("You are a member of {name}"),
    (LinkKind.member_of, False): _("{name} is a member of yours"),
    # Of an asset the group runs: somebody else says so.
    (LinkKind.co_runs, False): _("{name} runs something together with you"),
    (LinkKind.shares_space, False): _("{name} shares a space with you"),
    (LinkKind.trusted_contact, False): _("{name} has a trusted contact with you"),
}
SAYS: dict[str, LazyString] = {
    Says.yes: _("Yes"),
    Says.ended: _("No longer"),
    Says.never: _("Never was"),
}
DAYS: list[LazyString] = [
    *(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")),
]


def you_say(kind: str, outward: bool) -> tuple[str, str]:
    """What stands before and after the other's name in a sentence about a link of yours."""
    before, _name, after = str(YOU[kind, outward]).partition("{name}")
    return before, after


def day_names(weekdays: int) -> list[str]:
    """The names of the days that bits stand for, Monday first."""
    return [str(name) for number, name in enumerate(DAYS) if weekdays >> number & 1]


def frequency_known(frequency: str) -> str:
    """How often, or nothing for a word that is none of ours."""
    return str(link_words.FREQUENCIES.get(frequency, ""))


def visibility_known(visibility: str) -> str:
    """Who may see it, or nothing for a word that is none of ours."""
    return str(link_words.VISIBILITIES.get(visibility, ""))


def side_phrase(side: str) -> str:
    """How a sentence about a group goes on."""
    return str({Side.need: _("needs"), Side.offer: _("offers")}[Side(side)])


FILTERS = (day_names, frequency_known, visibility_known, side_phrase)
