"""The words for links, needs and offers, translated where they are shown."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from assetmap.models import Frequency, LinkKind, Outcome, Side, Thing, Visibility

KINDS: dict[str, LazyString] = {
    LinkKind.shares_space: _("Share space"),
    LinkKind.meets_at: _("Meets at"),
    LinkKind.refers_to: _("Refers people to"),
    LinkKind.co_runs: _("Run something together"),
    LinkKind.funds: _("Funds"),
    LinkKind.trusted_contact: _("Trusted contact"),
    LinkKind.member_of: _("Member of"),
}
# How a sentence goes on after a group's name: seen from the source, and from the target.
OUTWARD: dict[str, LazyString] = {
    LinkKind.shares_space: _("shares space with"),
    LinkKind.meets_at: _("meets at"),
    LinkKind.refers_to: _("refers people to"),
    LinkKind.co_runs: _("runs something together with"),
    LinkKind.funds: _("funds"),
    LinkKind.trusted_contact: _("has a trusted contact in"),
    LinkKind.member_of: _("is a member of"),
}
INWARD: dict[str, LazyString] = OUTWARD | {
    LinkKind.meets_at: _("is where this group meets:"),
    LinkKind.refers_to: _("gets people from"),
    LinkKind.funds: _("is funded by"),
    LinkKind.member_of: _("has as a member"),
}
FREQUENCIES: dict[str, LazyString] = {
    Frequency.weekly: _("Every week or more"),
    Frequency.monthly: _("Every month or so"),
    Frequency.yearly: _("A few times a year"),
    Frequency.rarely: _("Once a year or less"),
    Frequency.unknown: _("Not known how often"),
}
STATES: dict[str, LazyString] = {
    "confirmed": _("Both say so"),
    "claimed": _("One side says so"),
    "observed": _("Seen by somebody else"),
}
STATE_HINTS: dict[str, LazyString] = {
    "confirmed": _("Both ends have stated this link."),
    "claimed": _("One end has stated this link; the other has not answered yet."),
    "observed": _("Neither end has stated it. A steward or community developer noted it down, or it came from a list."),
}
VISIBILITIES: dict[str, LazyString] = {
    Visibility.public: _("Everybody"),
    Visibility.shared: _("Community developers and stewards only"),
    Visibility.private: _("Only the two of us"),
}
SIDES: dict[str, LazyString] = {Side.need: _("Needs"), Side.offer: _("Offers")}
THINGS: dict[str, LazyString] = {
    Thing.room: _("A room or a space"),
    Thing.kitchen: _("A kitchen"),
    Thing.transport: _("Transport"),
    Thing.equipment: _("Equipment"),
    Thing.people: _("People who help"),
    Thing.skills: _("Skills"),
    Thing.languages: _("Languages and interpreting"),
    Thing.advice: _("Advice"),
    Thing.money: _("Money"),
    Thing.food: _("Food"),
    Thing.publicity: _("Spreading the word"),
    Thing.other: _("Something else"),
}
OUTCOMES: dict[str, LazyString] = {
    Outcome.waiting: _("Not known yet"),
    Outcome.nothing: _("Nothing came of it"),
    Outcome.talking: _("They are talking"),
    Outcome.together: _("They do something together"),
}
Choices = list[tuple[str, str]]


def choices(words: dict[str, LazyString]) -> Choices:
    """The values and words of a fixed choice, for a form."""
    return [(value, str(word)) for value, word in words.items()]


def link_kind_word(kind: str) -> str:
    """A kind of link."""
    return str(KINDS[kind])


def link_phrase(kind: str, outward: bool = True) -> str:
    """How a sentence about a link goes on after the name of its source, or of its target."""
    return str((OUTWARD if outward else INWARD)[kind])


def frequency_word(frequency: str) -> str:
    """How often a link is used."""
    return str(FREQUENCIES[frequency])


def state_word(state: str) -> str:
    """Who states a link."""
    return str(STATES[state])


def state_hint(state: str) -> str:
    """What that means."""
    return str(STATE_HINTS[state])


def visibility_word(visibility: str) -> str:
    """Who may see a link."""
    return str(VISIBILITIES[visibility])


def side_word(side: str) -> str:
    """Whether something is needed or offered."""
    return str(SIDES[side])


def thing_word(thing: str) -> str:
    """What is needed or offered."""
    return str(THINGS[thing])


def outcome_word(outcome: str) -> str:
    """What came of an introduction."""
    return str(OUTCOMES[outcome])


FILTERS = (link_kind_word, link_phrase, frequency_word, state_word, state_hint, visibility_word, side_word, thing_word, outcome_word)
