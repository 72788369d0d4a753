"""An answer about gaps in words that a neighbour could read aloud, with every doubt beside it."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from assetmap.geo.reach import DETOUR
from assetmap.models import Polarity
from assetmap.services.gaps import GapAnswer, Unsaid
from assetmap.services.gaps.register import THIN
from assetmap.web.facets import facet_labels
from assetmap.web.texts import number
from assetmap.web.time_words import within

MOST_NAMED = 6


@dataclass(frozen=True)
class Warned:
    """Something a reader must know before using the answer; `strong` where the answer may be worthless without it."""

    text: str
    strong: bool = False


def about(people: float) -> str:
    """A number of people as exact as it is known."""
    if people < 0.5:
        return _("no one")
    if people < 10:
        return _("fewer than 10 people")
    return _("about %(people)s people", people=rounded(people))


def rounded(people: float) -> str:
    """A number of people in hundreds from a thousand on, else in tens."""
    step = 100 if people >= 1000 else 10
    return number(round(people / step) * step)


def areas_word(answer: GapAnswer) -> str:
    """The areas as they are called inside a sentence."""
    plural = answer.geography.plural
    return plural if plural[:2].isupper() else plural[:1].lower() + plural[1:]


def walk(answer: GapAnswer) -> str:
    """The walk in words."""
    asked = answer.asked
    if asked.metres is not None:
        return _("a %(metres)s metre walk", metres=number(asked.metres))
    words = {"minutes": f"{asked.minutes:g}"}
    return _("a %(minutes)s minute slow walk", **words) if asked.pace == "slower" else _("a %(minutes)s minute walk", **words)


def wanted(answer: GapAnswer) -> str:
    """What should be near, in words."""
    labels = facet_labels()
    filters = answer.asked.filters
    groups = []
    for name in ("category", "holder", "audience", "language", "access", "cost"):
        chosen = [labels[name][value] for value in getattr(filters, name) if value in labels[name]]
        if chosen:
            groups.append((_(" and ") if name == "access" else _(" or ")).join(f"“{each}”" for each in chosen))
    if filters.q:
        groups.append(_("with the words “%(words)s”", words=filters.q))
    if answer.asked.when and not groups:
        return _("any entry that is open %(when)s", when=within(answer.asked.when))
    found = _("any entry listed as %(what)s", what=_(", and ").join(groups)) if groups else _("any entry at all")
    return _("%(entry)s that is open %(when)s", entry=found, when=within(answer.asked.when)) if answer.asked.when else found


def parts(answer: GapAnswer) -> dict[str, Any]:
    """The pieces of the question in words, and the words for how full the register is."""
    return {
        "walk": walk(answer),
        "wanted": wanted(answer),
        "part": part_word(answer.asked.part),
        "worse": worse_word(answer),
        "order": order(answer),
        "register": register_words(),
    }


def order(answer: GapAnswer) -> str:
    """How the tables are sorted."""
    if answer.cannot_say:
        return _("First come the areas with the most people whom not even the entries that do not say could help, then by need.")
    return _("The areas with the most people without access come first; need and access stand side by side, and no score joins them.")


def part_word(part: str) -> str:
    """Which areas count as high need."""
    return {"fifth": _("the fifth"), "third": _("the third"), "half": _("the half")}[part]


def worse_word(answer: GapAnswer) -> str:
    """Which way the indicator means need."""
    polarity = answer.row.indicator.polarity
    high = polarity == Polarity.low or (polarity == Polarity.none and answer.asked.worse == "high")
    return _("High figures mean need.") if high else _("Low figures mean need.")


def headline(answer: GapAnswer) -> str:
    """The answer in one sentence."""
    found, words = answer.found, {"wanted": wanted(answer), "walk": walk(answer), "areas": areas_word(answer)}
    need = answer.row.indicator.title
    words |= {"high": number(len(answer.high)), "need": need, "period": answer.residents.period}
    if answer.cannot_say:
        return _(
            "The register cannot answer this yet. You asked for %(wanted)s; not one entry says so, and %(silent)s do not say.",
            silent=number(found.silent),
            **words,
        )
    if not found.matches:
        return _("Nothing that fits is registered: you asked for %(wanted)s. Either there is none, or nobody has registered it.", **words)
    if answer.affected < 0.5:
        return _(
            "In the %(high)s %(areas)s where “%(need)s” is worst, everybody lives within %(walk)s of %(wanted)s (people of %(period)s).",
            **words,
        )
    people = how_many(answer.affected, answer.affected_at_best)
    return _(
        "%(people)s in the %(high)s %(areas)s where “%(need)s” is worst live farther than %(walk)s from %(wanted)s (people of %(period)s).",
        people=people[:1].upper() + people[1:],
        **words,
    )


def how_many(people: float, at_best: float) -> str:
    """People without access: a number, or the two ends of what can be true where some entries do not say."""
    most, least = rounded(people), rounded(at_best)
    return about(people) if most == least else _("between %(least)s and %(most)s people", least=least, most=most)


def beside(answer: GapAnswer) -> list[str]:
    """What stands beside the one sentence: the best case, and the whole place."""
    found, said = answer.found, []
    if found.silent:
        said.append(if_all_fit(answer))
    if answer.cannot_say:
        said.append(_("People are those of %(period)s.", period=answer.residents.period))
    if found.matches:
        people = how_many(answer.without, answer.at_best)
        said.append(_("In the whole place it is %(people)s of %(all)s.", people=people, all=number(answer.people)))
    return said


def if_all_fit(answer: GapAnswer) -> str:
    """What would be if every entry that does not say did fit: the other end of what can be true."""
    words = {"people": about(answer.affected_at_best), "silent": number(answer.found.silent), "most": about(answer.affected)}
    if answer.affected_at_best < 0.5:
        if answer.cannot_say:
            return _("If all %(silent)s entries that do not say did fit, everybody there would have one within reach.", **words)
        return _("If all %(silent)s entries that do not say did fit, it would be no one; if none of them did, %(most)s.", **words)
    if answer.cannot_say:
        return _("Even if all %(silent)s entries that do not say did fit, %(people)s there would have none within reach.", **words)
    return _("If all %(silent)s entries that do not say did fit, it would be %(people)s there; if none of them did, %(most)s.", **words)


def warnings(answer: GapAnswer) -> list[Warned]:
    """Every doubt, the greatest first."""
    found = [*(unsaid(each) for each in answer.found.unsaid if each.silent), *thin(answer)]
    return [*found, *left_out(answer), *of_method(answer)]


def unsaid(each: Unsaid) -> Warned:
    """How many entries do not say one thing."""
    what = {
        "cost": _("what they cost"),
        "access": _("how one gets in and takes part (such as step-free)"),
        "audience": _("whom they are for"),
        "language": _("which languages are spoken"),
        "when": _("when they are open"),
    }[each.facet]
    words = {"silent": number(each.silent), "entries": number(each.entries), "what": what}
    text = _("%(silent)s of %(entries)s entries do not say %(what)s, so a gap here may be a gap in the register.", **words)
    return Warned(text, strong=each.silent * 2 >= each.entries)


def thin(answer: GapAnswer) -> list[Warned]:
    """Where the register itself has few entries, of whatever kind."""
    sparse = [row for row in answer.high if row.register.kind == THIN]
    if not sparse:
        return []
    more = len(sparse) - MOST_NAMED
    names = ", ".join(row.title for row in sparse[:MOST_NAMED]) + (_(" and %(more)s more", more=more) if more > 0 else "")
    text = ngettext(
        "The register is thin in %(num)s area where need is high (%(names)s): fewer entries of any kind for each person than in the whole "
        "place. A gap there may be a gap in the register.",
        "The register is thin in %(num)s areas where need is high (%(names)s): fewer entries of any kind for each person than in the whole "
        "place. A gap there may be a gap in the register.",
        len(sparse),
        names=names,
    )
    return [Warned(text, strong=True)]


def left_out(answer: GapAnswer) -> list[Warned]:
    """What could not be counted."""
    found, said = answer.found, []
    if found.placeless:
        words = {"num": number(found.placeless)}
        said.append(
            _("%(num)s entries that fit have no fixed place (by telephone, online). They are not counted: nobody walks there.", **words)
        )
    if found.rough:
        words = {"num": number(found.rough)}
        said.append(
            _("%(num)s entries that fit are shown only by their neighbourhood, so their distance is not known: not counted.", **words)
        )
    if answer.unknown:
        said.append(
            ngettext(
                "For %(num)s area the need is not known; it stands apart below.",
                "For %(num)s areas the need is not known; they stand apart below.",
                len(answer.unknown),
            )
        )
    if answer.residents.unknown_areas:
        said.append(
            _("Nobody knows how many people live in %(num)s small areas; they are not counted.", num=number(answer.residents.unknown_areas))
        )
    if answer.asked.when:
        said.append(_("Open means: at least once at such a time in the next five weeks, by the times and events that entries give."))
    else:
        said.append(_("Opening times play no part in this question: what fits may be closed when people need it. You can ask for a time."))
    said.append(_("Only what is registered in this place counts. Near its border something on the other side may be closer."))
    return [Warned(each) for each in said]


def of_method(answer: GapAnswer) -> list[Warned]:
    """What the walking distances rest on."""
    if answer.network is None:
        text = _(
            "Walks are straight lines times %(detour)s. Water, railways and main roads can make them much longer.", detour=f"{DETOUR:g}"
        )
        return [Warned(text)]
    points, targets = answer.points_off, answer.targets_off
    if not points and not targets:
        return []
    words = {"points": number(points), "targets": number(targets), "detour": f"{DETOUR:g}"}
    return [
        Warned(
            _(
                "%(points)s postcodes and %(targets)s entries are too far from any street of the street graph; "
                "their walks are straight lines times %(detour)s.",
                **words,
            )
        )
    ]


def register_words() -> dict[str, str]:
    """How full the register is in an area."""
    return {
        "thin": _("Thin"),
        "usual": _("As in the whole place"),
        "full": _("Fuller than the whole place"),
        "unsure": _("Too few to tell"),
    }
