"""An answer about local networks in plain sentences."""

from collections.abc import Sequence
from typing import Literal

from babel.lists import format_list as babel_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from assetmap.services import areas
from assetmap.services.networks.answers import Answer, Introducer, Offer, Place, Way
from assetmap.services.networks.wanted import Wanted
from assetmap.services.vocabulary import vocabulary
from assetmap.web.link_words import link_phrase
from assetmap.web.sessions import session
from assetmap.web.texts import distance, number

Style = Literal["standard", "or"]
SAME_PLACE = "same_place"
MOST_NAMED = 4


def sentences(answer: Answer) -> list[str]:
    """What was found and how it is connected, the main thing first."""
    if not answer.group_count + answer.asset_count:
        return [nothing(answer)]
    return [headline(answer), *([roughly(answer)] if answer.rough else []), *connections(answer)]


def headline(answer: Answer) -> str:
    """How many groups and assets there are."""
    groups = ngettext("%(num)s group", "%(num)s groups", answer.group_count)
    assets = ngettext("%(num)s asset", "%(num)s assets", answer.asset_count)
    both = format_list([text for text, count in ((groups, answer.group_count), (assets, answer.asset_count)) if count])
    total = answer.group_count + answer.asset_count
    say = ngettext(
        "%(what)s %(about)s is known %(where)s.", "%(what)s %(about)s are known %(where)s.", total, what=both, **_condition(answer)
    )
    return " ".join(say.split())


def roughly(answer: Answer) -> str:
    """That the walk to some is not known."""
    return ngettext(
        "Of %(num)s of these only the neighbourhood is known, so the walk to it may be longer.",
        "Of %(num)s of these only the neighbourhood is known, so the walk to them may be longer.",
        answer.rough,
    )


def nothing(answer: Answer) -> str:
    """That nothing was found, and what that does not mean."""
    say = _("Nobody has registered a group or an asset %(about)s %(where)s. That does not mean there is nothing.", **_condition(answer))
    return " ".join(say.split())


def connections(answer: Answer) -> list[str]:
    """How the groups that were found are connected with each other."""
    count, linked = answer.group_count, len(answer.linked)
    if count < 2:
        return []
    if count == 2:
        found = [_("The two groups are linked with each other.") if linked else _("No link between the two groups is known.")]
    elif len(answer.hubs) == count:
        return [_("Every one of them is linked with all the others."), *_venues(answer)]
    elif not linked:
        found = [_("No link among these %(count)s groups is known.", count=number(count))]
    elif linked == count:
        found = [_("Each of these groups is linked with at least one of the others.")]
    else:
        found = [
            ngettext(
                "%(linked)s of the groups are linked with at least one of the others; for %(num)s of them no such link is known.",
                "%(linked)s of the groups are linked with at least one of the others; for %(num)s of them no such link is known.",
                count - linked,
                linked=number(linked),
            )
        ]
    return found + _hubs(answer) + _venues(answer)


def _hubs(answer: Answer) -> list[str]:
    if answer.group_count < 3 or not answer.hubs:
        return []
    names, more = _named(answer.hubs), len(answer.hubs)
    return [ngettext("%(names)s is linked with all the others.", "%(names)s are linked with all the others.", more, names=names)]


def _venues(answer: Answer) -> list[str]:
    return [
        ngettext(
            "%(place)s is used by %(num)s of them: %(names)s.",
            "%(place)s is used by %(num)s of them: %(names)s.",
            len(users),
            place=venue,
            names=_named(users),
        )
        for venue, users in answer.venues[:2]
    ]


def silent(answer: Answer) -> str:
    """That more may fit but do not say so; empty where none does."""
    if not answer.silent:
        return ""
    both = answer.wanted.audience and answer.wanted.language
    thing = (
        _("do not say for whom they are or which languages are spoken")
        if both
        else _("do not say for whom they are")
        if answer.wanted.audience
        else _("do not say which languages are spoken")
    )
    return ngettext(
        "%(num)s more entry there may fit too: those counted here %(thing)s. Ask them.",
        "%(num)s more entries there may fit too: those counted here %(thing)s. Ask them.",
        answer.silent,
        thing=thing,
    )


def placeless(answer: Answer) -> str:
    """That some assets have no fixed place; empty where none has."""
    if not answer.placeless:
        return ""
    return ngettext(
        "%(num)s more asset that fits has no fixed place: it may be online, or come to people.",
        "%(num)s more assets that fit have no fixed place: they may be online, or come to people.",
        answer.placeless,
    )


def rests_on(answer: Answer) -> list[str]:
    """What is known at all."""
    all_groups = ngettext("%(num)s group", "%(num)s groups", answer.all_groups)
    found = [
        ngettext(
            "Only links that somebody has stated are known: %(num)s in all, among %(groups)s and the assets they use.",
            "Only links that somebody has stated are known: %(num)s in all, among %(groups)s and the assets they use.",
            answer.all_links,
            groups=all_groups,
        )
    ]
    if answer.group_count == 1:
        found.append(
            _("The group found has answered for its own links.")
            if answer.answered
            else _("The group found has not answered for its own links yet.")
        )
    elif answer.group_count:
        many = number(answer.group_count)
        none = _("None of the %(count)s groups found has answered for its own links yet.", count=many)
        some = ngettext(
            "Of the %(count)s groups found, %(num)s has answered for its own links.",
            "Of the %(count)s groups found, %(num)s have answered for their own links.",
            answer.answered,
            count=many,
        )
        found.append(some if answer.answered else none)
    if answer.hidden:
        found.append(_("At least %(count)s more links in the whole place are not shown to everybody.", count=number(answer.hidden)))
    return found


def how_walked(answer: Answer) -> str:
    """How distances are meant."""
    limit = distance(answer.wanted.limit_m)
    if answer.streets:
        return _("Walks are along the streets, %(limit)s at most.", limit=limit)
    return _("Walks are straight lines times 1.3, for the way round corners, %(limit)s at most. Nobody has walked them.", limit=limit)


def known(introducer: Introducer) -> str:
    """How many of the groups found somebody knows."""
    if introducer.others == 1:
        return _("Knows the other group.") if introducer.found else _("Knows the group.")
    if introducer.known == introducer.others == 2:
        return _("Knows both of the other groups.") if introducer.found else _("Knows both groups.")
    if introducer.known == introducer.others:
        return (_("Knows all %(count)s other groups.") if introducer.found else _("Knows all %(count)s groups.")) % {
            "count": introducer.others
        }
    text = _("Knows %(known)s of the %(count)s other groups.") if introducer.found else _("Knows %(known)s of the %(count)s groups.")
    return text % {"known": introducer.known, "count": introducer.others}


def reasons(introducer: Introducer) -> list[str]:
    """Why, a phrase for each kind of way; a place in common only where nothing more is stated."""
    kinds: dict[tuple[str, bool, str], list[Way]] = {}
    stated = {way.target for way in introducer.ways if way.kind != SAME_PLACE}
    for way in introducer.ways:
        if way.kind == SAME_PLACE and way.target in stated:
            continue
        kinds.setdefault((way.kind, way.outward, way.venue), []).append(way)
    found = []
    for (kind, outward, venue), some in kinds.items():
        names = _named(list(dict.fromkeys(way.target for way in some)))
        if kind == SAME_PLACE:
            found.append(_("uses the same place (%(place)s) as %(names)s", names=names, place=venue))
        else:
            found.append(_("%(phrase)s %(names)s", phrase=link_phrase(kind, outward), names=names))
    return found


def how_far(place: Place, wanted: Wanted) -> str:
    """How far a place is, and how that is meant."""
    if place.rough:
        where = format_list(list(place.areas[:MOST_NAMED])) if place.areas else _title(wanted.home)
        return _("Somewhere in %(area)s: only its surroundings are known", area=where)
    if place.walk_m is None:
        return ""
    minutes = max(1, round(place.walk_m / wanted.metres_a_minute))
    return ngettext("%(distance)s, about %(num)s minute", "%(distance)s, about %(num)s minutes", minutes, distance=distance(place.walk_m))


def why(place: Place, wanted: Wanted, is_group: bool) -> list[str]:
    """Why it was found."""
    names = _names_of(wanted)
    found = [_("About: %(what)s", what=names["theme"])] if wanted.theme else []
    found += [_("For: %(what)s", what=names["audience"])] if wanted.audience else []
    found += [_("Language: %(what)s", what=names["language"])] if wanted.language else []
    found += [_("Words: %(what)s", what=wanted.q)] if wanted.q else []
    if is_group and place.runs:
        return [_("Runs: %(what)s", what=", ".join(place.runs))]
    return found


def offer_text(offer: Offer, thing: str) -> str:
    """What a group needs or offers, and on which days."""
    days = _days(offer.weekdays)
    return " ".join(part for part in (thing, _("on %(days)s", days=days) if days else "") if part)


def _days(bits: int) -> str:
    names = [_("Mondays"), _("Tuesdays"), _("Wednesdays"), _("Thursdays"), _("Fridays"), _("Saturdays"), _("Sundays")]
    chosen = [name for day, name in enumerate(names) if bits >> day & 1]
    return "" if len(chosen) in (0, 7) else format_list(chosen)


def _condition(answer: Answer) -> dict[str, str]:
    return {"about": about(answer.wanted), "where": where(answer.wanted)}


def about(wanted: Wanted) -> str:
    """What was asked for, as it stands in a sentence; empty where anything will do."""
    names = _names_of(wanted)
    found = [_("about %(what)s", what=_gently(names["theme"]))] if wanted.theme else []
    found += [_("for %(what)s", what=_gently(names["audience"]))] if wanted.audience else []
    found += [_("where %(what)s is spoken", what=names["language"])] if wanted.language else []
    found += [_("with the words “%(what)s”", what=wanted.q)] if wanted.q else []
    return " ".join(found)


def where(wanted: Wanted) -> str:
    """Where it was asked for, as it stands in a sentence."""
    inside = _("in %(areas)s", areas=format_list([_title(code) for code in wanted.areas], "or")) if wanted.areas else ""
    if wanted.point is None:
        return inside or _("in the whole place")
    spot = wanted.place or _("the point you chose")
    if wanted.metres is not None:
        walk = _("within a walk of %(metres)s from %(place)s", metres=distance(wanted.metres), place=spot)
    else:
        one, many = "within %(minutes)s minute’s walk of %(place)s", "within %(minutes)s minutes’ walk of %(place)s"
        walk = ngettext(one, many, 1 if wanted.minutes == 1 else 2, minutes=f"{wanted.minutes:g}", place=spot)
    return f"{walk} {inside}".strip()


def _title(code: str) -> str:
    return areas.get(session(), code).title if areas.exists(session(), code) else code


def _names_of(wanted: Wanted) -> dict[str, str]:
    words = vocabulary(session())
    category = words.category(wanted.theme)
    found = {kind: {term.slug: term.name for term in words.terms(kind)} for kind in ("audience", "language")}
    return {
        "theme": category.name if category else "",
        "audience": found["audience"].get(wanted.audience, ""),
        "language": found["language"].get(wanted.language, ""),
    }


def _gently(name: str) -> str:
    """A name inside a sentence: its first letter small, unless it begins with an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _named(names: Sequence[str]) -> str:
    """The first few of some names."""
    more = len(names) - MOST_NAMED
    shown = list(names[:MOST_NAMED]) + ([ngettext("%(num)s more", "%(num)s more", more)] if more > 0 else [])
    return str(format_list(shown))


def format_list(names: Sequence[str], style: Style = "standard") -> str:
    """Some names as a list in a sentence."""
    return babel_list(list(names), style=style, locale=get_locale())
