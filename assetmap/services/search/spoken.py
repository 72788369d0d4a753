"""Where the words of a search are: a postcode among them, a neighbourhood by its name, a street that entries have in their address."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.models import Asset, Precision
from assetmap.services import areas, drawn, locate
from assetmap.services.locate import Candidate
from assetmap.services.matching import terms_condition
from assetmap.services.remember import remembered_of_place
from assetmap.services.words import fold

# What stands before a place. Only words: whether a place follows is looked up.
NEAR = frozenset({"near", "nearby", "around"})
BEFORE_PLACES = NEAR | {"in", "at", "by", "on", "beside", "opposite"}
ENOUGH = 300
Words = list[str]


@dataclass(frozen=True)
class Placed:
    """A place in a search, and the words that are left; `sure` where they say plainly that it is one."""

    place: Candidate
    rest: tuple[str, ...]
    sure: bool


def find(session: Session, words: Words) -> Placed | None:
    """The place that a search says: a postcode anywhere, else what follows "near", "in" and the like."""
    return _postcode(session, words) or _after_a_word(session, words)


def at_an_end(session: Session, words: Words) -> Placed | None:
    """The longest place's name that a search ends or begins with, where something is left over."""
    for length in range(min(4, len(words) - 1), 0, -1):
        for phrase, rest in ((words[-length:], words[:-length]), (words[:length], words[length:])):
            place = named(session, phrase)
            if place is not None:
                return Placed(place, tuple(rest), False)
    return None


def named(session: Session, words: Words) -> Candidate | None:
    """The neighbourhood or the street of this name, or none."""
    return _area(session, " ".join(words)) or _street(session, words)


def _postcode(session: Session, words: Words) -> Placed | None:
    for length in (2, 1):
        for start in range(len(words) - length + 1):
            text = "".join(words[start : start + length])
            found = locate.known_postcode(session, text) if len(text) >= 5 and any(sign.isdigit() for sign in text) else None
            if found is not None:
                before = words[:start]
                while before and before[-1] in BEFORE_PLACES:
                    before.pop()
                return Placed(found, (*before, *words[start + length :]), True)
    return None


def _after_a_word(session: Session, words: Words) -> Placed | None:
    for start, word in enumerate(words[:-1]):
        if word in BEFORE_PLACES:
            following = words[start + 2 :] if words[start + 1] in ("to", "the") and len(words) > start + 2 else words[start + 1 :]
            place = named(session, following)
            if place is not None:
                return Placed(place, tuple(words[:start]), word in NEAR)
    return None


def _area(session: Session, phrase: str) -> Candidate | None:
    """The neighbourhoods whose name is this or begins with it: "hill" for Hill East and Hill West. Their middle stands for them."""
    found = [(title, middle) for folded, title, middle in middles(session) if f"{folded} ".startswith(f"{phrase} ")]
    exact = [each for each in found if fold(each[0]) == phrase] or found
    if not exact:
        return None
    titles = [title for title, _middle in exact]
    lons, lats = zip(*(middle for _title, middle in exact), strict=True)
    return Candidate(", ".join(titles[:3]), sum(lons) / len(lons), sum(lats) / len(lats), "area")


def middles(session: Session) -> list[tuple[str, str, tuple[float, float]]]:
    """The folded name, the name and a point inside (degrees) of each neighbourhood and of each area that residents drew."""

    def find() -> list[tuple[str, str, tuple[float, float]]]:
        known = [*areas.neighbourhoods(session), *drawn.listed(session)]
        return [(fold(area.title), area.title, areas.middle(session, area)) for area in known]

    return remembered_of_place(session, "middles of neighbourhoods", find)


def _street(session: Session, words: Words) -> Candidate | None:
    """The middle of the entries whose public address has a street of this name, which takes two words or more."""
    phrase = " ".join(words)
    if len(words) < 2 or any(word.isdigit() for word in words):
        return None
    query = select(Asset.address, func.ST_X(Asset.point), func.ST_Y(Asset.point))
    # Only places that are shown just where they are: the others' addresses are not public, and they would stand elsewhere.
    shown = (Asset.cell.is_not(None), Asset.precision == Precision.exact, Asset.address != "")
    here = (terms_condition(session, tuple((word,) for word in words)), func.lower(Asset.address).contains(phrase, autoescape=True))
    rows = session.execute(query.where(*shown, *here).order_by(Asset.id).limit(ENOUGH)).all()
    found = [row for row in rows if f" {phrase} " in f" {fold(row[0])} "]
    if not found:
        return None
    _address, lon, lat = sorted(found, key=lambda row: (row[1], row[2]))[len(found) // 2]
    return Candidate(phrase.title(), lon, lat, "street")
