"""Why two groups should meet, in plain sentences, and a letter that introduces them."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from assetmap.models import Introduction, Thing
from assetmap.services import areas
from assetmap.services.introductions import Party, Suggestion
from assetmap.web.context import Words
from assetmap.web.sessions import session
from assetmap.web.texts import distance, once

Reason = dict[str, Any]
NEEDED: dict[str, LazyString] = {
    Thing.room: _l("a room or a space"),
    Thing.kitchen: _l("a kitchen"),
    Thing.transport: _l("transport"),
    Thing.equipment: _l("equipment"),
    Thing.people: _l("people who help"),
    Thing.skills: _l("skills"),
    Thing.languages: _l("languages or interpreting"),
    Thing.advice: _l("advice"),
    Thing.money: _l("money"),
    Thing.food: _l("food"),
    Thing.publicity: _l("help with spreading the word"),
}
DAYS = (_l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday"))
NEXT_DOOR_M = 50
NAMED = 3
SILENT = ("alone", "bridge")  # what one says about groups, and not to them


def why(suggestion: Suggestion) -> list[str]:
    """The reasons of a suggestion, each as a sentence, what counts most first."""
    names = dict(suggestion.names) | {party.node: party.name for party in (suggestion.first, suggestion.second)}
    return [text for reason in suggestion.reasons if (text := sentence(reason, names))]


def kept_why(introduction: Introduction) -> list[str]:
    """The reasons that were written down with an introduction."""
    ends = introduction.first_group, introduction.second_group
    names = {f"g{group.id}": group.name for group in ends}
    return [text for reason in introduction.reasons if (text := sentence(reason, names))]


def sentence(reason: Reason, names: dict[str, str]) -> str:
    """One reason; empty where it names nobody whose name is known."""
    say: dict[str, Callable[[Reason, dict[str, str]], str]] = {
        "match": match,
        "near": near,
        "area": lambda found, _names: _("Both work in %(areas)s.", areas=titles("areas", found["shared"])),
        "audiences": lambda found, _names: _("Both are for %(people)s.", people=titles("audience", found["shared"])),
        "languages": lambda found, _names: _("Both speak %(languages)s.", languages=titles("language", found["shared"])),
        "themes": lambda found, _names: _("Both are about %(themes)s.", themes=titles("category", found["shared"])),
        "contacts": lambda found, known: with_names(found["shared"], known, _("Both are linked with %(names)s.")),
        "venue": lambda found, known: with_names(found["shared"], known, _("Both use %(names)s.")),
        "alone": alone,
        "bridge": lambda _found, _names: _("They are in two parts of the network that nothing joins so far."),
    }
    return say[reason["kind"]](reason, names) if reason["kind"] in say else ""


def match(reason: Reason, names: dict[str, str]) -> str:
    """What one needs and the other offers."""
    texts = []
    for fit in reason["fits"]:
        days = listing([str(day) for bit, day in enumerate(DAYS) if fit["weekdays"] >> bit & 1])
        words = {"needs": names.get(fit["needs"], ""), "offers": names.get(fit["offers"], ""), "thing": str(NEEDED.get(fit["thing"], ""))}
        if days:
            texts.append(_("%(needs)s needs %(thing)s (%(days)s); %(offers)s offers that.", days=days, **words))
        else:
            texts.append(_("%(needs)s needs %(thing)s; %(offers)s offers that.", **words))
    return " ".join(texts)


def near(reason: Reason, _names: dict[str, str]) -> str:
    """How far apart they are on foot."""
    if reason["metres"] < NEXT_DOOR_M:
        return _("They are next door to each other.")
    return _("They are about %(distance)s apart on foot.", distance=distance(reason["metres"]))


def alone(reason: Reason, names: dict[str, str]) -> str:
    """Who has no contact."""
    known = [names[node] for node in reason["who"] if node in names]
    if len(known) > 1:
        return _("Neither has a link to another group on this map yet.")
    return _("%(name)s has no link to another group on this map yet.", name=known[0]) if known else ""


def with_names(nodes: Sequence[str], names: dict[str, str], text: str) -> str:
    """A sentence about others, the first of them by name."""
    known = [names[node] for node in nodes if node in names]
    return text % {"names": listing(known)} if known else ""


def titles(kind: str, slugs: Sequence[str]) -> str:
    """Words of the place by their slugs or codes, as part of a sentence."""
    known = once("titles of introductions", all_titles)
    found = [known[kind].get(slug, slug) for slug in slugs]
    return listing([in_sentence(each) for each in found] if kind in ("audience", "category") else found)


def all_titles() -> dict[str, dict[str, str]]:
    """The titles of neighbourhoods, terms and categories."""
    words = Words()
    terms = {kind: {term.slug: term.name for term in words.terms(kind)} for kind in ("audience", "language")}
    return {
        **{"areas": {code: title for _number, code, title in areas.names(session())}},
        **{"category": {category.slug: category.name for category in words.categories}},
        **terms,
    }


def in_sentence(title: str) -> str:
    """A title inside a sentence: without its capital, unless it is all capitals."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def listing(texts: Sequence[str]) -> str:
    """Some texts as a sentence names them, the rest as a number."""
    shown, more = list(texts[:NAMED]), len(texts) - NAMED
    if more > 0:
        return ", ".join(shown) + " " + ngettext("and %(num)s more", "and %(num)s more", more)
    return _("%(first)s and %(last)s", first=", ".join(shown[:-1]), last=shown[-1]) if len(shown) > 1 else "".join(shown)


def letter(suggestion: Suggestion) -> str:
    """A letter to both, of nothing but what everybody may know."""
    names = dict(suggestion.names) | {party.node: party.name for party in (suggestion.first, suggestion.second)}
    public = [sentence(reason, names) for reason in suggestion.public if reason["kind"] not in SILENT]
    ends = {"first": suggestion.first.name, "second": suggestion.second.name}
    parts = [
        _("Dear %(first)s, dear %(second)s,", **ends),
        _("May I introduce you to each other?"),
        *(about(party) for party in (suggestion.first, suggestion.second)),
        " ".join([_("Why I thought of you:"), *public]) if any(public) else "",
        _("Would you like to meet? I am glad to help you find a time."),
        _("With kind regards"),
    ]
    return "\n\n".join(part for part in parts if part)


def about(party: Party) -> str:
    """A group in a line or two."""
    return "\n".join(part for part in (f"{party.name}: {party.summary}" if party.summary else party.name, party.website) if part)


def mail(suggestion: Suggestion) -> str:
    """The address that opens the letter in one's own mail programme; empty where either has no public e-mail."""
    addresses = [party.public_email for party in (suggestion.first, suggestion.second)]
    if not all(addresses):
        return ""
    subject = _("Introducing %(first)s and %(second)s", first=suggestion.first.name, second=suggestion.second.name)
    to = ",".join(quote(address, safe="@") for address in addresses)
    return f"mailto:{to}?subject={quote(subject)}&body={quote(letter(suggestion))}"
