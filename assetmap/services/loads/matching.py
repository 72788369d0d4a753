"""Which areas a column of codes or names means: what fits, what is of elsewhere or of another vintage, and what is only guessed."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from assetmap.models import Area, Geography
from assetmap.services.sheets.table import CODE
from assetmap.services.words import fold

# ONS: the first three signs of a code say what kind of area it is; England, Wales, Scotland and Northern Ireland have their own.
FAMILIES = {
    **dict.fromkeys(("E01", "W01", "S01", "N21"), "LSOA"),
    **dict.fromkeys(("E02", "W02", "S02"), "MSOA"),
    **dict.fromkeys(("E05", "W05", "S13", "N08"), "ward"),
    **dict.fromkeys(("E06", "E07", "E08", "E09", "W06", "S12", "N09"), "local authority"),
    **dict.fromkeys(("E92", "W92", "S92", "N92", "K02", "K03", "K04"), "country"),
}
LAST_OF_2011 = {"E01": 33768, "E02": 6934}  # ONS: the last numbers given for the census of 2011; the one of 2021 began behind them
HEADING = re.compile(r"(lsoa|msoa|oa|wd|ward|lad)_?(\d\d)(?!\d)", re.IGNORECASE)
TOTALS = {"total", "all", "all areas", "grand total", "overall", "sum", "average", "mean"}
BRACKETS = re.compile(r"\s*\([^)]*\)")
SAINT = re.compile(r"\b(saint|st\.?)(?=\s)", re.IGNORECASE)
ALMOST_ALL = 0.95
ALIKE = 75.0
MANY_MORE = 5  # so many times more unknown names than areas without one: a list of the whole country
FEW_TO_COMPARE_WITH = 3  # a geography of so few larger areas is there to compare with


@dataclass(frozen=True)
class Known:
    """All areas that are loaded, by geography (the largest first)."""

    geographies: list[Geography]
    codes: dict[int, dict[str, int]]
    names: dict[int, dict[str, list[str]]]
    titles: dict[tuple[int, str], str]

    @cached_property
    def all_codes(self) -> set[str]:
        """Every code there is."""
        return {code for codes in self.codes.values() for code in codes}

    @cached_property
    def all_names(self) -> set[str]:
        """Every name there is, folded."""
        return {name for names in self.names.values() for name in names}

    def geography(self, key: str) -> Geography | None:
        """The geography with this key."""
        return next((each for each in self.geographies if each.key == key), None)


@dataclass
class Match:
    """What was understood: the area (id) of each text or none, texts by what became of them, and guesses to be confirmed."""

    geography: Geography | None
    area_ids: list[int | None]
    comparators: dict[str, str] = field(default_factory=dict)
    mixed: dict[str, list[str]] = field(default_factory=dict)
    totals: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    guessed: dict[str, tuple[str, str]] = field(default_factory=dict)
    ambiguous: dict[str, list[str]] = field(default_factory=dict)
    suggestions: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    rivals: list[Geography] = field(default_factory=list)
    here: int = 0
    of: int = 0


def known(session: Session) -> Known:
    """All areas that are loaded."""
    geographies = list(session.scalars(select(Geography).order_by(Geography.level, Geography.key)))
    codes: dict[int, dict[str, int]] = {each.id: {} for each in geographies}
    names: dict[int, dict[str, list[str]]] = {each.id: defaultdict(list) for each in geographies}
    titles: dict[tuple[int, str], str] = {}
    for number, owner, code, name, other in session.execute(select(Area.id, Area.geography_id, Area.code, Area.name, Area.other_name)):
        codes[owner][code] = number
        titles[owner, code] = other or name
        for text in {plain(name), plain(other)} - {""}:
            names[owner][text].append(code)
    return Known(geographies, codes, names, titles)


def plain(name: str) -> str:
    """A name in which case, brackets, "&" and the ways to write "Saint" play no part."""
    return fold(SAINT.sub("saint", BRACKETS.sub("", name).replace("&", " and ")))


def family(code: str) -> str:
    """What kind of area a code is of."""
    return FAMILIES.get(code[:3], code[:3]) if CODE.fullmatch(code) else ""


def codes(everything: Known, texts: list[str], key: str = "", heading: str = "") -> Match:
    """The areas of a column of codes; `key` names their geography where a person said it, else the column's heading may."""
    best = [given] if (given := everything.geography(key)) else owners_by_code(everything, texts)
    owner = chosen_by_heading(best, heading)
    match = Match(owner, [None] * len(texts), rivals=[] if HEADING.search(heading) else best[1:])
    if owner is None:
        match.elsewhere = [text for text in texts if text]
        return match
    mine = everything.codes[owner.id]
    kinds = {family(code) for code in mine}
    others = [each for each in everything.geographies if not kinds & {family(code) for code in everything.codes[each.id]}]
    for place, text in enumerate(texts):
        if text in mine:
            match.area_ids[place] = mine[text]
            continue
        other = next((each for each in others if text in everything.codes[each.id]), None)
        if other is not None:
            match.area_ids[place] = everything.codes[other.id][text]
            if other.level < owner.level and len(everything.codes[other.id]) <= FEW_TO_COMPARE_WITH:
                match.comparators[text] = everything.titles[other.id, text]
            else:
                match.mixed.setdefault(other.plural, []).append(text)
        elif text:
            (match.elsewhere if CODE.fullmatch(text) else match.totals).append(text)
    return counted(match, mine, texts)


def counted(match: Match, mine: dict[str, int], texts: list[str]) -> Match:
    """The match with how many areas of its geography are there."""
    ids = set(match.area_ids)
    match.here, match.of = sum(number in ids for number in mine.values()), len(mine)
    return match


def chosen_by_heading(best: list[Geography], heading: str) -> Geography | None:
    """Of geographies that fit alike the one whose year the heading names, else the first."""
    said = HEADING.search(heading)
    fitting = [each for each in best if said and (own := re.search(r"\d\d$", each.key)) and own[0] == said[2]]
    return next(iter(fitting or best), None)


def owners_by_code(everything: Known, texts: list[str]) -> list[Geography]:
    """The geographies that a column of codes can be about: of the kind that most codes are of, those with the most of them."""
    kinds = Counter(kind for text in texts if (kind := family(text)))
    wanted = kinds.most_common(1)[0][0] if kinds else ""
    if len(kinds) > 1 and kinds.most_common(2)[0][1] == kinds.most_common(2)[1][1]:
        wanted = ""  # as many of one kind as of another: the smaller areas are meant
    ranked = []
    for owner in everything.geographies:
        mine = everything.codes[owner.id]
        fits = not wanted or any(family(code) == wanted for code in mine)
        hits = sum(text in mine for text in texts)
        if fits and (hits or wanted):
            ranked.append((hits, owner.level, owner.id, owner))
    return fitting_best(ranked)


def fitting_best(ranked: list[tuple[int, int, int, Geography]]) -> list[Geography]:
    """The geographies with the most areas found, the smaller areas and then the newest in doubt; only those of one level."""
    ranked = sorted(ranked, reverse=True, key=lambda each: each[:3])
    return [each[3] for each in ranked if each[:2] == ranked[0][:2]]


def names(everything: Known, texts: list[str], key: str, chosen: dict[str, str]) -> Match:
    """The areas of a column of names; `chosen` are the codes a person gave for names ("" leaves one out)."""
    best = [given] if (given := everything.geography(key)) else owners_by_name(everything, texts)
    owner = next(iter(best), None)
    match = Match(owner, [None] * len(texts), rivals=best[1:])
    if owner is None:
        match.elsewhere = [text for text in texts if text]
        return match
    order = [owner, *(each for each in reversed(everything.geographies) if each.level < owner.level)]
    unknown = []
    for place, text in enumerate(texts):
        if text in chosen:
            match.area_ids[place] = everything.codes[owner.id].get(chosen[text])
            match.totals += [] if chosen[text] else [text]
        elif text and not by_name(everything, match, order, place, text):
            unknown.append(text)
    counted(match, everything.codes[owner.id], texts)
    missing = {
        code: everything.titles[owner.id, code] for code, number in everything.codes[owner.id].items() if number not in match.area_ids
    }
    for text in unknown:
        alike = process.extract(plain(text), {code: plain(title) for code, title in missing.items()}, scorer=fuzz.WRatio, limit=3)
        close = [(str(code), missing[str(code)]) for _, score, code in alike if score >= ALIKE]
        if close or (missing and len(unknown) < MANY_MORE * len(missing)):
            match.suggestions[text] = close
        else:
            match.elsewhere.append(text)
    return match


def by_name(everything: Known, match: Match, order: list[Geography], place: int, text: str) -> bool:
    """Find one name, in its own geography first; whether it was found, or is a total."""
    for owner in order:
        found = everything.names[owner.id].get(plain(text), [])
        if len(set(found)) > 1:
            match.ambiguous[text] = sorted(set(found))
            return True
        if found:
            title = everything.titles[owner.id, found[0]]
            match.area_ids[place] = everything.codes[owner.id][found[0]]
            if owner is not order[0]:
                match.comparators[text] = title
            if text.casefold() != title.casefold():
                match.guessed[text] = (found[0], title)
            return True
    if fold(text) in TOTALS:
        match.totals.append(text)
        return True
    return False


def owners_by_name(everything: Known, texts: list[str]) -> list[Geography]:
    """The geographies that a column of names can be about: those with the most of them."""
    wanted = {plain(text) for text in texts}
    hits = [(len(wanted & everything.names[each.id].keys()), each.level, each.id, each) for each in everything.geographies]
    return fitting_best([each for each in hits if each[0]])


def vintage(everything: Known, match: Match, texts: list[str], heading: str) -> str:
    """What speaks for codes of another vintage, as the end of a sentence; nothing where nothing does."""
    owner = match.geography
    if owner is None or (match.here == match.of and not match.elsewhere):
        return ""
    mine = everything.codes[owner.id]
    said, own = HEADING.search(heading), HEADING.search(owner.key)
    if said and own and said[2] != own[2] and match.here < match.of:
        return f"the heading '{heading}' says 20{said[2]}"
    kinds = {code[:3] for code in mine}
    for kind in sorted(kinds):
        given = sorted(text for text in texts if text.startswith(kind) and CODE.fullmatch(text))
        strange, gone = sorted(set(given) - set(mine)), sorted({code for code in mine if code.startswith(kind)} - set(given))
        last = LAST_OF_2011.get(kind)
        if strange and gone and last and int(given[-1][3:]) <= last < int(gone[-1][3:]):
            return "no code of 2021 is among them: they look like those of 2011"
        if strange and gone and last and int(strange[-1][3:]) > last >= int(max(mine)[3:]):
            return "some codes were first given in 2021"
        if strange and not match.here:
            return "other years had other codes"
    return ""


def elsewhere_loaded(everything: Known, match: Match) -> Geography | None:
    """Another geography that has what this one does not."""
    for each in everything.geographies:
        if match.geography is not None and each.id != match.geography.id:
            mine = everything.codes[each.id]
            if match.elsewhere and sum(text in mine for text in match.elsewhere) > 0.5 * len(match.elsewhere):
                return each
    return None
