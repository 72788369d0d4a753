"""Searches with a slip in them, made from real names: nearly all find what was meant."""

import random
from collections import Counter
from datetime import date
from itertools import cycle, islice

from sqlalchemy import select

from assetmap.models import Asset, Group
from assetmap.services import groups, ranking
from assetmap.services.filters import Filters
from assetmap.services.groups import GroupFilters
from assetmap.services.search import understand, understand_of_groups
from assetmap.services.search.spelling import neighbours
from assetmap.services.sinking import Wanted
from assetmap.services.words import fold
from tests import venues

SEARCHES, FIRST = 200, 5
LAST = date(2024, 11, 22)


def swapped(chance: random.Random, word: str) -> str:
    place = chance.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def dropped(chance: random.Random, word: str) -> str:
    place = chance.randrange(len(word))
    return word[:place] + word[place + 1 :]


def doubled(chance: random.Random, word: str) -> str:
    place = chance.randrange(len(word))
    return word[:place] + word[place] + word[place:]


def beside_the_key(chance: random.Random, word: str) -> str:
    place = chance.randrange(len(word))
    return word[:place] + chance.choice(sorted(neighbours(word[place])) or [word[place]]) + word[place + 1 :]


SLIPS = (swapped, dropped, doubled, beside_the_key)
SPACE = "space"


def misspelt(chance: random.Random, name: str, slip) -> str | None:
    """The name as somebody may type it, with this slip in one of its words of four letters or more, or without one of its spaces; none
    where it has no such place."""
    words = fold(name).split()
    if slip == SPACE:
        if len(words) == 1:
            return None
        place = chance.randrange(len(words) - 1)
        return " ".join([*words[:place], words[place] + words[place + 1], *words[place + 2 :]])
    for _ in range(20):  # letters that are alike swapped are no slip
        place = chance.choice([place for place, word in enumerate(words) if slippery(word)])
        wrong = slip(chance, words[place])
        if wrong != words[place]:
            return " ".join([*words[:place], wrong, *words[place + 1 :]])
    return None


def slippery(word: str) -> bool:
    return len(word) >= 4 and word.isalpha()


def names_of(session, model) -> list[tuple[int, str]]:
    """Names that one entry alone has, since of several nobody can say which was meant."""
    rows = session.execute(select(model.id, model.name).order_by(model.id)).all()
    seen = Counter(fold(name) for _number, name in rows)
    return [(number, name) for number, name in rows if seen[fold(name)] == 1 and any(map(slippery, fold(name).split()))]


def slips_in(chance: random.Random, names: list[tuple[int, str]]) -> list[tuple[str, int, str, str]]:
    """For each name what kind of slip, which entry, its name, and what is typed: each kind as often as the others."""
    kinds = cycle([*SLIPS, SPACE])
    made = []
    for number, name in names:
        for slip in islice(kinds, len(SLIPS) + 1):  # the next kind that the name has a place for
            if typed := misspelt(chance, name, slip):
                made.append((getattr(slip, "__name__", SPACE), number, name, typed))
                break
    return made


def first_five(session, typed: str) -> list[int]:
    meant = understand(session, typed)
    point = (meant.near.lon, meant.near.lat) if meant.near else None
    page = ranking.listed(session, Wanted(Filters(q=meant.text, terms=meant.terms), near=point), LAST, 1, FIRST)
    return [item.id for item in page.items]


def said(slips: list, lost: list) -> str:
    """How many of each kind were found, and what was not."""
    of, missed = Counter(kind for kind, *_ in slips), Counter(kind for kind, *_ in lost)
    kinds = ", ".join(f"{kind} {count - missed[kind]} of {count}" for kind, count in sorted(of.items()))
    return f"{len(slips) - len(lost)} of {len(slips)} found ({kinds}); lost: {[(typed, name) for _, _, name, typed in lost]}"


def test_of_200_real_places_each_misspelt_19_in_20_are_among_the_first_five(session, shared):
    assert venues.fill(session, shared / "data" / "assets") > 200
    chance = random.Random(20261122)
    slips = slips_in(chance, chance.sample(names_of(session, Asset), SEARCHES))
    assert len({number for _, number, _, _ in slips}) == SEARCHES
    lost = [each for each in slips if each[1] not in first_five(session, each[3])]
    print(said(slips, lost))
    assert len(lost) <= SEARCHES // 20, said(slips, lost)


def test_of_the_assets_of_the_place_each_misspelt_in_three_ways_19_in_20_are_among_the_first_five(session):
    chance, names = random.Random(20261122), names_of(session, Asset)
    slips = slips_in(chance, [each for each in names for _ in range(3)])
    lost = [each for each in slips if each[1] not in first_five(session, each[3])]
    print(said(slips, lost))
    assert len(slips) >= SEARCHES and len(lost) <= len(slips) // 20, said(slips, lost)


def test_of_the_groups_each_misspelt_19_in_20_are_among_the_first_five(session):
    chance = random.Random(20261122)
    slips = slips_in(chance, [each for each in names_of(session, Group) for _ in range(2)])
    lost = []
    for slip in slips:
        filters = GroupFilters(q=slip[3], terms=understand_of_groups(session, slip[3]).terms)
        if slip[1] not in [group.id for group in groups.listed(session, filters, 1, FIRST).items]:
            lost.append(slip)
    print(said(slips, lost))
    assert len(lost) <= len(slips) // 20, said(slips, lost)


def test_a_group_that_is_called_so_stands_before_those_that_only_say_so(session):
    found = groups.listed(session, GroupFilters(q="housing"), 1, 100).items
    called = ["housing" in fold(group.name) for group in found]
    assert called == sorted(called, reverse=True) and len(set(called)) == 2, [group.name for group in found]
