"""Entries that may be the same: pairs that a steward could look at, the likeliest first, found without comparing all with all.

Two are compared where they share a telling word of their names (one that few have), or a website, a telephone or an e-mail, or
where they are next to each other: only this finds a single word with a typing error in it. How alike their names are (rapidfuzz,
whatever the order of the words) and how far apart their public places are decides; nothing here reads more than the public may.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sqlalchemy import null, select
from sqlalchemy.orm import Session

from assetmap.geo import cells
from assetmap.geo.nearness import apart, near_pairs
from assetmap.models import Asset, Distinction, Group, Precision, Subject, User
from assetmap.services import assets, remits
from assetmap.services.assets import AssetItem
from assetmap.services.remember import remembered
from assetmap.services.whereabouts import MODELS
from assetmap.services.words import fold

NEXT_M = 50.0  # next to each other: compared whatever they are called
NEAR_M, FAR_M = 150.0, 1000.0
# How alike names must be, of 100: at one spot, a walk apart, without a spot to compare, and where a website, telephone or e-mail
# is the same and nothing speaks against it.
AT_ONE_SPOT, A_WALK_APART, ANYWHERE, GROUPS, SAME_CONTACT = 80.0, 90.0, 94.0, 86.0, 60.0
MOST_NAMED, MOST_CONTACTS = 40, 10  # a word or a website that more than so many have tells nothing
MOST, MOST_LIMITED = 500, 200
FEWEST_DIGITS, TOLD_DIGITS = 7, 10
NUMBERS = re.compile(r"\d+")
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Double:
    """Two entries (the smaller number first) that may be the same. `alike` is how alike their names are, of 100; `metres` how far
    apart they are, or none where not both have a public spot; `same` the contacts (website, phone, email) they have in common."""

    first: int
    second: int
    alike: float
    metres: float | None
    same: tuple[str, ...] = ()

    @property
    def likelihood(self) -> float:
        """What they are put in order by: names first, then nearness and what they share."""
        near = 0.0 if self.metres is None else 5 * (1 - min(self.metres, FAR_M) / FAR_M)
        return self.alike + near + 5 * len(self.same)


@dataclass(frozen=True)
class _Entries:
    """What is compared, by position: numbers, folded names, places in degrees (NaN where there is no exact public one), contacts."""

    ids: Ints
    names: list[str]
    lons: Floats
    lats: Floats
    contacts: list[dict[str, str]]


def listed(session: Session, subject: Subject) -> list[Double]:
    """The likely pairs of assets or of groups, without those of which a steward has said that they are not the same."""
    pairs = select(Distinction.first_id, Distinction.second_id).where(Distinction.subject == subject)
    told = {(first, second) for first, second in session.execute(pairs)}
    return [double for double in likely(session, subject) if (double.first, double.second) not in told]


def of_steward(session: Session, subject: Subject, user: User) -> list[Double]:
    """The likely pairs of which both are a steward's to look after, as far as the first `MOST_LIMITED` of all go."""
    found = listed(session, subject)
    if not remits.limits(session, user):
        return found
    return [double for double in found[:MOST_LIMITED] if may_merge(session, user, subject, (double.first, double.second))]


def may_merge(session: Session, user: User, subject: Subject, pair: tuple[int, int]) -> bool:
    """Whether both of two entries are a steward's to look after."""
    return all(remits.covers_entry(session, user, subject, number) for number in pair)


def entries(session: Session, subject: Subject, pairs: Iterable[Double]) -> dict[int, AssetItem | Group]:
    """The entries of some pairs, by number, as lists show them."""
    ids = sorted({number for double in pairs for number in (double.first, double.second)})
    found = assets.by_ids(session, ids) if subject == Subject.asset else session.scalars(select(Group).where(Group.id.in_(ids)))
    return {each.id: each for each in found}


def likely(session: Session, subject: Subject) -> tuple[Double, ...]:
    """The same with those, kept until the register changes."""
    return remembered(session, ("doubles", subject), lambda: tuple(_found(_entries(session, subject), subject)))


def _found(entries: _Entries, subject: Subject) -> list[Double]:
    shared = _contact_pairs(entries)
    pairs = _candidates(entries, [*_blocks(_by_word(entries.names), MOST_NAMED), *(np.array([pair]) for pair in shared)])
    if not len(pairs):
        return []
    metres = apart(entries.lons, entries.lats, pairs)
    same = np.isin(_codes(pairs, entries), _codes(np.array(list(shared) or [(0, 0)]), entries))
    needed = _needed(metres, same, subject)
    worth = _could_be(entries.names, pairs, needed)
    pairs, metres, needed = pairs[worth], metres[worth], needed[worth]
    first, second = ([entries.names[at] for at in side] for side in pairs.T)
    alike = process.cpdist(first, second, scorer=fuzz.token_sort_ratio, score_cutoff=SAME_CONTACT, dtype=np.float32)
    enough = alike >= needed
    doubles = [
        Double(int(entries.ids[one]), int(entries.ids[other]), float(score), _or_none(distance), shared.get((one, other), ()))
        for (one, other), score, distance in zip(pairs[enough].tolist(), alike[enough], metres[enough], strict=True)
        if _numbers(entries.names[one]) == _numbers(entries.names[other])
    ]
    return sorted(doubles, key=lambda double: (-double.likelihood, double.first, double.second))[:MOST]


def _needed(metres: Floats, same: NDArray[np.bool_], subject: Subject) -> Floats:
    """How alike the names of each pair must be; NaN in `metres` is a pair without two spots to compare."""
    if subject == Subject.group:
        return np.where(same, SAME_CONTACT, GROUPS)
    apart_ = np.select([metres <= NEAR_M, metres <= FAR_M, metres > FAR_M], [AT_ONE_SPOT, A_WALK_APART, np.inf], ANYWHERE)
    with_contact = np.select([metres <= NEAR_M, metres > NEAR_M], [SAME_CONTACT, A_WALK_APART], AT_ONE_SPOT)
    return np.where(same, np.minimum(with_contact, apart_), apart_)


def _could_be(names: Sequence[str], pairs: Ints, needed: Floats) -> NDArray[np.bool_]:
    """Which pairs could be alike at all: each letter that only one of two names has, and each letter that one is longer, is a
    difference. This is a bound of the similarity itself, so that nothing is lost, and spares most comparisons."""
    lengths = np.array([len(name) for name in names])
    masks = np.array([_letters(name) for name in names], dtype=np.uint64)
    first, second = pairs[:, 0], pairs[:, 1]
    together = lengths[first] + lengths[second]
    differences = np.maximum(np.bitwise_count(masks[first] ^ masks[second]), np.abs(lengths[first] - lengths[second]))
    return np.asarray(100 * (together - differences) >= needed * together)


def _letters(name: str) -> int:
    mask = 0
    for letter in set(name):
        mask |= 1 << (ord(letter) % 64)
    return mask


def _candidates(entries: _Entries, blocks: Iterable[Ints]) -> Ints:
    """Every pair of positions that is worth comparing, once, the smaller first."""
    found = np.concatenate([near_pairs(entries.lons, entries.lats, NEXT_M), *blocks])
    codes, size = np.unique(_codes(found, entries)), max(1, len(entries.ids))
    return np.column_stack([codes // size, codes % size])


def _codes(pairs: Ints, entries: _Entries) -> Ints:
    """One number for each pair of positions."""
    return np.asarray(pairs[:, 0] * len(entries.ids) + pairs[:, 1])


def _blocks(groups: Iterable[Sequence[int]], most: int) -> Iterator[Ints]:
    """All pairs inside each group of positions that is small enough to tell something."""
    for members in groups:
        if 2 <= len(members) <= most:
            first, second = np.triu_indices(len(members), 1)
            at = np.asarray(members, dtype=np.int64)
            yield np.column_stack([at[first], at[second]])


def _by_word(names: Sequence[str]) -> Iterable[list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        for word in set(name.split()):
            found[word].append(at)
    return found.values()


def _contact_pairs(entries: _Entries) -> dict[tuple[int, int], tuple[str, ...]]:
    """Which contacts each pair of positions shares that shares any."""
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for kind in ("website", "phone", "email"):
        groups: dict[str, list[int]] = defaultdict(list)
        for at, contacts in enumerate(entries.contacts):
            if contacts[kind]:
                groups[contacts[kind]].append(at)
        for block in _blocks(groups.values(), MOST_CONTACTS):
            for one, other in block.tolist():
                found[one, other] = (*found.get((one, other), ()), kind)
    return found


def _entries(session: Session, subject: Subject) -> _Entries:
    """All entries in order of their numbers, so that of two positions the smaller is the smaller number."""
    where = [Asset.x, Asset.y, Asset.precision] if subject == Subject.asset else [null(), null(), null()]
    model = MODELS[subject]
    query = select(model.id, model.name, model.website, model.public_phone, model.public_email, *where).order_by(model.id)
    rows: Sequence[Any] = session.execute(query).all()
    places = _degrees([(row[5], row[6]) if row[7] == Precision.exact else (None, None) for row in rows])
    said = [{"website": _website(row[2]), "phone": _phone(row[3]), "email": row[4].lower()} for row in rows]
    return _Entries(np.array([row[0] for row in rows], dtype=np.int64), [fold(row[1]) for row in rows], places[0], places[1], said)


def _degrees(positions: Sequence[tuple[int | None, int | None]]) -> Floats:
    """The longitudes and latitudes of grid positions; NaN where there is none."""
    x, y = np.array(positions, dtype=float).reshape(-1, 2).T
    return np.stack(cells.all_degrees(x, y))


def _website(text: str) -> str:
    parts = urlsplit(text.lower())
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}" if text else ""


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits[-TOLD_DIGITS:] if len(digits) >= FEWEST_DIGITS else ""


def _numbers(name: str) -> list[str]:
    """The numbers in a name: the 1st Scouts are not the 2nd."""
    return sorted(NUMBERS.findall(name))


def _or_none(metres: float) -> float | None:
    return None if np.isnan(metres) else float(metres)
